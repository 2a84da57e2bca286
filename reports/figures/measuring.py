"""Lines of figures: what each adds up over a group's returns, and what that is divided by."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reports.figures.estimates import SpreadTable, spreads
from reports.figures.grouping import OUTSIDE, Grouping
from reports.figures.results import Figure, Line, Mark, Measure, Number, Panel, Spread

HALF_HOUR = Fraction(1, 2)  # of an hour

NO_ERROR = 1e-12  # a standard error that is nought but for rounding


@dataclass(frozen=True)
class Row:
    """What a line is called. `of` are the keys of the lines that a subtotal adds up."""

    key: str
    labels: tuple[str, ...]
    is_subtotal: bool = False
    is_total: bool = False
    of: tuple[str, ...] = ()

    @property
    def alone(self) -> "Row":
        """The same row in a panel where nothing adds up."""
        return Row(self.key, self.labels)


@dataclass(frozen=True)
class Ratios:
    """Figures of one measure: the sum of a column of `y` over the sum of `x`, times `unit`.

    `y` (returns, rows) holds whole numbers; `x` is (returns,), (returns, rows), or None for
    totals, which nothing divides. A return whose x is 0 has no part in a row, its y is 0 too.
    """

    measure: Measure
    y: NDArray
    x: NDArray | None = None
    unit: Fraction = Fraction(1)


@dataclass(frozen=True)
class Added:
    """What figures of one measure are made of, each array of shape (groups, rows).

    `bases` is how many returns have a part in the denominators, `cases` in the numerators;
    `weighted` is the values before their unit where returns don't count alike (NaN: none).
    """

    numerators: NDArray
    denominators: NDArray
    cases: NDArray
    bases: NDArray
    weighted: NDArray | None = None


def panel(
    key: str,
    title: str,
    rows: Sequence[Row],
    ratios: Ratios,
    grouping: Grouping,
    *,
    with_spreads: bool = False,
) -> Panel:
    """A panel of a line a row of `ratios`."""
    if ratios.x is None:
        figures = _totals(ratios, grouping)
    else:
        table = spread_table(ratios, grouping) if with_spreads else None
        figures = assemble(ratios.measure, add_up(ratios, grouping), table, ratios.unit)
    return panel_of(key, title, rows, figures)


def panel_of(
    key: str, title: str, rows: Sequence[Row], figures: Sequence[Sequence[Figure]]
) -> Panel:
    """A panel of figures, [row][group]."""
    return Panel(key, title, tuple(line(row, own) for row, own in zip(rows, figures, strict=True)))


def line(row: Row, figures: Sequence[Figure]) -> Line:
    return Line(row.key, row.labels, tuple(figures), row.is_subtotal, row.is_total, row.of)


def counted(measure: Measure, number: int, base: int) -> Figure:
    """A count of returns, or of authorities."""
    return Figure(measure, number, base, number, number)


def assemble(
    measure: Measure, added: Added, table: SpreadTable | None, unit: Fraction = Fraction(1)
) -> list[list[Figure]]:
    """Figures [row][group], exact but where returns are weighted; spreads where there are some."""
    parts = (added.numerators, added.denominators, added.cases, added.bases)
    groups, rows = added.numerators.shape
    whole = [np.broadcast_to(part, (groups, rows)).astype(np.int64).tolist() for part in parts]
    found = []
    for row in range(rows):
        own = []
        for group in range(groups):
            numerator, denominator, cases, base = (part[group][row] for part in whole)
            value: Number | None = None
            if denominator:
                value = Fraction(numerator * unit.numerator, denominator * unit.denominator)
            if value is not None and added.weighted is not None:
                share = float(added.weighted[group, row])
                value = None if np.isnan(share) else share * float(unit)
            spread = None
            if table is not None and value is not None:
                spread = _scaled(table.spread(group, row), unit)
            mark = _mark(value, spread, asked=table is not None)
            if spread is not None and measure.is_fraction and spread.error < NO_ERROR:
                spread = None  # none or all of a group: the formula says nothing of how certain
            own.append(Figure(measure, value, base, cases, numerator, denominator, spread, mark))
        found.append(own)
    return found


def add_up(ratios: Ratios, grouping: Grouping) -> Added:
    """The sums that figures are made of."""
    y = ratios.y
    assert ratios.x is not None, "a total is not divided"
    x = ratios.x if ratios.x.ndim == 2 else ratios.x[:, np.newaxis]
    weight = grouping.frame.sample.weight
    weighted = None
    if weight is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            weighted = grouping.sums(y, weight) / grouping.sums(x, weight)
    return Added(
        numerators=grouping.sums(y),
        denominators=grouping.sums(x),
        cases=grouping.sums(y != 0),
        bases=grouping.sums(x != 0),
        weighted=weighted,
    )


def spread_table(ratios: Ratios, grouping: Grouping) -> SpreadTable:
    """The uncertainty of ratios, before their unit."""
    assert ratios.x is not None, "a total has no spread"
    return spreads(
        ratios.y,
        ratios.x,
        grouping.domains if grouping.parts else np.full_like(grouping.domains, OUTSIDE),
        grouping.parts,
        grouping.frame.sample,
        grouping.kept,
        fractions=ratios.measure.is_fraction,
    )


def _totals(ratios: Ratios, grouping: Grouping) -> list[list[Figure]]:
    """Totals that nothing divides; they are not weighted."""
    sums = grouping.sums(ratios.y).astype(np.int64).tolist()
    cases = grouping.sums(ratios.y != 0).astype(np.int64).tolist()
    return [
        [
            Figure(
                ratios.measure,
                sums[place][row] * ratios.unit,
                group.respondents,
                cases[place][row],
                sums[place][row],
            )
            for place, group in enumerate(grouping.groups)
        ]
        for row in range(ratios.y.shape[1])
    ]


def _scaled(found: Spread | None, unit: Fraction) -> Spread | None:
    """A figure's uncertainty in the figure's own unit; None where there is none to be had."""
    if found is None or unit == 1:
        return found
    by = float(unit)
    return Spread(found.error * by, found.lower * by, found.upper * by, found.deff, found.df)


def _mark(value: Number | None, spread: Spread | None, *, asked: bool) -> Mark | None:
    if value is None:
        return Mark.NOT_AVAILABLE
    return Mark.UNRELIABLE if asked and spread is None else None
