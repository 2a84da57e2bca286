"""What researchers look at twice in a return that was sent: the flags of its diary and the field's.

Pure. The diary's own flags were kept with the return when it was sent (diary/checks.py); the
others are computed whenever they are wanted, from what is stored, with the round's thresholds.
A flag says "look here", never "wrong": nothing is set aside by one.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_noop

from diary import timeline
from diary.checks import BREAKS, LIMITS, WEEKDAYS, WITHOUT
from diary.classification import BLANK
from surveys.thresholds import Thresholds

# Names and labels, in the order of pages and files. Labels are English; pages translate them.
AT_SENDING = (
    ("long_day", gettext_noop("A very long day")),
    ("long_run", gettext_noop("One activity for hours on end")),
    ("blank_day", gettext_noop("A working day left blank")),
    ("status_disagrees", gettext_noop("Kind of day and half hours disagree")),
    ("far_from_stated", gettext_noop("Hours very far from those stated")),
)
BY_THRESHOLD = (
    ("few_episodes", gettext_noop("Few episodes")),
    ("long_block", gettext_noop("One long block")),
    ("days_blank", gettext_noop("Blank days without a kind of day")),
    ("hours_apart", gettext_noop("Hours apart from those stated")),
    ("filled_late", gettext_noop("Days filled in late")),
    ("seen_by_others", gettext_noop("Somebody else could see the answers")),
)
FLAGS = (*AT_SENDING, *BY_THRESHOLD)
LABELS = dict(FLAGS)
NAMES = tuple(LABELS)
# What each means; the numbers are the round's thresholds, or the diary's own limits.
EXPLANATIONS = {
    "long_day": gettext_noop("When it was sent, a day had more than %(long_day)s hours."),
    "long_run": gettext_noop(
        "When it was sent, one activity other than lunch and breaks went on for more than "
        "%(long_run)s hours."
    ),
    "blank_day": gettext_noop(
        "When it was sent, a contracted day (Monday to Friday where none were said) had neither "
        "half hours nor a kind of day."
    ),
    "status_disagrees": gettext_noop(
        "When it was sent, a day had half hours though it was said to be free, or none though it "
        "was said to be worked."
    ),
    "far_from_stated": gettext_noop(
        "When it was sent, hours without lunch and breaks were more than %(far_from_stated)s "
        "away from the hours worked that the questionnaire says."
    ),
    "few_episodes": gettext_noop(
        "The diary has fewer than %(few_episodes)s episodes in a week of five working days, and "
        "in a shorter week fewer in proportion. Days of leave, sickness and the like do not count."
    ),
    "long_block": gettext_noop(
        "One activity other than lunch and breaks goes on for more than %(long_block_hours)s "
        "hours without a break, on days that were worked."
    ),
    "days_blank": gettext_noop(
        "More than %(blank_days)s of the contracted days (Monday to Friday where none were said) "
        "have neither half hours nor a kind of day."
    ),
    "hours_apart": gettext_noop(
        "Hours in the diary without lunch and breaks, and hours worked as the questionnaire says, "
        "are more than %(hours_apart)s apart."
    ),
    "filled_late": gettext_noop(
        "More than %(late_days)s days got their first half hour later than the next day, as far "
        "as that is known. Days of leave, sickness and the like do not count."
    ),
    "seen_by_others": gettext_noop(
        "The respondent says that somebody else in the agency could see the answers before they "
        "were sent."
    ),
}
# Why a return is set aside, to choose from; researchers may give another reason in words.
REASONS = (
    gettext_noop("Somebody in the agency collected returns or saw them before they were sent"),
    gettext_noop("A test, not a respondent's own week"),
    gettext_noop("The same person sent more than one return"),
    gettext_noop("Not a social worker, or not asked to take part"),
    gettext_noop("The diary is not that of a real week"),
)
FIVE_DAYS = 5
_RUNS = re.compile(rf"([^{re.escape(BLANK)}])\1*")


class Evidence(NamedTuple):
    """What flags are made of. `flags` holds [name, day or None], as kept when it was sent."""

    slots: str
    statuses: str
    filled: str
    answers: Mapping[str, Any]
    flags: Sequence[Sequence[Any]]


def flags_of(sent: Evidence, thresholds: Thresholds) -> dict[str, int]:
    """Every flag of a sent return by name, in the order of FLAGS: 1 raised, 0 not."""
    raised = {name for name, _day in sent.flags}
    found = {name: int(name in raised) for name, _label in AT_SENDING}
    slots, statuses = sent.slots, sent.statuses
    days = sent.answers.get("contracted_days")
    contracted = WEEKDAYS if days is None else days
    worked = _without_free_days(slots, statuses)
    found["few_episodes"] = _few_episodes(worked, statuses, contracted, thresholds.few_episodes)
    longest = int(2 * thresholds.long_block_hours)
    found["long_block"] = int(_longer_than(longest).search(worked) is not None)
    blank = sum(
        statuses[day] == BLANK and not timeline.day_of(slots, day).strip(BLANK)
        for day in contracted
    )
    found["days_blank"] = int(blank > thresholds.blank_days)
    found["hours_apart"] = _hours_apart(slots, sent.answers, thresholds.hours_apart)
    late = sum(
        band == "L" and status not in WITHOUT
        for band, status in zip(sent.filled, statuses, strict=True)
    )
    found["filled_late"] = int(late > thresholds.late_days)
    found["seen_by_others"] = int(sent.answers.get("others_saw") == "yes")
    return found


def explain(name: str, thresholds: Thresholds) -> str:
    """What a flag means with these thresholds, in the active language. Raises KeyError."""
    numbers = {
        "long_day": LIMITS.longDay / 2,
        "long_run": LIMITS.longRun / 2,
        "far_from_stated": LIMITS.farFromStated,
        **{key: getattr(thresholds, key) for key in thresholds.__dataclass_fields__},
    }
    shown = {key: f"{number:g}" for key, number in numbers.items()}
    return str(gettext(EXPLANATIONS[name]) % shown)


def _without_free_days(slots: str, statuses: str) -> str:
    """The week with the days blank that were said to be free, or can't be recalled."""
    if not any(status in WITHOUT for status in statuses):
        return slots
    size = timeline.SLOTS_PER_DAY
    return "".join(
        BLANK * size if status in WITHOUT else slots[day * size : (day + 1) * size]
        for day, status in enumerate(statuses)
    )


def _few_episodes(worked: str, statuses: str, contracted: Sequence[int], few: int) -> int:
    days = min(FIVE_DAYS, sum(statuses[day] not in WITHOUT for day in contracted))
    enough = -(-few * days // FIVE_DAYS)  # rounded up; no more are counted, which is quicker
    return int(sum(1 for _ in islice(_RUNS.finditer(worked), enough)) < enough)


def _hours_apart(slots: str, answers: Mapping[str, Any], limit: float) -> int:
    """Only in a week that was begun, and where hours worked were answered."""
    stated = answers.get("worked_hours")
    filled = timeline.half_hours(slots)
    if stated is None or not filled:
        return 0
    return int(abs((filled - slots.count(BREAKS)) / 2 - stated) > limit)


@lru_cache(maxsize=32)
def _longer_than(half_hours: int) -> re.Pattern[str]:
    """Finds one activity other than breaks for more half hours than this."""
    return re.compile(rf"([^{re.escape(BLANK + BREAKS)}])\1{{{half_hours},}}")
