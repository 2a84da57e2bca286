"""The only package that writes workbooks; it knows sheets and cells, and no database.

The layout follows the Analysis Function's guidance "Releasing statistics in spreadsheets": a
cover, contents, notes, then one table a sheet, each a marked-up table with its title in A1.
The same input gives the same bytes: only `About.built_on` says when.
"""

from collections.abc import Mapping, Sequence

from openpyxl import Workbook

from reports.figures.results import Result
from reports.laying import Grid, lay_out
from reports.notes import used_in_order
from reports.shorthand import meanings_of
from reports.workbook.about import About
from reports.workbook.cells import Sheet
from reports.workbook.charts import write_chart
from reports.workbook.drawn import Drawn, panel_place
from reports.workbook.front import (
    CONTENTS,
    COVER,
    NOTES_SHEET,
    Place,
    note_mark,
    write_contents,
    write_cover,
    write_notes,
)
from reports.workbook.looks import Looks
from reports.workbook.packing import packed
from reports.workbook.pages import describe
from reports.workbook.tables import chart_name, sheet_name, write_table

__all__ = ["About", "write_workbook"]


def write_workbook(
    about: About,
    results: Sequence[Result],
    *,
    spreads: bool = False,
    chapters: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The workbook's bytes: cover, contents, notes, each table, and each table's chart.

    `chapters` are keys and titles, for the contents.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    looks = Looks(workbook)
    grids = [lay_out(result, spreads=spreads) for result in results]
    front = [Sheet(workbook, name, looks) for name in (COVER, CONTENTS, NOTES_SHEET)]
    numbers = used_in_order(note for grid in grids for note in grid.result.table.notes)
    places = [Place(NOTES_SHEET, "Notes, and shorthand used in the tables")]
    titles = dict(chapters)
    for grid in grids:
        _write_grid(workbook, looks, about, grid, numbers)
        places.append(_place(grid, titles))
    write_cover(front[0], about)
    write_contents(front[1], about, places)
    write_notes(
        front[2],
        about,
        numbers=numbers,
        shorthand=meanings_of(mark for grid in grids for mark in grid.marks),
        intervals=any(grid.spreads for grid in grids),
    )
    describe(workbook, about)
    return packed(workbook, about.built_on)


def _write_grid(
    workbook: Workbook, looks: Looks, about: About, grid: Grid, numbers: Mapping[str, int]
) -> None:
    """A table's sheet, and its chart's."""
    table = grid.result.table
    marks = " ".join(note_mark(number) for number in sorted(numbers[key] for key in table.notes))
    sheet = Sheet(workbook, sheet_name(table.number), looks)
    top = write_table(sheet, about, grid, marks)
    if table.chart:
        drawn = Drawn(grid, sheet.name, top, panel_place(grid))
        write_chart(Sheet(workbook, chart_name(table.number), looks), about, drawn)


def _place(grid: Grid, chapters: Mapping[str, str]) -> Place:
    table = grid.result.table
    return Place(
        sheet_name(table.number),
        f"Table {table.number}: {table.title}",
        chapters.get(table.chapter, table.chapter or "Tables"),
        chart_name(table.number) if table.chart else "",
    )
