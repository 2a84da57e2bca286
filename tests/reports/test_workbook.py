"""The workbook, opened again: whole rows, its layout, and what keeps its text harmless."""

import datetime
import io
import re
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from diary.classification import ACTIVITIES
from reports.arrays import read_returns
from reports.building import build_workbook
from reports.tables import CATEGORY_LABELS, TABLES, compute
from reports.workbook import About, write_workbook
from tests.factories import RoleFactory, RoundFactory, UserFactory
from tests.reports.made import send, send_many

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 21)
ABOUT = About(
    round_title="A round",
    note="",
    contact="Ana Reed (ana@staff.example)",
    returns_counted=0,
    built_on=DAY,
    code_version="0.1.0",
)
SECTORS = [
    "Children's services",
    "Adult services",
    "Joint departments",
    "Private, voluntary and independent",
    "No information",
    "All respondents",
]


def share(part, whole):
    """A share as the file keeps it: numbers have 16 digits there."""
    return float(f"{part / whole:.16g}")


def opened(content):
    return load_workbook(io.BytesIO(content))


def table_rows(sheet):
    """The cells of a sheet's one table, header first."""
    (table,) = sheet.tables.values()
    first, top, last, bottom = range_boundaries(table.ref)
    rows = sheet.iter_rows(top, bottom, first, last, values_only=True)
    return [list(row) for row in rows]


@pytest.fixture
def round_():
    found = RoundFactory(title="Autumn round", note="A reconstruction.")
    RoleFactory(round=found, user=UserFactory(name="Ana Reed", email="ana@staff.example"))
    # Monday from midnight: 4 half hours of D1, R1, OA1, IA1 ... in two sectors
    send(found, ("la_children", "AAAMRRa0h"), ("la_children", "8"), ("la_adults", "Ab8"))
    send(found, ("other", ""))
    return found


def test_category_table_has_these_rows(round_):
    workbook = opened(build_workbook(round_, built_on=DAY).content)

    x = "[x]"
    assert table_rows(workbook["Table_3.3"]) == [
        ["Activity", *SECTORS],
        ["Direct contact with clients", share(3, 10), share(1, 3), x, x, x, share(4, 13)],
        ["Case related recording", share(1, 10), share(1, 3), x, x, x, share(2, 13)],
        ["Case related work in own agency", share(1, 10), 0, x, x, x, share(1, 13)],
        ["Case related inter-agency work", share(2, 10), 0, x, x, x, share(2, 13)],
        ["Subtotal: client related work", share(7, 10), share(2, 3), x, x, x, share(9, 13)],
        ["Other inter-agency work", share(1, 10), 0, x, x, x, share(1, 13)],
        ["Other work, and breaks", share(2, 10), share(1, 3), x, x, x, share(3, 13)],
        ["Respondents (number)", 2, 1, 0, 0, 1, 4],
        ["Recorded time (hours)", 5, 1.5, 0, 0, 0, 6.5],
    ]


def test_activity_table_has_these_rows(round_):
    workbook = opened(build_workbook(round_, built_on=DAY).content)

    csd = {symbol: "AAAMRRa0h8".count(symbol) for symbol in "AMRa0h8"}
    dass = {"A": 1, "b": 1, "8": 1}
    expected = [
        [
            CATEGORY_LABELS[a.category.code],
            a.code,
            a.label,
            share(csd.get(a.symbol, 0), 10),
            share(dass.get(a.symbol, 0), 3),
            "[x]",
            "[x]",
            "[x]",
            share(csd.get(a.symbol, 0) + dass.get(a.symbol, 0), 13),
        ]
        for a in ACTIVITIES
    ]
    assert table_rows(workbook["Table_C1"]) == [
        ["Category", "Code", "Activity", *SECTORS],
        *expected,
        ["All categories", "All", "Respondents (number)", 2, 1, 0, 0, 1, 4],
        ["All categories", "All", "Recorded time (hours)", 5, 1.5, 0, 0, 0, 6.5],
    ]


def test_cover_says_what_the_workbook_is(round_):
    sheet = opened(build_workbook(round_, built_on=DAY).content)["Cover"]

    assert [cell.value for cell in sheet["A"]] == [
        "Autumn round: tables",
        "Tables of a workload survey of social workers who kept a diary of half hours for one "
        "week. Internal: not protected against disclosure, so not for publication.",
        "Round",
        "Autumn round",
        "About this round",
        "A reconstruction.",
        "Returns counted",
        "4 sent returns",
        "Built on",
        "21 November 2026, with Caseweek 0.1.0",
        "Contact",
        "Ana Reed (ana@staff.example)",
        "Go to the contents",
    ]


def test_round_without_returns_gives_a_workbook_without_shares():
    built = build_workbook(RoundFactory(), built_on=DAY)

    rows = table_rows(opened(built.content)["Table_3.3"])
    assert built.returns_counted == 0
    assert [row[1:] for row in rows[1:8]] == [["[x]"] * 6] * 7
    assert [row[1:] for row in rows[8:]] == [[0] * 6] * 2


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", '=HYPERLINK("http://x.example")', "'quoted", "TRUE"],
)
def test_text_that_looks_like_a_formula_stays_text(text):
    content = write_workbook(replace(ABOUT, note=text, contact=text), [])

    sheet = opened(content)["Cover"]
    note = next(cell for cell in sheet["A"] if cell.value == text)
    assert note.data_type == "s"
    assert note.quotePrefix == text.startswith(("=", "+", "-", "@", "'"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("bell\x07 and \x00 zero", "bell\ufffd and \ufffd zero"),
        ("half a pair \ud800.", "half a pair \ufffd."),
        ("no character \uffff.", "no character \ufffd."),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  two spaces each side  ", "  two spaces each side  "),
        ('smile 😀 & <b> "é"', 'smile 😀 & <b> "é"'),
        ("é" * 40_000, "é" * 32_766 + "…"),
        ("😀" * 20_000, "😀" * 16_383 + "…"),
    ],
    ids=["control", "surrogate", "non-character", "lines", "spaces", "signs", "long", "long wide"],
)
def test_text_is_kept_as_far_as_a_cell_can_hold_it(text, kept):
    sheet = opened(write_workbook(replace(ABOUT, note=text), []))["Cover"]

    assert sheet["A6"].value == kept


def test_text_that_looks_like_an_escape_is_not_read_as_one():
    content = write_workbook(replace(ABOUT, note="_x0041_"), [])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"_x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml")


def test_same_input_gives_the_same_bytes(round_):
    first, second = (build_workbook(round_, built_on=DAY).content for _ in range(2))

    assert first == second


def test_other_day_changes_the_date_and_nothing_else(round_):
    def parts(day):
        with zipfile.ZipFile(io.BytesIO(build_workbook(round_, built_on=day).content)) as archive:
            found = {info.filename: archive.read(info) for info in archive.infolist()}
            stamps = {info.date_time for info in archive.infolist()}
        return found, stamps

    first, first_stamps = parts(DAY)
    other, other_stamps = parts(datetime.date(2027, 1, 2))

    differing = {name for name in first if first[name] != other[name]}
    assert differing == {"docProps/core.xml", "xl/worksheets/sheet1.xml"}
    assert first_stamps == {(2026, 11, 21, 0, 0, 0)}
    assert other_stamps == {(2027, 1, 2, 0, 0, 0)}
    cover = "xl/worksheets/sheet1.xml"
    assert first[cover].replace(b"21 November 2026", b"2 January 2027") == other[cover]


def test_figures_are_shown_rounded_and_stored_exactly(round_):
    sheet = opened(build_workbook(round_, built_on=DAY).content)["Table_3.3"]

    last = [sheet.cell(row, 7) for row in (7, 14, 15)]
    assert [(cell.value, cell.number_format) for cell in last] == [
        (share(4, 13), "0%"),
        (4, "#,##0"),
        (6.5, "#,##0.0"),
    ]


# --- the Analysis Function's checklist --------------------------------------------------------


@pytest.fixture
def workbook():
    round_ = RoundFactory()
    send_many(round_, 12)
    return opened(build_workbook(round_, built_on=DAY).content)


def test_sheets_come_in_order_and_the_first_opens(workbook):
    assert workbook.sheetnames == [
        "Cover",
        "Contents",
        "Notes",
        "Table_3.3",
        "Chart_3.3",
        "Table_C1",
    ]
    assert workbook.active.title == "Cover"
    assert [sheet.title for sheet in workbook if sheet.sheet_view.tabSelected] == ["Cover"]
    assert {sheet.sheet_view.selection[-1].activeCell for sheet in [workbook["Cover"]]} == {"A1"}


def test_every_sheet_has_its_title_in_a1_and_no_merged_or_hidden_cells(workbook):
    for sheet in workbook:
        assert sheet["A1"].value
        assert sheet["A1"].font.size > sheet["A2"].font.size
        assert sheet.merged_cells.ranges == set()
        assert not [d for d in sheet.row_dimensions.values() if d.hidden]
        assert not [d for d in sheet.column_dimensions.values() if d.hidden]


def test_every_table_is_marked_up_and_full(workbook):
    names = []
    for sheet in workbook:
        for table in sheet.tables.values():
            names.append(table.displayName)
            header, *rows = table_rows(sheet)
            assert [column.name for column in table.tableColumns] == header
            assert len(set(header)) == len(header)
            assert all(isinstance(name, str) and name for name in header)
            assert all(cell not in (None, "") for row in rows for cell in row)
            assert table.autoFilter is None
            assert range_boundaries(table.ref)[3] == sheet.max_row
    assert names == [
        "contents",
        "notes",
        "time_by_category_and_sector",
        "time_by_activity_and_sector",
    ]


def test_links_lead_to_sheets_that_are_there(workbook):
    targets = {}
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:
                    name = re.fullmatch(r"'([^']+)'!A1", cell.hyperlink.location).group(1)
                    targets.setdefault(sheet.title, []).append(name)

    assert targets == {
        "Cover": ["Contents"],
        "Contents": ["Notes", "Table_3.3", "Chart_3.3", "Table_C1"],
        "Notes": ["Contents"],
        "Table_3.3": ["Contents"],
        "Chart_3.3": ["Table_3.3", "Contents"],
        "Table_C1": ["Contents"],
    }


def test_notes_and_shorthand_of_the_tables_are_explained(workbook):
    explained = {row[0] for row in table_rows(workbook["Notes"])[1:]}

    used = {
        mark
        for sheet in (workbook["Table_3.3"], workbook["Table_C1"])
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, str)
        for mark in re.findall(r"\[(?:note \d+|x|c|u|z|low)\]", cell)
    }
    assert used
    assert used <= explained


def test_long_labels_wrap_in_rows_high_enough(workbook):
    sheet = workbook["Table_C1"]
    longest = max(ACTIVITIES, key=lambda activity: len(activity.label))

    cell = next(c for c in sheet["C"] if c.value == longest.label)

    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height > 2 * sheet.row_dimensions[7].height


def test_sheets_print_on_landscape_pages_with_their_header(workbook):
    found = {
        sheet.title: (
            sheet.page_setup.orientation,
            sheet.page_setup.fitToWidth,
            sheet.print_title_rows,
            sheet.freeze_panes,
        )
        for sheet in workbook
    }

    assert found == {
        "Cover": ("landscape", 1, None, None),
        "Contents": ("landscape", 1, "$3:$3", None),
        "Notes": ("landscape", 1, "$4:$4", None),
        "Table_3.3": ("landscape", 1, "$6:$6", "B7"),
        "Chart_3.3": ("landscape", 1, None, None),
        "Table_C1": ("landscape", 1, "$6:$6", "D7"),
    }


def test_document_says_its_title_author_and_language(workbook):
    properties = workbook.properties

    assert (properties.creator, properties.language) == ("Caseweek", "en-GB")
    assert re.fullmatch(r"Round \d+: tables", properties.title)
    assert properties.created == properties.modified == datetime.datetime(2026, 11, 21)


def test_chart_shows_the_six_categories_from_the_tables_cells(workbook):
    (chart,) = workbook["Chart_3.3"]._charts
    source = workbook["Table_3.3"]

    names = [source[s.tx.strRef.f.split("!")[1].replace("$", "")].value for s in chart.series]
    values = [s.val.numRef.f for s in chart.series]

    assert names == [source.cell(row, 1).value for row in (7, 8, 9, 10, 12, 13)]
    assert values == [f"'Table_3.3'!$B${row}:$G${row}" for row in (7, 8, 9, 10, 12, 13)]
    assert {s.cat.numRef.f if s.cat.numRef else s.cat.strRef.f for s in chart.series} == {
        "'Table_3.3'!$B$6:$G$6"
    }
    assert (chart.grouping, chart.overlap, chart.y_axis.scaling.max) == ("stacked", 100, 1)
    assert len({str(s.graphicalProperties.solidFill) for s in chart.series}) == 6


def test_workbook_computes_each_table_once_from_the_same_arrays():
    round_ = RoundFactory()
    send_many(round_, 9)
    returns = read_returns(round_)

    content = write_workbook(ABOUT, [compute(table, returns) for table in TABLES])

    by_category = table_rows(opened(content)["Table_3.3"])
    by_activity = table_rows(opened(content)["Table_C1"])
    for label in CATEGORY_LABELS.values():
        whole = next(row[1:] for row in by_category if row[0] == label)
        parts = [row[3:] for row in by_activity if row[0] == label]
        assert [sum(column) for column in zip(*parts, strict=True)] == pytest.approx(whole)
