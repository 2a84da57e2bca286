"""The chart of a table: a bar for each group, cut into categories of activity."""

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.series import SeriesLabel
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
from openpyxl.worksheet.worksheet import Worksheet

from reports.tables import Chart, Grid

# The Analysis Function's categorical palette: told apart with any kind of colour vision.
COLOURS = ("12436D", "28A197", "801650", "F46A25", "3D3D3D", "A285D1")
DARK = frozenset({"12436D", "801650", "3D3D3D"})
WIDTH, HEIGHT = 27, 15  # centimetres: a page across


def add_chart(
    sheet: Worksheet,
    anchor: str,
    grid: Grid,
    declared: Chart,
    source: Worksheet,
    *,
    header_row: int,
) -> None:
    """Draw a table's chart from the table's own cells in `source`."""
    first, last = len(grid.table.heads) + 1, len(grid.header)
    chart = BarChart()
    chart.type = "bar"
    chart.grouping = "stacked"
    chart.overlap = 100
    chart.gapWidth = 45
    chart.width, chart.height = WIDTH, HEIGHT
    chart.title = declared.title
    chart.title.tx.rich.paragraphs[0].pPr = ParagraphProperties(defRPr=_characters(14, bold=True))
    chart.title.overlay = False
    groups = Reference(source, min_col=first, max_col=last, min_row=header_row)
    for place, colour in zip(declared.rows, COLOURS, strict=True):
        row = header_row + 1 + place
        series = Series(Reference(source, min_col=first, max_col=last, min_row=row))
        series.tx = _name(source, row, first - 1)
        series.graphicalProperties = GraphicalProperties(
            solidFill=colour, ln=LineProperties(solidFill="FFFFFF", w=9525)
        )
        series.invertIfNegative = False
        series.dLbls = _labels("FFFFFF" if colour in DARK else "000000")
        chart.series.append(series)
    chart.set_categories(groups)
    _axes(chart)
    chart.legend.position = "b"
    chart.legend.txPr = _rich(10)
    chart.layout = Layout(manualLayout=ManualLayout(x=0.03, y=0.1, w=0.94, h=0.7))
    sheet.add_chart(chart, anchor)


def _axes(chart: BarChart) -> None:
    groups, shares = chart.x_axis, chart.y_axis
    groups.title = "Sector"
    groups.scaling.orientation = "maxMin"  # the first group on top, as in the table
    shares.title = "Share of recorded time"
    shares.scaling.min, shares.scaling.max = 0, 1
    shares.majorUnit = 0.2
    shares.number_format = "0%"
    shares.numFmt.sourceLinked = False
    shares.crosses = "max"  # at the bottom, as the groups run downwards
    shares.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D5DADB"))
    for axis in (groups, shares):
        axis.delete = False  # left out, some programs draw no axis at all
        axis.txPr = _rich(10)
        axis.title.tx.rich.paragraphs[0].pPr = ParagraphProperties(defRPr=_characters(11))
        axis.title.overlay = False


def _labels(colour: str) -> DataLabelList:
    """Shares inside the bars; those that would be shown as 0% or 1% are left to the table."""
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.numFmt = '[<0.025]"";0%'
    labels.txPr = _rich(10, colour=colour)
    return labels


def _name(source: Worksheet, row: int, column: int) -> SeriesLabel:
    reference = Reference(source, min_col=column, min_row=row)
    return SeriesLabel(strRef=StrRef(f=str(reference)))


def _characters(size: int, *, bold: bool = False, colour: str = "262626") -> CharacterProperties:
    return CharacterProperties(
        sz=size * 100, b=bold, solidFill=colour, latin=Font(typeface="Arial")
    )


def _rich(size: int, *, colour: str = "262626") -> RichText:
    characters = _characters(size, colour=colour)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=characters)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])
