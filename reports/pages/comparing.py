"""Two rounds side by side: what changed, and how sure that is.

The rounds are independent samples, so the variance of a difference is the sum of both; its degrees
of freedom are Satterthwaite's.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from scipy.special import stdtrit

from reports.figures.results import Figure, Line, Mark, Measure, Panel, Result, Spread
from reports.pages.grids import (
    Body,
    Cell,
    Grid,
    Head,
    Row,
    cell_of,
    depth,
    head_rows,
    kind_of,
    lead_head,
    marks_in,
    row_labels,
    rows_by_title,
)
from reports.pages.written import MINUS, number_text

HALF = 0.975  # of a two-sided 95% interval
NAMES = (gettext_noop("This round"), gettext_noop("The other round"))
DIFFERENCE = gettext_noop("Difference")
POINTS = gettext_noop("Differences of percentages are in percentage points.")


@dataclass(frozen=True)
class Difference:
    """This round's figure less the other's; `value` None where either can't be had."""

    measure: Measure
    value: Fraction | float | None
    spread: Spread | None = None
    unreliable: bool = False  # one of the two has no interval although both were asked for


def difference(this: Figure | None, other: Figure | None) -> Difference | None:
    """What changed between two figures; None where a round has no such figure."""
    if this is None or other is None:
        return None
    if this.value is None or other.value is None:
        return Difference(this.measure, None)
    value = this.value - other.value
    exact = value if isinstance(value, float) else Fraction(value)
    if this.spread is None or other.spread is None:
        unreliable = Mark.UNRELIABLE in (this.mark, other.mark)
        return Difference(this.measure, exact, unreliable=unreliable)
    spread = spread_of_difference(float(exact), this.spread, other.spread)
    return Difference(this.measure, exact, spread, unreliable=spread is None)


def spread_of_difference(value: float, this: Spread, other: Spread) -> Spread | None:
    """The uncertainty of a difference between independent samples; None where it has none."""
    variances = this.error**2, other.error**2
    error = math.sqrt(sum(variances))
    if math.isnan(error) or min(this.df, other.df) < 1:
        return None
    if not error:
        return Spread(0.0, value, value, math.nan, this.df + other.df)
    parts = variances[0] ** 2 / this.df + variances[1] ** 2 / other.df
    df = error**4 / parts if parts else float(this.df + other.df)
    reach = float(stdtrit(df, HALF)) * error
    return Spread(error, value - reach, value + reach, math.nan, math.floor(df))


def compared_grid(this: Result, other: Result, *, more: int, intervals: bool) -> Grid:
    """Both rounds' figures under each group, and the difference.

    Rows and groups are this round's; where the other has none, its cells say so.
    """
    others = _by_place(other)
    places = {group.key: place for place, group in enumerate(other.groups)}
    at = [places.get(group.key) for group in this.groups]
    bodies: list[Body] = []
    found: list[Figure] = []
    for panel in this.panels:
        if len(this.panels) > 1:
            bodies.append(Body(panel.title, (), is_panel=True))
        bodies += _bodies(panel, others, at, found, more=more, intervals=intervals)
    marks = marks_in([*this.figures, *found], intervals=intervals)
    if any(place is None for place in at) or len(found) < len(this.figures):
        marks = tuple(m for m in Mark if m in {*marks, Mark.NOT_AVAILABLE})
    heads = tuple(_heads(this))
    return Grid(heads, tuple(bodies), 1 + 3 * len(this.groups), marks)


def _heads(this: Result) -> Iterator[tuple[Head, ...]]:
    lowest = tuple(Head(text) for _group in this.groups for text in (*NAMES, DIFFERENCE))
    if len(this.groups) == 1:
        yield (Head(lead_head(this)), *lowest)
        return
    above = list(head_rows(this, [[panel] for panel in this.panels]))
    lead, *first = above[0]
    deep = depth(this.groups) > 1
    yield (
        Head(lead.text, rows=len(above) + 1),
        *(Head(head.text, head.columns * 3, head.rows) for head in first),
    )
    if deep:
        yield tuple(Head(head.text, 3) for head in above[1])
    yield lowest


def _by_place(result: Result) -> Mapping[tuple[str, str], Line]:
    return {(panel.key, line.key): line for panel in result.panels for line in panel.lines}


def _bodies(
    panel: Panel,
    others: Mapping[tuple[str, str], Line],
    at: list[int | None],
    found: list[Figure],
    *,
    more: int,
    intervals: bool,
) -> Iterator[Body]:
    for title, places in rows_by_title(panel.lines):
        rows = []
        for place in places:
            line = panel.lines[place]
            other = others.get((panel.key, line.key))
            cells: list[Cell] = []
            for figure, there in zip(line.figures, at, strict=True):
                against = other.figures[there] if other and there is not None else None
                if against:
                    found.append(against)
                cells += _cells(figure, against, more=more, intervals=intervals)
            labels = row_labels(line, bool(title))
            rows.append(Row(labels, tuple(cells), kind_of(line)))
        yield Body(title, tuple(rows))


def _cells(this: Figure, other: Figure | None, *, more: int, intervals: bool) -> list[Cell]:
    """This round, the other, and the difference."""
    missing = Cell(Mark.NOT_AVAILABLE.value)
    there = cell_of(other, more=more, intervals=intervals) if other else missing
    change = difference(this, other)
    return [
        cell_of(this, more=more, intervals=intervals, first=True),
        there,
        _change_cell(change, more=more, intervals=intervals) if change else missing,
    ]


def _change_cell(change: Difference, *, more: int, intervals: bool) -> Cell:
    if change.value is None:
        return Cell(Mark.NOT_AVAILABLE.value)
    below = ""
    if intervals and change.spread:
        ends = change.spread.lower, change.spread.upper
        lower, upper = (signed_text(end, change.measure, more) for end in ends)
        below = _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}
    elif intervals and change.unreliable:
        below = Mark.UNRELIABLE.value
    return Cell(signed_text(change.value, change.measure, more), below=below)


def signed_text(number: Fraction | float, measure: Measure, more: int) -> str:
    """ "+3", "−2", "0": a change, in percentage points for shares and percentages."""
    written = number_text(number, measure, more)
    nought = not any(digit in "123456789" for digit in written)
    return written if nought or written.startswith(MINUS) else f"+{written}"
