"""A bar a group, cut into the shares of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.figures.results import Figure, Group, Line, Result
from reports.pages.charts.series import (
    Series,
    at,
    drawn_lines,
    drawn_panel,
    group_label,
    number,
    series_of,
)
from reports.pages.written import number_text, value_text

NARROWEST = 0.06  # of the bar: a narrower segment has no room for letters on a phone


@dataclass(frozen=True)
class Segment:
    """A piece of a bar. Its letters stand at `middle`, where it `has_room` for them."""

    series: Series
    x: str
    width: str
    middle: str
    said: str
    has_room: bool


@dataclass(frozen=True)
class Bar:
    label: tuple[str, ...]
    respondents: int
    segments: tuple[Segment, ...]
    is_total: bool
    instead: str = ""  # what stands where there are no segments


@dataclass(frozen=True)
class Stacked:
    title: str
    description: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    template = "reports/charts/stacked.html"


def draw_stacked(result: Result, *, more: int) -> Stacked | None:
    """All groups' bars on one scale; None where nothing can be drawn.

    The scale ends at 100% for shares, and at the longest bar for what else is added up.
    """
    lines = drawn_lines(drawn_panel(result))
    if not lines:
        return None
    series = series_of(lines)
    top = 1.0 if lines[0].figures[0].measure.is_fraction else _longest(lines)
    if not top:
        return None
    bars = tuple(
        _bar(group, [line.figures[place] for line in lines], series, top, more)
        for place, group in enumerate(result.groups)
    )
    chart = result.table.chart
    return Stacked(chart.title, chart.description, tuple(series), bars)


def _bar(
    group: Group, figures: Sequence[Figure], series: Sequence[Series], top: float, more: int
) -> Bar:
    """A group's bar. With a hidden figure none is drawn: the others would stand in wrong places."""
    label = group_label(group)
    missing = [value_text(figure) for figure in figures if figure.value is None]
    if missing:
        return Bar(label, group.respondents, (), group.is_total, missing[0])
    segments = _segments(figures, series, top, more)
    return Bar(label, group.respondents, segments, group.is_total)


def _segments(
    figures: Sequence[Figure], series: Sequence[Series], top: float, more: int
) -> tuple[Segment, ...]:
    """A group's segments from left to right."""
    segments = []
    x = 0.0
    for figure, one in zip(figures, series, strict=True):
        value = number(figure)
        if not value or figure.value is None:
            continue
        share = value / top
        said = number_text(figure.value, figure.measure, more)
        room = share >= NARROWEST
        segments.append(Segment(one, at(x), at(share), at(x + share / 2), said, room))
        x += share
    return tuple(segments)


def _longest(lines: list[Line]) -> float:
    """The sum of the group that has the most."""
    sums = zip(*([number(f) or 0.0 for f in line.figures] for line in lines), strict=True)
    return max(map(sum, sums))
