"""What a respondent's answers say of their contract and their week: pure."""

from collections.abc import Mapping
from typing import Any

from diary.checks import Contract


def contract_of(answers: Mapping[str, Any]) -> Contract:
    """Contracted hours and days and hours worked, as far as they were answered."""
    days = answers.get("contracted_days")
    return Contract(
        hours=answers.get("contracted_hours"),
        worked=answers.get("worked_hours"),
        days=None if days is None else tuple(days),
    )
