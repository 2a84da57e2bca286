"""A strip a row, with a sign for each group on one scale: many rows stay on one page."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from reports.figures.results import Group, Line, Result
from reports.pages.charts.scale import Scale, Tick, scale_for
from reports.pages.charts.series import (
    FILLS,
    at,
    drawn_lines,
    drawn_panel,
    group_label,
    number,
)
from reports.pages.written import value_text

# Around their middle, in px: so that signs differ without their colours.
SHAPES = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",  # circle
    "M-4.5 -4.5H4.5V4.5H-4.5Z",  # square
    "M0 -6.5L6.5 0L0 6.5L-6.5 0Z",  # diamond
    "M0 -6L6 5H-6Z",  # triangle
    "M0 6L6 -5H-6Z",  # triangle on its head
    "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",  # cross
)
ALL_TOGETHER = "M-1.75 -10H1.75V10H-1.75Z"  # an upright
MOST_GROUPS = len(SHAPES)
SAID = gettext_noop(
    "A row for each line of the table, with a sign for each group at its figure. The number at "
    "the end of a row is that of all together."
)


@dataclass(frozen=True)
class Sign:
    """How a group is drawn; `fill` is a category's colour or "ink"."""

    label: tuple[str, ...]
    path: str
    fill: str


@dataclass(frozen=True)
class Placed:
    sign: Sign
    x: str


@dataclass(frozen=True)
class Strip:
    """A row; `said` is the figure of all together, "" where no column is."""

    label: tuple[str, ...]
    placed: tuple[Placed, ...]
    said: str


@dataclass(frozen=True)
class Run:
    """Rows under a heading, "" for none."""

    heading: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Strips:
    title: str
    description: str
    signs: tuple[Sign, ...]
    runs: tuple[Run, ...]
    ticks: tuple[Tick, ...]
    template = "reports/charts/strips.html"


def draw_strips(result: Result, *, more: int) -> Strips | None:
    """Strips in the order of the table; None where nothing can be drawn."""
    lines = drawn_lines(drawn_panel(result))
    if not lines:
        return None
    figures = [figure for line in lines for figure in line.figures]
    scale = scale_for((n for f in figures if (n := number(f))), lines[0].figures[0].measure)
    signs = _signs(result.groups)
    runs: dict[str, list[Strip]] = {}
    for line in lines:
        heading, label = ("", line.labels)
        if len(line.labels) > 1:
            heading, label = line.labels[0], line.labels[1:]
        strip = Strip(label, _placed(line, signs, scale), _said(line, result, more))
        runs.setdefault(heading, []).append(strip)
    chart = result.table.chart
    drawn = tuple(Run(heading, tuple(strips)) for heading, strips in runs.items())
    return Strips(chart.title, SAID, tuple(signs), drawn, tuple(scale.ticks))


def _signs(groups: tuple[Group, ...]) -> list[Sign]:
    signs: list[Sign] = []
    for group in groups:
        place = sum(sign.fill != "ink" for sign in signs) % len(SHAPES)
        if group.is_total:
            signs.append(Sign(group_label(group), ALL_TOGETHER, "ink"))
        else:
            signs.append(Sign(group_label(group), SHAPES[place], FILLS[place]))
    return signs


def _placed(line: Line, signs: list[Sign], scale: Scale) -> tuple[Placed, ...]:
    """All together first, so that it lies under the groups' signs."""
    pairs = zip(signs, line.figures, strict=True)
    found = [
        Placed(sign, at(scale.place(value)))
        for sign, figure in pairs
        if (value := number(figure)) is not None
    ]
    return tuple(sorted(found, key=lambda placed: placed.sign.fill != "ink"))


def _said(line: Line, result: Result, more: int) -> str:
    for group, figure in zip(result.groups, line.figures, strict=True):
        if group.is_total:
            return value_text(figure, more)
    return ""
