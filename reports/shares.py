"""Pure arithmetic on half hours: counts by group and activity, and shares of pooled time.

Source, sections 1.3 and 3.1 to 3.3: time worked is every half hour with a code, lunch (S9)
included. The share of an activity in a group is pooled: the half hours that the group's
respondents gave to it over all that they recorded, not the mean of each person's share. A
subtotal comes from the exact sum of its half hours, never from rounded parts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES, BLANK, SYMBOLS

ASCII = 128
BLOCK = 4_096  # returns counted at a time: NumPy widens what it counts to eight times its size

Bytes = NDArray[np.uint8]
Counts = NDArray[np.int64]


class UnknownSymbol(ValueError):
    """A diary holds a symbol that is no activity: no figure can be right."""


@dataclass(frozen=True)
class GroupedHalfHours:
    """Half hours of some groups of returns, and of all returns as one group more, the last.

    `counts` has shape (groups + 1, 128), by ASCII code of the activity's symbol, blanks left
    out; `respondents` has shape (groups + 1,).
    """

    counts: Counts
    respondents: Counts

    def half_hours(self, group: int, symbols: Iterable[str]) -> int:
        """Half hours that a group gave to some activities."""
        return int(sum(self.counts[group, ord(symbol)] for symbol in symbols))

    def recorded(self, group: int) -> int:
        """All half hours that a group recorded."""
        return int(self.counts[group].sum())

    def share(self, group: int, symbols: Iterable[str]) -> Fraction | None:
        """The exact share of some activities in a group's time; None where it recorded none."""
        recorded = self.recorded(group)
        return Fraction(self.half_hours(group, symbols), recorded) if recorded else None


def group_half_hours(slots: Bytes, groups: Bytes, number_of_groups: int) -> GroupedHalfHours:
    """Count `slots`, shape (returns, slots) of ASCII codes, by `groups`, shape (returns,).

    Each of `groups` is 0 to `number_of_groups` - 1. Raises UnknownSymbol.
    """
    by_symbol = np.zeros(number_of_groups * ASCII, dtype=np.int64)
    for start in range(0, len(slots), BLOCK):
        block = slots[start : start + BLOCK]
        offsets = groups[start : start + BLOCK].astype(np.int64) * ASCII
        by_symbol += np.bincount((block + offsets[:, np.newaxis]).ravel(), minlength=len(by_symbol))
    counts = by_symbol.reshape(number_of_groups, ASCII)
    counts[:, ord(BLANK)] = 0
    known = [ord(symbol) for symbol in SYMBOLS]
    if counts.sum() != counts[:, known].sum():
        raise UnknownSymbol("A diary holds a symbol that the activity classification lacks.")
    respondents = np.bincount(groups, minlength=number_of_groups).astype(np.int64)
    return GroupedHalfHours(
        counts=np.vstack([counts, counts.sum(axis=0)]),
        respondents=np.append(respondents, respondents.sum()),
    )


def symbols_of(*categories: str) -> tuple[str, ...]:
    """The symbols of all activities in some categories, by category code, in order."""
    return tuple(a.symbol for a in ACTIVITIES if a.category.code in categories)
