"""The day page's form: 48 half hours and a status, without JavaScript."""

from functools import cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diary import timeline
from diary.classification import BLANK, SYMBOLS, Classification
from diary.languages import classification
from diary.models import Change
from diary.payload import DAY_SYMBOLS, SLOT_SYMBOLS

STATUS_CHOICES = [("", _("Not said yet")), *timeline.DAY_STATUSES.items()]


def activity_choices() -> list[Any]:
    """Blank, and the 40 activities by category, in the active language."""
    return [("", "—"), *_groups(classification())]


def stretch_choices() -> list[Any]:
    """What a stretch may be filled with, clearing it included."""
    groups = _groups(classification())
    return [("", _("Choose an activity")), *groups, (BLANK, _("Clear these half hours"))]


@cache
def _groups(words: Classification) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            f"{category.code}: {category.short}",
            [(a.symbol, f"{a.code} {a.short}") for a in words.within(category)],
        )
        for category in words.categories
    ]


class SeenField(forms.CharField):
    """A string of cells as the page showed them, so that only what was changed is saved."""

    widget = forms.HiddenInput

    def __init__(self, length: int, symbols: frozenset[str]) -> None:
        super().__init__(min_length=length, max_length=length, strip=False)
        self.symbols = symbols

    def validate(self, value: str) -> None:
        super().validate(value)
        if not set(value) <= self.symbols:
            raise forms.ValidationError(_("Open the day again and enter your changes once more."))


class ActivitySelect(forms.Select):
    """A list of the 40 activities by category, rendered once and reused 48 times a page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = f'<option value="{value or ""}"' if value in SYMBOLS else '<option value=""'
        options = _options(classification()).replace(chosen, f"{chosen} selected", 1)
        attributes = {"name": name, "class": "form-select form-select-sm", **(attrs or {})}
        # safe: made by format_html from our own labels; only a known symbol is marked selected
        return format_html("<select{}>{}</select>", flatatt(attributes), mark_safe(options))  # noqa: S308


@cache
def _options(words: Classification) -> str:
    """The options of one select as HTML, none of them selected."""
    groups = format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (label, format_html_join("", '<option value="{}">{}</option>', choices))
            for label, choices in _groups(words)
        ),
    )
    return format_html('<option value="">—</option>{}', groups)


class DayForm(forms.Form):
    """One day: 48 selects and a status, with what the page showed beside them.

    `sets()` is the day as its writer wants it; `change()` holds what differs from the page as
    it was shown, so that a page left open never overwrites what it did not touch.
    """

    status = forms.ChoiceField(
        label=_("What kind of day was it?"), choices=STATUS_CHOICES, required=False
    )

    def __init__(self, *args: Any, day: int, slots: str, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        self.fields["saw"] = SeenField(timeline.SLOTS_PER_DAY, SLOT_SYMBOLS)
        self.fields["saw_status"] = SeenField(1, DAY_SYMBOLS)
        self.initial |= {"saw": slots, "saw_status": status, "status": status.strip(BLANK)}
        for slot in range(timeline.SLOTS_PER_DAY):
            self.fields[f"slot_{slot}"] = forms.ChoiceField(
                label=_between(slot, slot + 1),
                choices=activity_choices,
                required=False,
                widget=ActivitySelect,
                error_messages={"invalid_choice": _("Choose one of the activities in the list.")},
            )
            self.initial[f"slot_{slot}"] = slots[slot].strip(BLANK)

    def rows(self) -> list[tuple[int, forms.BoundField]]:
        """The 48 half hours, each with its number."""
        return [(slot, self[f"slot_{slot}"]) for slot in range(timeline.SLOTS_PER_DAY)]

    def sets(self) -> str:
        """The 48 symbols that the page was sent with."""
        data = self.cleaned_data
        return "".join(data[f"slot_{slot}"] or BLANK for slot in range(timeline.SLOTS_PER_DAY))

    def change(self, sets: str) -> Change:
        """The edits that turn the page as shown into `sets` and the chosen status.

        A day with half hours in it and no status said was worked.
        """
        status = self.cleaned_data["status"] or BLANK
        if status == BLANK and timeline.half_hours(sets):
            status = "W"
        offset = self.day * timeline.SLOTS_PER_DAY
        return Change(
            slots=tuple(timeline.edits_between(self.cleaned_data["saw"], sets, offset)),
            days=tuple(timeline.edits_between(self.cleaned_data["saw_status"], status, self.day)),
        )


def _between(first: int, end: int) -> str:
    times = {"start": timeline.clock(first), "end": timeline.clock(end)}
    return gettext("%(start)s to %(end)s") % times


class StretchForm(forms.Form):
    """From one time to another with one activity, so that a long meeting is one entry."""

    start = forms.TypedChoiceField(
        label=_("From"),
        coerce=int,
        choices=[(slot, timeline.clock(slot)) for slot in range(timeline.SLOTS_PER_DAY)],
        error_messages={"required": _("Choose a start time.")},
    )
    end = forms.TypedChoiceField(
        label=_("To"),
        coerce=int,
        choices=[(slot, timeline.clock(slot)) for slot in range(1, timeline.SLOTS_PER_DAY + 1)],
        error_messages={"required": _("Choose an end time.")},
    )
    activity = forms.ChoiceField(
        label=_("Activity"),
        choices=stretch_choices,
        error_messages={"required": _("Choose an activity.")},
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "start" in data and "end" in data and data["end"] <= data["start"]:
            self.add_error("end", _("Choose an end time that is after the start time."))
        return data

    def over(self, sets: str) -> str:
        """The day `sets` with this stretch laid over it."""
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return sets[:start] + self.cleaned_data["activity"] * (end - start) + sets[end:]
