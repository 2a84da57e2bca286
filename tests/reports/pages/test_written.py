"""Figures as pages write them."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.figures.results import Figure, Mark, Measure, Spread
from reports.pages.written import interval_text, marks_of, number_text, rounded, value_text
from tests.reports.figures_made import count, percentage, share


@pytest.mark.parametrize(
    ("number", "places", "expected"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(5, 2), 0, "3"),  # not the even neighbour
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 3, "0.333"),
        (Fraction(2675, 1000), 2, "2.68"),  # as a float it would be 2.67
        (12345, 0, "12345"),
    ],
)
def test_rounding_is_half_away_from_nought_and_exact(number, places, expected):
    assert rounded(number, places) == Decimal(expected)


@pytest.mark.parametrize(
    ("number", "measure", "more", "expected"),
    [
        (Fraction(1, 3), Measure.SHARE, 0, "33"),
        (Fraction(1, 3), Measure.SHARE, 1, "33.3"),
        (12345, Measure.RESPONDENTS, 1, "12,345"),
        (Fraction(87375, 2), Measure.HOURS, 0, "43,688"),
        (Fraction(87375, 2), Measure.HOURS, 1, "43,687.5"),
        (Fraction(50, 3), Measure.MEAN_HOURS, 0, "16.7"),
        (Fraction(-1, 500), Measure.SHARE, 0, "0"),
        (Fraction(-1, 50), Measure.SHARE, 0, "−2"),
        (math.nan, Measure.MEAN, 0, "[x]"),
    ],
)
def test_number_has_the_places_of_its_measure(number, measure, more, expected):
    assert number_text(number, measure, more) == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (share(1, 4), "25%"),
        (count(1153, 1153), "1,153"),
        (share(0, 0), "[x]"),
        (percentage(2, 9, mark=Mark.CONFIDENTIAL), "[c]"),
        (percentage(2, 9, mark=Mark.LOW), "22%"),
        (percentage(2, 9, mark=Mark.UNRELIABLE), "22%"),
        (Figure(Measure.MEAN, None, 0, 0, mark=Mark.NOT_APPLICABLE), "[z]"),
    ],
)
def test_cell_says_the_figure_or_what_stands_instead(figure, expected):
    assert value_text(figure) == expected


def test_interval_is_in_the_figures_unit():
    spread = Spread(0.01, 0.231, 0.279, 1.2, 30)

    assert interval_text(spread, Measure.SHARE) == "23 to 28"
    assert interval_text(spread, Measure.SHARE, 1) == "23.1 to 27.9"


def test_figure_without_a_value_is_marked_whether_it_says_so_or_not():
    assert marks_of(share(0, 0)) == [Mark.NOT_AVAILABLE]
    assert marks_of(share(1, 2)) == []
