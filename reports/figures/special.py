"""Named figures of the report's text, and the functions of tables that need odd logic."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reports.figures import timeuse
from reports.figures.declaring import Table
from reports.figures.frame import Frame
from reports.figures.grouping import Grouping
from reports.figures.measuring import HALF_HOUR
from reports.figures.results import Figure, Group, Line, Measure, Panel, Result
from reports.figures.tempograms import tempogram_of_weekdays, tempogram_of_weekends
from reports.figures.time_tables import breaks, episodes, time_use

EXTRA = "extra_table_3_1"
OVER = ("to_3", "to_5", "to_8", "to_12", "to_15", "to_20", "to_25", "to_30", "over_30")

Parts = tuple[NDArray, NDArray]  # what is added up, what it is divided by, each (returns,)


@dataclass(frozen=True)
class Single:
    """A single figure: `of` gives each return's part in its numerator and denominator.

    `needs` are the variables that it is made from; `unit` is the unit of the quotient.
    """

    label: str
    measure: Measure
    of: Callable[[Frame], Parts]
    needs: tuple[str, ...] = ()
    unit: Fraction = Fraction(1)


def _compared(*bands: str) -> Callable[[Frame], Parts]:
    """Who is in these bands of Table 3.1, of everybody."""

    def of(frame: Frame) -> Parts:
        variable = frame.variables[EXTRA]
        places = [variable.place(band) for band in bands]
        return np.isin(variable.codes, places), _everybody(frame)

    return of


def _weekend(frame: Frame) -> Parts:
    return timeuse.weekend(frame) > 0, _everybody(frame)


def _weekend_hours(frame: Frame) -> Parts:
    half_hours = timeuse.weekend(frame)
    return half_hours, half_hours > 0


def _early_or_late(frame: Frame) -> Parts:
    return timeuse.early_or_late(frame), _everybody(frame)


def _everybody(frame: Frame) -> NDArray:
    return np.ones(len(frame), dtype=np.uint8)


def _percent(label: str, of: Callable[[Frame], Parts], *needs: str) -> Single:
    return Single(label, Measure.PERCENT, of, needs)


FIGURES: Mapping[str, Single] = {
    "less_than_contract": _percent(
        "Worked fewer hours than they are employed for", _compared("less"), EXTRA
    ),
    "as_contracted": _percent(
        "Worked exactly the hours they are employed for", _compared("same"), EXTRA
    ),
    "over_contract": _percent(
        "Worked more hours than they are employed for", _compared(*OVER), EXTRA
    ),
    "far_over_contract": _percent(
        "Worked more than eight hours over those they are employed for",
        _compared(*OVER[3:]),
        EXTRA,
    ),
    "weekend": _percent("Worked some time at the weekend", _weekend),
    "weekend_hours": Single(
        "Hours at the weekend, of those who worked then",
        Measure.MEAN_HOURS,
        _weekend_hours,
        unit=HALF_HOUR,
    ),
    "early_or_late": _percent(
        "Worked at least one hour before 08:30 or after 19:30 on some day", _early_or_late
    ),
}


def agencies(table: Table, grouping: Grouping, spreads: bool) -> Result:
    """Table 1.1: agencies approached and agreeing, by kind of service. It is not of returns."""
    rows = grouping.frame.recruited
    groups = (
        Group(("approached",), ("Number approached",), 0),
        Group(("agreed",), ("Number agreeing to take part",), 0),
    )
    lines = []
    for row in rows:
        figures = tuple(
            Figure(Measure.AUTHORITIES, number, row.approached, number, number)
            for number in (row.approached, row.agreed)
        )
        is_total = row is rows[-1]
        key = "total" if is_total else row.label
        lines.append(Line(key, (row.label,), figures, is_total=is_total))
    return Result(table, groups, (Panel("numbers", "Number of agencies", tuple(lines)),), 0)


FUNCTIONS: Mapping[str, Callable[[Table, Grouping, bool], Result]] = {
    "agencies": agencies,
    "breaks": breaks,
    "episodes": episodes,
    "tempogram_of_weekdays": tempogram_of_weekdays,
    "tempogram_of_weekends": tempogram_of_weekends,
    "time_use": time_use,
}
