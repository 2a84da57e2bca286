"""A computed table as the rows and cells of an HTML table.

Numbers and percentages of the same rows stand side by side under each group; other panels stand
one below the other. Two variables of columns make two rows of heads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext_noop

from reports.figures.results import Figure, Group, Line, Mark, Panel, Result
from reports.pages.written import interval_text, marks_of, value_text

SHORT = {"numbers": gettext_noop("Number"), "percentages": "%"}

BASES = ("respondents", "hours")  # keys of the rows that say what figures are of


@dataclass(frozen=True)
class Head:
    """A cell over columns. An empty text is none: the columns' heads below say everything."""

    text: str
    columns: int = 1
    rows: int = 1

    @property
    def scope(self) -> str:
        return "colgroup" if self.columns > 1 else "col"


@dataclass(frozen=True)
class Cell:
    """A figure as it is read. `beside` is what stands after it, `below` its interval."""

    text: str
    beside: str = ""
    below: str = ""
    first: bool = False  # of its group: a line to its left parts it from the group before
    columns: int = 1


@dataclass(frozen=True)
class Row:
    """A row's own head (a part a label that no group of rows says already) and its cells."""

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    kind: str = ""  # "subtotal", "total"


@dataclass(frozen=True)
class Body:
    """Rows under a title of their own, "" for none; a `panel` is one kind of figures."""

    title: str
    rows: tuple[Row, ...]
    is_panel: bool = False


@dataclass(frozen=True)
class Grid:
    """A whole table. `width` is its number of columns, the leading one included."""

    heads: tuple[tuple[Head, ...], ...]
    bodies: tuple[Body, ...]
    width: int
    marks: tuple[Mark, ...] = field(default=())

    @property
    def has_intervals(self) -> bool:
        return any(cell.below for body in self.bodies for row in body.rows for cell in row.cells)

    @property
    def rows(self) -> int:
        return sum(len(body.rows) for body in self.bodies)


def grid_of(result: Result, *, more: int = 0, intervals: bool = False) -> Grid:
    """The table as a page shows it, with `more` decimal places than usual."""
    blocks = list(panel_blocks(result))
    beside = max(map(len, blocks), default=1)
    heads = tuple(head_rows(result, blocks))
    bodies = tuple(
        body
        for block in blocks
        for body in _bodies(block, beside, titled=len(blocks) > 1, more=more, intervals=intervals)
    )
    width = 1 + len(result.groups) * beside
    return Grid(heads, bodies, width, marks_in(result.figures, intervals=intervals))


def panel_blocks(result: Result) -> Iterator[list[Panel]]:
    """Panels that stand side by side: numbers and percentages, under one variable of columns.

    Only the first block is of several: their heads stand over the whole table.
    """
    panels = list(result.panels)
    first = panels[:1]
    if depth(result.groups) == 1 and all(panel.key in SHORT for panel in panels[:2]):
        rows = [line.key for line in panels[0].lines] if panels else []
        if len(panels) > 1 and rows == [line.key for line in panels[1].lines]:
            first.append(panels[1])
    if first:
        yield first
    for panel in panels[len(first) :]:
        yield [panel]


def depth(groups: Sequence[Group]) -> int:
    """How many variables make the columns."""
    return max((len(group.labels) for group in groups), default=1)


def head_rows(result: Result, blocks: Sequence[Sequence[Panel]]) -> Iterator[tuple[Head, ...]]:
    """The rows of heads: groups, then what is nested in them or stands side by side under them."""
    groups = result.groups
    panels = blocks[0] if blocks else []
    lead = lead_head(result)
    if len(panels) > 1 and len(groups) > 1:
        yield (Head(lead, rows=2), *(Head(_last(g), columns=len(panels)) for g in groups))
        yield tuple(Head(_short(panel)) for _group in groups for panel in panels)
    elif len(panels) > 1:
        yield (Head(lead), *(Head(_short(panel)) for panel in panels))
    elif depth(groups) > 1:
        yield (Head(lead, rows=2), *nested_heads(groups))
        yield tuple(Head(_last(group)) for group in groups if not _stands_alone(group))
    else:
        yield (Head(lead), *(Head(_last(group)) for group in groups))


def nested_heads(groups: Iterable[Group], columns: int = 1) -> Iterator[Head]:
    """Heads of the first variable over those of the second; a total has both rows for itself."""
    for key, run in groupby(groups, key=lambda g: (g.labels[0], _stands_alone(g))):
        members = list(run)
        alone = key[1]
        yield Head(key[0], columns=len(members) * columns, rows=2 if alone else 1)


def lead_head(result: Result) -> str:
    """What stands over the rows' own heads."""
    heads = [head for head in result.table.row_heads if head]
    lines = result.panels[0].lines if result.panels else ()
    return ", ".join(heads[1:] if len(heads) > 1 and has_runs(lines) else heads)


def has_runs(lines: Sequence[Line]) -> bool:
    """Whether the rows' first labels come in runs, so that each run gets a title of its own.

    Rows of bases are of all the others: only their last label says anything.
    """
    if not lines or any(len(line.labels) < 2 or line.key in BASES for line in lines):
        return False
    return sum(1 for _ in groupby(lines, key=lambda line: line.labels[0])) < len(lines)


def marks_in(figures: Iterable[Figure], *, intervals: bool) -> tuple[Mark, ...]:
    """The shorthand that is used in some figures, in the order in which it is explained."""
    used = {mark for figure in figures for mark in marks_of(figure)}
    if not intervals:
        used.discard(Mark.UNRELIABLE)
    return tuple(mark for mark in Mark if mark in used)


def cell_of(
    figure: Figure, *, more: int, intervals: bool, first: bool = False, columns: int = 1
) -> Cell:
    """A figure with its shorthand, and its interval where intervals are shown."""
    beside = below = ""
    if figure.mark is Mark.LOW:
        beside = Mark.LOW.value
    if intervals and figure.spread is not None:
        below = interval_text(figure.spread, figure.measure, more)
    elif intervals and figure.mark is Mark.UNRELIABLE:
        below = Mark.UNRELIABLE.value
    return Cell(value_text(figure, more), beside, below, first, columns)


def rows_by_title(lines: Sequence[Line]) -> Iterator[tuple[str, list[int]]]:
    """Where the lines of each run stand: the run's title ("" for none) and their places."""
    places = range(len(lines))
    if not has_runs(lines):
        yield "", list(places)
        return
    for title, run in groupby(places, key=lambda place: lines[place].labels[0]):
        yield title, list(run)


def row_labels(line: Line, under_title: bool) -> tuple[str, ...]:
    if line.key in BASES:
        return line.labels[-1:]
    return line.labels[1:] if under_title else line.labels


def kind_of(line: Line) -> str:
    return "total" if line.is_total else "subtotal" if line.is_subtotal else ""


def _bodies(
    panels: Sequence[Panel], beside: int, *, titled: bool, more: int, intervals: bool
) -> Iterator[Body]:
    """The rows of panels that stand side by side; a panel by itself says its title."""
    lines = panels[0].lines
    if titled and len(panels) == 1:
        yield Body(panels[0].title, (), is_panel=True)
    columns = beside // len(panels)
    for title, places in rows_by_title(lines):
        rows = []
        for place in places:
            these = [panel.lines[place] for panel in panels]
            cells = _cells(these, columns, more=more, intervals=intervals)
            rows.append(Row(row_labels(these[0], bool(title)), cells, kind_of(these[0])))
        yield Body(title, tuple(rows))


def _cells(lines: Sequence[Line], columns: int, *, more: int, intervals: bool) -> tuple[Cell, ...]:
    """For each group the figures of all panels, each over so many columns."""
    return tuple(
        cell_of(figure, more=more, intervals=intervals, first=place == 0, columns=columns)
        for figures in zip(*(line.figures for line in lines), strict=True)
        for place, figure in enumerate(figures)
    )


def _short(panel: Panel) -> str:
    """What a panel is called at the head of a narrow column."""
    return SHORT.get(panel.key, panel.title)


def _stands_alone(group: Group) -> bool:
    """A group of all: it has no value of the second variable to say."""
    return len(group.labels) < 2 or not group.labels[-1]


def _last(group: Group) -> str:
    return next((label for label in reversed(group.labels) if label), "")
