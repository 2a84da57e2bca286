"""Computes the declared tables from a Frame: exact figures, with their spread where asked for.

Percentages, shares and means are weighted where the sample is; counts never are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reports.figures.declaring import Table
from reports.figures.frame import Bools, Frame, Variable
from reports.figures.grouping import Grouping, make_grouping
from reports.figures.measuring import (
    Added,
    Ratios,
    Row,
    assemble,
    counted,
    panel,
    panel_of,
    spread_table,
)
from reports.figures.results import Figure, Line, Measure, Panel, Result
from reports.figures.special import FIGURES, FUNCTIONS
from reports.figures.time_rows import bases, half_hours_of, time_rows

YES = "yes"
THOUSANDTH = Fraction(1, 1000)  # people write numbers with three decimal places at most
TOTAL = Row("total", ("Total",), is_total=True)
NUMBERS = ("numbers", "Number of respondents")
PERCENTAGES = ("percentages", "Percentage of respondents")
FIGURE_PANELS = (
    (*PERCENTAGES, Measure.PERCENT),
    ("shares", "Share of recorded time", Measure.SHARE),
    ("means", "Hours a person", Measure.MEAN_HOURS),
)


def compute(
    table: Table, frame: Frame, *, keep: Bools | None = None, spreads: bool = False
) -> Result:
    """A table's figures, of the returns that `keep` (returns,) leaves.

    Raises KeyError if the frame lacks a variable: ask `available` first.
    """
    grouping = make_grouping(table, frame, keep)
    if table.kind == "function":
        return FUNCTIONS[table.function](table, grouping, spreads)
    panels = PANELS[table.kind](table, grouping, spreads)
    return Result(table, grouping.groups, panels, grouping.counted)


def available(table: Table, frame: Frame) -> str:
    """Why a table can't be had from a frame, "" if it can: the instrument did not ask for it."""
    lacking = [key for key in needed(table) if key not in frame.variables]
    if table.kind == "means":
        lacking += [key for key in table.rows if key not in frame.numbers]
    if not lacking:
        return ""
    return f"The questionnaire of this round did not ask for it ({', '.join(lacking)})."


def needed(table: Table) -> tuple[str, ...]:
    """The variables that a table is made from."""
    keys = [*table.columns, *table.filter]
    if table.kind == "counts":
        keys.append(str(table.rows))
    elif table.kind == "choices":
        keys += table.rows
    elif table.kind == "figures":
        keys += [key for name in table.rows for key in FIGURES[name].needs]
    return tuple(dict.fromkeys(keys))


def _counts(table: Table, grouping: Grouping, spreads: bool) -> tuple[Panel, ...]:
    """Numbers and percentages of the column of each value of a variable."""
    variable = grouping.frame.variables[str(table.rows)]
    places = {
        value: place
        for place, (value, _label) in enumerate(variable.values)
        if value not in table.leave_out
    }
    rows = [*_value_rows(table, variable, places), TOTAL]
    within = [[places[value] for value in row.of or [row.key]] for row in rows[:-1]]
    belongs = np.zeros((len(variable.values), len(rows)), dtype=np.int64)
    for row, own in enumerate([*within, list(places.values())]):
        belongs[own, row] = 1
    return _numbers_and_percentages(
        rows,
        lambda weight: grouping.tally(variable.codes, len(variable.values), weight) @ belongs,
        lambda: belongs[variable.codes],
        grouping,
        spreads,
    )


def _choices(table: Table, grouping: Grouping, spreads: bool) -> tuple[Panel, ...]:
    """How many say yes to each of some questions, and which percentage of the column."""
    variables = [grouping.frame.variables[key] for key in table.rows]
    rows = [Row(own.key, (table.row_labels.get(own.key, own.label),)) for own in variables]

    def add(weight: NDArray | None) -> NDArray:
        tallies = (grouping.tally(v.codes, len(v.values), weight) for v in variables)
        yes = (tally[:, v.place(YES)] for v, tally in zip(variables, tallies, strict=True))
        return np.column_stack(list(yes))

    panels = _numbers_and_percentages(
        rows,
        add,
        lambda: np.column_stack([own.codes == own.place(YES) for own in variables]),
        grouping,
        spreads,
    )
    return (*panels, bases(table, grouping, hours=False))


def _numbers_and_percentages(
    rows: Sequence[Row],
    add: Callable[[NDArray | None], NDArray],
    indicators: Callable[[], NDArray],
    grouping: Grouping,
    spreads: bool,
) -> tuple[Panel, Panel]:
    """Panels of counts and of percentages of the column.

    `add` sums up by group what is counted, with some weights or none, shape (groups, rows);
    `indicators` says it return by return, shape (returns, rows), which only spreads need.
    """
    counts = add(None)
    everyone = np.array([[group.respondents] for group in grouping.groups], dtype=np.float64)
    weight = grouping.frame.sample.weight
    weighted = None
    if weight is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            whole = grouping.tally(np.zeros_like(grouping.domains), 1, weight)
            weighted = add(weight) / whole
    table = None
    if spreads:
        ones = np.ones(len(grouping.frame), dtype=np.uint8)
        table = spread_table(Ratios(Measure.PERCENT, indicators(), ones), grouping)
    added = Added(counts, everyone, counts, everyone, weighted)
    percentages = panel_of(*PERCENTAGES, rows, assemble(Measure.PERCENT, added, table))
    return _numbers(percentages.lines), percentages


def _numbers(lines: Sequence[Line]) -> Panel:
    """The numbers behind lines of percentages."""
    return Panel(*NUMBERS, tuple(replace(own, figures=_counts_of(own)) for own in lines))


def _counts_of(own: Line) -> tuple[Figure, ...]:
    return tuple(counted(Measure.RESPONDENTS, f.numerator, f.base) for f in own.figures)


def _givers(own: Line, grouping: Grouping) -> tuple[Figure, ...]:
    """How many of each group's respondents a mean is of."""
    return tuple(
        counted(Measure.RESPONDENTS, figure.base, group.respondents)
        for figure, group in zip(own.figures, grouping.groups, strict=True)
    )


def _shares(table: Table, grouping: Grouping, spreads: bool) -> tuple[Panel, ...]:
    """Pooled shares of recorded time, in the order of Table 3.3 or of the forty activities."""
    frame = grouping.frame
    rows, _added = time_rows(table)
    ratios = Ratios(Measure.SHARE, half_hours_of(table, frame), frame.recorded)
    shares = panel("shares", "Share of recorded time", rows, ratios, grouping, with_spreads=spreads)
    return shares, bases(table, grouping, hours=True)


def _means(table: Table, grouping: Grouping, spreads: bool) -> tuple[Panel, ...]:
    """Means of numbers that people gave, of those who gave them. Numerators are thousandths."""
    frame = grouping.frame
    given = np.column_stack([frame.numbers[key] for key in table.rows])
    answered = ~np.isnan(given)
    y = np.rint(np.where(answered, given, 0.0) / float(THOUSANDTH)).astype(np.int64)
    rows = [Row(key, (table.row_labels.get(key, key),)) for key in table.rows]
    ratios = Ratios(Measure.MEAN, y, answered, THOUSANDTH)
    means = panel("means", "Mean", rows, ratios, grouping, with_spreads=spreads)
    given_by = tuple(replace(own, figures=_givers(own, grouping)) for own in means.lines)
    return means, Panel("numbers", "Respondents who gave a number", given_by)


def _figures(table: Table, grouping: Grouping, spreads: bool) -> tuple[Panel, ...]:
    """Single figures of the report's text: each a line of the panel of its measure."""
    lines: dict[Measure, list[Line]] = {}
    for name in table.rows:
        own = FIGURES[name]
        y, x = own.of(grouping.frame)
        ratios = Ratios(own.measure, y[:, np.newaxis], x, own.unit)
        row = Row(name, (table.row_labels.get(name, own.label),))
        made = panel("", "", [row], ratios, grouping, with_spreads=spreads)
        lines.setdefault(own.measure, []).extend(made.lines)
    found = [
        Panel(key, title, tuple(lines[measure]))
        for key, title, measure in FIGURE_PANELS
        if measure in lines
    ]
    if Measure.PERCENT in lines:
        found.insert(0, _numbers(lines[Measure.PERCENT]))
    return (*found, bases(table, grouping, hours=False))


PANELS: Mapping[str, Callable[[Table, Grouping, bool], tuple[Panel, ...]]] = {
    "counts": _counts,
    "choices": _choices,
    "shares": _shares,
    "means": _means,
    "figures": _figures,
}


def _value_rows(table: Table, variable: Variable, shown: Mapping[str, int]) -> Iterator[Row]:
    """A row a value, and each subtotal after the last value that it adds up."""
    for value in shown:
        yield Row(value, (table.row_labels.get(value, variable.label_of(value)),))
        for label, of in table.subtotals.items():
            if max(of, key=lambda own: shown[own]) == value:
                yield Row("+".join(of), (label,), is_subtotal=True, of=of)
