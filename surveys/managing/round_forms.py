"""The survey manager's forms of a round. Each returns the values that the actions take."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.forms.arrival import PlainForm
from surveys.instruments import instrument_names
from surveys.languages import instrument_here
from surveys.models import Round

DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
NUMBER = {"inputmode": "numeric", "class": "number-input", "autocomplete": "off"}
DATE_ORDERS = ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y")


def whole_number(label: Any, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    text = format_lazy(
        gettext_lazy("Enter a whole number from {least} to {most}."), least=least, most=most
    )
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "invalid": text, "min_value": text, "max_value": text, "required": text
        },
    )  # fmt: skip


class WeeksField(forms.CharField):
    """Diary weeks, one Monday a line; cleaned, a list of dates in order."""

    widget = forms.Textarea(attrs={"rows": 4, "class": "weeks-input"})

    def clean(self, value: Any) -> list[datetime.date]:  # type: ignore[override]
        text = str(super().clean(value))
        found = {
            self._monday(line.strip(), n)
            for n, line in enumerate(text.splitlines(), 1)
            if line.strip()
        }
        return sorted(found)

    def _monday(self, line: str, number: int) -> datetime.date:
        day = a_date(line)
        if day is None:
            raise ValidationError(
                _("Line %(number)s: enter a date such as 11 May 2026 or 2026-05-11.")
                % {"number": number}
            )
        if day.weekday():
            monday = day - datetime.timedelta(days=day.weekday())
            raise ValidationError(
                _("Line %(number)s: %(day)s is no Monday. Enter the Monday, %(monday)s.")
                % {"number": number, "day": f"{day:%-d %B %Y}", "monday": f"{monday:%-d %B %Y}"}
            )
        return day


def a_date(text: str) -> datetime.date | None:
    """The date that people and spreadsheets write in one of a few ways; None for anything else."""
    for order in DATE_ORDERS:
        try:
            return datetime.datetime.strptime(text, order).date()
        except ValueError:
            continue
    return None


class RoundForm(PlainForm):
    """A round's details; cleaned, `weeks` and everything else as the fields of a Round."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("As respondents read it, for example “Workload survey 2026”."),
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    slug = forms.CharField(
        label=gettext_lazy("Short name for addresses"),
        max_length=60,
        help_text=gettext_lazy("Small letters, numbers and hyphens, for example workload-2026."),
        error_messages={"required": gettext_lazy("Enter a short name.")},
    )
    instrument = forms.ChoiceField(  # versions have names
        label=gettext_lazy("Questionnaire"), widget=forms.Select(attrs={"translate": "no"})
    )
    opens_on = forms.DateField(
        label=gettext_lazy("Opens on"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Enter the day on which it opens.")},
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Closes on"),
        widget=DATE,
        error_messages={"required": gettext_lazy("Enter the day on which it closes.")},
    )
    weeks = WeeksField(
        label=gettext_lazy("Diary weeks on offer"),
        help_text=gettext_lazy(
            "One Monday a line. With more than one, the last is the fallback for agencies that "
            "miss theirs."
        ),
        error_messages={"required": gettext_lazy("Enter at least one Monday.")},
    )
    is_pilot = forms.BooleanField(
        label=gettext_lazy("This is a pilot: its returns are not part of the survey"),
        required=False,
    )
    team_name = forms.CharField(
        label=gettext_lazy("Survey team"),
        max_length=120,
        help_text=gettext_lazy("Whom respondents ask: never only the link officer."),
        required=False,
    )
    team_email = forms.EmailField(label=gettext_lazy("Its email address"), required=False)
    team_phone = forms.CharField(
        label=gettext_lazy("Its telephone number"), max_length=40, required=False
    )
    target_percent = whole_number(
        gettext_lazy("Target: percentage of those invited who send"), 1, 100
    )
    max_messages = whole_number(
        gettext_lazy("Most emails to one person"),
        1,
        10,
        gettext_lazy("The invitation and all reminders together."),
    )
    quiet_from = forms.TimeField(
        label=gettext_lazy("No emails from"),
        widget=TIME,
        error_messages={"required": gettext_lazy("Enter a time such as 18:00.")},
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("No emails until"),
        widget=TIME,
        help_text=gettext_lazy("And none on Saturdays and Sundays."),
        error_messages={"required": gettext_lazy("Enter a time such as 08:00.")},
    )
    pull_batch = whole_number(
        gettext_lazy("Fewest changes in an agency before its link officer sees them"),
        3,
        20,
        gettext_lazy("So that nobody can tell who has just sent."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note for staff"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown with every figure of this round."),
    )

    def __init__(self, *args: Any, round: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_round_values(round), **kwargs)
        self.round = round
        self.fields["instrument"].choices = [
            (name, instrument_here(name).title) for name in instrument_names()
        ]
        if round is not None:
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].strip()
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise ValidationError(_("Use small letters, numbers and single hyphens only."))
        if Round.objects.filter(slug=slug).exists():
            raise ValidationError(_("Another round has this short name. Enter another one."))
        return str(slug)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("Enter a day after the one on which it opens."))
        weeks = data.get("weeks")
        if closes and weeks and closes < weeks[0] + datetime.timedelta(days=6):
            self.add_error("closes_on", _("Enter a day after the end of the first diary week."))
        return data

    def values(self) -> tuple[list[datetime.date], dict[str, Any]]:
        """The weeks, and the other fields."""
        fields = dict(self.cleaned_data)
        return fields.pop("weeks"), fields


def _round_values(round_: Round | None) -> dict[str, Any]:
    if round_ is None:
        defaults = ("target_percent", "max_messages", "quiet_from", "quiet_until", "pull_batch")
        found = {name: Round._meta.get_field(name).default for name in defaults}
        return {**found, "instrument": instrument_names()[0]}
    values = {name: getattr(round_, name) for name in RoundForm.base_fields if name != "weeks"}
    weeks = round_.weeks.values_list("starts_on", flat=True)
    return {**values, "weeks": "\n".join(f"{day:%-d %B %Y}" for day in weeks)}


class SealForm(PlainForm):
    """The two things that sealing asks for: until when backups live, and the round's short name."""

    backups_until = forms.DateField(
        label=gettext_lazy("When is the last backup gone that was made before today?"),
        widget=DATE,
        help_text=gettext_lazy(
            "Count every copy of the database and of the key folder. Until that day the round is "
            "called “sealing”, after it “sealed”."
        ),
        error_messages={
            "required": gettext_lazy("Enter the day on which the last backup is gone.")
        },
    )
    confirm = forms.CharField(
        label=gettext_lazy("Type the round’s short name to confirm"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the round’s short name.")},
    )

    def __init__(self, *args: Any, round: Round, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.today = round, today

    def clean_backups_until(self) -> datetime.date:
        until: datetime.date = self.cleaned_data["backups_until"]
        if until < self.today:
            raise ValidationError(_("Enter today or a later day."))
        return until

    def clean_confirm(self) -> str:
        typed = self.cleaned_data["confirm"].strip()
        if typed != self.round.slug:
            raise ValidationError(
                _("Type %(slug)s, the short name of this round.") % {"slug": self.round.slug}
            )
        return str(typed)
