"""Pure arithmetic on a week of half hours. No database, no clock, no request.

A week is a string of 336 symbols: seven days from Monday, 48 half hours each from midnight,
one symbol a half hour, "." for blank. Day statuses are a string of seven symbols. A half hour
counts 0.5 h and belongs to the one activity that took most of it (source, section 1.3).
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from diary.classification import BLANK, BY_SYMBOL, CATEGORIES

DAYS = 7
SLOTS_PER_DAY = 48
SLOTS_PER_WEEK = DAYS * SLOTS_PER_DAY
EMPTY_WEEK = BLANK * SLOTS_PER_WEEK

# Words in the active language when they are read; str() makes them so for good.
DAY_STATUSES: Mapping[str, Any] = {
    "W": _("Worked"),
    "N": _("Not a working day"),
    "H": _("Public holiday"),
    "L": _("Annual leave"),
    "S": _("Off sick"),
    "A": _("Other absence"),
    "C": _("Worked, but I can't recall what I did"),
}
EMPTY_STATUSES = BLANK * DAYS


@dataclass(frozen=True)
class Episode:
    """A run of adjacent half hours with the same activity; `start` and `length` in half hours."""

    start: int
    length: int
    symbol: str

    @property
    def end(self) -> int:
        return self.start + self.length


@dataclass(frozen=True)
class Edit:
    """One cell of a change: what its writer saw there, and what it sets."""

    index: int
    saw: str
    sets: str


@dataclass(frozen=True)
class Conflict:
    """A cell that was neither what the writer saw nor what it sets; `was` is what it replaced."""

    index: int
    was: str
    now: str


def day_of(slots: str, day: int) -> str:
    """The 48 symbols of one day (0 is Monday)."""
    return slots[day * SLOTS_PER_DAY : (day + 1) * SLOTS_PER_DAY]


def clock(slot: int) -> str:
    """The time at which a half hour starts: 0 is "00:00", 47 is "23:30", 48 is "24:00"."""
    return f"{slot // 2:02d}:{slot % 2 * 30:02d}"


def episodes(slots: str) -> list[Episode]:
    """The runs of filled half hours, in order. Blank half hours belong to no episode."""
    found: list[Episode] = []
    start = 0
    for index in range(1, len(slots) + 1):
        if index == len(slots) or slots[index] != slots[start]:
            if slots[start] != BLANK:
                found.append(Episode(start, index - start, slots[start]))
            start = index
    return found


def merge(cells: str, edits: Iterable[Edit]) -> tuple[str, list[Conflict]]:
    """Apply edits to a string of cells; the later arrival wins.

    Returns the new string and the cells where somebody else's newer work was replaced: those
    that now hold neither what the writer saw nor what the writer sets.
    """
    merged = list(cells)
    conflicts = []
    for edit in edits:
        now = merged[edit.index]
        if now not in (edit.saw, edit.sets):
            conflicts.append(Conflict(edit.index, was=now, now=edit.sets))
        merged[edit.index] = edit.sets
    return "".join(merged), conflicts


def edits_between(saw: str, sets: str, offset: int = 0) -> list[Edit]:
    """The edits that turn `saw` into `sets`, two strings of one length, from cell `offset` on."""
    return [
        Edit(offset + index, before, after)
        for index, (before, after) in enumerate(zip(saw, sets, strict=True))
        if before != after
    ]


def filled_band(day: datetime.date, today: datetime.date) -> str:
    """How long after a day something was done about it: "S" on it or before, "N" the next, "L"."""
    late = (today - day).days
    return "S" if late <= 0 else "N" if late == 1 else "L"


def half_hours(slots: str) -> int:
    """The number of filled half hours."""
    return len(slots) - slots.count(BLANK)


def half_hours_by_category(slots: str) -> dict[str, int]:
    """Half hours in each of the six categories, by category code, in the instrument's order."""
    counts = Counter(BY_SYMBOL[symbol].category.code for symbol in slots if symbol != BLANK)
    return {category.code: counts[category.code] for category in CATEGORIES}


def as_hours(half_hour_count: int) -> str:
    """Half hours as hours in words people read: 15 is "7½", 16 is "8", 1 is "½"."""
    whole, half = divmod(half_hour_count, 2)
    return f"{whole or ''}½" if half else str(whole)
