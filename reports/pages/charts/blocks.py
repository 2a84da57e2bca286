"""Bars and dots: a line a row, or for each row a line a group, all on one scale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from reports.figures.results import Figure, Group, Line, Result
from reports.pages.charts.scale import Scale, Tick, scale_for
from reports.pages.charts.series import (
    CATEGORY_CODES,
    at,
    drawn_lines,
    drawn_panel,
    group_label,
    number,
)
from reports.pages.written import value_text

BRAND = "brand"
DOTS = gettext_noop("For each line of the table a dot a group, at its figure.")
DOTS_OF_ALL = gettext_noop("A dot for each line of the table, at the figure of all respondents.")
TWO_ROUNDS = gettext_noop("For each line of the table a sign for each of the two rounds.")


@dataclass(frozen=True)
class Whisker:
    """An interval, as a line between two places."""

    start: str
    end: str


@dataclass(frozen=True)
class Mark:
    """A figure on its line: a bar from nought to `x`, or a dot at `x`; "" where there is none."""

    x: str
    said: str
    whisker: Whisker | None = None


@dataclass(frozen=True)
class DrawnLine:
    """One line: what it is of, and a mark a round."""

    label: tuple[str, ...]
    marks: tuple[Mark, ...]
    fill: str = BRAND
    is_total: bool = False


@dataclass(frozen=True)
class Block:
    """Lines under a heading, "" for none."""

    heading: tuple[str, ...]
    lines: tuple[DrawnLine, ...]


@dataclass(frozen=True)
class Blocks:
    """`kind` is "bars", "dots" or "rounds" (two marks a line)."""

    title: str
    description: str
    kind: str
    blocks: tuple[Block, ...]
    ticks: tuple[Tick, ...]
    has_intervals: bool = False
    template = "reports/charts/blocks.html"


def draw_bars(result: Result, *, more: int) -> Blocks | None:
    """A bar a row, of all respondents where there is a column of them."""
    chart = result.table.chart
    return _draw(result, None, "bars", chart.description, by_group=False, more=more)


def draw_dots(result: Result, *, by_group: bool, more: int) -> Blocks | None:
    """A dot a row and group, with its interval where it has one."""
    said = DOTS if by_group else DOTS_OF_ALL
    return _draw(result, None, "dots", said, by_group=by_group, more=more)


def draw_two_rounds(result: Result, other: Result, *, more: int) -> Blocks | None:
    """Two dots a row, of all respondents, or of each group where no column is of all."""
    return _draw(result, other, "rounds", TWO_ROUNDS, by_group=False, more=more)


def _draw(
    result: Result, other: Result | None, kind: str, said: str, *, by_group: bool, more: int
) -> Blocks | None:
    lines = drawn_lines(drawn_panel(result))
    if not lines:
        return None
    places = _places(result.groups, by_group=by_group)
    figures = [line.figures[place] for line in lines for place in places]
    pairs = {(line.key, place): [line.figures[place]] for line in lines for place in places}
    if other is not None:
        for line in drawn_lines(drawn_panel(other)):
            for place in places:
                group = result.groups[place]
                figures += _add(pairs, line, place, group, other)
    scale = scale_for(_extent(figures), lines[0].figures[0].measure)
    blocks = tuple(_blocks(result, lines, places, pairs, scale, more))
    has_intervals = any(figure.spread for figure in figures)
    title = result.table.chart.title
    return Blocks(title, said, kind, blocks, tuple(scale.ticks), has_intervals)


def _places(groups: Sequence[Group], *, by_group: bool) -> list[int]:
    """Which columns are drawn: all, or the one of all respondents where there is one."""
    totals = [place for place, group in enumerate(groups) if group.is_total]
    return totals if totals and not by_group else list(range(len(groups)))


def _add(
    pairs: dict[tuple[str, int], list[Figure]], line: Line, place: int, group: Group, other: Result
) -> list[Figure]:
    """The other round's figure of the same row and group joins its pair."""
    for there, theirs in enumerate(other.groups):
        if theirs.key == group.key and (line.key, place) in pairs:
            pairs[line.key, place].append(line.figures[there])
            return [line.figures[there]]
    return []


def _extent(figures: Sequence[Figure]) -> Iterator[float]:
    for figure in figures:
        value = number(figure)
        if value is not None:
            yield value
            if figure.spread:
                yield figure.spread.upper


def _blocks(
    result: Result,
    lines: Sequence[Line],
    places: Sequence[int],
    pairs: dict[tuple[str, int], list[Figure]],
    scale: Scale,
    more: int,
) -> Iterator[Block]:
    def marks(line: Line, place: int) -> tuple[Mark, ...]:
        return tuple(_mark(f, scale, more) for f in pairs[line.key, place])

    def fill(line: Line) -> str:
        return line.key if line.key in CATEGORY_CODES else BRAND

    if len(places) == 1:
        drawn = [DrawnLine(line.labels, marks(line, places[0]), fill(line)) for line in lines]
        yield Block((), tuple(drawn))
        return
    for line in lines:
        groups = [(place, result.groups[place]) for place in places]
        yield Block(
            line.labels,
            tuple(
                DrawnLine(group_label(group), marks(line, place), fill(line), group.is_total)
                for place, group in groups
            ),
        )


def _mark(figure: Figure, scale: Scale, more: int) -> Mark:
    value = number(figure)
    said = value_text(figure, more)
    if value is None:
        return Mark("", said)
    whisker = None
    if figure.spread:
        ends = scale.place(figure.spread.lower), scale.place(figure.spread.upper)
        whisker = Whisker(*map(at, ends))
    return Mark(at(scale.place(value)), said, whisker)
