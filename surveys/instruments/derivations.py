"""Derived variables that need more than a map or bands: named functions of all answers.

CHOICES give a value of the variable, NUMBERS a number that bands put into a range; both give None
where the answers say too little. They never fail on valid answers, and use nothing but them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from surveys.instruments.types import Answers
from surveys.sectors import Sector, sector_of

FULL_TIME = 35  # hours a week: Table 2.16's 817 are Table 2.15's rows from 35 hours on

CHILDREN = {
    "child_protection", "looked_after", "care_leavers", "family_support", "camhs", "sen",
    "complex_health_children", "young_carers", "young_substance", "foster_carers",
}  # fmt: skip
ADULTS = {
    "physical_disability", "sensory", "mental_health", "learning_disability", "adult_substance",
    "older", "older_mental_health", "carers", "palliative",
}  # fmt: skip
# Table 2.7 counts each respondent once, UK qualifications before others (its note 9). Which of
# two UK qualifications counts is not said; the printed order is taken.
SOCIAL_WORK = ("dipsw", "cqsw", "css", "degree", "other_uk", "non_uk")


def sector(answers: Answers) -> str | None:
    """The five columns of the tables."""
    found = sector_of(answers)
    return None if found is Sector.NONE else found.value


def client_side(answers: Answers) -> str | None:
    """Whether they work with children or adults (Table 2.5), by setting, then by client groups.

    Asylum seekers, people in transition and others are of both ages and count for neither.
    """
    setting, serves = answers.get("setting"), answers.get("serves")
    if setting in ("la_children", "la_adults"):
        return "children" if setting == "la_children" else "adults"
    if serves in ("children", "adults"):
        return str(serves)
    if setting is None or setting == "other":
        return None  # the nine whom the report calls "no information"
    groups = set(answers.get("client_groups", ()))
    children, adults = len(groups & CHILDREN), len(groups & ADULTS)
    if children == adults:
        return None
    return "children" if children > adults else "adults"


def agency(answers: Answers) -> str | None:
    """The rows of Table 2.6; in 2009 all of the private sector were fostering agencies."""
    found = sector_of(answers)
    if found is Sector.PVI:
        return str(answers["setting"])
    return None if found is Sector.NONE else found.value


def social_work_qualification(answers: Answers) -> str | None:
    """The one social work qualification that Table 2.7 counts."""
    held = answers.get("qualifications", ())
    return next((value for value in SOCIAL_WORK if value in held), None)


def role_2_4(answers: Answers) -> str | None:
    """Version 2's role as Table 2.4 coded titles: who neither manages nor is senior is a
    social worker, reviewing officers too (its note on responsibilities)."""
    role = answers.get("role")
    if role is None:
        return None
    return str(role) if role in ("manager", "senior") else "social_worker"


def role_3_11(answers: Answers) -> str | None:
    """Version 2's role as Table 3.11 coded titles: managers by whom they work with, and only
    those who call themselves social workers as social workers."""
    role = answers.get("role")
    if role in ("social_worker", "senior"):
        return str(role)
    if role != "manager":
        return None
    side = client_side(answers)
    return {"children": "manager_children", "adults": "manager_adult"}.get(side or "")


def extra_hours(answers: Answers) -> float | None:
    """Hours worked in the diary week less contracted hours (Table 3.1)."""
    worked, contracted = answers.get("worked_hours"), answers.get("contracted_hours")
    if worked is None or contracted is None:
        return None
    # Rounded, so that 37.4 - 37.1 is the 0.3 that people wrote.
    return round(float(worked) - float(contracted), 6)


def post_hours(answers: Answers) -> float | None:
    """Contracted hours a week in this post (2009's question 6c, by week or fortnight)."""
    return _weekly(answers, "post_hours_week", "post_hours_fortnight")


def post_days(answers: Answers) -> float | None:
    """Days worked a week in this post (2009's question 6d, by week or fortnight).

    Full-time hours over nine days a fortnight count as five days (note to Table 2.14).
    """
    days, hours = _weekly(answers, "post_days_week", "post_days_fortnight"), post_hours(answers)
    if days == 4.5 and hours is not None and hours >= FULL_TIME:
        return 5.0
    return days


def contracted_day_count(answers: Answers) -> float | None:
    """How many days of the week they are contracted to work (version 2)."""
    days = answers.get("contracted_days")
    return float(len(days)) if days else None


def _weekly(answers: Answers, week: str, fortnight: str) -> float | None:
    if week in answers:
        return float(answers[week])
    return float(answers[fortnight]) / 2 if fortnight in answers else None


CHOICES: Mapping[str, Callable[[Answers], str | None]] = {
    function.__name__: function
    for function in (
        sector,
        client_side,
        agency,
        social_work_qualification,
        role_2_4,
        role_3_11,
    )
}
NUMBERS: Mapping[str, Callable[[Mapping[str, Any]], float | None]] = {
    function.__name__: function
    for function in (extra_hours, post_hours, post_days, contracted_day_count)
}
