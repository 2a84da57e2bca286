"""The sheet of a table's chart: the chart, drawn from the table's own cells, and its words."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle, groupby

from openpyxl.chart.data_source import (
    AxDataSource,
    NumDataSource,
    NumRef,
    StrRef,
)
from openpyxl.chart.series import Series as AnySeries
from openpyxl.chart.series import SeriesLabel

from reports.figures.declaring import Chart
from reports.figures.results import Figure, Measure
from reports.laying import is_shown
from reports.workbook import drawing
from reports.workbook.about import INTERNAL, About
from reports.workbook.cells import Sheet, safe_text
from reports.workbook.drawing import AnyChart
from reports.workbook.drawn import Cells, Drawn
from reports.workbook.front import CONTENTS
from reports.workbook.looks import LINE, TITLE, WARNING
from reports.workbook.pages import set_page

WHOLES = ("stacked", "tempogram")  # these are drawn up to 100%
NEARLY_ALL = 0.8
FIRST_WIDTH, SECOND_WIDTH = 22, 56  # digits: together a little more than a small chart
SMALL_WIDTH, SMALL_HEIGHT = 18.0, 11.0  # centimetres
ROW_HEIGHT = 0.53  # centimetres, of a row that nobody set
SYMBOLS = ("circle", "square", "triangle", "diamond", "x", "star", "plus", "dash")
AXES = {
    Measure.RESPONDENTS: ("Respondents", "#,##0"),
    Measure.PERCENT: ("Percentage of respondents", "0%"),
    Measure.SHARE: ("Percentage of recorded time", "0%"),
    Measure.HOURS: ("Hours", "#,##0"),
    Measure.MEAN_HOURS: ("Hours a person", "0.0"),
    Measure.MEAN: ("Mean", "0.0"),
    Measure.EPISODES: ("Episodes a person", "0.0"),
    Measure.AUTHORITIES: ("Authorities", "#,##0"),
}


def write_chart(sheet: Sheet, about: About, drawn: Drawn) -> None:
    """Write the sheet of a table's chart."""
    table = drawn.grid.result.table
    declared: Chart = table.chart
    charts = _charts(drawn, declared)
    held = "one chart" if len(charts) == 1 else f"{len(charts)} charts"
    sheet.width(1, FIRST_WIDTH)
    sheet.line(1, f"Chart {table.number}: {declared.title}", TITLE)
    row = 1
    texts = [] if about.is_publication else [(INTERNAL, WARNING)]
    texts.append((f"This sheet contains {held}. {declared.description}", LINE))
    texts.append((f"Its figures stand in the sheet {drawn.sheet}.", LINE))
    if any(_not_shown(line.figures) for _row, line in drawn.lines):
        early = ", so bars that have one end early" if declared.kind == "stacked" else ""
        texts.append((f"Figures that are hidden or not available are not drawn{early}.", LINE))
    for text, look in texts:
        row += 1
        sheet.line(row, text, look)
    for target in (drawn.sheet, CONTENTS):
        row += 1
        sheet.link(row, 1, target, target)
    for title, chart in charts:
        _finish(chart, drawn, declared, title)
    _place(sheet, row + 2, [chart for _title, chart in charts])
    set_page(sheet, about, pages_high=1)


def _place(sheet: Sheet, top: int, charts: Sequence[AnyChart]) -> None:
    """One chart as large as it is; several small ones in pairs, to be compared on one page."""
    if len(charts) > 1:
        sheet.width(2, SECOND_WIDTH)
    for number, chart in enumerate(charts):
        if len(charts) > 1:
            chart.width, chart.height = SMALL_WIDTH, SMALL_HEIGHT
        row = top + number // 2 * math.ceil(SMALL_HEIGHT / ROW_HEIGHT + 1)
        sheet.sheet.add_chart(chart, f"{'AC'[number % 2]}{row}")


def _charts(drawn: Drawn, declared: Chart) -> list[tuple[str, AnyChart]]:
    """The charts of a table, each with its title: one, but of tempograms one a group."""
    if declared.kind != "tempogram":
        return [(declared.title, DRAWERS[declared.kind](drawn))]
    return [(drawn.group_label(group), _tempogram(drawn, group)) for group in drawn.groups]


def _finish(chart: AnyChart, drawn: Drawn, declared: Chart, title: str) -> None:
    axis, number_format = AXES[drawn.measure]
    drawing.finish(
        chart,
        title=title,
        alternative=f"{declared.description} The figures stand in the sheet {drawn.sheet}.",
        along=_along(drawn, declared.kind),
        across=axis,
        number_format=number_format,
        to_one=drawn.measure.is_fraction
        and (declared.kind in WHOLES or drawn.largest > NEARLY_ALL),
    )


def _along(drawn: Drawn, kind: str) -> str:
    """What the axis of categories shows."""
    if kind == "tempogram":
        return "Time of day"
    table = drawn.grid.result.table
    return "Group" if kind in ("stacked", "lines") else table.row_heads[-1] or "Row"


def _stacked(drawn: Drawn) -> AnyChart:
    """A bar a group, cut into the panel's lines."""
    groups = drawn.groups
    chart = drawing.bar_chart(bars=len(groups), stacked=True)
    names = drawn.headers
    lines = drawn.lines
    for (row, line), colour in zip(lines, drawing.colours(len(lines)), strict=True):
        cells = [(row, column) for column in groups.values()]
        series = _series(drawn, cells, names, drawn.line_label(line))
        drawing.paint(series, colour, labelled=drawn.measure.is_fraction)
        chart.series.append(series)
    drawing.inner_layout(chart, below=0.2 if len(lines) < 8 else 0.3)
    return chart


def _bars(drawn: Drawn) -> AnyChart:
    """A bar a line, of all respondents."""
    groups = drawn.grid.result.groups
    totals = [group for group in drawn.groups if groups[group].is_total]
    return _bars_of(drawn, totals or list(drawn.groups)[-1:])


def _grouped(drawn: Drawn) -> AnyChart:
    """A bar a line for each group; all respondents together are left to the table."""
    groups = drawn.grid.result.groups
    parts = [group for group in drawn.groups if not groups[group].is_total]
    return _bars_of(drawn, parts or list(drawn.groups))


def _bars_of(drawn: Drawn, chosen: Sequence[int]) -> AnyChart:
    lines = drawn.lines
    chart = drawing.bar_chart(bars=len(lines) * len(chosen), stacked=False)
    names = drawn.labels(lines)
    for group, colour in zip(chosen, drawing.colours(len(chosen)), strict=True):
        series = _series(drawn, drawn.of_group(group), names, drawn.group_label(group))
        drawing.paint(series, colour, labelled=False)
        _add_intervals(series, drawn.figures_of(group))
        chart.series.append(series)
    return chart


def _dots(drawn: Drawn) -> AnyChart:
    """A dot a line and group, with its interval where there is one."""
    lines = drawn.lines
    chart = drawing.line_chart()
    names = drawn.labels(lines)
    looks = zip(drawn.groups, drawing.colours(len(drawn.groups)), cycle(SYMBOLS), strict=False)
    for group, colour, symbol in looks:
        series = _series(drawn, drawn.of_group(group), names, drawn.group_label(group))
        drawing.draw_dots(series, colour, symbol)
        drawing.leave_out(series, _not_shown(drawn.figures_of(group)))
        _add_intervals(series, drawn.figures_of(group))
        chart.series.append(series)
    return chart


def _not_shown(figures: Iterable[Figure]) -> list[int]:
    """The places of figures whose cells hold a text, which programs would draw as nought."""
    return [place for place, figure in enumerate(figures) if not is_shown(figure)]


def _add_intervals(series: AnySeries, figures: Sequence[Figure]) -> None:
    lengths = [_lengths(figure) for figure in figures]
    if any(lengths):
        below, above = zip(*(own or (0.0, 0.0) for own in lengths), strict=True)
        series.errBars = drawing.error_bars(below, above)


def _lengths(figure: Figure) -> tuple[float, float] | None:
    """How far an interval reaches below and above its figure; None where it has none."""
    if figure.spread is None or figure.value is None or not is_shown(figure):
        return None
    value = float(figure.value)
    return max(0.0, value - figure.spread.lower), max(0.0, figure.spread.upper - value)


def _lines(drawn: Drawn) -> AnyChart:
    """A line a line of the table, over its groups."""
    chart = drawing.line_chart()
    groups, lines = drawn.groups, drawn.lines
    names = drawn.headers
    looks = zip(lines, drawing.colours(len(lines)), cycle(SYMBOLS), strict=False)
    for (row, line), colour, symbol in looks:
        cells = [(row, column) for column in groups.values()]
        series = _series(drawn, cells, names, drawn.line_label(line))
        drawing.draw_line(series, colour, symbol)
        drawing.leave_out(series, _not_shown(line.figures[group] for group in groups))
        chart.series.append(series)
    return chart


def _tempogram(drawn: Drawn, group: int) -> AnyChart:
    """Areas over the half hours of a day, of one group: a run of lines an activity."""
    chart = drawing.area_chart()
    column = drawn.groups[group]
    runs = {
        label: list(run) for label, run in groupby(drawn.lines, key=lambda own: own[1].labels[0])
    }
    names = drawn.labels(next(iter(runs.values())))
    for (label, run), colour in zip(runs.items(), drawing.colours(len(runs)), strict=True):
        series = _series(drawn, [(row, column) for row, _line in run], names, label)
        drawing.paint(series, colour, labelled=False)
        chart.series.append(series)
    return chart


DRAWERS: Mapping[str, Callable[[Drawn], AnyChart]] = {
    "stacked": _stacked,
    "bars": _bars,
    "grouped": _grouped,
    "dots": _dots,
    "lines": _lines,
}


def _series(drawn: Drawn, cells: Cells, names: str, label: str) -> AnySeries:
    """Figures and what they are of from the table's cells; a name of its own."""
    series = drawing.new_series()
    series.val = NumDataSource(numRef=NumRef(f=drawn.reference(cells)))
    series.cat = AxDataSource(strRef=StrRef(f=names))
    series.tx = SeriesLabel(v=safe_text(label))
    return series
