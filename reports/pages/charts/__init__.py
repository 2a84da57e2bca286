"""Charts of computed tables, as geometry that templates draw as SVG.

Widths are percentages, so that a drawing fills any window without its letters growing or
shrinking; labels of bars are text beside their drawing, so that they wrap in any language. What a
colour says, a code or a label says too; the table below a chart holds every figure of it.
"""

from reports.figures.results import Result
from reports.pages.charts.blocks import Blocks, draw_bars, draw_dots, draw_two_rounds
from reports.pages.charts.lines import Lines, draw_lines
from reports.pages.charts.matrix import MOST_COLUMNS, Matrix, draw_matrix
from reports.pages.charts.series import FILLS, drawn_lines, drawn_panel
from reports.pages.charts.stacked import Stacked, draw_stacked
from reports.pages.charts.strips import MOST_GROUPS, Strips, draw_strips
from reports.pages.charts.tempogram import Tempograms, draw_tempograms

Drawing = Blocks | Lines | Matrix | Stacked | Strips | Tempograms
MOST_DOTS = 60  # lines of dots that a page holds before it is too long to compare them


def draw(
    result: Result, other: Result | None = None, *, intervals: bool = False, more: int = 0
) -> Drawing | None:
    """The chart that a table declares; None where it declares none or there is nobody to draw.

    With another round's result, or with intervals, bars become dots on a common scale: what is
    compared then is where figures lie, which a stack of bars hides.
    """
    chart = result.table.chart
    if chart is None or not result.panels or not drawn_lines(drawn_panel(result)):
        return None
    if not any(figure.value for figure in result.figures):
        return None
    if chart.kind == "tempogram":
        return draw_tempograms(result)
    if other is not None:
        return draw_two_rounds(result, other, more=more)
    if intervals and any(figure.spread for figure in result.figures):
        lines = len(drawn_lines(drawn_panel(result))) * len(result.groups)
        return draw_dots(result, by_group=lines <= MOST_DOTS, more=more)
    if chart.kind == "lines":
        return draw_lines(result)
    return _draw(result, chart.kind, more)


def _draw(result: Result, kind: str, more: int) -> Drawing | None:
    """Bars and dots without intervals, in the form that holds so many rows and groups."""
    groups = sum(not group.is_total for group in result.groups)
    rows = len(drawn_lines(drawn_panel(result)))
    if kind == "bars":
        return draw_bars(result, more=more)
    if kind == "stacked" and rows <= len(FILLS):
        return draw_stacked(result, more=more)
    if kind == "dots" and groups <= MOST_GROUPS:
        return draw_strips(result, more=more)
    if len(result.groups) <= MOST_COLUMNS:
        return draw_matrix(result, more=more)
    return draw_dots(result, by_group=rows * groups <= MOST_DOTS, more=more)
