"""Small bars in rows and columns: a row of the table by a group, all on one scale."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop

from reports.figures.results import Figure, Result
from reports.pages.charts.scale import Scale, scale_for
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
MOST_COLUMNS = 7
SAID = gettext_noop("For each line of the table a bar a group, all on one scale.")


@dataclass(frozen=True)
class Column:
    label: tuple[str, ...]
    respondents: int
    is_total: bool


@dataclass(frozen=True)
class Bar:
    """A figure; `width` is "" where there is none."""

    column: Column
    width: str
    said: str


@dataclass(frozen=True)
class MatrixRow:
    label: tuple[str, ...]
    fill: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Matrix:
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    template = "reports/charts/matrix.html"


def draw_matrix(result: Result, *, more: int) -> Matrix | None:
    """A bar for each row and group; None where nothing can be drawn."""
    lines = drawn_lines(drawn_panel(result))
    if not lines:
        return None
    figures = [figure for line in lines for figure in line.figures]
    scale = scale_for((n for f in figures if (n := number(f))), lines[0].figures[0].measure)
    columns = tuple(Column(group_label(g), g.respondents, g.is_total) for g in result.groups)
    rows = tuple(
        MatrixRow(
            line.labels,
            line.key if line.key in CATEGORY_CODES else BRAND,
            tuple(
                _bar(column, figure, scale, more)
                for column, figure in zip(columns, line.figures, strict=True)
            ),
        )
        for line in lines
    )
    chart = result.table.chart
    said = chart.description if chart.kind == "grouped" else SAID
    return Matrix(chart.title, said, columns, rows)


def _bar(column: Column, figure: Figure, scale: Scale, more: int) -> Bar:
    value = number(figure)
    return Bar(column, "" if value is None else at(scale.place(value)), value_text(figure, more))
