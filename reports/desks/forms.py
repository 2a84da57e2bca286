"""The forms of the quality desk. Each returns the values that the actions take."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.forms.arrival import PlainForm
from surveys.managing.round_forms import whole_number
from surveys.quality import REASONS
from surveys.thresholds import Thresholds

DECIMAL = {"inputmode": "decimal", "autocomplete": "off", "class": "number-input"}

OTHER = "other"
REASON_LENGTH = 200
FLAGGING = 5  # thresholds, the first ones, that flag


def hours(label: Any, hint: Any, least: float, most: float) -> forms.FloatField:
    problem = format_lazy(
        lazy("Enter hours from {least} to {most}, for example 7.5."), least=least, most=most
    )
    return forms.FloatField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=DECIMAL),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), problem),
    )


class ThresholdsForm(PlainForm):
    """A round's thresholds; cleaned, `thresholds`. The first five flag, the others hide."""

    few_episodes = whole_number(
        lazy("Few episodes: fewer than"),
        0,
        100,
        lazy("Episodes in a week of five working days; in shorter weeks in proportion."),
    )
    long_block_hours = hours(
        lazy("One long block: more than"),
        lazy("Hours of one activity other than lunch and breaks, without a break."),
        1,
        24,
    )
    hours_apart = hours(
        lazy("Hours apart from those stated: more than"),
        lazy("Hours between the diary without lunch and breaks and the hours worked as stated."),
        0,
        100,
    )
    blank_days = whole_number(
        lazy("Blank days without a kind of day: more than"),
        0,
        6,
        lazy("Contracted days, Monday to Friday where none were said."),
    )
    late_days = whole_number(
        lazy("Days filled in late: more than"),
        0,
        6,
        lazy("Days that got their first half hour later than the next day."),
    )
    minimum_cell = whole_number(
        lazy("Smallest number shown in published tables"),
        2,
        100,
        lazy("Respondents: a published cell of fewer is hidden."),
    )
    low_base = whole_number(
        lazy("Low numbers: fewer than"),
        2,
        1000,
        lazy("Respondents: a published group of fewer is marked as low."),
    )
    k_anonymity = whole_number(
        lazy("Public-use files: smallest group"),
        2,
        100,
        lazy("Returns: a file in which fewer share a combination is refused."),
    )

    def __init__(self, *args: Any, thresholds: Thresholds, **kwargs: Any) -> None:
        initial = {name: f"{value:g}" for name, value in asdict(thresholds).items()}
        super().__init__(*args, initial=initial, **kwargs)
        usual = asdict(Thresholds())
        for name, field in self.fields.items():
            told = _("Usually %(number)s.") % {"number": f"{usual[name]:g}"}
            field.help_text = f"{field.help_text} {told}"

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Its fields under two headings."""
        fields = list(self)
        return [
            (_("When a return is flagged"), fields[:FLAGGING]),
            (_("When published figures and files hide or refuse"), fields[FLAGGING:]),
        ]

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(**self.cleaned_data)


class ReasonForm(PlainForm):
    """Why returns are set aside: one of the list, or other words; cleaned, `reason`."""

    why = forms.ChoiceField(
        label=lazy("Why are you setting it aside?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose a reason.")},
    )
    words = forms.CharField(
        label=lazy("Another reason, in words"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=lazy(
            "It stands in every list of what figures leave out. Name nobody, no agency, and "
            "nothing that somebody answered."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "max_length": lazy("Use at most %(limit_value)d characters."),
        },
    )

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = [
            *((str(number), _(reason)) for number, reason in enumerate(REASONS)),
            (OTHER, _("Another reason")),
        ]
        if label:
            self.fields["why"].label = label

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        wanted = data.get("why") == OTHER and "words" not in self.errors
        if wanted and not data["words"].split():
            self.add_error("words", _("Enter the reason in a few words."))
        return data

    @property
    def reason(self) -> str:
        """One of REASONS, in English as it is kept, or what was typed."""
        why = self.cleaned_data["why"]
        return " ".join(self.cleaned_data["words"].split()) if why == OTHER else REASONS[int(why)]
