"""Which group each return belongs to, and what is added up by group."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reports.figures.declaring import Table
from reports.figures.frame import Bools, Frame, Variable
from reports.figures.results import Group

EVERYONE = "All respondents"
OUTSIDE = -1  # the domain of a return that is looked at in no group

Domains = NDArray[np.int64]
SUMMED = 2_048  # returns added up at a time
Sums = NDArray[np.float64]


@dataclass(frozen=True)
class Grouping:
    """A table's columns: `domains` (returns,) says the group of each return, OUTSIDE for none.

    `groups` are in the order of their numbers; where there `is_total`, one group of all returns
    that are looked at stands last, and `domains` doesn't name it.
    """

    frame: Frame
    domains: Domains
    groups: tuple[Group, ...]
    is_total: bool

    @property
    def kept(self) -> Bools:
        """Which returns are looked at, shape (returns,)."""
        return self.domains != OUTSIDE

    @property
    def counted(self) -> int:
        return int(np.count_nonzero(self.kept))

    @property
    def parts(self) -> int:
        """How many groups there are besides all together: none in a table of all respondents."""
        return len(self.groups) - self.is_total

    def members(self, returns: NDArray) -> Sums:
        """1 where a return, of these by their places, is of a group, shape (groups, returns)."""
        members = np.zeros((self.parts + 1, len(returns)))
        domains = self.domains[returns]
        inside = np.flatnonzero(domains != OUTSIDE)
        members[domains[inside], inside] = 1.0
        members[-1, inside] = 1.0
        return members if self.is_total else members[:-1]

    @cached_property
    def _members(self) -> Sums:
        return self.members(np.arange(len(self.domains)))

    def sums(self, numbers: NDArray, weight: NDArray | None = None) -> Sums:
        """Sums of each column of `numbers` (returns, rows) by group, shape (groups, rows).

        Floats hold whole numbers exactly up to 2^53, so sums of whole numbers are exact.
        """
        members = self._members if weight is None else self._members * weight
        result: Sums = np.zeros((len(members), numbers.shape[1]))
        # In blocks that stay in the processor's cache: one large product would start threads of
        # its own, which cost more than the work.
        for start in range(0, len(numbers), SUMMED):
            block = numbers[start : start + SUMMED].astype(np.float64)
            result += members[:, start : start + SUMMED] @ block
        return result

    def tally(self, codes: NDArray, values: int, weight: NDArray | None = None) -> Sums:
        """How many returns of each group have each code below `values`, shape (groups, values)."""
        inside = self.kept
        places = self.domains[inside] * values + codes[inside]
        weights = None if weight is None else weight[inside]
        parts = max(self.parts, 1)
        counts = np.bincount(places, weights=weights, minlength=parts * values)
        table = counts.reshape(parts, values).astype(np.float64)
        if self.is_total and self.parts:
            return np.vstack([table, table.sum(axis=0)])
        return table


def make_grouping(table: Table, frame: Frame, keep: Bools | None = None) -> Grouping:
    """A table's groups in a frame, of the returns that `keep` (returns,) and its filter leave.

    A value of a column that the table's own filter leaves out has no group. Raises KeyError if
    the frame lacks a variable.
    """
    kept = np.ones(len(frame), dtype=bool) if keep is None else keep.copy()
    for key, allowed in table.filter.items():
        kept &= _among(frame.variables[key], allowed)
    if table.kind == "counts" and table.leave_out:
        kept &= ~_among(frame.variables[str(table.rows)], table.leave_out)
    columns = [frame.variables[key] for key in table.columns]
    shown = [_shown(variable, table.filter.get(variable.key)) for variable in columns]
    domains = np.zeros(len(frame), dtype=np.int64)
    for variable, values in zip(columns, shown, strict=True):
        places = np.zeros(max(len(variable.values), 1), dtype=np.int64)
        places[[variable.place(value) for value in values]] = np.arange(len(values))
        domains = domains * len(values) + places[variable.codes]
    domains[~kept] = OUTSIDE
    is_total = table.total or not columns
    return Grouping(frame, domains, tuple(_groups(columns, shown, domains, is_total)), is_total)


def _groups(
    columns: Sequence[Variable], shown: Sequence[Sequence[str]], domains: Domains, is_total: bool
) -> Iterator[Group]:
    kept = domains[domains != OUTSIDE]
    if columns:
        keys = list(product(*shown))
        counts = np.bincount(kept, minlength=len(keys))
        for key, count in zip(keys, counts, strict=True):
            named = (own.label_of(value) for own, value in zip(columns, key, strict=True))
            yield Group(key, tuple(named), int(count))
    if is_total:
        parts = max(len(columns), 1)
        everyone = (EVERYONE, *[""] * (parts - 1))
        yield Group(("",) * parts, everyone, len(kept), is_total=True)


def _shown(variable: Variable, allowed: Sequence[str] | None) -> list[str]:
    return [value for value, _label in variable.values if allowed is None or value in allowed]


def _among(variable: Variable, values: Sequence[str]) -> Bools:
    chosen = np.zeros(max(len(variable.values), 1), dtype=bool)
    chosen[[variable.place(value) for value in values]] = True
    return chosen[variable.codes]
