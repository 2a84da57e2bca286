"""A round's returns as arrays: what every table, chart and file of figures is counted from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES, BLANK, CATEGORIES
from diary.timeline import DAYS, SLOTS_PER_DAY, SLOTS_PER_WEEK

BLOCK = 4_096  # returns counted at a time: NumPy widens what it counts to eight times its size
ASCII = 128
PLACES = {activity.symbol: place for place, activity in enumerate(ACTIVITIES)}
BITS = np.uint64(1) << np.arange(len(ACTIVITIES), dtype=np.uint64)
_UNKNOWN = 255  # the place of what is no symbol
_PLACE_OF = np.full(ASCII, _UNKNOWN, dtype=np.uint8)
for _symbol, _place in PLACES.items():
    _PLACE_OF[ord(_symbol)] = _place

Slots = NDArray[np.uint8]
Codes = NDArray[np.uint8]
Numbers = NDArray[np.float64]
Integers = NDArray[np.int32]
Bools = NDArray[np.bool_]


class UnknownSymbol(ValueError):
    """A diary holds a symbol that is no activity: no figure can be right."""


@dataclass(frozen=True)
class Variable:
    """A variable whose values sort returns into groups: `codes` index into `values`.

    `values` are (value, label) in the order in which tables show them; `missing` is the value of
    those who gave none ("" where all have one). Labels are English; pages translate them.
    """

    key: str
    label: str
    values: tuple[tuple[str, str], ...]
    codes: Codes  # shape (returns,)
    missing: str = ""

    def place(self, value: str) -> int:
        """A value's index. Raises KeyError."""
        for place, (found, _label) in enumerate(self.values):
            if found == value:
                return place
        raise KeyError(f"{self.key} has no value {value!r}")

    def label_of(self, value: str) -> str:
        return self.values[self.place(value)][1]


@dataclass(frozen=True)
class Sample:
    """How the returns were drawn (docs/decisions/0014): for standard errors.

    A cluster is an authority, or a return by itself where it has none; strata are region × type
    of authority, collapsed until none has a single cluster (unless there is but one cluster in
    all). Clusters and strata are counted over the whole round, whatever is looked at later.
    """

    cluster: Integers  # (returns,): the cluster of each, 0 to clusters - 1
    stratum: Integers  # (clusters,): the stratum of each cluster, 0 to strata - 1
    weight: Numbers | None = None  # (returns,); None: all count alike

    @property
    def clusters(self) -> int:
        return len(self.stratum)

    @property
    def strata(self) -> int:
        return int(self.stratum.max()) + 1 if len(self.stratum) else 0


@dataclass(frozen=True)
class LeftOut:
    """Sent returns that figures leave out: set aside one by one, or with their agency."""

    returns: int = 0
    with_agency: int = 0
    reasons: tuple[tuple[str, int], ...] = ()  # reason and number, in order

    @property
    def all(self) -> int:
        return self.returns + self.with_agency


@dataclass(frozen=True)
class Recruited:
    """A row of Table 1.1: how many agencies of a kind of service were approached and agreed."""

    label: str
    approached: int
    agreed: int


@dataclass(frozen=True)
class Block:
    """The filled half hours of some returns next to each other, `own` of all.

    Each array has an entry a half hour: its return among these (from 0 to length - 1), its half
    hour of the week, its activity's place in ACTIVITIES.
    """

    own: slice
    length: int
    returns: NDArray[np.intp]
    times: NDArray[np.uint16]
    places: NDArray[np.uint8]


@dataclass(frozen=True)
class Filled:
    """The filled half hours of all returns, in order: about a quarter of a week is.

    `ends` (returns + 1,) says where each return's begin in the others, which have an entry a
    half hour: that of the week (0 to 335), and its activity's place in ACTIVITIES.
    """

    ends: NDArray[np.intp]
    times: NDArray[np.uint16]
    places: NDArray[np.uint8]

    @classmethod
    def of(cls, slots: Slots) -> "Filled":
        """From diaries' symbols as ASCII codes, shape (returns, 336). Raises UnknownSymbol."""
        numbers, times, places = [np.zeros(1, dtype=np.intp)], [], []
        for start in range(0, len(slots), BLOCK):
            block = slots[start : start + BLOCK]
            is_filled = block != ord(BLANK)
            numbers.append(is_filled.sum(axis=1, dtype=np.intp))
            times.append((np.flatnonzero(is_filled) % SLOTS_PER_WEEK).astype(np.uint16))
            places.append(_PLACE_OF[block[is_filled]])
        filled = cls(
            ends=np.cumsum(np.concatenate(numbers)),
            times=np.concatenate([np.empty(0, dtype=np.uint16), *times]),
            places=np.concatenate([np.empty(0, dtype=np.uint8), *places]),
        )
        if (filled.places == _UNKNOWN).any():
            raise UnknownSymbol("A diary holds a symbol that the activity classification lacks.")
        return filled

    def blocks(self) -> tuple[Block, ...]:
        """All of them, so many returns at a time that NumPy's working copies stay small."""
        return self._blocks

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        """Kept: a dozen tables ask for them, and the returns' numbers cost as much as a count."""
        return tuple(self._each_block())

    def _each_block(self) -> Iterator[Block]:
        for start in range(0, len(self.ends) - 1, BLOCK):
            ends = self.ends[start : start + BLOCK + 1]
            length = len(ends) - 1
            returns = np.repeat(np.arange(length), np.diff(ends))
            own = slice(ends[0], ends[-1])
            yield Block(
                slice(start, start + length), length, returns, self.times[own], self.places[own]
            )


@dataclass(frozen=True)
class Frame:
    """The returns of a round that count, in an order that says nothing.

    `slots` (returns, 336) holds the diaries' symbols as ASCII codes; `statuses` (returns, 7) the
    days'. `numbers` are answers that are numbers, NaN where none was given.
    """

    slots: Slots
    statuses: Slots
    variables: Mapping[str, Variable]
    numbers: Mapping[str, Numbers]
    sample: Sample
    left_out: LeftOut = field(default_factory=LeftOut)
    recruited: tuple[Recruited, ...] = ()  # Table 1.1's rows and its total: not of returns

    def __len__(self) -> int:
        return len(self.slots)

    @cached_property
    def filled(self) -> "Filled":
        """All half hours that hold an activity. Raises UnknownSymbol."""
        return Filled.of(self.slots)

    @cached_property
    def half_hours(self) -> NDArray[np.uint16]:
        """Half hours of each return by activity, shape (returns, 40), in the order of ACTIVITIES.

        Raises UnknownSymbol.
        """
        counts = np.empty((len(self), len(ACTIVITIES)), dtype=np.uint16)
        for block in self.filled.blocks():
            cells = block.returns * len(ACTIVITIES) + block.places
            counted = np.bincount(cells, minlength=block.length * len(ACTIVITIES))
            counts[block.own] = counted.reshape(block.length, -1)
        return counts

    @cached_property
    def days(self) -> NDArray[np.uint64]:
        """What each return has on each day, shape (7, returns): bit n for ACTIVITIES[n].

        Raises UnknownSymbol.
        """
        found = np.zeros((len(self), DAYS), dtype=np.uint64)
        for block in self.filled.blocks():
            days = block.returns * DAYS + block.times // SLOTS_PER_DAY
            first = np.flatnonzero(np.diff(days, prepend=-1))
            if len(first):
                own = np.bitwise_or.reduceat(BITS[block.places], first)
                found[block.own].reshape(-1)[days[first]] = own
        return np.ascontiguousarray(found.T)

    @cached_property
    def category_half_hours(self) -> Integers:
        """Half hours of each return by category, shape (returns, 6), in the order of CATEGORIES."""
        summed = np.empty((len(self), len(CATEGORIES)), dtype=np.int32)
        for place, category in enumerate(CATEGORIES):
            own = [n for n, activity in enumerate(ACTIVITIES) if activity.category == category]
            summed[:, place] = self.half_hours[:, own].sum(axis=1, dtype=np.int32)
        return summed

    @cached_property
    def recorded(self) -> Integers:
        """All half hours that each return recorded, lunch included, shape (returns,)."""
        return self.half_hours.sum(axis=1, dtype=np.int32)
