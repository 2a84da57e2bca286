"""Diaries as arrays: codes of half hours, totals, episodes and spells. Pure."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES, BLANK, CATEGORIES
from diary.timeline import DAYS, SLOTS_PER_DAY, SLOTS_PER_WEEK, clock
from reports.microdata.columns import NOTHING, Values

ASCII = 128
BLOCK = 4_096  # returns at a time, so that what NumPy makes on the way stays small
DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_LABELS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# mon_0000, mon_0030 … sun_2330: each of the 336 half hours by when it starts.
SLOT_NAMES = tuple(
    f"{DAY_NAMES[slot // SLOTS_PER_DAY]}_{clock(slot % SLOTS_PER_DAY).replace(':', '')}"
    for slot in range(SLOTS_PER_WEEK)
)
ACTIVITY_VALUES: Values = tuple((one.code, one.label) for one in ACTIVITIES)
CATEGORY_VALUES: Values = tuple((one.code, one.label) for one in CATEGORIES)
_PLACES = {category.code: place for place, category in enumerate(CATEGORIES, 1)}
CATEGORY_OF = np.array([0, *(_PLACES[one.category.code] for one in ACTIVITIES)], dtype=np.int8)

Codes = NDArray[np.int8]
UNKNOWN = 0  # never NOTHING or a code: a symbol that is no activity


class UnknownSymbol(ValueError):
    """A diary holds a symbol that is no activity: no file can be right."""


@dataclass(frozen=True)
class Episodes:
    """Runs of one code within a day, in the order of returns and time. All of one length.

    `row` is the return's, `start` and `end` are half hours of the day (0 to 47, 1 to 48).
    """

    row: NDArray[np.int32]
    day: NDArray[np.int8]
    start: NDArray[np.int8]
    end: NDArray[np.int8]
    code: Codes


@dataclass(frozen=True)
class Diaries:
    """Half hours of returns: `codes` (returns, 336) are 1 to len(values), or NOTHING."""

    codes: Codes
    values: Values

    @cached_property
    def totals(self) -> NDArray[np.int32]:
        """Half hours of each return by code, shape (returns, values)."""
        width = len(self.values) + 1
        counts = np.empty((len(self.codes), width), dtype=np.int32)
        for start in range(0, len(self.codes), BLOCK):
            block = np.maximum(self.codes[start : start + BLOCK], 0).astype(np.intp)
            block += np.arange(len(block))[:, np.newaxis] * width
            counted = np.bincount(block.ravel(), minlength=len(block) * width)
            counts[start : start + BLOCK] = counted.reshape(-1, width)
        return counts[:, 1:]

    def by_category(self) -> "Diaries":
        """The same diaries of activities, seen as categories."""
        table = np.append(CATEGORY_OF, NOTHING)  # NOTHING, -1, takes the last place
        return Diaries(table[self.codes].astype(np.int8), CATEGORY_VALUES)

    def episodes(self, start: int = 0, stop: int | None = None) -> Episodes:
        """The episodes of returns from `start` to `stop`, cut at midnight."""
        codes = self.codes[start:stop]
        day_starts = np.arange(0, SLOTS_PER_WEEK, SLOTS_PER_DAY)
        found = self._runs(codes, day_starts)
        row, first, last, code = found
        return Episodes(
            row=(row + start).astype(np.int32),
            day=(first // SLOTS_PER_DAY).astype(np.int8),
            start=(first % SLOTS_PER_DAY).astype(np.int8),
            end=(last % SLOTS_PER_DAY + 1).astype(np.int8),
            code=code,
        )

    def spells(self, start: int = 0, stop: int | None = None) -> tuple[NDArray, ...]:
        """Runs of one code in the whole week: row, first and last half hour (1 to 336), code."""
        row, first, last, code = self._runs(self.codes[start:stop], np.array([0]))
        return row + start, first + 1, last + 1, code

    @staticmethod
    def _runs(codes: Codes, breaks: NDArray) -> tuple[NDArray, ...]:
        """Runs of a code that don't cross `breaks` (half hours that always begin one anew)."""
        changes = np.ones((len(codes), SLOTS_PER_WEEK + 1), dtype=bool)
        changes[:, 1:-1] = codes[:, 1:] != codes[:, :-1]
        changes[:, breaks] = True
        filled = codes != NOTHING
        row, first = np.nonzero(changes[:, :-1] & filled)
        _, last = np.nonzero(changes[:, 1:] & filled)
        return row, first, last, codes[row, first]


def read_diaries(symbols: NDArray[np.uint8]) -> Diaries:
    """Diaries from their symbols as ASCII codes, shape (returns, 336). Raises UnknownSymbol."""
    table = np.full(256, UNKNOWN, dtype=np.int8)
    table[ord(BLANK)] = NOTHING
    for place, activity in enumerate(ACTIVITIES, 1):
        table[ord(activity.symbol)] = place
    codes = table[symbols]
    if not codes.all():
        raise UnknownSymbol("A diary holds a symbol that the activity classification lacks.")
    return Diaries(codes, ACTIVITY_VALUES)


def clocks() -> list[str]:
    """The times at which half hours begin and end: "00:00" to "24:00"."""
    return [clock(slot) for slot in range(SLOTS_PER_DAY + 1)]


assert len(DAY_NAMES) == DAYS
