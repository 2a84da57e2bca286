"""Computed tables made by hand, for what lays out, draws and stores them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from reports.figures.declaring import Chart, Table
from reports.figures.results import Figure, Group, Line, Mark, Measure, Panel, Result, Spread


def make_table(**fields: Any) -> Table:
    """A declaration of a table of shares, or as `fields` say."""
    usual: dict[str, Any] = {
        "number": "3.3",
        "name": "time-by-category",
        "chapter": "time",
        "title": "Share of recorded time",
        "kind": "shares",
        "rows": "categories",
        "row_head": "Activities",
    }
    return Table(**{**usual, **fields})


def make_chart(kind: str) -> Chart:
    return Chart(kind, "A chart", "What is on which axis.")


def share(part: int, of: int, *, mark: Mark | None = None, error: float | None = None) -> Figure:
    """A share of recorded time: `part` half hours of `of`, of as many returns."""
    value = Fraction(part, of) if of else None
    spread = None
    if error is not None and value is not None:
        low, high = float(value) - 2 * error, float(value) + 2 * error
        spread = Spread(error, max(low, 0.0), min(high, 1.0), 1.5, 20)
    return Figure(Measure.SHARE, value, of, part, part, of, spread, mark)


def count(number: int, of: int, *, mark: Mark | None = None) -> Figure:
    return Figure(Measure.RESPONDENTS, number, of, number, number, 1, None, mark)


def percentage(part: int, of: int, **fields: Any) -> Figure:
    value = Fraction(part, of) if of else None
    return Figure(Measure.PERCENT, value, of, part, part, of, **fields)


def make_group(*labels: str, respondents: int = 100, is_total: bool = False) -> Group:
    key = tuple("" if is_total else label.lower() for label in labels)
    return Group(key, labels, respondents, is_total)


def make_panel(key: str, rows: Mapping[str, Sequence[Figure]], title: str = "") -> Panel:
    """A panel of a row a label; "Subtotal…" and "Total" are what they say."""
    lines = [
        Line(
            key=label.lower(),
            labels=(label,),
            figures=tuple(figures),
            is_subtotal=label.startswith("Subtotal"),
            is_total=label == "Total",
        )
        for label, figures in rows.items()
    ]
    return Panel(key, title or key.capitalize(), tuple(lines))


def make_result(
    panels: Sequence[Panel], groups: Sequence[Group], table: Table | None = None
) -> Result:
    counted = sum(group.respondents for group in groups if not group.is_total)
    return Result(table or make_table(), tuple(groups), tuple(panels), counted)
