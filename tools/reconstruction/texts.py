"""Spreads the invented free-text answers of `texts.toml` over the questions that ask for text."""

import random
import tomllib
from pathlib import Path

from tools.reconstruction.background import Answers

TEXTS = Path(__file__).parent / "texts.toml"

# Boxes that an option opens: the box, its question, and the values that open it.
OPENED_BY: dict[str, tuple[str, frozenset[str]]] = {
    "average_week_details": ("average_week", frozenset({"no"})),
    "qualifications_details": ("qualifications", frozenset({"other_professional"})),
    "further_qualifications_other_degree_details": (
        "further_qualifications",
        frozenset({"other_degree"}),
    ),
    "further_qualifications_other_diploma_details": (
        "further_qualifications",
        frozenset({"other_diploma"}),
    ),
    "qualified_in_details": ("qualified_in", frozenset({"elsewhere"})),
    "client_groups_details": ("client_groups", frozenset({"other"})),
    "team_other_details": ("team_other", frozenset()),
    "electronic_comment": ("electronic_system", frozenset({"yes"})),
    "other_careers_details": ("other_careers", frozenset({"yes"})),
    "supervision_frequency_details": ("supervision_frequency", frozenset({"other"})),
    "training_kinds_details": ("training_kinds", frozenset({"other"})),
    "one_thing_helps_details": ("one_thing_helps", frozenset({"yes"})),
    "balance_policy_details": ("balance_policy", frozenset({"yes"})),
    "next_job_details": ("next_job", frozenset({"yes"})),
    "practice_years_comment": ("practice_years", frozenset()),
    "case_comment": ("active_cases", frozenset()),
    "caseload_policy_comment": ("caseload_policy", frozenset()),
    "satisfaction_comment": ("satisfaction", frozenset()),
}
# The boxes of ethnicity are named after the option that opens them.
ETHNICITY = "ethnicity_details"
# Texts that no box opens for are written by those who answer other questions.
SIGN = "satisfaction"


def box_of(key: str, row: Answers) -> str:
    """The box that a person may write in for a key of the file, "" for none."""
    if key == ETHNICITY:
        value = row.get("ethnicity", "")
        return f"ethnicity_{value}_details" if value == "other" or "_other" in value else ""
    question, values = OPENED_BY.get(key, (SIGN, frozenset()))
    given = set(row[question].split("|")) if question in row else set()
    return key if given and (not values or given & values) else ""


def add_texts(rows: list[Answers], seed: int) -> None:
    """Adds texts at random where their boxes are open."""
    for question in tomllib.loads(TEXTS.read_text(encoding="utf-8"))["question"]:
        rng = random.Random(f"{seed} text {question['key']}")
        for row in rows:
            box = box_of(question["key"], row)
            if box and 100 * rng.random() < question["share"]:
                row[box] = rng.choice(question["texts"])
