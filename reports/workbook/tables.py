"""The sheet of one table: its title, what it is, and the table itself."""

import re
from collections.abc import Mapping

from reports.figures.results import Measure
from reports.laying import Cell, Column, Grid, Part
from reports.workbook.about import INTERNAL, About
from reports.workbook.cells import Sheet
from reports.workbook.front import CONTENTS, NOTES_SHEET
from reports.workbook.looks import (
    FIGURE_HEAD,
    FLAGS_HEAD,
    FLAGS_INDENT,
    HEAD,
    LINE,
    TITLE,
    WARNING,
    Look,
    figure_look,
    label_look,
)
from reports.workbook.pages import set_page

FORMATS: Mapping[Measure | None, str] = {
    Measure.RESPONDENTS: "#,##0",
    Measure.AUTHORITIES: "#,##0",
    Measure.PERCENT: "0%",
    Measure.SHARE: "0%",
    Measure.HOURS: "#,##0.0",
    Measure.MEAN_HOURS: "0.0",
    Measure.MEAN: "0.0",
    Measure.EPISODES: "0.0",
}
# Beside an interval a figure shows as many places as its ends need.
CLOSE_FORMATS: Mapping[Measure | None, str] = {
    **FORMATS,
    Measure.PERCENT: "0.0%",
    Measure.SHARE: "0.0%",
}
SPREAD_FORMATS = {True: "0.0%", False: "0.00"}
ERROR_FORMATS = {True: "0.00%", False: "0.00"}
DESIGN_EFFECT_FORMAT = "0.00"
HEAD_LOOKS = {Part.LABEL: HEAD, Part.FLAGS: FLAGS_HEAD}
MIN_FIGURE_WIDTH, MAX_FIGURE_WIDTH = 11, 20  # digits
MIN_LABEL_WIDTH, MAX_LABEL_WIDTH = 10, 50
LONG, WIDE = 20, 9  # rows and columns beyond which headers and labels stay in sight


def sheet_name(number: str) -> str:
    return "Table_" + number.replace(" ", "_")


def chart_name(number: str) -> str:
    return "Chart_" + number.replace(" ", "_")


def table_name(grid: Grid) -> str:
    """A name for the table in Excel: it can't have hyphens, nor be like a cell's."""
    table = grid.result.table
    return re.sub(r"\W", "_", f"table_{table.number}_{table.name}".lower())


def write_table(sheet: Sheet, about: About, grid: Grid, notes: str) -> int:
    """Write a table's sheet; gives the row of the table's header. `notes` are marks of notes."""
    _set_widths(sheet, grid)
    top = _write_lines(sheet, about, grid, notes) + 1
    sheet.header(top, grid.header, [HEAD_LOOKS.get(c.part, FIGURE_HEAD) for c in grid.columns])
    leading = grid.leading
    formats = [_formats(column, grid, about) for column in grid.columns]
    for number, row in enumerate(grid.rows, start=top + 1):
        strength = {"is_subtotal": row.is_subtotal, "is_total": row.is_total}
        label, flags = label_look(**strength), label_look(**strength, indent=FLAGS_INDENT)
        for place, (cell, codes) in enumerate(zip(row.cells, formats, strict=True), start=1):
            if not codes:
                sheet.text(number, place, str(cell.value), label if place <= leading else flags)
            else:
                look = figure_look(_code(cell, codes), **strength)
                _write_figure(sheet, number, place, cell, look)
        texts = [(n, str(c.value)) for n, c in enumerate(row.cells, 1) if not formats[n - 1]]
        sheet.fit(number, texts, bold=row.is_subtotal or row.is_total)
    sheet.mark_up(table_name(grid), top, grid.header, len(grid.rows))
    set_page(
        sheet, about, header_row=top, leading=grid.leading, figures=len(grid.columns) - grid.leading
    )
    _freeze(sheet, grid, top)
    return top


def _write_lines(sheet: Sheet, about: About, grid: Grid, notes: str) -> int:
    """What stands above the table, a line a row; gives the last row."""
    table = grid.result.table
    sheet.line(1, f"Table {table.number}: {table.title}", TITLE)
    row = 1
    if not about.is_publication:
        row += 1
        sheet.line(row, INTERNAL, WARNING)
    for text in _texts(about, grid, notes):
        row += 1
        sheet.line(row, text, LINE)
    targets = [CONTENTS, NOTES_SHEET] + [chart_name(table.number)] * bool(table.chart)
    for target in targets:
        row += 1
        sheet.link(row, 1, target, target)
    return row


def _texts(about: About, grid: Grid, notes: str) -> list[str]:
    result = grid.result
    table = result.table
    texts = ["This sheet contains one table. Shorthand is explained in the notes."]
    figures = "; ".join(dict.fromkeys(f.measure.value for f in result.figures))
    texts.append(f"Figures: {figures}." + (f" {notes}" if notes else ""))
    base = f"Base: {table.base}"
    if result.counted:
        base += f" ({result.counted:,} returns)"
    texts.append(f"{base}.")
    if about.filters:
        texts.append(f"Only respondents with {'; '.join(about.filters)}.")
    if about.is_weighted:
        texts.append("Percentages, shares and means are weighted.")
    if table.source:
        texts.append(f"Source: repeats {table.source} of the 2009 report.")
    return texts


def _formats(column: Column, grid: Grid, about: About) -> Mapping[Measure | None, str]:
    """How a column shows figures, by their measure; nothing for a column of texts."""
    if column.part in (Part.LABEL, Part.FLAGS):
        return {}
    if column.part is Part.VALUE:
        formats = CLOSE_FORMATS if grid.spreads else FORMATS
        return {**formats, Measure.HOURS: "#,##0"} if about.is_publication else formats
    if column.part is Part.DESIGN_EFFECT:
        return {None: DESIGN_EFFECT_FORMAT}
    codes = ERROR_FORMATS if column.part is Part.ERROR else SPREAD_FORMATS
    return {measure: codes[measure.is_fraction] for measure in Measure}


def _code(cell: Cell, codes: Mapping[Measure | None, str]) -> str:
    return codes.get(cell.measure, "General")


def _write_figure(sheet: Sheet, row: int, column: int, cell: Cell, look: Look) -> None:
    value = cell.value
    if isinstance(value, str):
        sheet.text(row, column, value, look)
    else:
        sheet.number(row, column, value if isinstance(value, int) else float(value), look)


def _set_widths(sheet: Sheet, grid: Grid) -> None:
    for place, column in enumerate(grid.columns):
        if column.part in (Part.LABEL, Part.FLAGS):
            texts = [column.header, *(str(row.cells[place].value) for row in grid.rows)]
            wanted = max(map(len, texts)) * 0.95 + 3
            width = min(MAX_LABEL_WIDTH, max(MIN_LABEL_WIDTH, wanted))
        else:
            wanted = max(map(len, re.split(r"[\s]", column.header))) * 1.2 + 2.5
            width = min(MAX_FIGURE_WIDTH, max(MIN_FIGURE_WIDTH, wanted))
        sheet.width(place + 1, round(width, 1))


def _freeze(sheet: Sheet, grid: Grid, top: int) -> None:
    """Keep the header and the labels in sight, where the table is longer than a screen.

    The guidance advises against it where it is not needed: it takes room from those who enlarge.
    """
    if len(grid.rows) > LONG or len(grid.columns) > WIDE:
        sheet.sheet.freeze_panes = sheet.sheet.cell(top + 1, grid.leading + 1)
