"""The rows and cells of tables on pages."""

from dataclasses import replace

from reports.figures.results import Line, Mark, Panel
from reports.pages.grids import grid_of
from tests.reports.figures_made import (
    count,
    make_group,
    make_panel,
    make_result,
    make_table,
    percentage,
    share,
)

CSD, DASS = make_group("CSD"), make_group("DASS")
ALL = make_group("All", respondents=200, is_total=True)


def heads(grid):
    """Heads as (text, columns, rows), row by row."""
    return [[(head.text, head.columns, head.rows) for head in row] for row in grid.heads]


def rows(grid):
    """Titles of bodies, and each row's labels and cells."""
    return [
        (body.title, [(*row.labels, *(cell.text for cell in row.cells)) for row in body.rows])
        for body in grid.bodies
    ]


def test_one_panel_is_a_row_of_heads_and_rows():
    panel = make_panel(
        "shares", {"Direct": [share(1, 4), share(1, 2)], "Subtotal": [share(3, 4)] * 2}
    )

    grid = grid_of(make_result([panel], [CSD, DASS]))

    assert heads(grid) == [[("Activities", 1, 1), ("CSD", 1, 1), ("DASS", 1, 1)]]
    assert rows(grid) == [("", [("Direct", "25%", "50%"), ("Subtotal", "75%", "75%")])]
    assert [row.kind for row in grid.bodies[0].rows] == ["", "subtotal"]
    assert grid.width == 3


def test_panels_of_the_same_rows_stand_side_by_side_and_others_below():
    numbers = make_panel("numbers", {"Yes": [count(1, 4), count(3, 4)]}, "Number of respondents")
    percentages = make_panel("percentages", {"Yes": [percentage(1, 4), percentage(3, 4)]})
    bases = make_panel("bases", {"Respondents": [count(4, 4), count(4, 4)]})

    grid = grid_of(make_result([numbers, percentages, bases], [CSD, DASS]))

    assert heads(grid) == [
        [("Activities", 1, 2), ("CSD", 2, 1), ("DASS", 2, 1)],
        [("Number", 1, 1), ("%", 1, 1), ("Number", 1, 1), ("%", 1, 1)],
    ]
    assert rows(grid) == [
        ("", [("Yes", "1", "25%", "3", "75%")]),
        ("Bases", []),
        ("", [("Respondents", "4", "4")]),
    ]
    assert [cell.columns for cell in grid.bodies[2].rows[0].cells] == [2, 2]
    assert grid.width == 5


def test_one_group_is_headed_by_its_panels_alone():
    numbers = make_panel("numbers", {"Yes": [count(1, 4)]})
    percentages = make_panel("percentages", {"Yes": [percentage(1, 4)]})

    grid = grid_of(make_result([numbers, percentages], [ALL]))

    assert heads(grid) == [[("Activities", 1, 1), ("Number", 1, 1), ("%", 1, 1)]]


def test_nested_columns_have_two_rows_of_heads_and_a_total_over_both():
    groups = [make_group("CSD", "Yes"), make_group("CSD", "No"), make_group("DASS", "Yes")]
    total = replace(make_group("All", ""), is_total=True)
    panel = make_panel("shares", {"Direct": [share(1, 4)] * 4})

    grid = grid_of(make_result([panel], [*groups, total]))

    assert heads(grid) == [
        [("Activities", 1, 2), ("CSD", 2, 1), ("DASS", 1, 1), ("All", 1, 2)],
        [("Yes", 1, 1), ("No", 1, 1), ("Yes", 1, 1)],
    ]


def test_rows_with_several_labels_stand_under_the_first_of_them():
    labels = [("Direct", "D1", "Visit"), ("Direct", "D2", "Call"), ("Other", "S1", "Lunch")]
    lines = tuple(Line(code, (home, code, name), (share(1, 4),)) for home, code, name in labels)
    table = make_table(row_head="Category | Code | Activity")

    grid = grid_of(make_result([Panel("shares", "Shares", lines)], [ALL], table))

    assert rows(grid) == [
        ("Direct", [("D1", "Visit", "25%"), ("D2", "Call", "25%")]),
        ("Other", [("S1", "Lunch", "25%")]),
    ]
    assert heads(grid)[0][0] == ("Code, Activity", 1, 1)


def test_interval_stands_below_and_shorthand_is_explained_only_where_it_is_used():
    row = [
        share(25, 100, error=0.01),
        share(1, 2, mark=Mark.UNRELIABLE),
        share(1, 4, mark=Mark.LOW),
    ]
    panel = make_panel("shares", {"Direct": row})
    result = make_result([panel], [CSD, DASS, ALL])

    with_intervals = grid_of(result, intervals=True)
    without = grid_of(result)

    cells = with_intervals.bodies[0].rows[0].cells
    assert [(c.text, c.beside, c.below) for c in cells] == [
        ("25%", "", "23 to 27"),
        ("50%", "", "[u]"),
        ("25%", "[low]", ""),
    ]
    assert with_intervals.marks == (Mark.LOW, Mark.UNRELIABLE)
    assert [(c.text, c.beside, c.below) for c in without.bodies[0].rows[0].cells] == [
        ("25%", "", ""),
        ("50%", "", ""),
        ("25%", "[low]", ""),
    ]
    assert without.marks == (Mark.LOW,)
