"""Reads the stored reconstruction: its agencies, its open links and its returns."""

import csv
import datetime
import lzma
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NUMBERS = ("contracted_hours", "worked_hours")
WORDS = ("setting", "serves", "role", "average_week")


@dataclass(frozen=True)
class DemoReturn:
    """One reconstructed return; `agency` is the key of an agency or of an open link."""

    agency: str
    answers: dict[str, Any]
    statuses: str
    slots: str


@cache
def demo_returns() -> tuple[DemoReturn, ...]:
    """The 1,153 reconstructed returns, in their stored order."""
    with lzma.open(FOLDER / "returns.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return tuple(_demo_return(row) for row in csv.DictReader(file))


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


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _demo_return(row: dict[str, str]) -> DemoReturn:
    answers: dict[str, Any] = {key: float(row[key]) for key in NUMBERS if row[key]}
    answers |= {key: row[key] for key in WORDS if row[key]}
    return DemoReturn(row["agency"], answers, row["statuses"], row["slots"])
