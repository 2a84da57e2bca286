"""Tables laid out flat: headers, rows, intervals, shorthand, and the CSV file."""

import csv
import io
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.figures.results import Figure, Line, Mark, Measure, Panel, Spread
from reports.laying import lay_out
from tests.reports.figures_made import (
    count,
    make_group,
    make_panel,
    make_result,
    make_table,
    percentage,
    share,
)

CSD, JOINT = make_group("Children", respondents=3), make_group("Joint", respondents=1)
ALL = make_group("All respondents", respondents=4, is_total=True)
GROUPS = (CSD, JOINT, ALL)
X = Figure(Measure.SHARE, None, 0, 0, 0, 0, None, Mark.NOT_AVAILABLE)


def texts(result, **options):
    """Header and cells' values."""
    grid = lay_out(result, **options)
    return [list(grid.header), *([cell.value for cell in row.cells] for row in grid.rows)]


def counts(**marks):
    """A table of counts and percentages; `marks` are of the percentages of both groups."""
    one, two = marks.get("one"), marks.get("two")
    return make_result(
        [
            make_panel(
                "numbers",
                {
                    "Yes": [count(1, 3), count(1, 1), count(2, 4)],
                    "No": [count(2, 3), count(0, 1), count(2, 4)],
                },
            ),
            make_panel(
                "percentages",
                {
                    "Yes": [percentage(1, 3), percentage(1, 1, mark=one), percentage(2, 4)],
                    "No": [percentage(2, 3), percentage(0, 1, mark=two), percentage(2, 4)],
                },
            ),
        ],
        GROUPS,
        make_table(row_head="Answer", kind="counts"),
    )


def shares(first, second, all_, *, spreads=False):
    bases = [count(3, 3), count(1, 1), count(4, 4)]
    hours = [Figure(Measure.HOURS, Fraction(n, 2), n, n, n) for n in (10, 1, 11)]
    return make_result(
        [
            make_panel("shares", {"Contact": [first, second, all_]}),
            make_panel("bases", {"Respondents": bases, "Hours recorded": hours}),
        ],
        GROUPS,
    )


def test_numbers_and_percentages_stand_in_columns_of_a_group_each():
    third, half = Fraction(1, 3), Fraction(1, 2)

    assert texts(counts()) == [
        [
            "Answer",
            "Children, number",
            "Joint, number",
            "All respondents, number",
            "Children, percentage",
            "Joint, percentage",
            "All respondents, percentage",
        ],
        ["Yes", 1, 1, 2, third, 1, half],
        ["No", 2, 0, 2, 2 * third, 0, half],
    ]


def test_bases_stand_below_the_shares_with_their_units():
    assert texts(shares(share(3, 10), X, share(3, 11))) == [
        [
            "Activities",
            "Children, percentage of time",
            "Joint, percentage of time",
            "All respondents, percentage of time",
        ],
        ["Contact", Fraction(3, 10), "[x]", Fraction(3, 11)],
        ["Respondents (number)", 3, 1, 4],
        ["Hours recorded", Fraction(5), Fraction(1, 2), Fraction(11, 2)],
    ]


def test_intervals_stand_beside_their_figures():
    spread = Spread(0.05, 0.2, 0.4, 1.5, 20)
    certain = Spread(0.0, 0.0, 0.0, float("nan"), 20)
    result = make_result(
        [
            Panel(
                "shares",
                "Shares",
                (
                    _line("Contact", Figure(Measure.SHARE, Fraction(3, 10), 3, 3, 3, 10, spread)),
                    _line("Travel", Figure(Measure.SHARE, Fraction(0), 3, 0, 0, 10, certain)),
                    _line("Other", share(1, 10, mark=Mark.UNRELIABLE)),
                    _line("Lunch", X),
                    _line("Hidden", share(1, 10, mark=Mark.CONFIDENTIAL)),
                ),
            ),
            make_panel("bases", {"Respondents": [count(3, 3)]}),
        ],
        (CSD,),
    )

    head = "Children, percentage of time"
    assert texts(result, spreads=True) == [
        [
            "Activities",
            head,
            f"{head}, lower end of 95% interval",
            f"{head}, upper end of 95% interval",
            f"{head}, standard error (percentage points)",
            f"{head}, design effect",
        ],
        ["Contact", Fraction(3, 10), 0.2, 0.4, 0.05, 1.5],
        ["Travel", Fraction(0), 0.0, 0.0, 0.0, "[x]"],
        ["Other", Fraction(1, 10), "[u]", "[u]", "[u]", "[u]"],
        ["Lunch", "[x]", "[x]", "[x]", "[x]", "[x]"],
        ["Hidden", "[c]", "[c]", "[c]", "[c]", "[c]"],
        ["Respondents (number)", 3, "[z]", "[z]", "[z]", "[z]"],
    ]
    assert texts(result) == [row[:2] for row in texts(result, spreads=True)]


def _line(label, *figures):
    return Line(label.lower(), (label,), figures)


def test_shorthand_is_known_where_a_reader_meets_it():
    result = shares(share(3, 10, mark=Mark.UNRELIABLE), X, share(3, 11, error=0.01))

    assert lay_out(result).marks == {Mark.NOT_AVAILABLE}
    assert lay_out(result, spreads=True).marks == {
        Mark.NOT_AVAILABLE,
        Mark.UNRELIABLE,
        Mark.NOT_APPLICABLE,
    }


def test_column_of_low_numbers_says_so_in_its_header():
    grid = lay_out(counts(one=Mark.LOW, two=Mark.LOW))

    assert grid.header[5:] == ("Joint, percentage [low]", "All respondents, percentage")
    assert [row.cells[5].value for row in grid.rows] == [1, 0]
    assert grid.marks == {Mark.LOW}


def test_column_of_low_shares_says_so_though_its_bases_do_not():
    result = shares(share(3, 10), share(1, 1, mark=Mark.LOW), share(4, 11))

    assert lay_out(result).header[2] == "Joint, percentage of time [low]"


def test_single_low_numbers_are_flagged_in_a_column_of_their_own():
    grid = texts(counts(one=Mark.LOW))

    assert [row[-1] for row in grid] == ["Flags", "Joint: [low]", "None"]
    assert [row[5] for row in grid] == ["Joint, percentage", 1, 0]


def test_panels_of_other_rows_take_the_columns_of_the_first():
    result = make_result(
        [
            make_panel("numbers", {"Yes": [count(1, 3)]}),
            make_panel("percentages", {"Yes": [percentage(1, 3)]}),
            make_panel("bases", {"Hours": [Figure(Measure.HOURS, Fraction(7, 2), 3, 3, 7)]}),
        ],
        (CSD,),
    )

    assert texts(result)[1:] == [["Yes", 1, Fraction(1, 3)], ["Hours", Fraction(7, 2), "[z]"]]


def test_lines_with_fewer_labels_are_of_all_that_stands_before():
    result = make_result(
        [
            Panel("shares", "Shares", (Line("D1", ("Contact", "D1", "Visit"), (share(1, 2),)),)),
            make_panel("bases", {"Respondents": [count(1, 1)]}),
        ],
        (CSD,),
        make_table(row_head="Category | Code | Activity"),
    )

    assert [row[:3] for row in texts(result)] == [
        ["Category", "Code", "Activity"],
        ["Contact", "D1", "Visit"],
        ["All", "All", "Respondents (number)"],
    ]


def test_groups_of_two_variables_are_named_by_both():
    group = make_group("Uses a system", "Social workers")
    result = make_result([make_panel("shares", {"Contact": [share(1, 2)]})], (group,))

    assert lay_out(result).header[1] == "Uses a system, Social workers, percentage of time"


@settings(max_examples=50)
@given(st.lists(st.text(max_size=300), min_size=1, max_size=5))
def test_headers_are_unlike_one_another_and_fit_whatever_people_called_the_groups(names):
    groups = [make_group(name) for name in names]
    result = make_result([make_panel("shares", {"Contact": [share(1, 2)] * len(groups)})], groups)

    header = lay_out(result).header

    assert len({name.casefold() for name in header}) == len(groups) + 1
    assert all(name.strip() and "\n" not in name and len(name) < 256 for name in header)


def csv_read(result, **options):
    content = lay_out(result, **options).csv_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_file_has_percentages_as_its_headers_say():
    assert csv_read(shares(share(3, 10), X, share(3, 11)))[1:] == [
        ["Contact", "30", "[x]", "27.2727272727273"],
        ["Respondents (number)", "3", "1", "4"],
        ["Hours recorded", "5", "0.5", "5.5"],
    ]


def test_csv_file_keeps_means_and_design_effects_as_they_are():
    spread = Spread(0.25, -1.5, 2.5, 1.25, 20)
    figure = Figure(Measure.MEAN, Fraction(1, 2), 3, 3, 3, 6, spread)
    result = make_result([make_panel("means", {"Cases": [figure]})], (CSD,))

    assert csv_read(result, spreads=True)[1] == ["Cases", "0.5", "-1.5", "2.5", "0.25", "1.25"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_file_keeps_texts_from_being_formulas(text):
    result = make_result(
        [Panel("numbers", "Numbers", (Line("a", (f"{text}",), (count(1, 3),)),))],
        (make_group(text),),
    )

    header, row = csv_read(result)
    tidy = text.strip()
    assert header[1] == f"'{tidy}, number"
    assert row == [f"'{tidy}", "1"]
