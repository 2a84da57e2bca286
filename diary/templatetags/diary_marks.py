"""What the diary's templates draw: half hours in foldable groups, tabs, category keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diary import languages, timeline, words
from diary.classification import BY_SYMBOL, Category
from diary.forms import DayForm
from diary.languages import classification
from diary.weeks import WeekSummary

register = template.Library()


@dataclass(frozen=True)
class SlotRow:
    """One half hour of the day page; `category` is "" while it is blank."""

    time: str
    field: BoundField
    category: str


@dataclass(frozen=True)
class SlotGroup:
    """Half hours shown together; a folded group opens when it holds an entry or an error."""

    key: str
    title: str
    folded: bool
    is_open: bool
    filled: int
    rows: tuple[SlotRow, ...]

    @property
    def hours(self) -> str:
        return timeline.as_hours(self.filled)


@register.simple_tag
def categories() -> tuple[Category, ...]:
    """The six categories, for a key."""
    return classification().categories


@register.simple_tag
def slot_groups(form: DayForm, working_day: range) -> list[SlotGroup]:
    """The day's 48 half hours in three groups: early, the working day, late."""
    start, end = working_day.start, working_day.stop
    times = {"start": timeline.clock(start), "end": timeline.clock(end)}
    early, late = range(start), range(end, timeline.SLOTS_PER_DAY)
    return [
        _group(form, "early", _("Before %(start)s") % times, early, True),
        _group(form, "day", _("%(start)s to %(end)s") % times, working_day, False),
        _group(form, "late", _("After %(end)s") % times, late, True),
    ]


@register.simple_tag
def hours_words(half_hours: int) -> str:
    """Half hours as hours in words: "1½ hours"."""
    return words.hours_words(half_hours)


@register.simple_tag
def short_hours(half_hours: int) -> str:
    """Half hours as hours: "1½ h"."""
    return _("%(hours)s h") % {"hours": timeline.as_hours(half_hours)}


@register.simple_tag
def whole_hours(half_hours: int) -> dict[str, int]:
    """Half hours as whole hours and whether a half is left."""
    hours, half = divmod(half_hours, 2)
    return {"hours": hours, "half": half}


@register.simple_tag
def week_dates(week: WeekSummary) -> str:
    """Monday 16 November to Sunday 22 November 2026"""
    first, last = week.days[0].date, week.days[-1].date
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, str(languages.WEEKDAY_DAY_MONTH)),
        "last": date_format(last, str(languages.WEEKDAY_DAY_MONTH_YEAR)),
    }


def _group(form: DayForm, key: str, title: str, slots: Iterable[int], folded: bool) -> SlotGroup:
    rows = tuple(_row(form, slot) for slot in slots)
    filled = sum(bool(row.field.value()) for row in rows)
    wrong = any(row.field.errors for row in rows)
    return SlotGroup(key, title, folded, bool(filled or wrong), filled, rows)


def _row(form: DayForm, slot: int) -> SlotRow:
    field = form[f"slot_{slot}"]
    activity = BY_SYMBOL.get(field.value() or "")
    return SlotRow(timeline.clock(slot), field, activity.category.code if activity else "")
