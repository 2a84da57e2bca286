"""The only module that writes workbooks; it knows sheets and cells, and no database.

The layout follows the Analysis Function's guidance "Releasing statistics in spreadsheets": a
cover, contents, notes, then one table a sheet, each a marked-up table with its title in A1.
The same input gives the same bytes: only `About.built_on` says when.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.notes import NOTES, SHORTHAND, SHOWN_ROUNDED, used_in_order
from reports.tables import Chart, Grid, Measure
from reports.workbook import cells
from reports.workbook.cells import HEADING, STRONG, TEXT, TITLE
from reports.workbook.chart import add_chart
from reports.workbook.packing import packed

CONTENTS = "Contents"
FORMATS = {Measure.SHARE: "0%", Measure.HOURS: "#,##0.0", Measure.RESPONDENTS: "#,##0"}

FIGURE_WIDTH = 16  # characters
TEXT_WIDTH = 90
LABEL_WIDTH = 60


@dataclass(frozen=True)
class About:
    """What the cover says of a workbook."""

    round_title: str
    note: str
    contact: str
    returns_counted: int
    built_on: datetime.date
    code_version: str

    @property
    def title(self) -> str:
        return f"{self.round_title}: tables"


def write_workbook(about: About, grids: Sequence[Grid]) -> bytes:
    """The workbook's bytes: cover, contents, notes, each table, and each table's chart."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    numbers = used_in_order(note for grid in grids for note in grid.table.notes)
    _cover(workbook, about)
    contents = workbook.create_sheet(CONTENTS)
    _notes(workbook, numbers)
    places = [("Notes", "Notes, and shorthand used in the tables")]
    for grid in grids:
        sheet, header_row = _table(workbook, grid, numbers)
        places.append((sheet.title, f"Table {grid.table.number}: {grid.table.title}"))
        if grid.table.chart:
            sheet = _chart(workbook, grid, grid.table.chart, sheet, header_row)
            places.append((sheet.title, f"Chart {grid.table.number}: {grid.table.chart.title}"))
    _contents(contents, places)
    _describe(workbook, about)
    return packed(workbook, about.built_on)


def _cover(workbook: Workbook, about: About) -> None:
    sheet = workbook.create_sheet("Cover")
    sheet.column_dimensions["A"].width = TEXT_WIDTH
    lines: list[tuple[str, Font]] = [
        (about.title, TITLE),
        (
            "Tables of a workload survey of social workers who kept a diary of half hours for "
            "one week. Internal: not protected against disclosure, so not for publication.",
            TEXT,
        ),
        ("Round", HEADING),
        (about.round_title, TEXT),
        *([("About this round", HEADING), (about.note, TEXT)] if about.note else []),
        ("Returns counted", HEADING),
        (f"{about.returns_counted:,} sent returns", TEXT),
        ("Built on", HEADING),
        (f"{about.built_on:%-d %B %Y}, with Caseweek {about.code_version}", TEXT),
        ("Contact", HEADING),
        (about.contact or "The survey manager of this round", TEXT),
    ]
    for row, (text, font) in enumerate(lines, start=1):
        cells.line(sheet, row, text, font, width=TEXT_WIDTH)
    cells.link(sheet, len(lines) + 1, 1, CONTENTS, "Go to the contents")
    cells.page(sheet)


def _contents(sheet: Worksheet, places: Sequence[tuple[str, str]]) -> None:
    cells.line(sheet, 1, "Contents", TITLE)
    cells.line(sheet, 2, "This sheet contains one table: the workbook's sheets, with links.", TEXT)
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = TEXT_WIDTH
    cells.header(sheet, 3, ("Sheet", "What it holds"))
    for row, (name, what) in enumerate(places, start=4):
        cells.link(sheet, row, 1, name, name)
        sheet.cell(row, 1).border = cells.ROW_LINE
        cells.text(sheet, row, 2, what)
        cells.fit_row(sheet, row)
    cells.mark_up(sheet, "contents", 3, len(places), 2)
    cells.page(sheet, header_row=3)


def _notes(workbook: Workbook, numbers: dict[str, int]) -> None:
    sheet = workbook.create_sheet("Notes")
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = TEXT_WIDTH
    cells.line(sheet, 1, "Notes", TITLE)
    cells.line(sheet, 2, "This sheet contains one table: notes, and the tables' shorthand.", TEXT)
    cells.link(sheet, 3, 1, CONTENTS, "Contents")
    cells.header(sheet, 4, ("Note", "What it means"))
    rows = [(_note_mark(number), NOTES[key]) for key, number in numbers.items()]
    rows.append((_note_mark(len(numbers) + 1), SHOWN_ROUNDED))
    rows += SHORTHAND.items()
    for row, (mark, text) in enumerate(rows, start=5):
        cells.text(sheet, row, 1, mark)
        cells.text(sheet, row, 2, text)
        cells.fit_row(sheet, row)
    cells.mark_up(sheet, "notes", 4, len(rows), 2)
    cells.page(sheet, header_row=4)


def _table(workbook: Workbook, grid: Grid, numbers: dict[str, int]) -> tuple[Worksheet, int]:
    """One table's sheet and its header row: title, what it is, notes, then the table."""
    table = grid.table
    sheet = workbook.create_sheet(f"Table_{table.number}")
    leading = len(table.heads)
    _widths(sheet, grid)
    marks = " ".join(_note_mark(numbers[key]) for key in sorted(table.notes, key=numbers.get))
    lines = [
        "This sheet contains one table. Notes and shorthand are explained in the notes sheet.",
        f"Figures: {table.measure}. Base: {table.base}.",
        f"It repeats {table.source}. {marks}".rstrip(),
    ]
    cells.line(sheet, 1, f"Table {table.number}: {table.title}", TITLE)
    for row, text in enumerate(lines, start=2):
        cells.line(sheet, row, text, TEXT)
    cells.link(sheet, len(lines) + 2, 1, CONTENTS, "Contents")
    top = len(lines) + 3
    cells.header(sheet, top, grid.header, leading=leading)
    for row, (declared, values) in enumerate(
        zip(table.rows, grid.rows, strict=True), start=top + 1
    ):
        for column, value in enumerate(values, start=1):
            if column <= leading:
                cells.text(sheet, row, column, str(value))
            else:
                cells.figure(sheet, row, column, value, FORMATS[declared.measure])
            if declared.subtotal:
                sheet.cell(row, column).font = STRONG
        cells.fit_row(sheet, row)
    cells.mark_up(sheet, table.name, top, len(grid.rows), len(grid.header))
    cells.page(sheet, header_row=top)
    sheet.freeze_panes = sheet.cell(top + 1, leading + 1)
    return sheet, top


def _chart(
    workbook: Workbook, grid: Grid, chart: Chart, source: Worksheet, header_row: int
) -> Worksheet:
    """A table's chart on a sheet of its own, with its words for those who do not see it."""
    sheet = workbook.create_sheet(f"Chart_{grid.table.number}")
    sheet.column_dimensions["A"].width = 22
    cells.line(sheet, 1, f"Chart {grid.table.number}: {chart.title}", TITLE)
    cells.line(sheet, 2, f"This sheet contains one chart. {chart.description}", TEXT)
    cells.line(sheet, 3, f"Its figures stand in the sheet {source.title}.", TEXT)
    cells.link(sheet, 4, 1, source.title, source.title)
    cells.link(sheet, 5, 1, CONTENTS, "Contents")
    add_chart(sheet, "A7", grid, chart, source, header_row=header_row)
    cells.page(sheet, pages_high=1)
    return sheet


def _describe(workbook: Workbook, about: About) -> None:
    """Document properties; the first sheet is the one that opens."""
    moment = datetime.datetime.combine(about.built_on, datetime.time())
    properties = workbook.properties
    properties.title = cells.safe_text(about.title)
    properties.subject = "Workload survey of social workers"
    properties.creator = "Caseweek"
    properties.lastModifiedBy = "Caseweek"
    properties.language = "en-GB"
    properties.created = properties.modified = moment
    workbook.active = 0
    workbook.worksheets[0].sheet_view.tabSelected = True


def _widths(sheet: Worksheet, grid: Grid) -> None:
    leading = len(grid.table.heads)
    for column in range(1, len(grid.header) + 1):
        width: float = FIGURE_WIDTH
        if column <= leading:
            texts = [grid.header[column - 1], *(str(row[column - 1]) for row in grid.rows)]
            width = min(LABEL_WIDTH, max(8, *(len(text) * 1.05 + 3 for text in texts)))
        sheet.column_dimensions[get_column_letter(column)].width = width


def _note_mark(number: int) -> str:
    return f"[note {number}]"
