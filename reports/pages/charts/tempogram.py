"""Tempograms: who is in which category at each half hour of a day, as areas on one another.

A table of them has a line a category and half hour, its key "D-17" (reports/figures/tempograms.py).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from diary.timeline import SLOTS_PER_DAY
from reports.figures.results import Group, Line, Measure, Result
from reports.pages.charts.scale import Scale
from reports.pages.charts.series import Series, at, group_label, number, series_of
from reports.pages.written import number_text, percent

TENTH = 0.1
HOURS = (0, 6, 12, 18, 24)
THICK = 0.075  # of the drawing's height: where an area has room for its code


@dataclass(frozen=True)
class Area:
    """One category: `path` in a drawing 48 wide and 100 high; its code at a place, "" for none."""

    series: Series
    path: str
    x: str = ""
    y: str = ""


@dataclass(frozen=True)
class Level:
    y: str
    label: str


@dataclass(frozen=True)
class Day:
    """A group's tempogram."""

    label: tuple[str, ...]
    respondents: int
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Tempograms:
    title: str
    description: str
    series: tuple[Series, ...]
    days: tuple[Day, ...]
    levels: tuple[Level, ...]
    hours: tuple[tuple[str, str, str], ...]  # place, words, which end of them stands there
    slots: int = SLOTS_PER_DAY
    template = "reports/charts/tempogram.html"


def draw_tempograms(result: Result) -> Tempograms | None:
    """A drawing a group, all on one scale, so that heights can be compared; all together first."""
    kinds, shares = _by_category(result)
    if not kinds:
        return None
    groups = list(enumerate(result.groups))
    groups.sort(key=lambda entry: not entry[1].is_total)
    heights = {place: _stacked(shares, kinds, place) for place, _group in groups}
    highest = max(max(top) for levels in heights.values() for top in levels)
    if not highest:
        return None
    scale = Scale(Measure.PERCENT, min(math.ceil(round(highest / TENTH, 6)) * TENTH, 1.0), TENTH)
    days = tuple(_day(group, kinds, heights[place], scale) for place, group in groups)
    chart = result.table.chart
    return Tempograms(
        chart.title, chart.description, tuple(kinds), days, _levels(scale), tuple(_hours())
    )


def _by_category(result: Result) -> tuple[list[Series], Mapping[tuple[str, int], Sequence[float]]]:
    """The categories, and the shares of each at each half hour, one a group."""
    shares: dict[tuple[str, int], Sequence[float]] = {}
    first: dict[str, Line] = {}
    for line in result.panels[0].lines:
        code, _, time = line.key.rpartition("-")
        if code and time.isdigit():
            first.setdefault(code, line)
            shares[code, int(time)] = [number(figure) or 0.0 for figure in line.figures]
    lines = [replace(line, key=code, labels=line.labels[:1]) for code, line in first.items()]
    return series_of(lines), shares


def _stacked(
    shares: Mapping[tuple[str, int], Sequence[float]], kinds: Sequence[Series], place: int
) -> list[list[float]]:
    """The upper edge of each category at each half hour, from the lowest on."""
    edges = []
    below = [0.0] * SLOTS_PER_DAY
    for kind in kinds:
        below = [
            under + shares.get((kind.key, time), {place: 0.0})[place]
            for time, under in enumerate(below)
        ]
        edges.append(below)
    return edges


def _day(
    group: Group, kinds: Sequence[Series], edges: Sequence[Sequence[float]], scale: Scale
) -> Day:
    areas = []
    below: Sequence[float] = [0.0] * SLOTS_PER_DAY
    for kind, above in zip(kinds, edges, strict=True):
        areas.append(_area(kind, below, above, scale))
        below = above
    return Day(group_label(group), group.respondents, tuple(areas))


def _area(kind: Series, below: Sequence[float], above: Sequence[float], scale: Scale) -> Area:
    """Steps along the upper edge and back along the lower; the code where it is thickest."""
    widest = max(range(1, len(below) - 1), key=lambda n: _room(below, above, n))
    path = f"M{_steps(above, scale)}L{_steps(below, scale, back=True)}Z"
    if _room(below, above, widest) < THICK * scale.top:
        return Area(kind, path)
    middle = (below[widest] + above[widest]) / 2
    return Area(kind, path, at((widest + 0.5) / len(below)), at(1 - middle / scale.top))


def _room(below: Sequence[float], above: Sequence[float], time: int) -> float:
    """How high a text may be that is as wide as three half hours around `time`."""
    around = slice(time - 1, time + 2)
    middle = (below[time] + above[time]) / 2
    return 2 * min(min(above[around]) - middle, middle - max(below[around]))


def _steps(edge: Sequence[float], scale: Scale, *, back: bool = False) -> str:
    points = []
    for time, value in enumerate(edge):
        height = f"{100 * (1 - value / scale.top):.2f}"
        points += [f"{time} {height}", f"{time + 1} {height}"]
    return " ".join(reversed(points) if back else points)


def _levels(scale: Scale) -> tuple[Level, ...]:
    count = round(scale.top / scale.step)
    every = 1 if count <= 5 else 2
    return tuple(
        Level(
            at(1 - n * scale.step / scale.top), percent(number_text(n * scale.step, scale.measure))
        )
        for n in range(every, count + 1, every)
    )


def _hours() -> list[tuple[str, str, str]]:
    ends = {HOURS[0]: "start", HOURS[-1]: "end"}
    return [(at(hour / 24), f"{hour:02d}:00", ends.get(hour, "middle")) for hour in HOURS]
