"""The tables: each a declaration that says what it shows, and one function that computes it.

A table has a row for each thing measured and a column for each group of respondents, all of
them last. Its cells are exact; rounding is for whoever shows them. A table that one day needs
odd logic gets a function of its own instead of a cleverer declaration.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from diary.classification import ACTIVITIES, CATEGORIES, Activity
from reports.arrays import SECTOR, Column, Returns
from reports.shares import GroupedHalfHours, group_half_hours, symbols_of
from surveys.sectors import Sector

ALL = "All respondents"
# As Table 3.3 of the 2009 report names them, in plain words.
CATEGORY_LABELS = {
    "D": "Direct contact with clients",
    "R": "Case related recording",
    "OA": "Case related work in own agency",
    "IA": "Case related inter-agency work",
    "OIA": "Other inter-agency work",
    "S": "Other work, and breaks",
}

Cell = str | int | Fraction | None  # None: no figure, because nothing was recorded


class Measure(Enum):
    """What a row's figures are."""

    SHARE = "share of recorded time"
    HOURS = "hours"
    RESPONDENTS = "respondents"


@dataclass(frozen=True)
class Row:
    """One row: what stands in the leading columns, what is measured, and of which activities."""

    labels: tuple[str, ...]
    measure: Measure
    symbols: tuple[str, ...] = ()
    subtotal: bool = False


@dataclass(frozen=True)
class Chart:
    """Bars of a table's groups, each cut into the shares of some of its rows."""

    title: str
    description: str
    rows: tuple[int, ...]  # by their place in the table


@dataclass(frozen=True)
class Table:
    """What a table shows. `notes` are keys of reports/notes.py."""

    number: str
    name: str  # of the table in the workbook: letters and underscores
    title: str
    measure: str
    base: str
    source: str  # the section or table of the 2009 report that it repeats
    heads: tuple[str, ...]  # over the leading columns
    rows: tuple[Row, ...]
    group: Column
    group_labels: tuple[str, ...]
    notes: tuple[str, ...] = ()
    chart: Chart | None = None


@dataclass(frozen=True)
class Grid:
    """A computed table: a header, and rows of exact cells under it."""

    table: Table
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def compute(table: Table, returns: Returns) -> Grid:
    """A table's cells from a round's returns."""
    groups = returns.columns[table.group.name]
    counted = group_half_hours(returns.slots, groups, len(table.group.values))
    return Grid(
        table=table,
        header=(*table.heads, *table.group_labels, ALL),
        rows=tuple(
            (*row.labels, *(_figure(row, counted, g) for g in range(len(counted.counts))))
            for row in table.rows
        ),
    )


def _figure(row: Row, counted: GroupedHalfHours, group: int) -> Cell:
    match row.measure:
        case Measure.SHARE:
            return counted.share(group, row.symbols)
        case Measure.HOURS:
            return Fraction(counted.half_hours(group, row.symbols), 2)
        case Measure.RESPONDENTS:
            return int(counted.respondents[group])


def _category(code: str) -> Row:
    return Row((CATEGORY_LABELS[code],), Measure.SHARE, symbols_of(code))


def _activity(activity: Activity) -> Row:
    labels = (CATEGORY_LABELS[activity.category.code], activity.code, activity.label)
    return Row(labels, Measure.SHARE, (activity.symbol,))


_SECTOR_LABELS = tuple(sector.label for sector in Sector)
_ALL_SYMBOLS = tuple(activity.symbol for activity in ACTIVITIES)
_CLIENT_RELATED = symbols_of(*(c.code for c in CATEGORIES if c.client_related))
_COUNTS = (
    (("Respondents (number)",), Measure.RESPONDENTS, ()),
    (("Recorded time (hours)",), Measure.HOURS, _ALL_SYMBOLS),
)

TIME_BY_CATEGORY = Table(
    number="3.3",
    name="time_by_category_and_sector",
    title="Share of recorded time in broad categories of activity, by sector",
    measure="Share of all half hours that the respondents of a sector recorded",
    base="All respondents who sent a return",
    source="Table 3.3 of the 2009 survey",
    heads=("Activity",),
    rows=(
        _category("D"),
        _category("R"),
        _category("OA"),
        _category("IA"),
        Row(("Subtotal: client related work",), Measure.SHARE, _CLIENT_RELATED, subtotal=True),
        _category("OIA"),
        _category("S"),
        *(Row(labels, measure, symbols) for labels, measure, symbols in _COUNTS),
    ),
    group=SECTOR,
    group_labels=_SECTOR_LABELS,
    notes=("pooled", "lunch", "client_related", "sector", "respondents"),
    chart=Chart(
        title="How recorded time divides, by sector",
        description=(
            "Each bar is all the time that a sector's respondents recorded, cut into six "
            "categories of activity that add up to 100%."
        ),
        rows=(0, 1, 2, 3, 5, 6),
    ),
)

TIME_BY_ACTIVITY = Table(
    number="C1",
    name="time_by_activity_and_sector",
    title="Share of recorded time in each of the 40 activities, by sector",
    measure="Share of all half hours that the respondents of a sector recorded",
    base="All respondents who sent a return",
    source="Table C1 (Appendix C) of the 2009 survey",
    heads=("Category", "Code", "Activity"),
    rows=(
        *(_activity(activity) for activity in ACTIVITIES),
        *(
            Row(("All categories", "All", *labels), measure, symbols)
            for labels, measure, symbols in _COUNTS
        ),
    ),
    group=SECTOR,
    group_labels=_SECTOR_LABELS,
    notes=("pooled", "lunch", "sector", "respondents"),
)

TABLES = (TIME_BY_CATEGORY, TIME_BY_ACTIVITY)
