"""Tempograms: the share of people in each category at each half hour of a day."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES
from diary.timeline import SLOTS_PER_DAY
from reports.figures import timeuse
from reports.figures.declaring import Table
from reports.figures.grouping import Grouping
from reports.figures.measuring import Added, Row, assemble, panel_of
from reports.figures.results import Measure, Result
from reports.figures.time_rows import CATEGORY_LABELS, bases

SATURDAY_AND_SUNDAY = (5, 6)
# The activities of each category, as places, in the order of the rows.
ROWS = tuple(
    tuple(place for place, activity in enumerate(ACTIVITIES) if activity.category.code == code)
    for code in CATEGORY_LABELS
)


def tempogram_of_weekdays(table: Table, grouping: Grouping, spreads: bool) -> Result:
    """An average day from Monday to Friday."""
    return _tempogram(table, grouping, timeuse.MONDAY_TO_FRIDAY)


def tempogram_of_weekends(table: Table, grouping: Grouping, spreads: bool) -> Result:
    """An average day of the weekend."""
    return _tempogram(table, grouping, SATURDAY_AND_SUNDAY)


def clock(half_hour: int) -> str:
    """When a half hour of a day begins: 17 is 08:30."""
    return f"{half_hour // 2:02d}:{half_hour % 2 * 30:02d}"


def _tempogram(table: Table, grouping: Grouping, days: Sequence[int]) -> Result:
    """A line a category and half hour, its key "D-17". Its figures have no intervals: 48 times
    six by group are drawn, not quoted."""
    rows = [
        Row(f"{code}-{time}", (label, clock(time)))
        for code, label in CATEGORY_LABELS.items()
        for time in range(SLOTS_PER_DAY)
    ]
    people = np.array([[group.respondents] for group in grouping.groups])
    added = Added(
        numerators=_times(grouping, days),
        denominators=people * len(days),
        cases=_people(grouping, days),
        bases=people,
        weighted=_weighted(grouping, days),
    )
    figures = assemble(Measure.PERCENT, added, None)
    shown = panel_of("tempogram", "Percentage of respondents at that time", rows, figures)
    panels = (shown, bases(table, grouping, hours=False))
    return Result(table, grouping.groups, panels, grouping.counted)


def _times(grouping: Grouping, days: Sequence[int], weight: NDArray | None = None) -> NDArray:
    """How often the people of each group are in each row, shape (groups, rows)."""
    counts = timeuse.tempogram(
        grouping.frame,
        ROWS,
        days=days,
        domains=grouping.domains,
        groups=max(grouping.parts, 1),
        weight=weight,
    )
    return _with_total(grouping, counts)


def _people(grouping: Grouping, days: Sequence[int]) -> NDArray:
    """How many people of each group are in each row on any of the days, shape (groups, rows)."""
    counts = timeuse.tempogram_people(
        grouping.frame, ROWS, days=days, domains=grouping.domains, groups=max(grouping.parts, 1)
    )
    return _with_total(grouping, counts)


def _with_total(grouping: Grouping, counts: NDArray) -> NDArray:
    """Counts (groups, 48, categories) as rows, with those of all groups together last."""
    by_row = counts.transpose(0, 2, 1).reshape(len(counts), -1)
    if grouping.is_total and grouping.parts:
        return np.vstack([by_row, by_row.sum(axis=0)])
    return by_row


def _weighted(grouping: Grouping, days: Sequence[int]) -> NDArray | None:
    weight = grouping.frame.sample.weight
    if weight is None:
        return None
    people = grouping.tally(np.zeros_like(grouping.domains), 1, weight)
    with np.errstate(divide="ignore", invalid="ignore"):
        result: NDArray = _times(grouping, days, weight) / (people * len(days))
    return result
