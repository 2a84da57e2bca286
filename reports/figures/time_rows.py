"""Rows of recorded time: the categories in the order of Table 3.3, or the forty activities."""

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES, CATEGORIES
from reports.figures.declaring import Table
from reports.figures.frame import Frame
from reports.figures.grouping import Grouping
from reports.figures.measuring import HALF_HOUR, Ratios, Row, counted, line, panel
from reports.figures.results import Measure, Panel
from reports.figures.timeuse import EACH_ACTIVITY, Rows

# As Table 3.3 names them, in plain words, and in its order; the subtotal stands after the fourth.
CATEGORY_LABELS = {
    "D": "Direct contact with clients",
    "R": "Case related recording",
    "OA": "Case related work in own agency",
    "IA": "Case related inter-agency work",
    "OIA": "Other inter-agency work",
    "S": "Other work, and breaks",
}
PLACES = {category.code: place for place, category in enumerate(CATEGORIES)}
_IS_CLIENT_RELATED = {category.code: category.client_related for category in CATEGORIES}
CLIENT_RELATED = tuple(code for code in CATEGORY_LABELS if _IS_CLIENT_RELATED[code])
NOT_CLIENT_RELATED = tuple(code for code in CATEGORY_LABELS if not _IS_CLIENT_RELATED[code])
SUBTOTAL = Row(
    "client_related", ("Subtotal: client related work",), is_subtotal=True, of=CLIENT_RELATED
)
CATEGORY_ROWS = (
    *(Row(code, (CATEGORY_LABELS[code],)) for code in CLIENT_RELATED),
    SUBTOTAL,
    *(
        Row(code, (CATEGORY_LABELS[code],))
        for code in CATEGORY_LABELS
        if code not in CLIENT_RELATED
    ),
)
ACTIVITY_ROWS = tuple(
    Row(a.code, (CATEGORY_LABELS[a.category.code], a.code, a.label)) for a in ACTIVITIES
)
EACH_CATEGORY_ROW = tuple(
    tuple(n for n, a in enumerate(ACTIVITIES) if a.category.code in (row.of or (row.key,)))
    for row in CATEGORY_ROWS
)
ALL_ACTIVITIES = ("All categories", "All")  # what stands before the name of a row of all of them
ALL_TIME = "All recorded time"


def time_rows(table: Table) -> tuple[tuple[Row, ...], Rows]:
    """The rows that a table declares, and the activities, as places, that each adds up."""
    if table.rows == "activities":
        return ACTIVITY_ROWS, EACH_ACTIVITY
    return CATEGORY_ROWS, EACH_CATEGORY_ROW


def half_hours_of(table: Table, frame: Frame) -> NDArray:
    """Half hours of each return by the rows that a table declares, shape (returns, rows)."""
    if table.rows == "activities":
        return frame.half_hours
    own = frame.category_half_hours
    places = [[PLACES[code] for code in row.of or (row.key,)] for row in CATEGORY_ROWS]
    return np.column_stack([own[:, columns].sum(axis=1) for columns in places])


def bases(table: Table, grouping: Grouping, *, hours: bool) -> Panel:
    """How many respondents a table's groups have, and how many hours they recorded."""
    before = ALL_ACTIVITIES[: len(table.row_heads) - 1]
    people = Row("respondents", (*before, "Respondents"))
    numbers = [counted(Measure.RESPONDENTS, g.respondents, g.respondents) for g in grouping.groups]
    lines = [line(people, numbers)]
    if hours:
        recorded = grouping.frame.recorded[:, np.newaxis]
        ratios = Ratios(Measure.HOURS, recorded, None, HALF_HOUR)
        row = Row("hours", (*before, "Hours recorded"))
        lines += panel("", "", [row], ratios, grouping).lines
    return Panel("bases", "Bases", tuple(lines))
