"""Counts and shares against a second implementation that is as simple as can be."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.classification import ACTIVITIES, BY_CODE, CATEGORIES
from reports import shares
from reports.shares import UnknownSymbol, group_half_hours, symbols_of
from tests.reports.made import week

GROUPS = 3
SYMBOLS = "." + "".join(activity.symbol for activity in ACTIVITIES)
diaries = st.lists(
    st.tuples(st.integers(0, GROUPS - 1), st.text(SYMBOLS, max_size=60)), max_size=12
)


def counted(returns):
    slots = np.frombuffer("".join(week(s) for _, s in returns).encode(), dtype=np.uint8)
    groups = np.array([group for group, _ in returns], dtype=np.uint8)
    return group_half_hours(slots.reshape(-1, 336), groups, GROUPS)


def counted_simply(returns):
    """For each group and for all: half hours by activity code, and respondents."""
    by_code = [Counter() for _ in range(GROUPS + 1)]
    people = [0] * (GROUPS + 1)
    for group, symbols in returns:
        for place in (group, GROUPS):
            people[place] += 1
            for activity in ACTIVITIES:
                by_code[place][activity.code] += symbols.count(activity.symbol)
    return by_code, people


@given(diaries)
def test_half_hours_agree_with_counting_by_dictionary(returns):
    by_code, people = counted_simply(returns)

    result = counted(returns)

    found = [
        {a.code: result.half_hours(group, a.symbol) for a in ACTIVITIES}
        for group in range(GROUPS + 1)
    ]
    assert found == [{a.code: half_hours[a.code] for a in ACTIVITIES} for half_hours in by_code]
    assert result.respondents.tolist() == people


@given(diaries)
def test_category_shares_agree_with_fractions_and_add_up_to_one(returns):
    by_code, _ = counted_simply(returns)

    result = counted(returns)

    for group, half_hours in enumerate(by_code):
        recorded = sum(half_hours.values())
        expected = {
            category.code: Fraction(
                sum(n for code, n in half_hours.items() if BY_CODE[code].category == category),
                recorded,
            )
            if recorded
            else None
            for category in CATEGORIES
        }
        found = {c.code: result.share(group, symbols_of(c.code)) for c in CATEGORIES}
        assert found == expected
        if recorded:
            assert sum(found.values()) == 1


def test_share_is_pooled_not_the_mean_of_each_persons_share():
    """One person gives all of 2 half hours to D1, another none of 8: 20%, not 50%."""
    result = counted([(0, "AA"), (0, "88888888")])

    assert result.share(0, "A") == Fraction(2, 10)


def test_share_counts_lunch_as_recorded_time():
    lunch = BY_CODE["S9"].symbol

    result = counted([(0, "A" + lunch)])

    assert result.share(0, "A") == Fraction(1, 2)
    assert result.recorded(0) == 2


def test_group_without_recorded_time_has_no_share_and_keeps_its_respondents():
    result = counted([(0, "A"), (1, "")])

    assert [result.share(group, "A") for group in range(GROUPS + 1)] == [1, None, None, 1]
    assert result.respondents.tolist() == [1, 1, 0, 2]


def test_symbol_that_is_no_activity_is_refused():
    with pytest.raises(UnknownSymbol):
        counted([(0, "A!")])


def test_counting_gives_the_same_whatever_the_block(monkeypatch):
    returns = [(n % GROUPS, SYMBOLS[n % 41] * (n + 1)) for n in range(17)]
    at_once = counted(returns)

    monkeypatch.setattr(shares, "BLOCK", 5)

    assert counted(returns).counts.tolist() == at_once.counts.tolist()
