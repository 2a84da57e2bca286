"""Response rates against figures of others, and against cases worked by hand."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.models import Invitation
from surveys.rates import (
    Outcomes,
    Rate,
    coop1,
    outcome_of,
    outcomes_of,
    rr1,
    rr2,
    rr5,
    wanted,
)

RATES = (rr1, rr2, rr5, coop1)


def values(found):
    return [rate(found).value for rate in RATES]


def test_rates_are_those_of_outcomerates_tests():
    """ropensci/outcomerate, tests/testthat/test-rate.R: exact fractions, e does not matter."""
    found = Outcomes(
        complete=5, partial=3, refusal=2, non_contact=1, other=2, unknown=2, not_eligible=1
    )

    assert values(found) == [Fraction(1, 3), Fraction(8, 15), Fraction(5, 13), Fraction(5, 12)]


def test_rates_are_those_of_outcomerates_readme():
    """ropensci/outcomerate, README.md: 0.364, 0.545, 0.444, 0.500."""
    found = Outcomes(
        complete=4, partial=2, refusal=1, non_contact=1, other=1, unknown=2, not_eligible=1
    )

    assert [round(float(value), 3) for value in values(found)] == [0.364, 0.545, 0.444, 0.5]


def test_rates_are_those_of_responserates_readme():
    """leeper/responserates, README.md: 100 complete and 20 not reached."""
    found = Outcomes(complete=100, non_contact=20)

    assert [round(float(value), 3) for value in values(found)] == [0.833, 0.833, 0.833, 1]


def test_rates_of_nobody_known_to_be_eligible_have_no_value():
    """ropensci/outcomerate: one unknown case gives RR1 0, RR2 0, and RR5 and COOP1 nothing."""
    assert values(Outcomes(unknown=1)) == [0, 0, None, None]


def test_rates_of_an_agency_worked_by_hand():
    standings = [
        ("sent", "", 40),
        ("sent", "left", 1),  # a return that was sent stays one
        ("started", "", 10),
        ("started", "sick", 1),
        ("refused", "", 3),
        ("withdrawn", "", 2),
        ("invited", "on-leave", 4),
        ("invited", "sick", 5),
        ("invited", "left", 6),
        ("refused", "not-eligible", 1),
        ("invited", "", 27),
    ]

    found = outcomes_of(standings, taking_returns=True)

    assert found == Outcomes(
        complete=41, partial=11, refusal=5, non_contact=4, other=5, unknown=27, not_eligible=7
    )
    assert (found.invited, found.counted, found.eligible) == (100, 93, 66)
    assert values(found) == [
        Fraction(41, 93),
        Fraction(52, 93),
        Fraction(41, 66),
        Fraction(41, 62),
    ]


def test_return_left_unsent_at_the_close_is_a_break_off():
    standings = [("sent", "", 6), ("started", "", 3), ("invited", "", 3)]

    found = outcomes_of(standings, taking_returns=False)

    assert found == Outcomes(complete=6, refusal=3, unknown=3)
    assert rr1(found) == rr2(found) == Rate(6, 12)


def test_every_state_has_a_class():
    hands = ["", *Invitation.ByHand.values]
    states = itertools.product(Invitation.Disposition.values, hands, [True, False])

    classes = {outcome_of(d, hand, taking_returns=taking) for d, hand, taking in states}

    assert classes == set(Outcomes.__dataclass_fields__)


def test_word_of_an_officer_hides_neither_a_return_nor_a_refusal_by_absence():
    for hand in ("on-leave", "sick"):
        assert outcome_of("refused", hand, taking_returns=True) == "refusal"
        assert outcome_of("started", hand, taking_returns=True) == "partial"
    for hand in Invitation.ByHand.values:
        assert outcome_of("sent", hand, taking_returns=True) == "complete"


@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        (Rate(0, 7), 0),
        (Rate(1, 1000), 1),  # never "0 %" where somebody sent
        (Rate(1, 8), 13),
        (Rate(1, 3), 33),
        (Rate(999, 1000), 99),  # never "100 %" where somebody is missing
        (Rate(7, 7), 100),
        (Rate(0, 0), None),
    ],
)
def test_per_cent_is_rounded_and_never_says_all_or_none_wrongly(rate, percent):
    assert rate.percent == percent


def test_target_is_of_those_who_count_and_rounded_up():
    assert wanted(50, Outcomes(unknown=7, not_eligible=3)) == 4
    assert wanted(50, Outcomes(unknown=8)) == 4
    assert wanted(0, Outcomes(unknown=8)) == 0
    assert wanted(100, Outcomes(complete=3)) == 3


@given(st.lists(st.integers(0, 10_000), min_size=7, max_size=7))
def test_rates_keep_their_order(numbers):
    found = Outcomes(*numbers)
    least, with_partial, most, cooperation = values(found)

    if least is not None:
        assert 0 <= least <= with_partial <= 1
    if most is not None and least is not None:
        assert least <= most <= 1
    if cooperation is not None and most is not None:
        assert most <= cooperation <= 1
