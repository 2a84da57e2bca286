"""The workbook, opened again: whole sheets, how they look, and what keeps their text harmless."""

import datetime
import io
import zipfile
from dataclasses import replace

import pytest

from reports.figures.frame import LeftOut
from reports.figures.results import Line, Mark, Panel
from reports.workbook import write_workbook
from surveys.thresholds import Thresholds
from tests.reports.figures_made import count, make_chart, make_result, make_table
from tests.reports.figures_made import share as share_of
from tests.reports.workbooks_made import (
    ABOUT,
    DAY,
    GROUPS,
    counts,
    day,
    every_kind,
    group_of,
    opened,
    publication,
    shares,
    sheet_rows,
    written,
)

INTERNAL = "Internal, not for publication"


def share(part, whole):
    """A share as the file keeps it: numbers have 16 digits there."""
    return float(f"{part / whole:.16g}")


# --- whole sheets -----------------------------------------------------------------------------


def test_table_of_counts_has_these_rows():
    sheet = written(ABOUT, counts())["Table_2.1"]

    third = share(1, 3)
    assert sheet_rows(sheet) == [
        ["Table 2.1: Age of respondents"],
        [INTERNAL],
        ["This sheet contains one table. Shorthand is explained in the notes."],
        ["Figures: respondents; percentage of respondents. [note 1] [note 2]"],
        ["Base: All respondents who sent a return (4 returns)."],
        ["Source: repeats Table 2.1 of the 2009 report."],
        ["Contents"],
        ["Notes"],
        ["Chart_2.1"],
        [
            "Age",
            "Children, number",
            "Joint, number",
            "All respondents, number",
            "Children, percentage",
            "Joint, percentage [low]",
            "All respondents, percentage",
        ],
        ["20-24", 1, "[c]", 2, third, 1, 0.5],
        ["25-29", 2, 0, 2, share(2, 3), 0, 0.5],
        ["Total", 3, 1, 4, 1, 1, 1],
    ]


def test_table_of_shares_has_its_bases_last_and_flags_beside():
    sheet = written(publication(), shares(chart=None))["Table_3.3"]

    unit = "percentage of time"
    assert sheet_rows(sheet) == [
        ["Table 3.3: Share of recorded time"],
        ["This sheet contains one table. Shorthand is explained in the notes."],
        ["Figures: share of recorded time; respondents; hours. [note 1]"],
        ["Base: All respondents who sent a return (4 returns)."],
        ["Contents"],
        ["Notes"],
        ["Activities", *(f"{g.labels[0]}, {unit}" for g in GROUPS), "Flags"],
        ["Contact", 0.25, "[x]", 0.2, "None"],
        ["Travel", 0.75, "[x]", 0.8, "All respondents: [low]"],
        ["Subtotal: all of it", 1, "[x]", 1, "None"],
        ["Respondents (number)", 3, 1, 4, "None"],
        ["Hours recorded", 5000.5, 0, 5000.5, "None"],
    ]


def test_intervals_stand_in_columns_beside_their_figures():
    sheet = written(ABOUT, shares(), spreads=True)["Table_3.3"]

    rows = sheet_rows(sheet)[-5:]
    assert [row[:6] for row in rows] == [
        ["Contact", 0.25, 0.23, 0.27, 0.01, 1.5],
        ["Travel", 0.75, "[u]", "[u]", "[u]", "[u]"],
        ["Subtotal: all of it", 1, 0.98, 1, 0.01, 1.5],
        ["Respondents (number)", 3, "[z]", "[z]", "[z]", "[z]"],
        ["Hours recorded", 5000.5, "[z]", "[z]", "[z]", "[z]"],
    ]


def test_cover_of_an_internal_workbook_says_what_it_is():
    about = replace(
        ABOUT,
        note="A reconstruction.",
        returns_counted=1_153,
        left_out=LeftOut(3, 20, (("Collected by a manager", 20), ("Empty", 3))),
        filters=("Sector: Adult services",),
        is_weighted=True,
    )

    assert sheet_rows(written(about)["Cover"]) == [
        ["A round: tables"],
        [INTERNAL],
        [
            "Tables of a workload survey of social workers who kept a diary of half hours for "
            "one week."
        ],
        ["Use"],
        [
            "Internal, not for publication. The figures are not protected against disclosure: "
            "keep the workbook within the survey's team."
        ],
        ["Round"],
        ["A round"],
        ["About this round"],
        ["A reconstruction."],
        ["Returns counted"],
        ["1,153 sent returns"],
        ["Returns left out"],
        ["23 sent returns"],
        ["20 of them with their whole agency"],
        ["20: Collected by a manager"],
        ["3: Empty"],
        ["Respondents looked at"],
        ["Sector: Adult services"],
        ["Weights"],
        ["Weighted to the number of eligible staff of each agency"],
        ["Built on"],
        ["21 November 2026, with Caseweek 0.1.0"],
        ["Contact"],
        ["Ana Reed (ana@staff.example)"],
        ["Go to the contents"],
    ]


def test_cover_of_a_publication_says_how_it_is_protected_and_no_reasons():
    about = publication(
        contact="",
        left_out=LeftOut(3, 0, (("Oxford: collected", 3),)),
        thresholds=Thresholds(minimum_cell=7, low_base=40),
    )

    assert sheet_rows(written(about)["Cover"]) == [
        ["A round: tables"],
        [
            "Tables of a workload survey of social workers who kept a diary of half hours for "
            "one week."
        ],
        ["Use"],
        [
            "Protected for publication. Counts of fewer than 7 respondents are hidden, and so "
            "are as many others as it takes that nobody can work them out from this workbook. "
            "Figures of fewer than 40 respondents are flagged."
        ],
        ["Round"],
        ["A round"],
        ["Returns counted"],
        ["4 sent returns"],
        ["Returns left out"],
        ["3 sent returns, set aside by the survey's researchers"],
        ["Respondents looked at"],
        ["All respondents: no filter"],
        ["Weights"],
        ["Not weighted: every return counts alike"],
        ["Built on"],
        ["21 November 2026, with Caseweek 0.1.0"],
        ["Contact"],
        ["The survey manager of this round"],
        ["Go to the contents"],
    ]


def test_contents_name_every_table_its_chapter_and_its_chart():
    results = [counts(), shares(chart=None)]

    sheet = written(publication(), *results, chapters=[("2", "Who took part")])["Contents"]

    assert sheet_rows(sheet)[2:] == [
        ["Sheet", "What it holds", "Chapter", "Chart"],
        ["Notes", "Notes, and shorthand used in the tables", "About the tables", "No chart"],
        ["Table_2.1", "Table 2.1: Age of respondents", "Who took part", "Chart_2.1"],
        ["Table_3.3", "Table 3.3: Share of recorded time", "time", "No chart"],
    ]


def test_notes_explain_what_the_tables_use_and_nothing_else():
    plain = written(publication(), counts())["Notes"]
    close = written(publication(), shares(), spreads=True)["Notes"]

    assert [row[0] for row in sheet_rows(plain)[4:]] == [
        "[note 1]",
        "[note 2]",
        "[note 3]",
        "[note 4]",
        "[c]",
        "[low]",
    ]
    assert [(row[0], row[1].split(".")[0].split(":")[0]) for row in sheet_rows(close)[4:]] == [
        ("[note 1]", "Shares are pooled"),
        ("[note 2]", "Percentages are stored as fractions of 1, and figures may be stored with "
         "more decimal places than are shown"),
        ("[note 3]", "Percentages are released to one decimal place, hours to whole hours, and "
         "means to one decimal place, so that nobody's answers can be worked out from exact "
         "figures"),
        ("[note 4]", "Intervals are 95% confidence intervals from Taylor-linearised variances"),
        ("[low]", "Low numbers"),
        ("[u]", "Low reliability"),
        ("[x]", "Not available"),
        ("[z]", "Not applicable"),
    ]  # fmt: skip


def test_sheet_says_which_respondents_it_is_of_and_that_they_are_weighted():
    about = replace(ABOUT, filters=("Sector: Joint", "Region: London"), is_weighted=True)

    assert sheet_rows(written(about, counts(source=""))["Table_2.1"])[4:8] == [
        ["Base: All respondents who sent a return (4 returns)."],
        ["Only respondents with Sector: Joint; Region: London."],
        ["Percentages, shares and means are weighted."],
        ["Contents"],
    ]


# --- how it looks -----------------------------------------------------------------------------


def test_figures_are_shown_rounded_and_stored_exactly():
    workbook = written(ABOUT, counts(), shares())

    cells = [workbook["Table_2.1"].cell(11, column) for column in (2, 5)]
    cells += [workbook["Table_3.3"].cell(row, 2) for row in (10, 14)]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        (1, "#,##0"),
        (share(1, 3), "0%"),
        (0.25, "0%"),
        (5000.5, "#,##0.0"),
    ]


def test_figures_with_intervals_show_one_more_place():
    sheet = written(ABOUT, shares(), spreads=True)["Table_3.3"]

    formats = [sheet.cell(10, column).number_format for column in range(2, 7)]
    assert formats == ["0.0%", "0.0%", "0.0%", "0.00%", "0.00"]


def test_every_sheet_of_an_internal_workbook_says_so_and_a_publication_nowhere():
    internal = written(ABOUT, *every_kind())
    public = write_workbook(publication(), every_kind())

    for sheet in internal:
        assert INTERNAL in [row[0] for row in sheet_rows(sheet)[:2]]
        assert sheet.oddHeader.center.text == INTERNAL
        assert sheet.sheet_properties.tabColor.rgb == "00B3261E"
    assert (internal.properties.category, internal.properties.description) == (
        INTERNAL,
        f"{INTERNAL}: not protected against disclosure",
    )
    assert INTERNAL.lower() in internal.properties.keywords
    with zipfile.ZipFile(io.BytesIO(public)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"nternal" not in parts
    assert b"tabColor" not in parts
    assert b"headerFooter" not in parts
    assert opened(public).properties.description == "Protected for publication"


def test_long_and_wide_tables_keep_their_header_in_sight_and_on_every_page():
    workbook = written(ABOUT, counts(), day(), shares(), spreads=True)

    found = {
        sheet.title: (sheet.freeze_panes, sheet.print_title_rows, sheet.print_title_cols)
        for sheet in workbook
        if sheet.title.startswith("Table")
    }
    assert found == {
        "Table_2.1": (None, "$10:$10", None),
        "Table_T5": ("C10", "$9:$9", None),
        "Table_3.3": ("B10", "$9:$9", "$A:$A"),
    }
    pages = {sheet.title: sheet.page_setup.fitToWidth for sheet in workbook}
    assert (pages["Table_2.1"], pages["Table_3.3"]) == (1, 2)


def test_long_labels_wrap_in_rows_high_enough():
    long = make_result(
        [Panel("numbers", "Numbers", (_line("word " * 30), _line("short")))], (group_of("All"),)
    )

    sheet = written(ABOUT, long)["Table_3.3"]
    tall, low = (sheet.row_dimensions[sheet.max_row - rows].height for rows in (1, 0))
    assert sheet.cell(sheet.max_row - 1, 1).alignment.wrap_text
    assert tall >= low + 2 * 16


def _line(label):
    return Line(label, (label,), (count(1, 4),))


# --- charts -----------------------------------------------------------------------------------


def charts(result, **options):
    """The charts of a result's sheet: of each series what it is called, of and in which cells."""
    workbook = written(publication(), result, **options)
    (name,) = [name for name in workbook.sheetnames if name.startswith("Chart")]
    return [
        [(s.tx.v, s.cat.strRef.f, s.val.numRef.f) for s in chart.series]
        for chart in workbook[name]._charts
    ]


def test_stacked_chart_has_a_bar_a_group_cut_into_the_rows_that_are_no_totals():
    assert charts(counts()) == [
        [
            ("20-24", "'Table_2.1'!$E$9:$G$9", "'Table_2.1'!$E$10:$G$10"),
            ("25-29", "'Table_2.1'!$E$9:$G$9", "'Table_2.1'!$E$11:$G$11"),
        ]
    ]


def test_bars_are_of_all_respondents():
    assert charts(counts(chart=make_chart("bars"))) == [
        [("All respondents", "'Table_2.1'!$A$10:$A$11", "'Table_2.1'!$G$10:$G$11")]
    ]


def test_grouped_bars_leave_all_respondents_to_the_table():
    assert charts(counts(chart=make_chart("grouped"))) == [
        [
            ("Children", "'Table_2.1'!$A$10:$A$11", "'Table_2.1'!$E$10:$E$11"),
            ("Joint", "'Table_2.1'!$A$10:$A$11", "'Table_2.1'!$F$10:$F$11"),
        ]
    ]


def test_chart_of_groups_finds_their_figures_between_the_intervals():
    (found,) = charts(shares(chart=make_chart("stacked")), spreads=True)

    assert found[0] == (
        "Contact",
        "('Table_3.3'!$B$8,'Table_3.3'!$G$8,'Table_3.3'!$L$8)",
        "('Table_3.3'!$B$9,'Table_3.3'!$G$9,'Table_3.3'!$L$9)",
    )


def test_tempogram_has_a_chart_a_group_with_an_area_a_category():
    found = charts(day())

    assert len(found) == len(GROUPS)
    assert found[0] == [
        ("Contact", "'Table_T5'!$B$9:$B$56", "'Table_T5'!$C$9:$C$56"),
        ("Travel", "'Table_T5'!$B$9:$B$56", "'Table_T5'!$C$57:$C$104"),
    ]


def test_dots_have_their_intervals():
    sheet = written(publication(), shares(), spreads=True)["Chart_3.3"]

    (chart,) = sheet._charts
    bars = [series.errBars for series in chart.series]
    assert [bar and [float(p.v) for p in bar.plus.numLit.pt] for bar in bars] == [
        [pytest.approx(0.02), 0],
        None,
        [pytest.approx(0.04), 0],
    ]


def test_dots_whose_figures_are_not_shown_are_not_drawn():
    content = write_workbook(publication(), [shares()])

    sheet = opened(content)["Chart_3.3"]
    (chart,) = sheet._charts
    assert [[point.idx for point in series.dPt] for series in chart.series] == [[], [0, 1], []]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read("xl/charts/chart1.xml").count(b'<symbol val="none" />') == 2
    assert ["Figures that are hidden or not available are not drawn."] in sheet_rows(sheet)


def test_hidden_figure_is_nowhere_in_the_file():
    result = shares()
    secret = share_of(98_765, 100_003, mark=Mark.CONFIDENTIAL, error=0.012_34)
    lines = [replace(line, figures=(secret,) * 3) for line in result.panels[0].lines]
    hidden = replace(result, panels=(replace(result.panels[0], lines=tuple(lines)),))

    content = write_workbook(publication(), [hidden], spreads=True)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert [number for number in (b"0.987", b"0.012", b"98765") if number in parts] == []


def test_error_bars_are_written_in_the_order_of_the_file_format():
    content = write_workbook(publication(), [shares()], spreads=True)

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert 0 < chart.index("<plus>") < chart.index("<minus>") < chart.index("</errBars>")


def test_each_kind_of_chart_is_told_apart_by_more_than_colour():
    (chart,) = written(publication(), shares(), spreads=True)["Chart_3.3"]._charts

    assert [series.marker.symbol for series in chart.series] == ["circle", "square", "triangle"]


# --- text from people -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", '=HYPERLINK("http://x.example")', "'quoted", "TRUE"],
)
def test_text_that_looks_like_a_formula_stays_text_wherever_people_wrote_it(text):
    about = replace(
        ABOUT,
        round_title=text,
        note=text,
        contact=text,
        filters=(text,),
        left_out=LeftOut(1, 0, ((text, 1),)),
    )
    result = make_result(
        [Panel("numbers", "Numbers", (_line(text), _line("other")))],
        (group_of(text),),
        make_table(chart=make_chart("bars")),
    )

    content = write_workbook(about, [result])

    workbook = opened(content)
    cells = [c for sheet in workbook for row in sheet.iter_rows() for c in row if c.value == text]
    assert {(cell.parent.title, cell.data_type) for cell in cells} == {
        ("Cover", "s"),
        ("Table_3.3", "s"),
    }
    assert {cell.quotePrefix for cell in cells} == {text.startswith(("=", "+", "-", "@", "'"))}
    assert table_header(workbook["Table_3.3"]) == ["Activities", f"{text}, number"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert b"<f>" not in b"".join(archive.read(name) for name in sheets)


def table_header(sheet):
    """The header that programs see: the table's, and the same in its cells."""
    (table,) = sheet.tables.values()
    names = [column.name for column in table.tableColumns]
    top = int(table.ref.split(":")[0][1:])
    assert names == [sheet.cell(top, place).value for place in range(1, len(names) + 1)]
    return names


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
    assert written(replace(ABOUT, note=text))["Cover"]["A9"].value == kept


def test_text_that_looks_like_an_escape_is_not_read_as_one():
    content = write_workbook(replace(ABOUT, note="_x0041_"), [])

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"_x005F_x0041_" in archive.read("xl/worksheets/sheet1.xml")


# --- the file ---------------------------------------------------------------------------------


def parts_of(about):
    with zipfile.ZipFile(io.BytesIO(write_workbook(about, every_kind()))) as archive:
        found = {info.filename: archive.read(info) for info in archive.infolist()}
        return found, {info.date_time for info in archive.infolist()}


def test_same_input_gives_the_same_bytes():
    first, second = (write_workbook(ABOUT, every_kind(), spreads=True) for _ in range(2))

    assert first == second


def test_other_day_changes_the_date_and_nothing_else():
    first, first_stamps = parts_of(ABOUT)
    other, other_stamps = parts_of(replace(ABOUT, built_on=datetime.date(2027, 1, 2)))

    differing = {name for name in first if first[name] != other[name]}
    assert differing == {"docProps/core.xml", "xl/worksheets/sheet1.xml"}
    assert first_stamps == {(2026, 11, 21, 0, 0, 0)}
    assert other_stamps == {(2027, 1, 2, 0, 0, 0)}
    cover = "xl/worksheets/sheet1.xml"
    assert first[cover].replace(b"21 November 2026", b"2 January 2027") == other[cover]


def test_document_says_its_title_author_and_language():
    properties = written(ABOUT).properties

    assert (properties.title, properties.creator) == ("A round: tables", "Caseweek")
    assert (properties.subject, properties.language) == (
        "Workload survey of social workers",
        "en-GB",
    )
    assert (
        properties.created == properties.modified == datetime.datetime.combine(DAY, datetime.time())
    )
