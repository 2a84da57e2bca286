"""Cells and rows of a sheet: text that stays text, figures, links, real tables, heights."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook.looks import HEAD, LINK, Look, Looks

LINE_HEIGHT = 16.5  # points, of a line of 12 point text
MAX_HEIGHT = 409.0  # points: no row can be higher
USUAL_WIDTH = 8.43  # digits, of a column that nobody set
MAX_CELL = 32_767  # UTF-16 units that a cell can hold
ELLIPSIS = "…"
LOOKS_ACTIVE = ("=", "+", "-", "@", "'")  # what a program may read as more than text when edited
# Everything that XML 1.0 can't hold: control characters, half surrogate pairs, non-characters.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# "_x0041_" in a cell means "A": an underscore that would start such a thing is written as one.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Sheet:
    """One sheet that is being written. Rows and columns count from 1."""

    def __init__(self, workbook: Workbook, name: str, looks: Looks) -> None:
        self.sheet: Worksheet = workbook.create_sheet(name)
        self.name = name
        self._looks = looks
        self._widths: dict[int, float] = {}

    def width(self, column: int, width: float) -> None:
        """How wide a column is, in digits."""
        self._widths[column] = width
        self.sheet.column_dimensions[get_column_letter(column)].width = width

    def text(self, row: int, column: int, text: str, look: Look) -> Cell:
        """Write text that stays text: "=1+1" is four characters, never a formula."""
        cell = self._cell(row, column, look, quoted=text.startswith(LOOKS_ACTIVE))
        cell._value = safe_text(text)
        cell.data_type = "s"
        return cell

    def number(self, row: int, column: int, number: float, look: Look) -> Cell:
        cell = self._cell(row, column, look)
        cell._value = number
        return cell

    def link(self, row: int, column: int, target: str, text: str, look: Look = LINK) -> None:
        """A link to another sheet."""
        cell = self.text(row, column, text, look)
        cell._hyperlink = Hyperlink(
            ref=cell.coordinate, location=f"'{target}'!A1", display=text, tooltip=f"Go to {target}"
        )

    def line(self, row: int, text: str, look: Look, *, above: float = 0) -> None:
        """A line of its own in the first column; `above` points of space over it."""
        self.text(row, 1, text, look)
        width = self._widths.get(1, USUAL_WIDTH) / look.scale
        lines = _lines(text, width) if look.wrap else 1
        self._height(row, lines * LINE_HEIGHT * look.scale + 3 + above)

    def header(self, row: int, names: Sequence[str], looks: Iterable[Look] = repeat(HEAD)) -> None:
        """The header row of a table."""
        for column, (name, look) in enumerate(zip(names, looks, strict=False), start=1):
            self.text(row, column, name, look)
        self.fit(row, enumerate(names, start=1), bold=True)

    def fit(self, row: int, texts: Iterable[tuple[int, str]], *, bold: bool = False) -> None:
        """Make a row as high as its wrapped texts need; some programs do not do it themselves."""
        lines = max((_lines(text, self._widths[column], bold) for column, text in texts), default=1)
        self._height(row, lines * LINE_HEIGHT + 4)

    def mark_up(self, name: str, top: int, header: Sequence[str], rows: int) -> None:
        """Mark the cells from the header row `top` on as one real table."""
        columns = [TableColumn(id=n, name=safe_text(t)) for n, t in enumerate(header, start=1)]
        table = ExcelTable(
            name=name,
            displayName=name,
            ref=f"A{top}:{get_column_letter(len(header))}{top + rows}",
            # no autoFilter: the guidance advises against filter buttons
            tableColumns=columns,
            tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
        )
        self.sheet.add_table(table)

    def _cell(self, row: int, column: int, look: Look, *, quoted: bool = False) -> Cell:
        # Not Worksheet.cell and its properties: they look styles up, a cell at a time.
        cell = Cell(self.sheet, row=row, column=column)
        cell._style = self._looks.of(look, quoted=quoted)
        self.sheet._cells[row, column] = cell
        return cell

    def _height(self, row: int, points: float) -> None:
        self.sheet.row_dimensions[row].height = min(MAX_HEIGHT, points)


def safe_text(text: str) -> str:
    """Text as a cell can hold it: strange characters replaced, cut where a cell is full."""
    text = _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    if len(text) * 2 <= MAX_CELL or _units(text) <= MAX_CELL:
        return text
    encoded = text.encode("utf-16-le")[: 2 * (MAX_CELL - len(ELLIPSIS))]
    return encoded.decode("utf-16-le", errors="ignore") + ELLIPSIS


@lru_cache(maxsize=4096)
def _lines(text: str, width: float, bold: bool = False) -> int:
    """How many lines a text takes in a column; a letter is narrower than a digit, on average."""
    each = max(1, int(width * (1.0 if bold else 1.1)))
    return sum(
        1 if len(part) <= each else max(1, len(wrap(part, each))) for part in text.split("\n")
    )


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
