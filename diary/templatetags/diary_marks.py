"""What the diary's templates draw: half hours in foldable groups, tabs, category keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.forms import BoundField

from diary import timeline
from diary.classification import BY_SYMBOL, CATEGORIES, Category
from diary.forms import DayForm

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
    return CATEGORIES


@register.simple_tag
def slot_groups(form: DayForm, working_day: range) -> list[SlotGroup]:
    """The day's 48 half hours in three groups: early, the working day, late."""
    start, end = working_day.start, working_day.stop
    return [
        _group(form, "early", f"Before {timeline.clock(start)}", range(start), True),
        _group(
            form, "day", f"{timeline.clock(start)} to {timeline.clock(end)}", working_day, False
        ),
        _group(
            form, "late", f"After {timeline.clock(end)}", range(end, timeline.SLOTS_PER_DAY), True
        ),
    ]


def _group(form: DayForm, key: str, title: str, slots: Iterable[int], folded: bool) -> SlotGroup:
    rows = tuple(_row(form, slot) for slot in slots)
    filled = sum(bool(row.field.value()) for row in rows)
    wrong = any(row.field.errors for row in rows)
    return SlotGroup(key, title, folded, bool(filled or wrong), filled, rows)


def _row(form: DayForm, slot: int) -> SlotRow:
    field = form[f"slot_{slot}"]
    activity = BY_SYMBOL.get(field.value() or "")
    return SlotRow(timeline.clock(slot), field, activity.category.code if activity else "")
