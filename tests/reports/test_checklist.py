"""The Analysis Function's checklist "Making spreadsheets accessible", as rules for every sheet.

Its points that are for people (plain English, spelling) are left to people. One that it calls
desirable is not kept: long and wide tables have frozen headers. Headers and footers are kept out
of what is published; internal workbooks repeat there what their cells say.
"""

import io
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import pytest
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from reports.figures.counting import compute
from reports.figures.loading import all_tables, chapters
from reports.workbook import write_workbook
from tests.reports.workbooks_made import ABOUT, every_kind, opened, publication, table_rows

SHORTHAND = re.compile(r"\[(?:note \d+|c|low|u|x|z)\]")
NAME = re.compile(r"[a-z][a-z0-9_]+")  # of a table: not like a cell's, nor like R1C1
CELL = re.compile(r"[a-z]{1,3}\d+|r\d*c\d*")
READABLE = {"Arial"}
DARK = 0x90  # a colour whose red, green and blue are all at most this is dark enough on white


class Written(NamedTuple):
    """A workbook as bytes and opened again."""

    content: bytes
    workbook: Workbook
    is_publication: bool

    @property
    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module", params=["every table", "publication", "intervals"])
def written(request) -> Written:
    """All declared tables of the demonstration; and what was made by hand with all shorthand."""
    if request.param == "every table":
        frame = request.getfixturevalue("demonstration")
        results = [compute(table, frame) for table in all_tables()]
        content = write_workbook(ABOUT, results, chapters=chapters())
    else:
        is_close = request.param == "intervals"
        content = write_workbook(publication(), every_kind(), spreads=is_close)
    return Written(content, opened(content), request.param != "every table")


def sheets(written, start=""):
    return [sheet for sheet in written.workbook if sheet.title.startswith(start)]


def cells(sheet):
    return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]


# --- tables -----------------------------------------------------------------------------------


def one_table_a_sheet_is_marked_up(written):
    for sheet in written.workbook:
        is_table = sheet.title.startswith("Table") or sheet.title in ("Contents", "Notes")
        assert len(sheet.tables) == is_table, sheet.title


def tables_have_names_that_say_what_they_are(written):
    names = [name for sheet in written.workbook for name in sheet.tables]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert NAME.fullmatch(name), name
        assert not CELL.fullmatch(name), name
        assert len(name) <= 60


def no_cell_is_merged(written):
    assert [sheet.title for sheet in written.workbook if sheet.merged_cells.ranges] == []


def no_row_or_column_of_a_table_is_blank_nor_any_cell(written):
    for sheet in written.workbook:
        for _table in sheet.tables:
            empty = [row for row in table_rows(sheet) for cell in row if cell in (None, "")]
            assert empty == [], sheet.title


def each_table_has_one_header_row_of_texts_unlike_one_another(written):
    for sheet in written.workbook:
        for table in sheet.tables.values():
            header = table_rows(sheet)[0]
            assert [column.name for column in table.tableColumns] == header
            assert all(isinstance(name, str) and 0 < len(name) <= 255 for name in header)
            assert len({name.casefold() for name in header}) == len(header), sheet.title
            assert table.headerRowCount == 1


def texts_in_tables_wrap(written):
    for sheet in written.workbook:
        for table in sheet.tables.values():
            for row in sheet[table.ref]:
                long = [c for c in row if isinstance(c.value, str) and len(c.value) > 20]
                assert all(cell.alignment.wrap_text for cell in long), sheet.title


def tables_have_no_filter_buttons(written):
    tables = [table for sheet in written.workbook for table in sheet.tables.values()]
    assert [table.name for table in tables if table.autoFilter] == []
    assert [sheet.title for sheet in written.workbook if sheet.auto_filter.ref] == []


def nothing_is_hidden(written):
    for sheet in written.workbook:
        assert sheet.sheet_state == "visible"
        assert not [d for d in sheet.row_dimensions.values() if d.hidden or d.outlineLevel]
        assert not [d for d in sheet.column_dimensions.values() if d.hidden or d.outlineLevel]


# --- footnotes --------------------------------------------------------------------------------


def notes_and_shorthand_are_explained_where_used_and_used_where_explained(written):
    explained = [row[0] for row in table_rows(written.workbook["Notes"])[1:]]
    used = {
        mark
        for sheet in sheets(written, "Table")
        for cell in cells(sheet)
        if isinstance(cell.value, str)
        for mark in SHORTHAND.findall(cell.value)
    }
    assert len(set(explained)) == len(explained)
    assert used
    assert used <= set(explained)
    # Notes of all tables together stand after those of single ones; shorthand is all used.
    assert {mark for mark in explained if "note" not in mark} <= used


def notes_are_called_notes_and_numbered_from_one(written):
    marks = [row[0] for row in table_rows(written.workbook["Notes"])[1:]]
    notes = [mark for mark in marks if "note" in mark]
    assert notes == [f"[note {number}]" for number in range(1, len(notes) + 1)]
    assert marks[: len(notes)] == notes


def no_symbols_or_superscript_stand_for_notes(written):
    for sheet in written.workbook:
        for cell in cells(sheet):
            assert cell.font.vertAlign is None
            assert not (isinstance(cell.value, str) and re.search(r"[*†‡¹²³]", cell.value))


# --- formatting -------------------------------------------------------------------------------


def links_lead_to_sheets_that_are_there_and_say_where(written):
    titles = set(written.workbook.sheetnames)
    for sheet in written.workbook:
        linked = [cell for cell in cells(sheet) if cell.hyperlink]
        assert linked, sheet.title
        for cell in linked:
            target = re.fullmatch(r"'([^']+)'!A1", cell.hyperlink.location).group(1)
            assert target in titles
            assert target.casefold() in cell.value.casefold()
            assert cell.font.underline == "single"


def every_table_is_a_link_of_the_contents(written):
    contents = written.workbook["Contents"]
    linked = {cell.value for cell in cells(contents) if cell.hyperlink}
    assert linked == set(written.workbook.sheetnames) - {"Cover", "Contents"}


def text_is_large_plain_and_dark(written):
    for sheet in written.workbook:
        for cell in cells(sheet):
            font = cell.font
            assert font.name in READABLE
            assert font.size >= 12
            assert not font.italic
            assert font.color is None or _is_dark(font.color.rgb), font.color.rgb
            assert font.underline is None or cell.hyperlink


def _is_dark(colour):
    rgb = int(colour[-6:], 16)
    luminance = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF)
    return luminance <= DARK


def texts_stand_left_and_figures_right(written):
    for sheet in sheets(written, "Table"):
        for row in table_rows_of_cells(sheet)[1:]:
            for cell in row:
                is_figure = not isinstance(cell.value, str) or SHORTHAND.fullmatch(cell.value)
                assert cell.alignment.horizontal == ("right" if is_figure else "left")


def table_rows_of_cells(sheet):
    (table,) = sheet.tables.values()
    first, top, last, bottom = range_boundaries(table.ref)
    return list(sheet.iter_rows(top, bottom, first, last))


def every_sheet_has_a_title_in_its_first_cell(written):
    titles = [sheet["A1"].value for sheet in written.workbook]
    assert len(set(titles)) == len(titles)
    for sheet in written.workbook:
        assert sheet["A1"].font.bold
        assert sheet["A1"].font.size > sheet["A2"].font.size


def published_sheets_have_no_headers_or_footers(written):
    if written.is_publication:
        assert not [name for name, part in written.parts.items() if b"headerFooter" in part]


def no_colour_fills_a_cell(written):
    for sheet in written.workbook:
        assert {cell.fill.fill_type for cell in cells(sheet)} == {None}
        assert len(sheet.conditional_formatting) == 0


def charts_say_what_they_show(written):
    drawings = [p.decode() for name, p in written.parts.items() if "drawings/drawing" in name]
    frames = [frame for part in drawings for frame in re.findall(r"<[^<]*cNvPr [^>]*>", part)]
    named = [frame for frame in frames if 'name="Chart' in frame]
    assert len(named) == sum(len(sheet._charts) for sheet in written.workbook)
    assert all(re.search(r'descr="[^"]{20,}"', frame) for frame in named)
    for sheet in sheets(written, "Chart"):
        assert all(chart.title is not None for chart in sheet._charts)
        assert "This sheet contains" in sheet["A2"].value + sheet["A3"].value


def there_are_no_images_macros_formulas_or_ties_to_other_files(written):
    parts = written.parts
    for unwanted in ("media", "vba", "macro", "external", "connections", "printerSettings"):
        assert [name for name in parts if unwanted.casefold() in name.casefold()] == []
    assert not [name for name, part in parts.items() if b'TargetMode="External"' in part]
    for sheet in written.workbook:
        assert not [cell for cell in cells(sheet) if cell.data_type == "f"]
        assert sheet._images == []


# --- structure --------------------------------------------------------------------------------


def sheets_have_short_names_of_their_own(written):
    names = written.workbook.sheetnames
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and re.fullmatch(r"[A-Za-z0-9_.]+", name) for name in names)


def cover_contents_and_notes_come_first_and_each_chart_after_its_table(written):
    names = written.workbook.sheetnames
    assert names[:3] == ["Cover", "Contents", "Notes"]
    assert all(name.startswith(("Table_", "Chart_")) for name in names[3:])
    for before, name in pairwise(names):
        if name.startswith("Chart_"):
            assert before == name.replace("Chart_", "Table_")


def no_sheet_is_empty_and_all_begin_in_the_first_column(written):
    for sheet in written.workbook:
        first = [sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)]
        assert None not in first, sheet.title


def nothing_stands_below_or_beside_a_table(written):
    for sheet in written.workbook:
        for table in sheet.tables.values():
            first, _top, last, bottom = range_boundaries(table.ref)
            assert (first, last, bottom) == (1, sheet.max_column, sheet.max_row)


# --- before publishing ------------------------------------------------------------------------


def document_says_its_title_language_and_author(written):
    properties = written.workbook.properties
    assert properties.title == "A round: tables"
    assert (properties.language, properties.creator) == ("en-GB", "Caseweek")
    assert properties.subject
    assert properties.keywords


def the_first_sheet_opens_and_the_cursor_stands_in_a1_of_each(written):
    workbook = written.workbook
    assert workbook.active.title == "Cover"
    assert [s.title for s in workbook if s.sheet_view.tabSelected] == ["Cover"]
    for sheet in workbook:
        views = sheet.sheet_view
        assert views.topLeftCell in (None, "A1")
        if not sheet.freeze_panes:
            assert [view.activeCell for view in views.selection] == ["A1"]


RULES: list[Callable[[Written], None]] = [
    one_table_a_sheet_is_marked_up,
    tables_have_names_that_say_what_they_are,
    no_cell_is_merged,
    no_row_or_column_of_a_table_is_blank_nor_any_cell,
    each_table_has_one_header_row_of_texts_unlike_one_another,
    texts_in_tables_wrap,
    tables_have_no_filter_buttons,
    nothing_is_hidden,
    notes_and_shorthand_are_explained_where_used_and_used_where_explained,
    notes_are_called_notes_and_numbered_from_one,
    no_symbols_or_superscript_stand_for_notes,
    links_lead_to_sheets_that_are_there_and_say_where,
    every_table_is_a_link_of_the_contents,
    text_is_large_plain_and_dark,
    texts_stand_left_and_figures_right,
    every_sheet_has_a_title_in_its_first_cell,
    published_sheets_have_no_headers_or_footers,
    no_colour_fills_a_cell,
    charts_say_what_they_show,
    there_are_no_images_macros_formulas_or_ties_to_other_files,
    sheets_have_short_names_of_their_own,
    cover_contents_and_notes_come_first_and_each_chart_after_its_table,
    no_sheet_is_empty_and_all_begin_in_the_first_column,
    nothing_stands_below_or_beside_a_table,
    document_says_its_title_language_and_author,
    the_first_sheet_opens_and_the_cursor_stands_in_a1_of_each,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_checklist(written, rule):
    rule(written)
