"""The gentle checks: the rules, and the cases that the browser's own rules are tested on too."""

import json
from pathlib import Path

import pytest

from diary.checks import LIMITS, Contract, Flag, Limits, check_week
from diary.timeline import EMPTY_STATUSES, EMPTY_WEEK

CASES = json.loads(Path(__file__).with_name("check_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_shared_case(case):
    said = case["contract"] or {}
    days = said.get("days")
    contract = Contract(**{**said, "days": None if days is None else tuple(days)})

    found = check_week(case["slots"], case["statuses"], contract, Limits(**case["limits"]))

    assert sorted(([f.name, f.day] for f in found), key=str) == sorted(case["flags"], key=str)


def week(**days: str) -> str:
    """A week of Monday to Sunday as mon=, tue=…, each laid from 08:00."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return "".join(("." * 16 + days.get(name, "")).ljust(48, ".") for name in names)


def test_empty_week_of_nobody_known_is_blank_on_weekdays():
    flags = check_week(EMPTY_WEEK, EMPTY_STATUSES, Contract())

    assert flags == [Flag("blank_day", day) for day in range(5)]


def test_limit_itself_is_not_flagged():
    sixteen_hours = week(mon="AB" * 16)
    longer = ("." * 4 + "AB" * 17).ljust(336, ".")

    assert check_week(sixteen_hours, "WNNNNNN", Contract(days=())) == []
    assert check_week(longer, "WNNNNNN", Contract(days=())) == [Flag("long_day", 0)]


def test_run_across_midnight_is_one_run_on_the_day_it_starts():
    slots = "." * 42 + "I" * 12 + "." * (336 - 54)

    assert check_week(slots, "WWNNNNN", Contract(days=())) == [Flag("long_run", 0)]


def test_limits_are_those_of_the_survey():
    assert Limits(longDay=32, longRun=10, farFromStated=10) == LIMITS
