"""Two rounds side by side."""

import math
from fractions import Fraction

import pytest

from reports.figures.results import Mark, Measure, Spread
from reports.pages.comparing import compared_grid, difference, signed_text, spread_of_difference
from tests.reports.figures_made import make_group, make_panel, make_result, share
from tests.reports.pages.test_grids import heads, rows

CSD, ALL = make_group("CSD"), make_group("All", is_total=True)


def spread(error, df):
    return Spread(error, 0.0, 1.0, 1.0, df)


def test_variances_of_independent_samples_add_up():
    found = spread_of_difference(0.1, spread(0.03, 10_000_000), spread(0.04, 10_000_000))

    assert found.error == pytest.approx(0.05)
    # With that many degrees of freedom t is the normal distribution's 1.959964.
    assert (found.lower, found.upper) == pytest.approx((0.1 - 0.0979982, 0.1 + 0.0979982), abs=1e-7)


def test_degrees_of_freedom_are_satterthwaites():
    """Worked by hand: (9 + 16)² / (81 / 6 + 256 / 8) = 625 / 45.5 = 13.736…"""
    assert spread_of_difference(0.0, spread(3.0, 6), spread(4.0, 8)).df == 13


@pytest.mark.parametrize("other", [spread(math.nan, 5), spread(0.1, 0)])
def test_difference_has_no_interval_where_one_figure_has_none(other):
    assert spread_of_difference(0.1, spread(0.1, 5), other) is None


def test_figures_without_variance_differ_for_certain():
    found = spread_of_difference(0.2, spread(0.0, 5), spread(0.0, 7))

    assert (found.error, found.lower, found.upper) == (0.0, 0.2, 0.2)


def test_difference_is_this_less_the_other_and_exact():
    assert difference(share(1, 3), share(1, 4)).value == Fraction(1, 12)
    assert difference(share(0, 0), share(1, 4)).value is None
    assert difference(None, share(1, 4)) is None
    assert difference(share(1, 3, mark=Mark.UNRELIABLE), share(1, 4)).unreliable


@pytest.mark.parametrize(
    ("number", "expected"),
    [(Fraction(3, 100), "+3"), (Fraction(-2, 100), "−2"), (Fraction(0), "0")],
)
def test_change_says_which_way(number, expected):
    assert signed_text(number, Measure.SHARE, 0) == expected


def test_both_rounds_stand_under_each_group_and_what_one_lacks_is_said():
    this = make_result(
        [make_panel("shares", {"Direct": [share(1, 4), share(1, 2)], "New": [share(1, 4)] * 2})],
        [CSD, ALL],
    )
    other = make_result([make_panel("shares", {"Direct": [share(3, 10)]})], [ALL])

    grid = compared_grid(this, other, more=0, intervals=False)

    assert heads(grid) == [
        [("Activities", 1, 2), ("CSD", 3, 1), ("All", 3, 1)],
        [(text, 1, 1) for text in ("This round", "The other round", "Difference") * 2],
    ]
    assert rows(grid) == [
        (
            "",
            [
                ("Direct", "25%", "[x]", "[x]", "50%", "30%", "+20"),
                ("New", "25%", "[x]", "[x]", "25%", "[x]", "[x]"),
            ],
        )
    ]
    assert grid.marks == (Mark.NOT_AVAILABLE,)


def test_difference_has_its_interval_where_both_figures_have_one():
    def result(part, mark=None):
        figure = share(part, 100, error=0.01)._replace(mark=mark)
        return make_result([make_panel("shares", {"Direct": [figure]})], [ALL])

    grid = compared_grid(result(30), result(25), more=1, intervals=True)

    # Two standard errors of 0.01 make one of 0.01414; 40 degrees of freedom, so t is 2.021.
    assert grid.bodies[0].rows[0].cells[2].below == "+2.1 to +7.9"
