"""Gentle checks of a week: they flag, and never refuse or delete. Pure.

The same rules run in the browser while the diary is kept (static/src/js/diary/checks.mjs); both
are tested on tests/diary/check_cases.json. A flag is stored by name when a return is sent.
"""

from dataclasses import dataclass

from diary import timeline
from diary.classification import BLANK

BREAKS = "8"  # S9, lunch and breaks: contracts usually leave it out
WITHOUT = "NHLSAC"  # statuses that go with a day without half hours
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
    """The flags of a week, by day, those of the whole week last.

    long_day: more half hours in a day than `longDay`. long_run: one activity other than breaks
    for more half hours than `longRun`, on the day it starts. blank_day: a contracted day (Monday
    to Friday where none were said) without half hours or status. status_disagrees: half hours on
    a day that goes without, or none on a day worked. far_from_stated: in a week that was begun,
    hours without breaks further from the stated ones than `farFromStated`.
    """
    contracted = WEEKDAYS if contract.days is None else contract.days
    long_runs = {
        episode.start // timeline.SLOTS_PER_DAY
        for episode in timeline.episodes(slots)
        if episode.symbol != BREAKS and episode.length > limits.longRun
    }
    flags = []
    for day in range(timeline.DAYS):
        count, status = timeline.half_hours(timeline.day_of(slots, day)), statuses[day]
        rules = {
            "long_day": count > limits.longDay,
            "long_run": day in long_runs,
            "blank_day": not count and status == BLANK and day in contracted,
            "status_disagrees": status in WITHOUT if count else status == "W",
        }
        flags += [Flag(name, day) for name, holds in rules.items() if holds]
    filled = timeline.half_hours(slots)
    worked = (filled - slots.count(BREAKS)) / 2
    stated = worked if contract.worked is None or not filled else contract.worked
    if abs(worked - stated) > limits.farFromStated:
        flags.append(Flag("far_from_stated"))
    return flags
