"""What the tables declare, and that they say the same as the published ones."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from diary.classification import ACTIVITIES, CATEGORIES
from reports.arrays import read_returns
from reports.notes import NOTES, used_in_order
from reports.tables import TABLES, TIME_BY_ACTIVITY, TIME_BY_CATEGORY, Measure, compute
from tests.factories import RoundFactory
from tests.reports.made import send

PUBLISHED = Path(__file__).parent.parent / "published"


def printed(name, labels):
    """The whole percentages of a published table, by row; `labels` columns stand before them."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        lines = [line[labels:] for line in csv.reader(file, delimiter="\t")]
    return [
        [int(cell.strip("% ")) for cell in line[:6]] for line in lines if line and "%" in line[0]
    ]


def test_published_activities_add_up_to_published_categories_as_we_group_them():
    """Each printed figure is at most half a point off, so sums may be off by that much each.

    In the column of the nine without information the two tables disagree on one category.
    """
    activities = printed("C1.tsv", 3)
    rows = [row for row in TIME_BY_CATEGORY.rows if row.measure is Measure.SHARE]
    by_row = {
        row.symbols: figures for row, figures in zip(rows, printed("3.3.tsv", 1), strict=True)
    }
    assert len(activities) == len(ACTIVITIES)
    disagree = []

    for category in CATEGORIES:
        places = [n for n, a in enumerate(ACTIVITIES) if a.category == category]
        whole = by_row[tuple(ACTIVITIES[n].symbol for n in places)]
        sums = [sum(column) for column in zip(*(activities[n] for n in places), strict=True)]
        allowed = 0.5 * (len(places) + 1)
        disagree += [
            (category.code, column, summed, figure)
            for column, summed, figure in zip(range(6), sums, whole, strict=True)
            if abs(summed - figure) > allowed
        ]
    assert disagree == [("OIA", 4, 0, 2)]


def test_category_rows_stand_in_the_published_order():
    labels = [row.labels[0] for row in TIME_BY_CATEGORY.rows]

    assert labels == [
        "Direct contact with clients",
        "Case related recording",
        "Case related work in own agency",
        "Case related inter-agency work",
        "Subtotal: client related work",
        "Other inter-agency work",
        "Other work, and breaks",
        "Respondents (number)",
        "Recorded time (hours)",
    ]


def test_activity_rows_are_the_forty_codes_in_order():
    codes = [row.labels[1] for row in TIME_BY_ACTIVITY.rows[:-2]]

    assert codes == [activity.code for activity in ACTIVITIES]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.number)
def test_declaration_fits_together(table):
    columns = [*table.heads, *table.group_labels]

    assert len(set(columns)) == len(columns)
    assert len(table.group_labels) == len(table.group.values)
    assert {len(row.labels) for row in table.rows} == {len(table.heads)}
    assert set(table.notes) <= set(NOTES)
    assert table.source
    assert table.base


def test_chart_rows_are_the_six_categories_without_the_subtotal():
    rows = [TIME_BY_CATEGORY.rows[place] for place in TIME_BY_CATEGORY.chart.rows]

    symbols = [symbol for row in rows for symbol in row.symbols]
    assert sorted(symbols) == sorted(activity.symbol for activity in ACTIVITIES)


def test_note_that_is_not_written_is_refused():
    with pytest.raises(KeyError, match="no such note: unwritten"):
        used_in_order(["pooled", "unwritten"])


@pytest.mark.django_db
def test_subtotal_is_the_exact_sum_of_the_client_related_rows():
    round_ = RoundFactory()
    send(round_, ("la_children", "AAAMRRa0h"), ("la_adults", "Ab8"))

    grid = compute(TIME_BY_CATEGORY, read_returns(round_))

    rows = [row[1:] for row in grid.rows]
    totals = [
        sum(cell for cell in column if cell is not None) if None not in column else None
        for column in zip(*rows[:4], strict=True)
    ]
    assert list(rows[4]) == totals
    assert rows[4] == (Fraction(7, 9), Fraction(2, 3), None, None, None, Fraction(9, 12))
