"""Tables of time use as the field reports it: hours, participation, episodes, breaks."""

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES
from reports.figures import timeuse
from reports.figures.declaring import Table
from reports.figures.grouping import Grouping
from reports.figures.measuring import HALF_HOUR, Ratios, Row, panel
from reports.figures.results import Measure, Panel, Result
from reports.figures.time_rows import ALL_ACTIVITIES, ALL_TIME, bases, time_rows

ALL_PLACES = tuple(range(len(ACTIVITIES)))


def time_use(table: Table, grouping: Grouping, spreads: bool) -> Result:
    """Hours a person, participation rates, and hours a participant, by category or activity."""
    frame = grouping.frame
    rows, added = _rows(table)
    half_hours = timeuse.half_hours(frame, added)
    took_part = half_hours > 0
    everybody = np.ones(len(frame), dtype=np.uint8)
    days = timeuse.days_recorded(frame)

    def made(key: str, title: str, ratios: Ratios) -> Panel:
        own = rows if key == "means" else [row.alone for row in rows]
        return panel(key, title, own, ratios, grouping, with_spreads=spreads)

    a_person = Ratios(Measure.MEAN_HOURS, half_hours, everybody, HALF_HOUR)
    a_participant = Ratios(Measure.MEAN_HOURS, half_hours, took_part, HALF_HOUR)
    panels = (
        made("means", "Hours a person", a_person),
        made(
            "participation",
            "Percentage of respondents with any in the week",
            Ratios(Measure.PERCENT, took_part, everybody),
        ),
        made(
            "days",
            "Percentage of recorded days with any",
            Ratios(Measure.PERCENT, timeuse.days_with(frame, added), days),
        ),
        made("participants", "Hours a participant", a_participant),
        bases(table, grouping, hours=True),
    )
    return Result(table, grouping.groups, panels, grouping.counted)


def episodes(table: Table, grouping: Grouping, spreads: bool) -> Result:
    """How many episodes a person has in the week, and how long one is."""
    frame = grouping.frame
    rows, added = _rows(table)
    half_hours, number = timeuse.half_hours(frame, added), timeuse.episodes(frame, added)
    everybody = np.ones(len(frame), dtype=np.uint8)
    panels = (
        panel(
            "episodes",
            "Episodes a person",
            rows,
            Ratios(Measure.EPISODES, number, everybody),
            grouping,
            with_spreads=spreads,
        ),
        panel(
            "lengths",
            "Mean length of an episode in hours",
            [row.alone for row in rows],
            Ratios(Measure.MEAN, half_hours, number, HALF_HOUR),
            grouping,
            with_spreads=spreads,
        ),
        bases(table, grouping, hours=True),
    )
    return Result(table, grouping.groups, panels, grouping.counted)


def breaks(table: Table, grouping: Grouping, spreads: bool) -> Result:
    """Hours recorded with and without lunch and breaks (S9), a person and a recorded day."""
    frame = grouping.frame
    rows = (
        Row("without", ("Without lunch and breaks",)),
        Row("breaks", ("Lunch and breaks",)),
        Row("with", ("All recorded time",), is_total=True),
    )
    rest = timeuse.without_breaks(frame)
    half_hours = np.column_stack([rest, frame.recorded - rest, frame.recorded])
    everybody = np.ones(len(frame), dtype=np.uint8)

    def made(key: str, title: str, x: NDArray) -> Panel:
        ratios = Ratios(Measure.MEAN_HOURS, half_hours, x, HALF_HOUR)
        return panel(key, title, rows, ratios, grouping, with_spreads=spreads)

    panels = (
        made("means", "Hours a person in the week", everybody),
        made("days", "Hours a recorded day", timeuse.days_recorded(frame)),
        bases(table, grouping, hours=True),
    )
    return Result(table, grouping.groups, panels, grouping.counted)


def _rows(table: Table) -> tuple[tuple[Row, ...], timeuse.Rows]:
    """A table's rows with one of all recorded time last, and the activities each adds up."""
    rows, places = time_rows(table)
    labels = (*ALL_ACTIVITIES[: len(table.row_heads) - 1], ALL_TIME)
    return (*rows, Row("recorded", labels, is_total=True)), (*places, ALL_PLACES)
