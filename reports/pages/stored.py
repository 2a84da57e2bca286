"""Computed tables as a file, so that a page of a large round need not count again.

Exact figures stay exact: a fraction is written "a/b". What is not a number is null in a spread
and "nan" as a value, so that it is not taken for a figure that is not there.
"""

import gzip
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from numbers import Integral
from typing import Any

from reports.figures.declaring import Table
from reports.figures.results import (
    Figure,
    Group,
    Line,
    Mark,
    Measure,
    Number,
    Panel,
    Result,
    Spread,
)

FORMAT = 1


class Unreadable(ValueError):
    """Stored figures that this version of the code can't read: they must be counted again."""


def to_json(results: Sequence[Result]) -> bytes:
    """Computed tables as compressed JSON; the same results give the same bytes."""
    made = {"format": FORMAT, "results": [_result(result) for result in results]}
    text = json.dumps(made, allow_nan=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def from_json(content: bytes, tables: Iterable[Table]) -> list[Result]:
    """What to_json wrote, with the tables as they are declared now. Raises Unreadable."""
    named = {table.name: table for table in tables}
    try:
        made = json.loads(gzip.decompress(content))
        if made["format"] != FORMAT:
            raise Unreadable(f"format {made['format']}")
        return [_result_from(kept, named) for kept in made["results"]]
    except (OSError, EOFError, KeyError, TypeError, ValueError, IndexError) as error:
        raise Unreadable(str(error)) from error


def _result(result: Result) -> dict[str, Any]:
    groups = [
        [list(g.key), list(g.labels), int(g.respondents), bool(g.is_total)] for g in result.groups
    ]
    panels = [[p.key, p.title, [_line(line) for line in p.lines]] for p in result.panels]
    return {
        "table": result.table.name,
        "counted": int(result.counted),
        "groups": groups,
        "panels": panels,
    }


def _line(line: Line) -> list[Any]:
    figures = [_figure(figure) for figure in line.figures]
    sums = [line.is_subtotal, line.is_total, list(line.of)]
    return [line.key, list(line.labels), *sums, figures]


def _figure(figure: Figure) -> list[Any]:
    return [
        figure.measure.name,
        _number(figure.value),
        int(figure.base),
        int(figure.cases),
        _number(figure.numerator),
        _number(figure.denominator),
        figure.spread and _spread(figure.spread),
        figure.mark and figure.mark.name,
    ]


def _spread(spread: Spread) -> list[Any]:
    numbers = (spread.error, spread.lower, spread.upper, spread.deff)
    return [*map(_float, numbers), int(spread.df)]


def _number(number: Number | None) -> int | float | str | None:
    if number is None:
        return None
    if isinstance(number, Integral):
        return int(number)
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    return float(number) if math.isfinite(number) else str(float(number))


def _float(number: float) -> float | str | None:
    if math.isnan(number):
        return None
    return float(number) if math.isfinite(number) else str(float(number))


def _result_from(kept: dict[str, Any], named: Mapping[str, Table]) -> Result:
    groups = [
        Group(tuple(key), tuple(labels), respondents, total)
        for key, labels, respondents, total in kept["groups"]
    ]
    panels = [
        Panel(key, title, tuple(_line_from(line) for line in lines))
        for key, title, lines in kept["panels"]
    ]
    return Result(named[kept["table"]], tuple(groups), tuple(panels), kept["counted"])


def _line_from(kept: list[Any]) -> Line:
    key, labels, subtotal, total, of, figures = kept
    made = tuple(_figure_from(figure) for figure in figures)
    return Line(key, tuple(labels), made, subtotal, total, tuple(of))


def _figure_from(kept: list[Any]) -> Figure:
    measure, value, base, cases, numerator, denominator, spread, mark = kept
    return Figure(
        measure=Measure[measure],
        value=_number_from(value),
        base=base,
        cases=cases,
        numerator=_number_from(numerator),
        denominator=_number_from(denominator),
        spread=spread and _spread_from(spread),
        mark=mark and Mark[mark],
    )


def _spread_from(kept: list[Any]) -> Spread:
    *numbers, df = kept
    error, lower, upper, deff = map(_float_from, numbers)
    return Spread(error, lower, upper, deff, df)


def _number_from(kept: int | float | str | None) -> Any:
    """Raises ValueError when it is no number."""
    if not isinstance(kept, str):
        return kept
    return Fraction(kept) if "/" in kept else float(kept)


def _float_from(kept: float | str | None) -> float:
    return math.nan if kept is None else float(kept)
