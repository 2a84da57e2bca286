"""Coding by hand: kappa against worked figures, digests, and what counts in the end. Pure."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import coding
from surveys.instruments import load_instrument

PSYCHIATRISTS = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
# Cohen (1960, Table 1): proportions in hundredths of three categories by judges A (columns) and B.
COHEN = {
    ("1", "1"): 25, ("2", "1"): 13, ("3", "1"): 12,
    ("1", "2"): 12, ("2", "2"): 2, ("3", "2"): 16,
    ("1", "3"): 3, ("2", "3"): 15, ("3", "3"): 2,
}  # fmt: skip
CODES = st.sampled_from("abcd")


def pairs(table):
    return [pair for pair, times in table.items() for _ in range(times)]


def test_kappa_of_a_worked_table_of_two_codes():
    """35 of 50 agreed; chance alone would have made it one half: kappa 0.4."""
    assert coding.agreement(pairs(PSYCHIATRISTS)) == coding.Agreement(
        50, 35, Fraction(1, 2), Fraction(2, 5)
    )


def test_kappa_of_a_worked_table_of_three_codes():
    """po = 0.29, pe = 0.40 × 0.50 + 0.30 × 0.30 + 0.30 × 0.20 = 0.35."""
    found = coding.agreement(pairs(COHEN))

    assert (found.observed, found.expected) == (Fraction(29, 100), Fraction(35, 100))
    assert found.kappa == Fraction(-6, 65)


@pytest.mark.parametrize(
    ("given_pairs", "kappa"),
    [
        ([("a", "a"), ("b", "b")], Fraction(1)),
        ([("a", "b"), ("b", "a")], Fraction(-1)),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], Fraction(0)),
        ([("a", "a")] * 3, None),
        ([("a", "b")] * 3, Fraction(0)),
        ([], None),
    ],
)
def test_kappa_at_its_ends(given_pairs, kappa):
    assert coding.agreement(given_pairs).kappa == kappa


@given(st.lists(st.tuples(CODES, CODES), max_size=40))
def test_kappa_is_the_same_in_either_order_and_never_above_one(given_pairs):
    found = coding.agreement(given_pairs)
    turned = coding.agreement([(second, first) for first, second in given_pairs])

    assert found == turned
    assert found.kappa is None or found.kappa <= 1
    assert (found.kappa == 1) == (
        found.agreed == found.texts and len({first for first, _ in given_pairs}) > 1
    )


def test_one_coder_is_enough_where_one_is_wanted_and_the_last_one_counts():
    entry = coding.with_code({}, of="d", coder="x", code="a", two_coders=False)
    again = coding.with_code(entry, of="d", coder="y", code="b", two_coders=False)

    assert (entry, coding.final_code(entry, two_coders=False)) == (
        {"of": "d", "by": {"x": "a"}},
        "a",
    )
    assert (again, coding.final_code(again, two_coders=False)) == (
        {"of": "d", "by": {"y": "b"}},
        "b",
    )


def test_two_coders_count_when_they_agree_and_else_when_it_is_settled():
    one = coding.with_code({}, of="d", coder="x", code="a", two_coders=True)
    agreed = coding.with_code(one, of="d", coder="y", code="a", two_coders=True)
    apart = coding.with_code(one, of="d", coder="y", code="b", two_coders=True)
    settled = coding.with_settled(apart, "c")

    finals = [coding.final_code(e, two_coders=True) for e in (one, agreed, apart, settled)]
    assert finals == [None, "a", None, "c"]
    assert [coding.disagree(e) for e in (one, agreed, apart, settled)] == [
        False,
        False,
        True,
        False,
    ]


def test_code_of_an_earlier_text_is_dropped_with_the_first_code_of_the_new_one():
    old = {"of": "d", "by": {"x": "a", "y": "a"}, "settled": "a"}

    new = coding.with_code(old, of="e", coder="x", code="b", two_coders=True)

    assert new == {"of": "e", "by": {"x": "b"}}


@pytest.mark.parametrize(
    ("entry", "two", "waits"),
    [
        ({}, False, True),
        ({"of": "d", "by": {"y": "a"}}, False, False),
        ({"of": "d", "by": {"y": "a"}}, True, True),
        ({"of": "d", "by": {"x": "a"}}, True, False),
        ({"of": "d", "by": {"y": "a", "z": "a"}}, True, False),
        ({"of": "older", "by": {"x": "a", "y": "a"}}, True, True),
    ],
)
def test_text_waits_for_a_coder_until_enough_have_chosen(entry, two, waits):
    assert coding.takes_coder(entry, of="d", coder="x", two_coders=two) is waits


def test_texts_of_several_questions_are_coded_as_one():
    answers = {"role": "other", "job_title": "Team manager", "role_details": "Duty"}

    texts = coding.texts_of(answers, ["role_details", "job_title", "caseload_comment"])

    assert texts == (("role_details", "Duty"), ("job_title", "Team manager"))
    others = [
        coding.texts_of(answers, ["job_title", "role_details"]),
        (("role_details", "Duty Team manager"),),
        (),
    ]
    digests = {coding.digest_of(found) for found in [texts, *others]}
    assert (len(digests), {len(one) for one in digests}) == (4, {32})


def test_capitals_and_spaces_make_no_difference_to_a_group():
    assert coding.normalised("  Team\nMANAGER ") == coding.normalised("team manager")
    assert coding.normalised("team-manager") != coding.normalised("team manager")


def test_only_lists_whose_text_is_another_are_outdated():
    lists = {"role": ["job_title", "role_details"], "why": ["why_stayed"], "gone": ["case_comment"]}
    old = {"job_title": "Manager", "why_stayed": "The people", "case_comment": "None", "age": 40}
    new = {"job_title": "Manager", "role_details": "Duty", "why_stayed": "The people", "age": 41}

    assert coding.outdated(old, new, lists) == {"role", "gone"}


def test_questions_to_code_are_all_that_are_answered_in_words():
    instrument = load_instrument("2")
    found = coding.text_questions(instrument)

    assert [q.key for q in found if q.section == "Your working week"] == ["average_week_details"]
    assert {"job_title", "role_details", "why_stayed"} < {question.key for question in found}
    assert not {"role", "contracted_hours"} & {question.key for question in found}
    assert coding.declared_codings(instrument) == {}


def test_codes_that_the_instrument_declares_come_from_it():
    instrument = load_instrument("2009")

    assert list(coding.declared_codings(instrument)) == ["role_table_2_4", "role_table_3_11"]
    assert coding.codes_declared(instrument, "role_table_2_4") == (
        ("manager", "Manager"),
        ("senior", "Senior social worker or similar"),
        ("social_worker", "Social worker"),
        ("none", "No information"),
    )
    assert coding.codes_declared(instrument, "our_own") == ()
