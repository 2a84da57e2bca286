"""How charts look: fonts, colours, axes, labels. It knows openpyxl's charts and no tables."""

from collections.abc import Sequence
from functools import cache
from itertools import cycle, islice
from typing import TypeAlias

from openpyxl.chart import AreaChart, BarChart, LineChart
from openpyxl.chart.data_source import NumData, NumDataSource, NumVal
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import DataPoint
from openpyxl.chart.series import Series as AnySeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)

from reports.workbook.cells import safe_text

# The Analysis Function's categorical palette: told apart with any kind of colour vision. Where a
# chart needs more, lighter and darker ones follow; white lines part their areas.
COLOURS = (
    *("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1"),
    *("6BACE6", "14504C", "C86A9B", "8A3A0E", "A8A8A8", "4B2E83"),
)
DARK = frozenset({"12436D", "801650", "3D3D3D", "14504C", "8A3A0E", "4B2E83"})
INK, GRID = "262626", "D5DADB"
WIDTH = 27  # centimetres: a page across
MIN_HEIGHT, MAX_HEIGHT = 9.0, 60.0
BAR, AROUND = 0.42, 5.0  # centimetres of a bar, and of what stands around the bars
SMALL_SHARE = '[<0.025]"";0%'  # shares that would be shown as 0% to 2% are left to the table

# openpyxl writes "minus" first, and the file format wants "plus" first.
ERROR_BAR_PARTS = ("errBarType", "errValType", "plus", "minus", "spPr")

AnyChart: TypeAlias = BarChart | LineChart | AreaChart


def bar_chart(*, bars: int, stacked: bool) -> BarChart:
    """Bars that run to the right, the first on top; as high as so many bars need."""
    chart = BarChart()
    chart.type = "bar"
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if stacked else 0
    chart.gapWidth = 45
    chart.x_axis.scaling.orientation = "maxMin"  # the first on top, as in the table
    chart.y_axis.crosses = "max"  # at the bottom, as the bars' names run downwards
    chart.height = min(MAX_HEIGHT, max(MIN_HEIGHT, bars * (BAR * 2 if stacked else BAR) + AROUND))
    return chart


def line_chart() -> LineChart:
    chart = LineChart()
    chart.height = 15
    return chart


def area_chart() -> AreaChart:
    chart = AreaChart()
    chart.grouping = "stacked"
    chart.height = 15
    chart.x_axis.tickLblSkip = chart.x_axis.tickMarkSkip = 6  # every third hour
    return chart


def new_series() -> AnySeries:
    """A series of a bar, line or area chart; its numbers and names are yet to be given."""
    return AnySeries()


def colours(number: int) -> list[str]:
    return list(islice(cycle(COLOURS), number))


def paint(series: AnySeries, colour: str, *, labelled: bool) -> None:
    """A filled series; with its shares inside where `labelled`."""
    series.graphicalProperties = _filled(colour)
    series.invertIfNegative = False
    if labelled:
        series.dLbls = _labels("FFFFFF" if colour in DARK else "000000")


def draw_line(series: AnySeries, colour: str, mark: str) -> None:
    """A line with marks of its own shape: it is not told by its colour alone."""
    series.graphicalProperties = _outlined(colour, 28575)
    series.marker = Marker(symbol=mark, size=8)
    series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
    series.smooth = False


def draw_dots(series: AnySeries, colour: str, mark: str) -> None:
    """Marks of its own shape, without a line between them."""
    draw_line(series, colour, mark)
    series.graphicalProperties = _unlined()


def leave_out(series: AnySeries, places: Sequence[int]) -> None:
    """Draw no mark, nor line, at these points."""
    for place in places:
        point = DataPoint(idx=place)
        point.marker = Marker(symbol="none")
        point.graphicalProperties = _unlined()
        series.dPt.append(point)


def error_bars(below: Sequence[float], above: Sequence[float]) -> ErrorBars:
    """Intervals by their lengths to either side; they stand in the chart, not in cells."""
    bars = ErrorBars(
        errBarType="both",
        errValType="cust",
        plus=_literal(above),
        minus=_literal(below),
        spPr=_outlined("000000", 12700),
    )
    bars.__elements__ = ERROR_BAR_PARTS
    return bars


def finish(
    chart: AnyChart,
    *,
    title: str,
    alternative: str,
    along: str,
    across: str,
    number_format: str,
    to_one: bool,
) -> None:
    """Title, axes and legend. `along` names the axis of categories, `across` that of numbers."""
    chart.alternative = safe_text(alternative)
    chart.width = WIDTH
    chart.title = safe_text(title)
    chart.title.tx.rich.paragraphs[0].pPr = _paragraph(14, bold=True)
    chart.title.overlay = False
    names, numbers = chart.x_axis, chart.y_axis
    names.title, numbers.title = safe_text(along), safe_text(across)
    numbers.scaling.min = 0
    if to_one:
        numbers.scaling.max, numbers.majorUnit = 1, 0.2
    numbers.number_format = number_format
    numbers.numFmt.sourceLinked = False
    numbers.majorGridlines.spPr = _outlined(GRID, 9525)
    for axis in (names, numbers):
        axis.delete = False  # left out, some programs draw no axis at all
        axis.txPr = _rich(10)
        axis.title.tx.rich.paragraphs[0].pPr = _paragraph(11)
        axis.title.overlay = False
    if len(chart.series) > 1:
        chart.legend.position = "b"
        chart.legend.txPr = _rich(10)
    else:
        chart.legend = None


def inner_layout(chart: AnyChart, *, below: float) -> None:
    """Where the plot stands in the chart; `below` is the share that axis and legend take."""
    chart.layout = Layout(manualLayout=ManualLayout(x=0.03, y=0.1, w=0.94, h=0.9 - below))


@cache  # shared by charts: making one anew takes longer than writing it
def _labels(colour: str) -> DataLabelList:
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.numFmt = SMALL_SHARE
    labels.txPr = _rich(10, colour=colour)
    return labels


@cache
def _filled(colour: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill="FFFFFF", w=9525))


@cache
def _outlined(colour: str, width: int) -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=colour, w=width))


@cache
def _unlined() -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(noFill=True))


def _literal(numbers: Sequence[float]) -> NumDataSource:
    points = [NumVal(idx=place, v=f"{number:.15g}") for place, number in enumerate(numbers)]
    return NumDataSource(numLit=NumData(formatCode="General", ptCount=len(points), pt=points))


@cache
def _paragraph(size: int, *, bold: bool = False) -> ParagraphProperties:
    return ParagraphProperties(defRPr=_characters(size, bold=bold))


def _characters(size: int, *, bold: bool = False, colour: str = INK) -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface="Arial")
    )


@cache
def _rich(size: int, *, colour: str = INK) -> RichText:
    characters = _characters(size, colour=colour)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=characters)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])
