"""Lays a computed table out as one header row and rows of cells, for people and programs alike.

Label columns come first; then every panel has a column a group, with four more beside it where
intervals are asked for. A panel whose rows are others (the bases of shares) stands under the one
before, in the same columns. Every header says by itself what its column holds, and no two are
the same.
"""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import groupby

from reports.figures.results import Figure, Group, Line, Mark, Measure, Number, Panel, Result
from surveys.csvfiles import MARK, plain

FLAGS = "Flags"
NO_FLAGS = "None"  # no cell is left empty: it would read as a figure that is missing
NO_LABEL = "No label"
ALL = "All"
MAX_HEADER = 240  # characters; a header of a table in Excel can have 255
UNITS = {
    Measure.RESPONDENTS: "number",
    Measure.PERCENT: "percentage",
    Measure.SHARE: "percentage of time",
    Measure.HOURS: "hours",
    Measure.MEAN_HOURS: "hours a person",
    Measure.MEAN: "mean",
    Measure.EPISODES: "episodes a person",
    Measure.AUTHORITIES: "number",
}
PANEL_UNITS = {"numbers": "number", "percentages": "percentage"}
TOTALS = (Measure.RESPONDENTS, Measure.AUTHORITIES, Measure.HOURS)  # these have no uncertainty
INSTEAD = (Mark.CONFIDENTIAL, Mark.NOT_AVAILABLE, Mark.NOT_APPLICABLE)  # stand for the figure


class Part(Enum):
    """What of a figure a column holds; the text ends the column's header."""

    LABEL = "label"
    VALUE = "value"
    LOWER = "lower end of 95% interval"
    UPPER = "upper end of 95% interval"
    ERROR = "standard error"
    DESIGN_EFFECT = "design effect"
    FLAGS = "flags"


WITH_SPREAD = (Part.VALUE, Part.LOWER, Part.UPPER, Part.ERROR, Part.DESIGN_EFFECT)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, or a number with its measure; never empty. A fraction is a fraction of 1.

    `mark` says which shorthand the text is, or which one holds for the number.
    """

    value: str | Number
    measure: Measure | None = None  # None: a text, or a number without a unit
    mark: Mark | None = None


@dataclass(frozen=True)
class Column:
    """One column. `place` is that of its panel among those side by side, `group` its group's."""

    header: str
    part: Part
    place: int = -1
    group: int = -1


@dataclass(frozen=True)
class Row:
    cells: tuple[Cell, ...]
    key: str  # of its line
    is_subtotal: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table laid out. `first_rows` are those of its first panels; bases stand below them."""

    result: Result
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    first_rows: int

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def leading(self) -> int:
        """How many columns hold labels."""
        return sum(column.part is Part.LABEL for column in self.columns)

    @cached_property
    def spreads(self) -> bool:
        """Whether it has columns of intervals."""
        return any(column.part is Part.LOWER for column in self.columns)

    @cached_property
    def marks(self) -> frozenset[Mark]:
        """The shorthand that a reader meets in it."""
        return frozenset(cell.mark for row in self.rows for cell in row.cells if cell.mark)

    def csv_rows(self) -> Iterator[list[str]]:
        """The header and the rows as texts of a CSV file.

        Percentages are numbers up to 100, as their headers say. Labels, which people may have
        written, can't start a formula.
        """
        yield [plain(header) for header in self.header]
        for row in self.rows:
            yield [_csv_text(cell) for cell in row.cells]

    def csv_bytes(self) -> bytes:
        """The CSV file: UTF-8, with the mark at its start by which Excel knows it."""
        written = io.StringIO(newline="")
        csv.writer(written).writerows(self.csv_rows())
        return (MARK + written.getvalue()).encode()


@dataclass(frozen=True)
class _Slot:
    """The columns of panels side by side: what ends their headers, and what they hold."""

    suffix: str
    measure: Measure | None  # None: of several
    parts: tuple[Part, ...]


Block = tuple[Panel, ...]  # panels of the same rows, side by side


def lay_out(result: Result, *, spreads: bool = False) -> Grid:
    """The table as one header row and rows; with intervals where they are asked for."""
    blocks = _blocks(result.panels)
    width = max(map(len, blocks))
    slots = [_slot(blocks, place, alone=width == 1, spreads=spreads) for place in range(width)]
    heads = _heads(result)
    low = _low_columns(blocks, len(result.groups))
    columns = [Column(_tidy(head), Part.LABEL) for head in heads]
    for place, slot in enumerate(slots):
        for number, group in enumerate(result.groups):
            for part in slot.parts:
                header = _header(group, slot, part, is_low=(place, number) in low)
                columns.append(Column(header, part, place, number))
    rows, flags = [], []
    for block in blocks:
        for lines in zip(*(panel.lines for panel in block), strict=True):
            labels = _labels(lines[0], slots[0], len(heads))
            rows.append(_row(labels, lines, columns))
            flags.append(_flags(lines, result.groups, low))
    if any(flags):
        columns.append(Column(FLAGS, Part.FLAGS))
        rows = [_flagged(row, flag) for row, flag in zip(rows, flags, strict=True)]
    return Grid(result, tuple(_all_unlike(columns)), tuple(rows), len(blocks[0][0].lines))


def _blocks(panels: Sequence[Panel]) -> list[Block]:
    """Panels in turn, those with the same rows together."""
    same = groupby(panels, key=lambda panel: [line.key for line in panel.lines])
    return [tuple(block) for _keys, block in same]


def _slot(blocks: Sequence[Block], place: int, *, alone: bool, spreads: bool) -> _Slot:
    panels = [block[place] for block in blocks if place < len(block)]
    figures = [figure for line in panels[0].lines for figure in line.figures]
    measures = {figure.measure for figure in figures}
    measure = measures.pop() if len(measures) == 1 else None
    if not alone:
        title = panels[0].title
        suffix = PANEL_UNITS.get(panels[0].key, title[:1].lower() + title[1:])
    else:
        suffix = UNITS[measure] if measure else ""
    has_spread = spreads and any(f.spread or f.mark is Mark.UNRELIABLE for f in figures)
    return _Slot(suffix, measure, WITH_SPREAD if has_spread else (Part.VALUE,))


def _heads(result: Result) -> list[str]:
    """What stands over the label columns, as many as the line with most labels has."""
    wanted = max(len(line.labels) for panel in result.panels for line in panel.lines)
    named = [head or "Row" for head in result.table.row_heads][:wanted]
    return named + ["Row"] * (wanted - len(named))


def _header(group: Group, slot: _Slot, part: Part, *, is_low: bool) -> str:
    name = ", ".join(label for label in group.labels if label) or "All respondents"
    texts = [name]
    if slot.suffix.casefold() not in name.casefold():
        texts.append(slot.suffix)
    if part is not Part.VALUE:
        is_fraction = slot.measure is not None and slot.measure.is_fraction
        points = " (percentage points)" if part is Part.ERROR and is_fraction else ""
        texts.append(part.value + points)
    header = _tidy(", ".join(filter(None, texts)))
    return f"{header} {Mark.LOW.value}" if is_low and part is Part.VALUE else header


def _tidy(text: str) -> str:
    """On one line, and not longer than a header can be."""
    text = " ".join(text.split()) or NO_LABEL
    return text if len(text) <= MAX_HEADER else text[: MAX_HEADER - 1] + "…"


def _labels(line: Line, slot: _Slot, wanted: int) -> list[str]:
    """A line's labels, with the unit of its figures where the columns' headers don't say it."""
    labels = [label.strip() or NO_LABEL for label in line.labels]
    labels = [ALL] * (wanted - len(labels)) + labels
    measure = line.figures[0].measure
    if measure is not slot.measure:
        unit = UNITS[measure]
        if unit not in labels[-1].lower():
            labels[-1] = f"{labels[-1]} ({unit})"
    return labels


def _row(labels: Sequence[str], lines: Sequence[Line], columns: Sequence[Column]) -> Row:
    """The cells of the lines that stand side by side."""
    cells = [Cell(label) for label in labels]
    for column in columns[len(labels) :]:
        if column.place < len(lines):
            cells.append(_cell(lines[column.place].figures[column.group], column.part))
        else:
            cells.append(_instead(Mark.NOT_APPLICABLE))
    first = lines[0]
    return Row(tuple(cells), first.key, first.is_subtotal, first.is_total)


def is_shown(figure: Figure) -> bool:
    """Whether its cell holds a number, not shorthand."""
    value = figure.value
    if value is None or figure.mark in INSTEAD:
        return False
    return not isinstance(value, float) or math.isfinite(value)


def _cell(figure: Figure, part: Part) -> Cell:
    if figure.mark in INSTEAD:
        return _instead(figure.mark)
    if figure.value is None or not is_shown(figure):
        return _instead(Mark.NOT_AVAILABLE)
    if part is Part.VALUE:
        mark = Mark.LOW if figure.mark is Mark.LOW else None
        return Cell(figure.value, figure.measure, mark)
    spread = figure.spread
    if spread is None:
        has_none = figure.measure in TOTALS or _is_none_or_all(figure)
        return _instead(Mark.NOT_APPLICABLE if has_none else Mark.UNRELIABLE)
    if part is Part.DESIGN_EFFECT:
        has = math.isfinite(spread.deff)
        return Cell(spread.deff) if has else _instead(Mark.NOT_AVAILABLE)
    found = {Part.LOWER: spread.lower, Part.UPPER: spread.upper, Part.ERROR: spread.error}
    return Cell(found[part], figure.measure)


def _is_none_or_all(figure: Figure) -> bool:
    """A fraction of 0 or 1 has no interval: the formula would say that it is certain."""
    return figure.measure.is_fraction and figure.value in (0, 1)


def _instead(mark: Mark) -> Cell:
    return Cell(mark.value, mark=mark)


def _low_columns(blocks: Sequence[Block], groups: int) -> set[tuple[int, int]]:
    """The columns, as (place, group), whose figures are all of few respondents.

    Counts and hours say nothing about it, unless the column has nothing else.
    """
    found = set()
    for place in range(max(map(len, blocks))):
        panels = [block[place] for block in blocks if place < len(block)]
        for group in range(groups):
            own = [line.figures[group] for panel in panels for line in panel.lines]
            own = [f for f in own if is_shown(f)]
            own = [f for f in own if f.measure not in TOTALS] or own
            if own and all(f.mark is Mark.LOW for f in own):
                found.add((place, group))
    return found


def _flags(lines: Sequence[Line], groups: Sequence[Group], low: set[tuple[int, int]]) -> list[str]:
    """The groups of a row that have a low number where the whole column is not low."""
    return [
        ", ".join(group.labels)
        for number, group in enumerate(groups)
        if any(
            line.figures[number].mark is Mark.LOW and (place, number) not in low
            for place, line in enumerate(lines)
        )
    ]


def _flagged(row: Row, flags: Sequence[str]) -> Row:
    text = "; ".join(f"{name}: {Mark.LOW.value}" for name in flags)
    cell = Cell(text, mark=Mark.LOW) if flags else Cell(NO_FLAGS)
    return replace(row, cells=(*row.cells, cell))


def _all_unlike(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns, with a number after a header that another has too, small letters or not."""
    seen: set[str] = set()
    for column in columns:
        header, number = column.header, 1
        while header.casefold() in seen:
            number += 1
            header = f"{column.header} ({number})"
        seen.add(header.casefold())
        yield replace(column, header=header)


def _csv_text(cell: Cell) -> str:
    if isinstance(cell.value, str):
        return plain(cell.value)
    if isinstance(cell.value, int):
        return str(cell.value)
    is_fraction = cell.measure is not None and cell.measure.is_fraction
    return f"{float(cell.value * 100 if is_fraction else cell.value):.15g}"
