"""Whom to write to and when; a round's own texts; a step of its plan."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.forms.arrival import PlainForm
from surveys.messages.quiet import SATURDAY, at_clock
from surveys.messages.texts import Text, body_problems, subject_problems
from surveys.models import Invitation, MessageKind, MessageText, Round

MOST_LISTED = 500  # people to tick one by one; larger agencies choose by team
ALL, TEAMS, PEOPLE = "all", "teams", "people"
SOON, ON_DAY = "soon", "day"
NO_TEAM = "-"  # stands for those without a team
REMINDERS = [kind for kind in MessageKind if kind != MessageKind.INVITATION]


@dataclass(frozen=True)
class Person:
    """Somebody whom a message may be for."""

    pk: UUID
    label: str
    team: str

    @classmethod
    def of(cls, invitation: Invitation) -> "Person":
        return cls(invitation.pk, invitation.name or invitation.email, invitation.team)


@dataclass(frozen=True)
class Choice:
    """Who gets a message, and from which moment on (by the clock; quiet hours come after)."""

    people: list[Person]
    wanted_at: datetime.datetime


class ChooseForm(PlainForm):
    """Everybody, some teams or some people; as soon as possible or on a day."""

    who = forms.ChoiceField(
        label=lazy("Who gets it?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Select who gets the message.")},
    )
    teams = forms.MultipleChoiceField(
        label=lazy("Teams"), required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label=lazy("People"), required=False, widget=forms.CheckboxSelectMultiple
    )
    when = forms.ChoiceField(
        label=lazy("When?"),
        choices=[(SOON, lazy("As soon as possible")), (ON_DAY, lazy("On a day that I choose"))],
        widget=forms.RadioSelect,
        initial=SOON,
        error_messages={"required": lazy("Select when the message is sent.")},
    )
    day = forms.DateField(
        label=lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "number-input day-input"}),
        error_messages={"invalid": lazy("Enter a day, for example 23/11/2026.")},
    )

    def __init__(
        self,
        *args: Any,
        listed: Sequence[Person],
        survey_round: Round,
        now: datetime.datetime,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.listed, self.round, self.now, self.today = listed, survey_round, now, today
        teams = sorted({person.team for person in listed})
        ways = [(ALL, _("All of them (%(count)d)") % {"count": len(listed)})]
        if len(teams) > 1:
            ways.append((TEAMS, _("Some teams")))
            named = [(team or NO_TEAM, team or _("No team given")) for team in teams]
            self.fields["teams"].choices = named
        else:
            del self.fields["teams"]
        if 1 < len(listed) <= MOST_LISTED:
            ways.append((PEOPLE, _("Some people")))
            self.fields["people"].choices = [(str(p.pk), _labelled(p)) for p in listed]
        else:
            del self.fields["people"]
        self.fields["who"].choices = ways
        self.fields["who"].initial = ALL

    def clean_day(self) -> datetime.date | None:
        day = self.cleaned_data["day"]
        if day is None or self.cleaned_data.get("when") != ON_DAY:
            return None
        return _sendable_day(day, self.round, self.today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for way, field, what in (
            (TEAMS, "teams", _("Select at least one team.")),
            (PEOPLE, "people", _("Select at least one person.")),
        ):
            if data.get("who") == way and not data.get(field) and field not in self.errors:
                self.add_error(field, what)
        if data.get("when") == ON_DAY and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Enter the day on which the message is sent."))
        return data

    @property
    def choice(self) -> Choice:
        """What was chosen, of a valid form."""
        data = self.cleaned_data
        people = list(self.listed)
        if data["who"] == TEAMS:
            people = [p for p in people if (p.team or NO_TEAM) in data["teams"]]
        elif data["who"] == PEOPLE:
            ticked = set(data["people"])
            people = [p for p in people if str(p.pk) in ticked]
        day = data.get("day")
        wanted = at_clock(day, datetime.time(0)) if day else self.now
        return Choice(people, max(wanted, self.now))


class TextForm(PlainForm):
    """A round's own wording of a message, fit to be sent."""

    subject = forms.CharField(
        label=lazy("Subject"),
        max_length=MessageText._meta.get_field("subject").max_length,
        error_messages={"required": lazy("Enter the subject of the message.")},
    )
    body = forms.CharField(
        label=lazy("Text of the message"),
        max_length=MessageText._meta.get_field("body").max_length,
        help_text=lazy(
            "Plain text, with an empty line between paragraphs. A line whose placeholders are "
            "all empty is left out."
        ),
        error_messages={"required": lazy("Enter the text of the message.")},
        widget=forms.Textarea(attrs={"rows": 22, "class": "page-text", "spellcheck": "true"}),
    )

    def clean_subject(self) -> str:
        subject = " ".join(self.cleaned_data["subject"].split())
        if wrong := subject_problems(subject):
            raise forms.ValidationError(wrong)
        return subject

    def clean_body(self) -> str:
        body = self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n").strip()
        if wrong := body_problems(body):
            raise forms.ValidationError(wrong)
        return body

    @property
    def text(self) -> Text:
        return Text(self.cleaned_data["subject"], self.cleaned_data["body"])


class PlanForm(PlainForm):
    """A day on which every agency's people get a reminder."""

    kind = forms.ChoiceField(
        label=lazy("Which reminder?"),
        choices=[(kind.value, kind.label) for kind in REMINDERS],
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Select which reminder is sent.")},
    )
    send_on = forms.DateField(
        label=lazy("On which day?"),
        help_text=lazy("Today means as soon as possible."),
        widget=forms.DateInput(attrs={"type": "date", "class": "number-input day-input"}),
        error_messages={
            "required": lazy("Enter the day on which the reminder is sent."),
            "invalid": lazy("Enter a day, for example 23/11/2026."),
        },
    )

    def __init__(
        self, *args: Any, survey_round: Round, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.round, self.today = survey_round, today

    def clean_send_on(self) -> datetime.date:
        return _sendable_day(self.cleaned_data["send_on"], self.round, self.today)


def _sendable_day(day: datetime.date, round_: Round, today: datetime.date) -> datetime.date:
    """The day, where messages of the round may be sent on it. Raises ValidationError."""
    if day < today:
        raise forms.ValidationError(_("Enter today or a day to come."))
    if day > round_.closes_on:
        raise forms.ValidationError(
            _("Enter a day until the survey closes, %(day)s.")
            % {"day": f"{round_.closes_on:%d/%m/%Y}"}
        )
    if day.weekday() >= SATURDAY:
        raise forms.ValidationError(
            _("Enter a day from Monday to Friday: nobody is written to at the weekend.")
        )
    return day


def _labelled(person: Person) -> str:
    return f"{person.label}, {person.team}" if person.team else person.label
