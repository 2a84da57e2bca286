"""A round's returns as arrays: what every table, chart and file of figures is counted from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES, BLANK

BLOCK = 4_096  # returns counted at a time: NumPy widens what it counts to eight times its size
ASCII = 128
PLACES = {activity.symbol: place for place, activity in enumerate(ACTIVITIES)}

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
class Frame:
    """The returns of a round that count, in an order that says nothing.

    `slots` (returns, 336) holds the diaries' symbols as ASCII codes; `statuses` (returns, 7) the
    days'; `starts` (returns,) the Monday of each week as days since 1970-01-01. `numbers` are
    answers that are numbers, NaN where none was given.
    """

    slots: Slots
    statuses: Slots
    variables: Mapping[str, Variable]
    numbers: Mapping[str, Numbers]
    sample: Sample
    left_out: LeftOut = field(default_factory=LeftOut)

    def __len__(self) -> int:
        return len(self.slots)

    @cached_property
    def half_hours(self) -> NDArray[np.uint16]:
        """Half hours of each return by activity, shape (returns, 40), in the order of ACTIVITIES.

        Raises UnknownSymbol.
        """
        places = np.full(ASCII, len(ACTIVITIES) + 1, dtype=np.intp)
        places[ord(BLANK)] = len(ACTIVITIES)
        for symbol, place in PLACES.items():
            places[ord(symbol)] = place
        width = len(ACTIVITIES) + 2
        counts = np.empty((len(self), width), dtype=np.uint16)
        for start in range(0, len(self), BLOCK):
            block = places[self.slots[start : start + BLOCK]]
            block += np.arange(len(block))[:, np.newaxis] * width
            counted = np.bincount(block.ravel(), minlength=len(block) * width)
            counts[start : start + BLOCK] = counted.reshape(-1, width)
        if counts[:, -1].any():
            raise UnknownSymbol("A diary holds a symbol that the activity classification lacks.")
        return counts[:, : len(ACTIVITIES)]

    @cached_property
    def recorded(self) -> Integers:
        """All half hours that each return recorded, lunch included, shape (returns,)."""
        return self.half_hours.sum(axis=1, dtype=np.int32)
