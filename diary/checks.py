"""Gentle checks of a week: they flag, and never refuse or delete. Pure.

The same rules run in the browser while the diary is kept (static/src/js/diary/checks.mjs); both
are tested on tests/diary/check_cases.json. A flag is stored by name when a return is sent.
"""

from dataclasses import dataclass

from diary import timeline
from diary.classification import BLANK

BREAKS = "8"  # S9, lunch and breaks: contracts usually leave it out
AWAY = "NHLSA"  # statuses of a day on which nobody expects half hours
WEEKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Contract:
    """What the respondent said of their week; None where nothing was said.

    `hours` and `worked` are hours a week, `days` the contracted days (0 is Monday).
    """

    hours: float | None = None
    worked: float | None = None
    days: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Limits:
    """From where a check speaks up. `longDay` and `longRun` in half hours, the last in hours.

    The names are those the browser reads.
    """

    longDay: int = 32
    longRun: int = 10
    farFromStated: float = 10


@dataclass(frozen=True)
class Flag:
    """What a check noticed; `day` is the day it is about, None for the whole week."""

    name: str
    day: int | None = None


LIMITS = Limits()


def check_week(
    slots: str, statuses: str, contract: Contract, limits: Limits = LIMITS
) -> list[Flag]:
    """The flags of a week: by rule, then by day.

    long_day: more half hours in a day than `longDay`. long_run: one activity for more half hours
    than `longRun`, on the day it starts. blank_day: a contracted day (Monday to Friday where none
    were said) without half hours or status. status_disagrees: half hours on a day away, or none
    on a day worked. far_from_stated: hours without breaks further from the stated ones than
    `farFromStated`.
    """
    filled = [timeline.half_hours(timeline.day_of(slots, day)) for day in range(timeline.DAYS)]
    contracted = WEEKDAYS if contract.days is None else contract.days
    flags = [Flag("long_day", day) for day, count in enumerate(filled) if count > limits.longDay]
    flags += [
        Flag("long_run", episode.start // timeline.SLOTS_PER_DAY)
        for episode in timeline.episodes(slots)
        if episode.length > limits.longRun
    ]
    flags += [
        Flag("blank_day", day)
        for day in sorted(contracted)
        if not filled[day] and statuses[day] == BLANK
    ]
    flags += [
        Flag("status_disagrees", day)
        for day, count in enumerate(filled)
        if (count and statuses[day] in AWAY) or (not count and statuses[day] == "W")
    ]
    worked = (timeline.half_hours(slots) - slots.count(BREAKS)) / 2
    if contract.worked is not None and abs(worked - contract.worked) > limits.farFromStated:
        flags.append(Flag("far_from_stated"))
    return flags
