"""Charts as geometry, and as what their templates draw."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from reports.figures.counting import available, compute
from reports.figures.loading import all_tables, table_named
from reports.figures.results import Line, Mark, Measure, Panel
from reports.pages.charts import draw
from reports.pages.charts.blocks import Blocks
from reports.pages.charts.lines import Lines
from reports.pages.charts.matrix import Matrix
from reports.pages.charts.scale import scale_for
from reports.pages.charts.stacked import Stacked
from reports.pages.charts.strips import Strips
from reports.pages.charts.tempogram import Tempograms
from tests.reports.figures_made import (
    make_chart,
    make_group,
    make_panel,
    make_result,
    make_table,
    share,
)

CSD, DASS = make_group("CSD"), make_group("DASS")
ALL = make_group("All", respondents=200, is_total=True)


def result_of(kind, rows, groups=(CSD, DASS, ALL)):
    """A result whose rows' figures are shares of a hundred."""
    figures = {
        label: [part if part is None else share(part, 100) for part in parts]
        for label, parts in rows.items()
    }
    shown = {
        label: [share(0, 0) if figure is None else figure for figure in row]
        for label, row in figures.items()
    }
    panel = make_panel("shares", shown)
    return make_result([panel], groups, make_table(chart=make_chart(kind)))


def drawn(drawing):
    """What a chart's template draws, as a tree: markup that is not well formed fails."""
    context = {"drawing": drawing, "this_title": "This & that", "other_title": "<other>"}
    markup = render_to_string(drawing.template, context).replace("&nbsp;", " ")
    return ElementTree.fromstring(f"<chart>{markup}</chart>")


def test_stacked_segments_follow_each_other_and_a_bar_with_a_hidden_one_is_not_drawn():
    rows = {"D": (25, 50, 40), "Subtotal": (75, 50, 0), "R": (50, 3, None), "S": (25, 47, 10)}

    drawing = draw(result_of("stacked", rows))

    assert isinstance(drawing, Stacked)
    assert [
        [(s.series.code, s.x, s.width, s.said, s.has_room) for s in bar.segments]
        for bar in drawing.bars
    ] == [
        [
            ("1", "0.000%", "25.000%", "25", True),
            ("2", "25.000%", "50.000%", "50", True),
            ("3", "75.000%", "25.000%", "25", True),
        ],
        [
            ("1", "0.000%", "50.000%", "50", True),
            ("2", "50.000%", "3.000%", "3", False),
            ("3", "53.000%", "47.000%", "47", True),
        ],
        [],
    ]
    assert [bar.instead for bar in drawing.bars] == ["", "", "[x]"]


def test_categories_keep_their_own_codes_and_colours():
    panel = make_panel("shares", {"Direct": [share(1, 2)], "Other": [share(1, 2)]})
    lines = tuple(replace(line, key=key) for line, key in zip(panel.lines, "DS", strict=True))
    table = make_table(chart=make_chart("stacked"))

    drawing = draw(make_result([replace(panel, lines=lines)], [ALL], table))

    assert [(one.code, one.fill, one.label) for one in drawing.series] == [
        ("D", "D", "Direct"),
        ("S", "S", "Other"),
    ]


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        ("stacked", 6, Stacked),
        ("stacked", 7, Matrix),
        ("grouped", 3, Matrix),
        ("bars", 3, Blocks),
        ("dots", 3, Strips),
        ("lines", 3, Lines),
    ],
)
def test_chart_takes_the_form_that_holds_its_rows(kind, rows, expected):
    made = result_of(kind, {f"Row {n}": (10, 20, 30) for n in range(rows)})

    assert type(draw(made)) is expected


def test_intervals_make_dots_with_whiskers_on_a_common_scale():
    panel = make_panel("shares", {"Direct": [share(20, 100, error=0.05), share(10, 100)]})
    table = make_table(chart=make_chart("stacked"))

    drawing = draw(make_result([panel], [CSD, DASS], table), intervals=True)

    assert drawing.kind == "dots"
    assert [tick.label for tick in drawing.ticks] == ["0%", "10%", "20%", "30%"]
    (block,) = drawing.blocks
    first, second = (line.marks[0] for line in block.lines)
    # The scale leaves four parts of a hundred free at its end.
    assert (first.x, first.whisker.start, first.whisker.end) == ("64.000%", "32.000%", "96.000%")
    assert (second.x, second.whisker) == ("32.000%", None)


def test_two_rounds_are_two_signs_a_row_of_all_together():
    this = result_of("stacked", {"D": (25, 50, 40), "R": (75, 50, 60)})
    other = result_of("stacked", {"D": (30,), "New": (70,)}, [ALL])

    drawing = draw(this, other)

    assert drawing.kind == "rounds"
    assert [
        (line.label, [mark.said for mark in line.marks])
        for block in drawing.blocks
        for line in block.lines
    ] == [(("D",), ["40%", "30%"]), (("R",), ["60%"])]


def test_hidden_figure_has_a_line_without_a_mark():
    hidden = share(1, 9, mark=Mark.CONFIDENTIAL)._replace(value=None)
    panel = make_panel("shares", {"A": [hidden], "B": [share(1, 2)]})

    drawing = draw(make_result([panel], [ALL], make_table(chart=make_chart("bars"))))

    assert [line.marks[0].said for line in drawing.blocks[0].lines] == ["[c]", "50%"]
    assert [line.marks[0].x for line in drawing.blocks[0].lines] == ["", "96.000%"]


def test_nothing_is_drawn_of_nobody_or_without_a_declared_chart():
    nobody = result_of("stacked", {"D": (None, None, None)})
    undeclared = make_result(nobody.panels, nobody.groups)

    assert (draw(nobody), draw(undeclared)) == (None, None)


@pytest.mark.parametrize(
    ("values", "measure", "ends"),
    [
        ([0.26], Measure.SHARE, (0.3, 0.1)),
        ([0.004], Measure.SHARE, (0.05, 0.01)),
        ([1.0], Measure.PERCENT, (1.0, 0.2)),
        ([37.2], Measure.MEAN_HOURS, (40.0, 10.0)),
        ([], Measure.MEAN, (1.0, 0.2)),
    ],
)
def test_scale_is_of_round_steps_and_holds_every_value(values, measure, ends):
    scale = scale_for(values, measure)

    assert (scale.top, scale.step) == pytest.approx(ends)


def test_tempogram_stacks_its_categories_to_the_height_of_the_day():
    lines = tuple(
        Line(f"{code}-{time}", (code, str(time)), (share(part if 18 <= time < 30 else 0, 100),))
        for code, part in (("D", 40), ("S", 20))
        for time in range(48)
    )
    table = make_table(chart=make_chart("tempogram"))

    drawing = draw(make_result([Panel("tempogram", "", lines)], [ALL], table))

    assert isinstance(drawing, Tempograms)
    lower, upper = drawing.days[0].areas
    assert [level.label for level in drawing.levels] == ["20%", "40%", "60%"]
    # Sixty per cent are the whole height: 40 of them leave a third above, both together nothing.
    assert {y for _x, y in points(lower)} == {"100.00", "33.33"}
    assert {y for _x, y in points(upper)} == {"100.00", "33.33", "0.00"}
    assert (lower.y, upper.y) == ("66.667%", "16.667%")


def points(area):
    return re.findall(r"(\d+) (\d+\.\d+)", area.path)


@pytest.mark.parametrize("intervals", [False, True], ids=["plain", "intervals"])
def test_every_kind_of_chart_draws_the_demonstration(demonstration, intervals):
    """One table of each kind: well-formed, within its drawing, in colours that the styles have."""
    fills = {"D", "OA", "IA", "R", "OIA", "S", "brand", "ink"}
    made = [t for t in all_tables() if t.chart and not available(t, demonstration)]
    for table in {(t.kind, t.function, t.chart.kind): t for t in made}.values():
        drawing = draw(compute(table, demonstration, spreads=intervals), intervals=intervals)
        tree = drawn(drawing)

        assert all("style" not in element.attrib for element in tree.iter()), table.name
        classes = " ".join(element.get("class", "") for element in tree.iter())
        assert set(re.findall(r"(?:fill|stroke)-(\w+)", classes)) <= fills, table.name
        places = [
            float(element.attrib[name][:-1])
            for element in tree.iter()
            for name in ("x", "x1", "x2", "width", "cx")
            if element.get(name, "").endswith("%")
        ]
        assert min(places, default=0) >= 0, table.name
        assert max(places, default=0) <= 100.001, table.name


def test_text_of_a_chart_is_escaped():
    made = result_of("bars", {"<b>& more": (50, 50, 50)})

    label = next(e for e in drawn(draw(made)).iter() if e.get("class") == "chart-label")

    assert "".join(label.itertext()) == "<b>& more"


def test_activities_are_named_by_code_under_their_category(demonstration):
    drawing = draw(compute(table_named("time-by-activity"), demonstration))

    assert [run.heading for run in drawing.runs][:2] == [
        "Direct contact with clients",
        "Case related work in own agency",
    ]
    assert drawing.runs[0].strips[0].label == ("D1", "Assessment - face-to-face")
