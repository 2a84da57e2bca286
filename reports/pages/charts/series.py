"""What charts have in common: which figures are drawn, and in which colours."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from diary.classification import CATEGORIES
from reports.figures.results import Figure, Group, Line, Panel, Result

FILLS = ("D", "R", "OIA", "OA", "IA", "S")  # of the categories, so that neighbours differ
COUNTS = ("counts", "choices", "figures")  # kinds of tables whose first panel is of numbers
CATEGORY_CODES = frozenset(category.code for category in CATEGORIES)


@dataclass(frozen=True)
class Series:
    """One kind of area, segment or line. `code` stands on its colour, in the key and the drawing.

    `fill` is the category whose colour it has; past six the colours come again.
    """

    key: str
    label: str
    code: str
    fill: str


def series_of(lines: Sequence[Line]) -> list[Series]:
    """A series a line: categories in their own colours and codes, others numbered."""
    if all(line.key in CATEGORY_CODES for line in lines):
        return [Series(line.key, line.labels[-1], line.key, line.key) for line in lines]
    return [
        Series(line.key, line.labels[-1], str(place + 1), FILLS[place % len(FILLS)])
        for place, line in enumerate(lines)
    ]


def drawn_panel(result: Result) -> Panel:
    """The panel that a chart draws: percentages of counts, else the first panel."""
    found = (panel for panel in result.panels if panel.key == "percentages")
    if result.table.kind in COUNTS:
        return next(found, result.panels[0])
    return result.panels[0]


def drawn_lines(panel: Panel) -> list[Line]:
    """Rows that are no sums of others, all of them of the first row's measure."""
    plain = [line for line in panel.lines if not (line.is_subtotal or line.is_total)]
    if not plain or not plain[0].figures:
        return []
    measure = plain[0].figures[0].measure
    return [line for line in plain if line.figures[0].measure is measure]


def number(figure: Figure) -> float | None:
    """What is drawn; None where there is no figure, or it is hidden."""
    if figure.value is None:
        return None
    value = float(figure.value)
    return value if math.isfinite(value) else None


def group_label(group: Group) -> tuple[str, ...]:
    """What a group is called, a part a variable, without those that say nothing."""
    return tuple(label for label in group.labels if label)


def at(fraction: float) -> str:
    """A place or length along the drawing, as SVG writes it in any language."""
    return f"{100 * fraction:.3f}%"
