"""Results of every kind made by hand, and a workbook of them opened again."""

import datetime
import io
from dataclasses import replace
from fractions import Fraction
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from reports.figures.results import Figure, Group, Line, Mark, Measure, Panel, Result
from reports.workbook import About, write_workbook
from tests.reports.figures_made import (
    count,
    make_chart,
    make_group,
    make_panel,
    make_result,
    make_table,
    percentage,
    share,
)

DAY = datetime.date(2026, 11, 21)
ABOUT = About(
    round_title="A round",
    note="",
    contact="Ana Reed (ana@staff.example)",
    returns_counted=4,
    built_on=DAY,
    code_version="0.1.0",
)
GROUPS = (
    make_group("Children", respondents=3),
    make_group("Joint", respondents=1),
    make_group("All respondents", respondents=4, is_total=True),
)
LOW = Mark.LOW


def counts(**fields: Any) -> Result:
    """Numbers and percentages; Joint's percentages are low, and one number is hidden."""
    table = make_table(
        **{
            "number": "2.1",
            "name": "age",
            "chapter": "2",
            "title": "Age of respondents",
            "kind": "counts",
            "row_head": "Age",
            "source": "Table 2.1",
            "notes": ("respondents", "sector"),
            "chart": make_chart("stacked"),
            **fields,
        }
    )
    hidden = count(1, 1, mark=Mark.CONFIDENTIAL)
    panels = [
        make_panel(
            "numbers",
            {
                "20-24": [count(1, 3), hidden, count(2, 4)],
                "25-29": [count(2, 3), count(0, 1), count(2, 4)],
                "Total": [count(3, 3), count(1, 1), count(4, 4)],
            },
        ),
        make_panel(
            "percentages",
            {
                "20-24": [percentage(1, 3), percentage(1, 1, mark=LOW), percentage(2, 4)],
                "25-29": [percentage(2, 3), percentage(0, 1, mark=LOW), percentage(2, 4)],
                "Total": [percentage(3, 3), percentage(1, 1, mark=LOW), percentage(4, 4)],
            },
        ),
    ]
    return make_result(panels, GROUPS, table)


def shares(**fields: Any) -> Result:
    """Shares of time with intervals, and their bases; one has no interval, one no figure."""
    table = make_table(**{"notes": ("pooled",), "chart": make_chart("dots"), **fields})
    nothing = Figure(Measure.SHARE, None, 0, 0, 0, 0, None, Mark.NOT_AVAILABLE)
    hours = [Figure(Measure.HOURS, Fraction(n, 2), n, n, n) for n in (10_001, 0, 10_001)]
    panels = [
        make_panel(
            "shares",
            {
                "Contact": [share(1, 4, error=0.01), nothing, share(1, 5, error=0.02)],
                "Travel": [share(3, 4, mark=Mark.UNRELIABLE), nothing, share(4, 5, mark=LOW)],
                "Subtotal: all of it": [share(4, 4, error=0.01), nothing, share(5, 5, error=0.02)],
            },
        ),
        make_panel(
            "bases", {"Respondents": [count(n, n) for n in (3, 1, 4)], "Hours recorded": hours}
        ),
    ]
    return make_result(panels, GROUPS, table)


def day(**fields: Any) -> Result:
    """A tempogram of two categories, with their times as second labels."""
    table = make_table(
        **{
            "number": "T5",
            "name": "day",
            "title": "Who does what",
            "kind": "function",
            "row_head": "Activity | Time of day",
            "chart": make_chart("tempogram"),
            **fields,
        }
    )
    lines = [
        Line(
            f"{category}-{time}",
            (category, f"{time // 2:02d}:{time % 2 * 30:02d}"),
            tuple(percentage(time % 3, 4) for _group in GROUPS),
        )
        for category in ("Contact", "Travel")
        for time in range(48)
    ]
    return make_result([Panel("tempogram", "Percentage", tuple(lines))], GROUPS, table)


def every_kind() -> list[Result]:
    """A result for each kind of chart."""
    means = Figure(Measure.MEAN_HOURS, Fraction(75, 2), 4, 4, 75, 2)
    lines = make_result(
        [make_panel("means", {"Hours": [means] * 3})],
        GROUPS,
        make_table(number="T1", name="hours", chart=make_chart("lines")),
    )
    return [
        counts(),
        counts(number="2.2", name="bars", chart=make_chart("bars")),
        counts(number="2.3", name="grouped", chart=make_chart("grouped")),
        shares(),
        lines,
        day(),
        shares(number="C1", name="no-chart", chart=None),
    ]


def publication(**fields: Any) -> About:
    return replace(ABOUT, is_publication=True, **fields)


def group_of(label: str) -> Group:
    return make_group(label, respondents=4, is_total=True)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def written(about: About, *results: Result, **options: Any) -> Workbook:
    """The workbook of some results, opened again."""
    return opened(write_workbook(about, results, **options))


def sheet_rows(sheet: Worksheet) -> list[list[Any]]:
    """All cells of a sheet; what is empty at the end of a row is left out."""
    rows = []
    for row in sheet.iter_rows(values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    return rows


def table_rows(sheet: Worksheet) -> list[list[Any]]:
    """The cells of a sheet's one table, header first."""
    (table,) = sheet.tables.values()
    first, top, last, bottom = range_boundaries(table.ref)
    rows = sheet.iter_rows(top, bottom, first, last, values_only=True)
    return [list(row) for row in rows]
