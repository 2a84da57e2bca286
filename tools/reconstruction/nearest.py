"""Finds the integer table nearest to a printed one whose sums may disagree.

The unknown is a table of counts x[cell, value]: how many people of each cell (a group of people
who are alike in everything that matters here) have each value. A printed table adds cells up into
its columns; each printed figure is a target. Changing a printed figure at all costs far more than
changing it by much, so as few figures as possible change, and a table that is consistent with its
own totals comes out untouched.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Cost of changing a printed figure at all, against 1 or less for each person it changes by.
CHANGED = 1000.0
# A printed row total counts for this many cells.
ROW_TOTAL = 10.0
# Cost of one person too many or too few in a printed share; and how far inside its rounding
# edges, in percentage points, a share has to be.
SHARE_COST = 5.0
SHARE_MARGIN = 0.02


@dataclass(frozen=True)
class Target:
    """A printed table as targets. NaN stands for a figure that is not printed.

    column_of: for each cell its column, shape (cells,), -1 for none.
    printed: counts, shape (values, columns). weights: the same shape.
    totals: printed row totals, shape (values,), which count for `total_weight` cells.
    """

    column_of: Ints
    printed: Floats
    totals: Floats
    weights: Floats
    total_weight: float = ROW_TOTAL


@dataclass(frozen=True)
class ShareTarget:
    """A printed share: of the people `inside` these cells, who have a value of `base`, so many
    per cent have one of `part`. Without `base`: so many people have one of `part`.
    """

    inside: tuple[int, ...]
    part: tuple[int, ...]
    base: tuple[int, ...]
    printed: float

    def of(self, counts: Ints) -> tuple[int, int]:
        """The numbers of people in `part` and in `base`. counts: x[cell, value]."""
        own = counts[list(self.inside)]
        return int(own[:, list(self.part)].sum()), int(own[:, list(self.base)].sum())

    def edges(self, met: Ints | None) -> tuple[float, float]:
        """What the share (or count) may lie between, no further off than in `met`."""
        slack = 0.5 - SHARE_MARGIN if self.base else 0.0
        low, high = self.printed - slack, self.printed + slack
        if met is not None:
            part, whole = self.of(met)
            got = 100.0 * part / max(whole, 1) if self.base else float(part)
            low, high = min(low, got - 1e-9), max(high, got + 1e-9)
        return low, high

    def terms(self, numbers: list[list[int]], edge: float) -> list[tuple[int, float]]:
        """Terms whose sum is positive where the share is above `edge` per cent; or the count."""
        factor = dict.fromkeys(self.part, 1.0)
        for value in self.base:
            factor[value] = factor.get(value, 0.0) - edge / 100.0
        return [(numbers[k][value], f) for k in self.inside for value, f in factor.items()]


class Programme:
    """An integer programme put together row by row, for HiGHS."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.upper: list[float] = []
        self.integer: list[int] = []
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def variable(self, cost: float = 0.0, upper: float = np.inf, *, integer: bool = False) -> int:
        """Adds a variable of at least zero and returns its number."""
        self.costs.append(cost)
        self.upper.append(upper)
        self.integer.append(int(integer))
        return len(self.costs) - 1

    def constrain(self, terms: list[tuple[int, float]], low: float, high: float) -> None:
        """Holds the sum of (variable, factor) terms between two limits."""
        row = len(self.low)
        self.entries.extend((row, number, factor) for number, factor in terms)
        self.low.append(low)
        self.high.append(high)

    def near(
        self, terms: list[tuple[int, float]], target: float, each: float, changed: float = 0.0
    ) -> None:
        """Charges `each` for every unit the sum is off its target, `changed` once if it is."""
        over, under = self.variable(each), self.variable(each)
        self.constrain([*terms, (over, -1.0), (under, 1.0)], target, target)
        if changed:
            largest = max(target, 1.0) + sum(self.upper[number] for number, _ in terms)
            switch = self.variable(changed, 1, integer=True)
            self.constrain([(over, 1.0), (under, 1.0), (switch, -largest)], -np.inf, 0)

    def solve(self, gap: float = 0.0) -> Floats:
        """The values of all variables at the least cost."""
        rows, columns, factors = zip(*self.entries, strict=True)
        matrix = coo_array((factors, (rows, columns)), shape=(len(self.low), len(self.costs)))
        answer = milp(
            np.array(self.costs),
            integrality=np.array(self.integer),
            bounds=Bounds(np.zeros(len(self.costs)), np.array(self.upper)),
            constraints=LinearConstraint(matrix.tocsr(), np.array(self.low), np.array(self.high)),
            options={"mip_rel_gap": gap},
        )
        if answer.x is None:
            raise ValueError(f"no table meets these constraints: {answer.message}")
        return np.asarray(answer.x, dtype=np.float64)


def whole_numbers(values: Floats, numbers: list[list[int]]) -> Ints:
    """The solved values of a table of integer variables."""
    return np.asarray(np.rint(values[np.array(numbers)]), dtype=np.int64)


def cells_programme(sizes: Ints, allowed: NDArray[np.bool_]) -> tuple[Programme, list[list[int]]]:
    """A programme with one integer x[cell, value] each, whose rows add up to the cells' sizes."""
    programme = Programme()
    numbers = []
    for size, row in zip(sizes, allowed, strict=True):
        line = [programme.variable(0, float(size) * bool(may), integer=True) for may in row]
        programme.constrain([(number, 1.0) for number in line], float(size), float(size))
        numbers.append(line)
    return programme, numbers


def sums_of(target: Target, numbers: list[list[int]]) -> list[tuple[float, float, list[int], int]]:
    """Every printed figure of a target with its weight, the x it adds up and its column.

    The column is -1 for a row total.
    """
    figures = []
    for value, total in enumerate(target.totals):
        if not np.isnan(total):
            figures.append((float(total), ROW_TOTAL, [line[value] for line in numbers], -1))
        for column, printed in enumerate(target.printed[value]):
            inside = np.flatnonzero(target.column_of == column)
            if not np.isnan(printed):
                weight = float(target.weights[value, column])
                figures.append(
                    (float(printed), weight, [numbers[k][value] for k in inside], column)
                )
    return figures


def fit(
    sizes: Ints,
    allowed: NDArray[np.bool_],
    targets: list[Target],
    shares: Sequence[ShareTarget] = (),
) -> Ints:
    """The counts x[cell, value] nearest to the printed targets, then nearest to independence.

    sizes: people in each cell, shape (cells,). allowed: shape (cells, values).
    """
    programme, numbers = cells_programme(sizes, allowed)
    for target in targets:
        for printed, weight, inside, _ in sums_of(target, numbers):
            each = weight / (1.0 + printed)
            programme.near([(number, 1.0) for number in inside], printed, each, CHANGED * weight)
    for share in shares:
        constrain_share(programme, numbers, share, None)
    first = programme.solve()
    return spread(sizes, allowed, targets, shares, whole_numbers(first, numbers))


def constrain_share(
    programme: Programme, numbers: list[list[int]], share: ShareTarget, met: Ints | None
) -> None:
    """Charges for people beyond a share's edges; with `met`, none beyond those it has."""
    low, high = share.edges(met)
    over = programme.variable(SHARE_COST, np.inf if met is None else 0.0)
    under = programme.variable(SHARE_COST, np.inf if met is None else 0.0)
    above, below = (0.0, 0.0) if share.base else (high, low)
    programme.constrain([*share.terms(numbers, high), (over, -1.0)], -np.inf, above)
    programme.constrain([*share.terms(numbers, low), (under, 1.0)], below, np.inf)


def spread(
    sizes: Ints,
    allowed: NDArray[np.bool_],
    targets: list[Target],
    shares: Sequence[ShareTarget],
    met: Ints,
) -> Ints:
    """Of all tables with the same printed figures as `met`, the one closest to proportional."""
    expected = allowed * met.sum(axis=0)[None, :].astype(np.float64)
    expected *= (sizes / np.maximum(expected.sum(axis=1), 1e-12))[:, None]
    programme, numbers = cells_programme(sizes, allowed)
    flat = met.ravel()
    for target in targets:
        for _, _, inside, _ in sums_of(target, numbers):
            same = float(flat[inside].sum())
            programme.constrain([(number, 1.0) for number in inside], same, same)
    for share in shares:
        constrain_share(programme, numbers, share, met)
    for line, wanted in zip(numbers, expected, strict=True):
        for number, aim in zip(line, wanted, strict=True):
            programme.near([(number, 1.0)], float(aim), 1.0 / (1.0 + float(aim)))
    solved = programme.solve(gap=1e-3)
    return whole_numbers(solved, numbers)


def nearest_table(
    printed: Floats, row_totals: Floats, column_totals: Ints, weights: Floats | None = None
) -> Ints:
    """The integer table, shape (values, columns), nearest to a printed one.

    Column totals are people and are kept; printed cells and row totals are met where they can be.
    """
    columns = printed.shape[1]
    if weights is None:
        weights = np.ones_like(printed)
    target = Target(np.arange(columns), printed, row_totals, weights)
    allowed = np.ones((columns, printed.shape[0]), dtype=np.bool_)
    return fit(column_totals, allowed, [target]).T
