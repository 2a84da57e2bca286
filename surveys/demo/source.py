"""Reads the stored reconstruction: its agencies, its open links and its returns."""

import csv
import datetime
import lzma
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from diary.checks import check_week
from surveys.contracts import contract_of
from surveys.instruments import Instrument, Question, load_instrument
from surveys.instruments.answers import problems, settle

FOLDER = Path(__file__).parent
INSTRUMENT = "2009"
CODINGS = ("role_table_2_4", "role_table_3_11")
SEPARATOR = "|"


@dataclass(frozen=True)
class DemoReturn:
    """One reconstructed return; `agency` is the key of an agency or of an open link.

    answers, codings and flags are as a sent return stores them.
    """

    agency: str
    answers: dict[str, Any]
    codings: dict[str, str]
    statuses: str
    slots: str
    flags: list[list[Any]]


@cache
def demo_returns() -> tuple[DemoReturn, ...]:
    """The 1,153 reconstructed returns, in their stored order."""
    instrument = load_instrument(INSTRUMENT)
    with lzma.open(FOLDER / "returns.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return tuple(_demo_return(instrument, row) for row in csv.DictReader(file))


def resampled(count: int, seed: int) -> Iterator[DemoReturn]:
    """`count` returns drawn with replacement; the same ones for the same seed."""
    originals = demo_returns()
    rng = random.Random(f"resampled {seed}")  # noqa: S311  not a secret: a repeatable draw
    return (originals[rng.randrange(len(originals))] for _ in range(count))


def demo_agencies() -> list[dict[str, str]]:
    """The 54 agencies: key, name, authority, region, authority_type, service, week, invited."""
    return _rows("agencies.csv")


def demo_open_links() -> list[dict[str, str]]:
    """The two open links: key, name, week."""
    return _rows("open_links.csv")


def week_of(row: dict[str, str]) -> datetime.date:
    """The Monday of an agency's or an open link's diary week."""
    return datetime.date.fromisoformat(row["week"])


def answers_of(instrument: Instrument, row: Mapping[str, str]) -> dict[str, Any]:
    """The answers in a stored row: a column a question, a grid row (question_row) or a box.

    Lists are joined by "|"; a blank is no answer, and columns of nothing in the instrument are
    passed over.
    """
    answers: dict[str, Any] = {}
    for question in instrument.questions:
        answers[question.key] = _answer(question, row)
        for _, details in question.details:
            answers[details.key] = row.get(details.key, "")
    return settle(instrument, answers)


def answers_for(instrument: Instrument, item: DemoReturn) -> dict[str, Any]:
    """A return's answers as another version of the questionnaire would have them.

    What that version asks otherwise is left out; its question about the role is answered from
    the coding of the job title.
    """
    answers = settle(instrument, {**item.answers, "role": item.codings.get("role_table_2_4")})
    wrong = {fault.partition(":")[0] for fault in problems(instrument, answers)}
    return settle(instrument, {key: own for key, own in answers.items() if key not in wrong})


def _answer(question: Question, row: Mapping[str, str]) -> Any:
    """One question's answer; an empty thing where there is none."""
    if question.type == "grid":
        return {line.key: row.get(f"{question.key}_{line.key}", "") for line in question.rows}
    text = row.get(question.key, "")
    if not text:
        return None
    if question.type in ("number", "year"):
        number = float(text)
        return int(number) if number.is_integer() else number
    if question.type in ("some_of", "days"):
        parts = text.split(SEPARATOR)
        return [int(part) for part in parts] if question.type == "days" else parts
    return text


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _demo_return(instrument: Instrument, row: dict[str, str]) -> DemoReturn:
    answers = answers_of(instrument, row)
    flags = check_week(row["slots"], row["statuses"], contract_of(answers))
    return DemoReturn(
        agency=row["agency"],
        answers=answers,
        codings={key: row[key] for key in CODINGS if row[key]},
        statuses=row["statuses"],
        slots=row["slots"],
        flags=[[flag.name, flag.day] for flag in flags],
    )
