"""A line a row over the groups: for years and the like, which have an order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reports.figures.results import Line, Result
from reports.pages.charts.scale import Scale, scale_for
from reports.pages.charts.series import (
    Series,
    at,
    drawn_lines,
    drawn_panel,
    group_label,
    number,
    series_of,
)

HEIGHT = 220  # of the plot, in px
LABEL_EVERY = 6  # at most so many labels along a phone


@dataclass(frozen=True)
class Point:
    x: str
    y: str


@dataclass(frozen=True)
class Stroke:
    """From one point to the next."""

    start: Point
    end: Point


@dataclass(frozen=True)
class DrawnSeries:
    series: Series
    strokes: tuple[Stroke, ...]
    points: tuple[Point, ...]
    dash: str  # so that lines differ without their colours


@dataclass(frozen=True)
class Label:
    x: str
    y: str
    text: str
    anchor: str
    often: bool = False  # left out on a phone


@dataclass(frozen=True)
class Lines:
    title: str
    description: str
    height: int
    series: tuple[DrawnSeries, ...]
    across: tuple[Label, ...]
    up: tuple[Label, ...]
    template = "reports/charts/lines.html"

    @property
    def keys(self) -> tuple[Series, ...]:
        return tuple(one.series for one in self.series)


DASHES = ("none", "7 4", "2 4", "10 4 2 4", "14 5", "4 4")


def draw_lines(result: Result) -> Lines | None:
    """The rows' lines over the groups that are no total; None where there are fewer than two."""
    groups = [(place, g) for place, g in enumerate(result.groups) if not g.is_total]
    lines = drawn_lines(drawn_panel(result))
    if not lines or len(groups) < 2:
        return None
    places = [place for place, _group in groups]
    drawn = [value for line in lines for p in places if (value := number(line.figures[p]))]
    scale = scale_for(drawn, lines[0].figures[0].measure)
    series = [
        DrawnSeries(one, *_path(line, places, scale), DASHES[n % len(DASHES)])
        for n, (one, line) in enumerate(zip(series_of(lines), lines, strict=True))
    ]
    every = -(-len(groups) // LABEL_EVERY)
    across = tuple(
        Label(at(_along(n, len(groups))), "", ", ".join(group_label(g)), "middle", n % every > 0)
        for n, (_place, g) in enumerate(groups)
    )
    up = tuple(
        Label("0", f"{HEIGHT * (1 - n * scale.step / scale.top):.1f}", tick.label, "start")
        for n, tick in enumerate(scale.ticks)
    )
    chart = result.table.chart
    return Lines(chart.title, chart.description, HEIGHT, tuple(series), across, up)


def _along(place: int, count: int) -> float:
    return 0.08 + 0.86 * place / (count - 1)


def _path(
    line: Line, places: Sequence[int], scale: Scale
) -> tuple[tuple[Stroke, ...], tuple[Point, ...]]:
    """Strokes between neighbours that both have a figure, and a point a figure."""
    points = list(_points(line, places, scale))
    strokes = tuple(Stroke(a, b) for a, b in pairwise(points) if a and b)
    return strokes, tuple(point for point in points if point)


def _points(line: Line, places: Sequence[int], scale: Scale) -> Iterator[Point | None]:
    for n, place in enumerate(places):
        value = number(line.figures[place])
        if value is None:
            yield None
        else:
            height = HEIGHT * (1 - min(value / scale.top, 1.0))
            yield Point(at(_along(n, len(places))), f"{height:.1f}")
