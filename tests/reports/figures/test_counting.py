"""Computing tables: small cases by hand, whole panels compared."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from diary.classification import BY_CODE
from reports.figures.counting import available, compute
from reports.figures.declaring import Table
from reports.figures.frame import Frame, Recruited, Sample, Variable
from reports.figures.loading import table_named
from reports.figures.results import Figure, Mark, Measure
from reports.figures.time_rows import CATEGORY_LABELS

SECTORS = (("csd", "CSD"), ("dass", "DASS"), ("none", "No information"))
YES_NO = (("yes", "Yes"), ("no", "No"), ("none", "No answer"))
D1, R1, S9 = (BY_CODE[code].symbol for code in ("D1", "R1", "S9"))


def variable(key, values, given):
    places = {value: place for place, (value, _label) in enumerate(values)}
    codes = np.array([places[own] for own in given], dtype=np.uint8)
    return Variable(key, key.capitalize(), values, codes, "none")


def make_frame(*weeks, sector=(), electronic=(), hours=(), clusters=None, strata=None):
    """Returns with these half hours from Monday 00:00 on."""
    count = len(weeks)
    slots = np.frombuffer("".join(week.ljust(336, ".") for week in weeks).encode(), dtype=np.uint8)
    cluster = np.array(clusters or range(count), dtype=np.int32)
    stratum = np.zeros(int(cluster.max()) + 1, dtype=np.int32) if strata is None else strata
    return Frame(
        slots=slots.reshape(count, 336),
        statuses=np.full((count, 7), ord("."), dtype=np.uint8),
        variables={
            "sector": variable("sector", SECTORS, sector or ["csd"] * count),
            "electronic": variable("electronic", YES_NO, electronic or ["yes"] * count),
        },
        numbers={"hours": np.array(hours or [math.nan] * count)},
        sample=Sample(cluster, np.array(stratum, dtype=np.int32)),
    )


def table(kind, rows, **fields):
    usual = {"columns": ("sector",), "row_head": "Row"}
    return Table("9", "nine", "9", "Nine", kind, rows, **{**usual, **fields})


def values(panel):
    return {line.key: [figure.value for figure in line.figures] for line in panel.lines}


def test_counts_are_of_values_by_group_with_percentages_of_the_column():
    frame = make_frame("", "", "", sector=["csd", "csd", "none"], electronic=["yes", "no", "no"])

    result = compute(table("counts", "electronic"), frame)

    numbers, percentages = result.panels
    assert [group.labels for group in result.groups] == [
        ("CSD",),
        ("DASS",),
        ("No information",),
        ("All respondents",),
    ]
    assert [group.respondents for group in result.groups] == [2, 0, 1, 3]
    assert [group.is_total for group in result.groups] == [False, False, False, True]
    assert values(numbers) == {
        "yes": [1, 0, 0, 1],
        "no": [1, 0, 1, 2],
        "none": [0, 0, 0, 0],
        "total": [2, 0, 1, 3],
    }
    assert values(percentages) == {
        "yes": [Fraction(1, 2), None, 0, Fraction(1, 3)],
        "no": [Fraction(1, 2), None, 1, Fraction(2, 3)],
        "none": [0, None, 0, 0],
        "total": [1, None, 1, 1],
    }
    assert percentages.lines[0].figures[1].mark is Mark.NOT_AVAILABLE
    assert percentages.lines[1].figures[3] == Figure(
        Measure.PERCENT, Fraction(2, 3), base=3, cases=2, numerator=2, denominator=3
    )
    assert result.counted == 3


def test_value_that_is_left_out_is_neither_a_row_nor_in_the_base():
    frame = make_frame("", "", "", electronic=["yes", "none", "no"])

    result = compute(table("counts", "electronic", leave_out=("none",), columns=()), frame)

    assert result.counted == 2
    assert values(result.panels[0]) == {"yes": [1], "no": [1], "total": [2]}
    assert values(result.panels[1])["yes"] == [Fraction(1, 2)]


def test_subtotal_stands_after_its_last_row_and_says_what_it_adds_up():
    frame = make_frame("", "", electronic=["yes", "none"])
    asked = table("counts", "electronic", columns=(), subtotals={"Known": ("yes", "no")})

    numbers, _percentages = compute(asked, frame).panels

    assert values(numbers) == {"yes": [1], "no": [0], "yes+no": [1], "none": [1], "total": [2]}
    known = numbers.lines[2]
    assert (known.labels, known.is_subtotal, known.of) == (("Known",), True, ("yes", "no"))


def test_nested_columns_have_a_group_for_each_pair_but_those_filtered_out():
    frame = make_frame("", "", "", sector=["csd", "dass", "dass"], electronic=["yes", "no", "none"])
    asked = table(
        "shares",
        "categories",
        columns=("sector", "electronic"),
        filter={"electronic": ("yes", "no"), "sector": ("csd", "dass")},
    )

    result = compute(asked, frame)

    assert [(group.key, group.respondents) for group in result.groups] == [
        (("csd", "yes"), 1),
        (("csd", "no"), 0),
        (("dass", "yes"), 0),
        (("dass", "no"), 1),
        (("", ""), 2),
    ]
    assert result.groups[-1].labels == ("All respondents", "")


def test_only_the_returns_that_are_kept_are_looked_at():
    frame = make_frame("", "", "", sector=["csd", "csd", "dass"])

    result = compute(table("counts", "electronic"), frame, keep=np.array([True, False, True]))

    assert [group.respondents for group in result.groups] == [1, 1, 0, 2]


def test_choices_count_those_who_say_yes():
    frame = make_frame("", "", "", electronic=["yes", "no", "none"])
    asked = table("choices", ("electronic",), columns=(), row_labels={"electronic": "Uses it"})

    numbers, percentages, base = compute(asked, frame).panels

    assert numbers.lines[0].labels == ("Uses it",)
    assert values(numbers) == {"electronic": [1]}
    assert values(percentages) == {"electronic": [Fraction(1, 3)]}
    assert values(base) == {"respondents": [3]}


def test_shares_are_pooled_in_the_printed_order_with_the_exact_subtotal():
    # One records four half hours, the other twelve: pooled, not the mean of each one's share.
    frame = make_frame(D1 * 3 + S9, R1 * 12)

    shares, base = compute(table("shares", "categories", columns=()), frame).panels

    assert [line.key for line in shares.lines] == [
        "D",
        "R",
        "OA",
        "IA",
        "client_related",
        "OIA",
        "S",
    ]
    assert values(shares) == {
        "D": [Fraction(3, 16)],
        "R": [Fraction(12, 16)],
        "OA": [0],
        "IA": [0],
        "client_related": [Fraction(15, 16)],
        "OIA": [0],
        "S": [Fraction(1, 16)],
    }
    keys = [line.key for line in shares.lines]
    assert keys == ["D", "R", "OA", "IA", "client_related", "OIA", "S"]
    assert shares.lines[4].of == ("D", "R", "OA", "IA")
    assert values(base) == {"respondents": [2], "hours": [Fraction(16, 2)]}
    assert shares.lines[0].figures[0] == Figure(
        Measure.SHARE, Fraction(3, 16), base=2, cases=1, numerator=3, denominator=16
    )


def test_group_that_recorded_nothing_has_no_share_and_an_empty_diary_is_no_base():
    frame = make_frame(D1, "", sector=["csd", "dass"])

    shares, _base = compute(table("shares", "categories"), frame).panels

    direct = shares.lines[0].figures
    assert [(figure.value, figure.base, figure.mark) for figure in direct] == [
        (1, 1, None),
        (None, 0, Mark.NOT_AVAILABLE),
        (None, 0, Mark.NOT_AVAILABLE),
        (1, 1, None),
    ]


def test_activities_have_three_labels_and_so_have_their_bases():
    asked = table("shares", "activities", row_head="Category | Code | Activity", columns=())

    shares, base = compute(asked, make_frame(D1)).panels

    assert len(shares.lines) == 40
    assert shares.lines[0].labels == (CATEGORY_LABELS["D"], "D1", BY_CODE["D1"].label)
    assert [line.labels for line in base.lines] == [
        ("All categories", "All", "Respondents"),
        ("All categories", "All", "Hours recorded"),
    ]


def test_means_are_exact_and_of_those_who_gave_a_number():
    frame = make_frame("", "", "", hours=[37.4, 18.3, math.nan])

    means, givers = compute(table("means", ("hours",), columns=()), frame).panels

    assert values(means) == {"hours": [Fraction(557, 20)]}
    assert means.lines[0].figures[0].base == 2
    assert values(givers) == {"hours": [2]}


def test_weighted_figures_are_floats_and_their_counts_stay_as_they_were():
    frame = make_frame(D1, R1 * 2, S9, electronic=["yes", "no", "no"])
    weighted = replace(frame, sample=replace(frame.sample, weight=np.array([2.0, 0.5, 0.0])))

    shares = compute(table("shares", "categories", columns=()), weighted).panels[0]
    numbers, percentages = compute(table("counts", "electronic"), weighted).panels

    assert values(shares)["D"] == [pytest.approx(2 / 3)]
    assert values(shares)["S"] == [0.0]
    assert shares.lines[0].figures[0].numerator == 1
    assert values(numbers)["no"] == [2, 0, 0, 2]
    assert values(percentages)["no"] == [pytest.approx(0.2), None, None, pytest.approx(0.2)]


def test_spreads_are_in_the_figures_own_unit_and_none_or_all_have_none():
    frame = make_frame(D1 * 2, D1 * 4, D1 * 6 + S9, sector=["csd", "csd", "dass"])
    hours = replace(table_named("hours-and-breaks"), columns=())

    (means, _days, _base) = compute(hours, frame, spreads=True).panels
    percent = compute(table("counts", "electronic", columns=()), frame, spreads=True).panels[1]

    spread = means.lines[2].figures[0].spread
    mean, error = (
        13 / 6,
        math.sqrt(((1 - 13 / 6) ** 2 + (2 - 13 / 6) ** 2 + (3.5 - 13 / 6) ** 2) / 6),
    )
    assert means.lines[2].figures[0].value == Fraction(13, 6)
    assert (spread.error, spread.df) == (pytest.approx(error), 2)
    assert spread.lower == pytest.approx(mean - 4.302652729911275 * error)
    everyone = percent.lines[0].figures[0]
    assert (everyone.value, everyone.spread, everyone.mark) == (1, None, None)


def test_figure_of_one_cluster_has_no_interval_and_says_so():
    frame = make_frame(D1, S9, clusters=[0, 0])

    shares, _base = compute(table("shares", "categories", columns=()), frame, spreads=True).panels

    figure = shares.lines[0].figures[0]
    assert (figure.value, figure.spread, figure.mark) == (Fraction(1, 2), None, Mark.UNRELIABLE)


def test_counts_have_no_spread():
    frame = make_frame(D1, S9)

    numbers, _percentages = compute(table("counts", "electronic"), frame, spreads=True).panels

    assert {figure.spread for line in numbers.lines for figure in line.figures} == {None}
    assert {figure.mark for line in numbers.lines for figure in line.figures} == {None}


def test_agencies_are_counted_as_the_round_has_them():
    frame = replace(
        make_frame(""), recruited=(Recruited("Adult services", 28, 23), Recruited("Total", 30, 25))
    )

    result = compute(table_named("agencies-approached"), frame)

    assert [group.labels for group in result.groups] == [
        ("Number approached",),
        ("Number agreeing to take part",),
    ]
    assert [(line.labels, line.is_total) for line in result.panels[0].lines] == [
        (("Adult services",), False),
        (("Total",), True),
    ]
    assert values(result.panels[0]) == {"Adult services": [28, 23], "total": [30, 25]}


def test_table_of_what_was_not_asked_says_which_variable_is_lacking():
    why = available(table("counts", "age_table_2_1"), make_frame(""))

    assert why == "The questionnaire of this round did not ask for it (age_table_2_1)."
    assert available(table("counts", "electronic"), make_frame("")) == ""
    assert "(years)" in available(table("means", ("years",)), make_frame(""))
