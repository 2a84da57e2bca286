"""Time use as the field reports it: who does what, when, for how long and how often.

Everything is counted a return at a time into arrays of shape (returns, rows), so that a figure is
a sum over a sum, whatever the group. A mean a person is half hours over returns; a mean a
participant is half hours over took_part; the mean length of an episode is half hours over
episodes; a participation rate is took_part over returns, or days_with over days_recorded.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from diary.classification import ACTIVITIES, CATEGORIES
from diary.timeline import DAYS, SLOTS_PER_DAY, SLOTS_PER_WEEK
from reports.figures.frame import BITS, Bools, Frame, Integers, Numbers

ALL_DAYS = tuple(range(DAYS))
MONDAY_TO_FRIDAY = ALL_DAYS[:5]
SATURDAY = 5 * SLOTS_PER_DAY  # the half hour of the week at which the weekend begins
MORNING = 17  # half hours of a day before 08:30
EVENING = 39  # the half hour that begins at 19:30
AN_HOUR = 2
BREAKS = "S9"  # lunch and breaks
PRODUCTS = 2**18  # in a matrix product; of more, threads are started that a busy machine waits for

# Which activities, as places in ACTIVITIES, each row adds up.
Rows = Sequence[Sequence[int]]
EACH_ACTIVITY: Rows = tuple((place,) for place in range(len(ACTIVITIES)))
EACH_CATEGORY: Rows = tuple(
    tuple(place for place, activity in enumerate(ACTIVITIES) if activity.category == category)
    for category in CATEGORIES
)

Counts = NDArray[np.integer]  # half hours, days or episodes: never more than 336
Domains = NDArray[np.integer]  # (returns,): the group of each, negative for none


def half_hours(frame: Frame, rows: Rows = EACH_ACTIVITY) -> Counts:
    """Half hours of each return by row, shape (returns, rows). Raises UnknownSymbol."""
    return _added(frame.half_hours, rows)


def took_part(frame: Frame, rows: Rows = EACH_ACTIVITY) -> Bools:
    """Whether each return has any half hour of a row in the week, shape (returns, rows)."""
    return half_hours(frame, rows) > 0


def days_with(frame: Frame, rows: Rows = EACH_ACTIVITY) -> Counts:
    """On how many days each return has any half hour of a row, shape (returns, rows)."""
    found = np.empty((len(rows), len(frame)), dtype=np.uint8)
    for place, own in enumerate(rows):
        wanted = np.bitwise_or.reduce(BITS[list(own)])
        found[place] = _true_days((frame.days & wanted) != 0)
    return found.T


def days_recorded(frame: Frame) -> Counts:
    """On how many days each return recorded anything, shape (returns,)."""
    return _true_days(frame.days != 0)


def episodes(frame: Frame, rows: Rows = EACH_ACTIVITY) -> Counts:
    """How many episodes each return has, shape (returns, rows).

    An episode is a run of one activity as diary.timeline.episodes has it: midnight does not end
    it, and a change of activity does, within a category too.
    """
    found = np.empty((len(frame), len(ACTIVITIES)), dtype=np.uint16)
    for block in frame.filled.blocks():
        cells = block.returns * len(ACTIVITIES) + block.places
        goes_on = (np.diff(cells, prepend=-1) == 0) & (np.diff(block.times, prepend=0) == 1)
        counted = np.bincount(cells[~goes_on], minlength=block.length * len(ACTIVITIES))
        found[block.own] = counted.reshape(block.length, -1)
    return _added(found, rows)


def without_breaks(frame: Frame) -> Integers:
    """Half hours that each return recorded but for lunch and breaks (S9), shape (returns,)."""
    breaks = [activity.code for activity in ACTIVITIES].index(BREAKS)
    rest: Integers = frame.recorded - frame.half_hours[:, breaks]
    return rest


def weekend(frame: Frame) -> Integers:
    """Half hours that each return recorded on Saturday and Sunday, shape (returns,).

    Section 3.2: 83 people worked some time at the weekend, for an average of 12 hours each.
    """
    found = np.empty(len(frame), dtype=np.int32)
    for block in frame.filled.blocks():
        own = block.returns[block.times >= SATURDAY]
        found[block.own] = np.bincount(own, minlength=block.length)
    return found


def early_or_late(frame: Frame) -> Bools:
    """Who recorded an hour or more before 08:30, or after 19:30, on some day (section 3.2).

    The half hours need not be adjacent, but lie on one day and one side of it.
    """
    found = np.zeros(len(frame), dtype=np.bool_)
    for block in frame.filled.blocks():
        days, times = np.divmod(block.times, SLOTS_PER_DAY)
        for outside in (times < MORNING, times >= EVENING):
            own = block.returns[outside] * DAYS + days[outside]
            long = np.bincount(own, minlength=block.length * DAYS) >= AN_HOUR
            found[block.own] |= long.reshape(-1, DAYS).any(axis=1)
    return found


def over_contract(frame: Frame) -> tuple[Bools, Bools]:
    """Who said that they worked more than their contracted hours, and who said both (Table 3.1)."""
    extra = frame.numbers["extra_hours"]
    return extra > 0, ~np.isnan(extra)


def tempogram(
    frame: Frame,
    rows: Rows = EACH_CATEGORY,
    *,
    days: Sequence[int] = MONDAY_TO_FRIDAY,
    domains: Domains | None = None,
    groups: int = 1,
    keep: Bools | None = None,
    weight: Numbers | None = None,
) -> NDArray[np.int64] | Numbers:
    """How often people are in each row at each time of day, shape (groups, 48, rows).

    Counted over the returns of each group (`domains`, all in one where there is none) and over
    `days`; divided by people × days it is the share of people at that time on an average one of
    the days. With weights, each return counts its own.
    """
    group = _groups_or_outside(frame, domains, groups, keep)
    width = SLOTS_PER_WEEK * len(ACTIVITIES)
    counts = np.zeros((groups + 1) * width, dtype=np.int64 if weight is None else np.float64)
    for block in frame.filled.blocks():
        cells = group[block.own][block.returns] * width
        cells += block.times * np.intp(len(ACTIVITIES)) + block.places
        weights = None if weight is None else weight[block.own][block.returns]
        counts += np.bincount(cells, weights, minlength=len(counts))
    by_day = counts.reshape(groups + 1, DAYS, SLOTS_PER_DAY, -1)[:-1]
    return _added(by_day[:, list(days)].sum(axis=1), rows)


def tempogram_people(
    frame: Frame,
    rows: Rows = EACH_CATEGORY,
    *,
    days: Sequence[int] = MONDAY_TO_FRIDAY,
    domains: Domains | None = None,
    groups: int = 1,
    keep: Bools | None = None,
) -> NDArray[np.int64]:
    """How many people are in each row at each time on any of `days`, shape (groups, 48, rows).

    An activity may be in one of the rows, not in several.
    """
    group = _groups_or_outside(frame, domains, groups, keep)
    row_of = np.full(len(ACTIVITIES), len(rows), dtype=np.intp)  # the last is of no row
    for place, own in enumerate(rows):
        row_of[list(own)] = place
    is_wanted = np.isin(np.arange(SLOTS_PER_WEEK) // SLOTS_PER_DAY, list(days))
    width = SLOTS_PER_DAY * (len(rows) + 1)
    counts = np.zeros((groups + 1) * width, dtype=np.int64)
    for block in frame.filled.blocks():
        wanted = is_wanted[block.times]
        times = block.times[wanted] % SLOTS_PER_DAY * np.intp(len(rows) + 1)
        seen = np.zeros(block.length * width, dtype=np.bool_)
        seen[block.returns[wanted] * width + times + row_of[block.places[wanted]]] = True
        returns, cells = np.divmod(np.flatnonzero(seen), width)
        counts += np.bincount(group[block.own][returns] * width + cells, minlength=len(counts))
    return counts.reshape(groups + 1, SLOTS_PER_DAY, -1)[:-1, :, :-1]


def _groups_or_outside(
    frame: Frame, domains: Domains | None, groups: int, keep: Bools | None
) -> NDArray[np.intp]:
    """The group of each return; those that are not looked at are in one more, the last."""
    group = np.zeros(len(frame), dtype=np.intp) if domains is None else domains.astype(np.intp)
    outside = group < 0 if keep is None else (group < 0) | ~keep
    return np.where(outside, groups, group)


def _true_days(on_day: Bools) -> Counts:
    """How many of the seven are true, from shape (7, returns)."""
    return np.add.reduce(on_day.view(np.uint8), axis=0)


def _added(counts: NDArray, rows: Rows) -> NDArray:
    """Counts by activity, shape (…, activities), added up by row, shape (…, rows)."""
    if rows is EACH_ACTIVITY:
        return counts
    belongs = np.zeros((len(ACTIVITIES), len(rows)))
    for place, own in enumerate(rows):
        belongs[list(own), place] = 1.0
    added = np.empty((*counts.shape[:-1], len(rows)), dtype=counts.dtype)
    size = max(PRODUCTS // (belongs.size * max(counts[:1].size // len(ACTIVITIES), 1)), 1)
    for start in range(0, len(counts), size):
        # Floats hold these numbers exactly, and their product is the quickest sum there is.
        added[start : start + size] = counts[start : start + size].astype(np.float64) @ belongs
    return added
