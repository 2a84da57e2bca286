"""Cells and rows of a sheet: text that stays text, figures, headers, links, real tables."""

import re
from collections.abc import Sequence
from fractions import Fraction
from textwrap import wrap

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

NOT_AVAILABLE = "[x]"

FONT = "Arial"  # in every office suite; the guidance asks for a sans-serif of 12 points or more
TITLE = Font(name=FONT, size=16, bold=True)
HEADING = Font(name=FONT, size=13, bold=True)
TEXT = Font(name=FONT, size=12)
STRONG = Font(name=FONT, size=12, bold=True)
LINK = Font(name=FONT, size=12, color="0B4A8F", underline="single")
HEAD_FILL = PatternFill("solid", start_color="E6EEF0")
HEAD_LINE = Border(bottom=Side(style="medium", color="0B4A54"))
ROW_LINE = Border(bottom=Side(style="hair", color="9AA5A8"))
LINE_HEIGHT = 16.5  # points, of a line of 12 point text
MAX_HEIGHT = 409.0  # points: no row can be higher

MAX_CELL = 32_767  # UTF-16 units that a cell can hold
ELLIPSIS = "…"
LOOKS_ACTIVE = ("=", "+", "-", "@", "'")  # what a program may read as more than text when edited
# Everything that XML 1.0 can't hold: control characters, half surrogate pairs, non-characters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# "_x0041_" in a cell means "A": an underscore that would start such a thing is written as one.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def put_text(cell: Cell, text: str) -> Cell:
    """Write text that stays text: "=1+1" is four characters, never a formula."""
    cell.value = safe_text(text)
    cell.data_type = "s"
    if text.startswith(LOOKS_ACTIVE):
        cell.quotePrefix = True
    return cell


def safe_text(text: str) -> str:
    """Text as a cell can hold it: strange characters replaced, cut where a cell is full."""
    text = _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    if _units(text) <= MAX_CELL:
        return text
    encoded = text.encode("utf-16-le")[: 2 * (MAX_CELL - len(ELLIPSIS))]
    return encoded.decode("utf-16-le", errors="ignore") + ELLIPSIS


def header(sheet: Worksheet, row: int, names: Sequence[str], *, leading: int = 99) -> None:
    for column, name in enumerate(names, start=1):
        cell = put_text(sheet.cell(row, column), name)
        cell.font = STRONG
        cell.fill = HEAD_FILL
        cell.border = HEAD_LINE
        side = "left" if column <= leading else "right"
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=side)
    fit_row(sheet, row)


def mark_up(sheet: Worksheet, name: str, top: int, rows: int, columns: int) -> None:
    """Mark the cells from the header row `top` on as one real table."""
    table = ExcelTable(
        name=name,
        displayName=name,
        ref=f"A{top}:{get_column_letter(columns)}{top + rows}",
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
    table._initialise_columns()
    for column, cell in zip(table.tableColumns, sheet[top], strict=False):
        column.name = cell.value
    table.autoFilter = None  # the guidance advises against filter buttons
    sheet.add_table(table)


def figure(
    sheet: Worksheet, row: int, column: int, value: str | int | Fraction | None, number_format: str
) -> None:
    cell = sheet.cell(row, column)
    if value is None:
        put_text(cell, NOT_AVAILABLE)
    else:
        cell.value = float(value) if isinstance(value, Fraction) else value
        cell.number_format = number_format
    cell.font = TEXT
    cell.border = ROW_LINE
    cell.alignment = Alignment(horizontal="right", vertical="center")


def text(sheet: Worksheet, row: int, column: int, words: str) -> None:
    cell = put_text(sheet.cell(row, column), words)
    cell.font = TEXT
    cell.border = ROW_LINE
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def line(sheet: Worksheet, row: int, text: str, font: Font, *, width: int = 0) -> None:
    """A line above a table; with a width, wrapped to it."""
    cell = put_text(sheet.cell(row, 1), text)
    cell.font = font
    scale = font.size / TEXT.size
    lines = _lines(text, width / scale) if width else 1
    height = lines * LINE_HEIGHT * scale
    if font is HEADING:  # closer to what it heads than to what stands above it
        cell.alignment = Alignment(wrap_text=bool(width), vertical="bottom")
        height += 10
    else:
        cell.alignment = Alignment(wrap_text=bool(width), vertical="top")
        height += 6 if font is TITLE else 2
    sheet.row_dimensions[row].height = min(MAX_HEIGHT, height)


def link(sheet: Worksheet, row: int, column: int, target: str, text: str) -> None:
    cell = put_text(sheet.cell(row, column), text)
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate, location=f"'{target}'!A1", display=text, tooltip=f"Go to {target}"
    )
    cell.font = LINK
    cell.alignment = Alignment(vertical="center")


def fit_row(sheet: Worksheet, row: int) -> None:
    """As high as the wrapped text of its cells needs; some programs do not do it themselves."""
    lines = 1
    for cell in sheet[row]:
        if isinstance(cell.value, str):
            width = sheet.column_dimensions[cell.column_letter].width
            lines = max(lines, _lines(cell.value, width))
    sheet.row_dimensions[row].height = min(MAX_HEIGHT, lines * LINE_HEIGHT + 4)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a width is counted in 11 point digits."""
    each = max(1, int(width * 1.05))
    return sum(max(1, len(wrap(part, each))) for part in text.split("\n"))


def page(sheet: Worksheet, *, header_row: int = 0, pages_high: int = 0) -> None:
    """How the sheet looks and prints: one page wide, as many high as needed (0) or told."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "Page &P of &N"
    if header_row:
        sheet.print_title_rows = f"{header_row}:{header_row}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
