"""The flags of many returns at once: surveys.quality.flags_of on arrays, with the same answers.

Pure. Flags of one return, and what each means, stand in surveys/quality.py; a property test holds
the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diary.checks import BREAKS, WEEKDAYS, WITHOUT
from diary.classification import BLANK
from diary.timeline import DAYS, SLOTS_PER_DAY, SLOTS_PER_WEEK
from surveys.quality import AT_SENDING, FIVE_DAYS, NAMES, Evidence
from surveys.thresholds import Thresholds

Bools = NDArray[np.bool_]
Numbers = NDArray[np.int_]
_BLANK, _BREAKS, _LATE = ord(BLANK), ord(BREAKS), ord("L")
_IS_FREE = np.isin(np.arange(256), [ord(status) for status in WITHOUT])  # by ASCII code
_KEPT = tuple(name for name, _label in AT_SENDING)
KEPT = len(_KEPT)


@dataclass(frozen=True)
class Week:
    """What flags are made of, a row a return.

    `slots` (336), `statuses` (7) and `filled` (7) as ASCII codes; `contracted` (7) the days that
    a return is contracted to, Monday to Friday where none were said; `stated` hours worked, NaN
    where not answered; `seen`, that others could see the answers; `kept`, the flags of sending.
    """

    slots: NDArray[np.uint8]
    statuses: NDArray[np.uint8]
    filled: NDArray[np.uint8]
    contracted: Bools
    stated: NDArray[np.float64]
    seen: Bools
    kept: Bools


def weeks_of(sent: Sequence[Evidence]) -> Week:
    """The arrays of these returns, in their order."""
    answers = [one.answers for one in sent]
    return Week(
        slots=as_matrix((one.slots for one in sent), SLOTS_PER_WEEK),
        statuses=as_matrix((one.statuses for one in sent), DAYS),
        filled=as_matrix((one.filled for one in sent), DAYS),
        contracted=as_bools(
            (contracted_row(given.get("contracted_days")) for given in answers), DAYS
        ),
        stated=np.array([given.get("worked_hours") for given in answers], dtype=np.float64),
        seen=np.array([given.get("others_saw") == "yes" for given in answers], dtype=bool),
        kept=as_bools((kept_row(one.flags) for one in sent), KEPT),
    )


def flag_arrays(week: Week, thresholds: Thresholds) -> NDArray[np.uint8]:
    """The flags of each return, in the order of surveys.quality.NAMES: 1 raised, 0 not."""
    is_free = _IS_FREE[week.statuses]
    counted_days = (week.contracted & ~is_free).sum(axis=1)
    by_day = week.slots.reshape(-1, DAYS, SLOTS_PER_DAY).copy()
    by_day[is_free] = _BLANK
    worked = by_day.reshape(-1, SLOTS_PER_WEEK)
    goes_on = worked[:, 1:] == worked[:, :-1]
    raised = {
        "few_episodes": _few_episodes(worked, goes_on, counted_days, thresholds.few_episodes),
        "long_block": _longer_than(int(2 * thresholds.long_block_hours), worked, goes_on),
        "days_blank": _blank_days(week) > thresholds.blank_days,
        "hours_apart": _hours_apart(week, thresholds.hours_apart),
        "filled_late": ((week.filled == _LATE) & ~is_free).sum(axis=1) > thresholds.late_days,
        "seen_by_others": week.seen,
        **dict(zip(_KEPT, week.kept.T, strict=True)),
    }
    return np.column_stack([raised[name] for name in NAMES]).astype(np.uint8)


def as_matrix(texts: Iterable[str], width: int) -> NDArray[np.uint8]:
    """Texts of so many ASCII characters each, as a row of codes each."""
    return np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8).reshape(-1, width)


def as_bools(rows: Iterable[bytes], width: int) -> Bools:
    """What contracted_row (DAYS wide) or kept_row (KEPT wide) gives of each return, a row each."""
    return np.frombuffer(b"".join(rows), dtype=bool).reshape(-1, width)


def contracted_row(days: Sequence[int] | None) -> bytes:
    """A byte a day, 1 where it is contracted, from the answer; None is no answer."""
    contracted = WEEKDAYS if days is None else days
    return bytes(day in contracted for day in range(DAYS))


def kept_row(flags: Sequence[Sequence[Any]]) -> bytes:
    """A byte for each of AT_SENDING, 1 where a return has kept it as [name, day]."""
    names = {name for name, _day in flags}
    return bytes(name in names for name in _KEPT)


def _few_episodes(worked: NDArray[np.uint8], goes_on: Bools, days: Numbers, few: int) -> Bools:
    """Fewer than `few` in a week of five days, in proportion in a shorter one."""
    has_work = worked != _BLANK
    begins = has_work[:, 1:] & ~goes_on
    episodes = has_work[:, 0] + np.count_nonzero(begins, axis=1)
    enough = -(-few * np.minimum(days, FIVE_DAYS) // FIVE_DAYS)  # rounded up
    return episodes < enough


def _longer_than(half_hours: int, worked: NDArray[np.uint8], goes_on: Bools) -> Bools:
    """Whether an activity other than breaks goes on for more half hours than this.

    A run of n + 1 half hours goes on n times. Whether n places in a row hold is found by doubling:
    what holds for 4 here and for 4 four places further holds for 8 here.
    """
    has_work = (worked != _BLANK) & (worked != _BREAKS)
    if half_hours < 1:
        return has_work.any(axis=1)
    found, width = goes_on & has_work[:, 1:], 1
    while width < half_hours and found.shape[1]:
        step = min(width, half_hours - width)
        found = found[:, :-step] & found[:, step:]
        width += step
    return found.any(axis=1)


def _blank_days(week: Week) -> Numbers:
    """How many contracted days have neither half hours nor a status."""
    waiting = (week.statuses == _BLANK) & week.contracted
    rows, days = np.nonzero(waiting)  # few: most days have a status
    by_day = week.slots.reshape(-1, DAYS, SLOTS_PER_DAY)
    is_blank = (by_day[rows, days] == _BLANK).all(axis=1)
    return np.bincount(rows[is_blank], minlength=len(week.slots))


def _hours_apart(week: Week, limit: float) -> Bools:
    """Only in a week that was begun, and where hours worked were answered: NaN is never above."""
    filled = np.count_nonzero(week.slots != _BLANK, axis=1)
    without_breaks = filled - np.count_nonzero(week.slots == _BREAKS, axis=1)
    return (filled > 0) & (np.abs(without_breaks / 2 - week.stated) > limit)
