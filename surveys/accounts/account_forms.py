"""Forms of the administrators' pages and of the audit trail."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.forms.arrival import PlainForm
from surveys.models import AuditEntry, Round, RoundRole

ADMINISTRATOR = "administrator"
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def open_rounds() -> Any:
    """Rounds that somebody can still work on."""
    return Round.objects.exclude(state=Round.State.SEALED)


class RoleForm(PlainForm):
    """A role in a round."""

    role = forms.ChoiceField(
        label=lazy("Role"),
        choices=[("", lazy("Choose a role")), *RoundRole.Role.choices],
        error_messages={"required": lazy("Choose a role.")},
    )
    round = forms.ModelChoiceField(
        label=lazy("Round"),
        queryset=Round.objects.none(),
        empty_label=lazy("Choose a round"),
        error_messages={
            "required": lazy("Choose the round that the role is in."),
            "invalid_choice": lazy("Choose one of the rounds in the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = open_rounds()


class InvitationForm(RoleForm):
    """Somebody to invite. Cleaned: `email`, `name`, `round`, `role`, `is_administrator`."""

    name = forms.CharField(
        label=lazy("Name"),
        max_length=120,
        error_messages={"required": lazy("Enter the person's name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=lazy("Email address"),
        max_length=254,
        help_text=lazy("At work, and read by this person alone: the link to join goes there."),
        error_messages={
            "required": lazy("Enter the person's email address."),
            "invalid": lazy("Enter an email address, for example name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "email", "role", "round")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].required = self.fields["round"].required = False
        self.fields["role"].choices = [
            ("", _("None yet")),
            *RoundRole.Role.choices,
            (ADMINISTRATOR, _("Administrator (accounts only, no round)")),
        ]
        self.fields["round"].help_text = _("Only for a role in a round.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        role, round_ = data.get("role"), data.get("round")
        if role in RoundRole.Role.values and not round_ and "round" not in self.errors:
            self.add_error("round", _("Choose the round that the role is in."))
        if round_ and not role:
            self.add_error("role", _("Choose a role in this round, or choose no round."))
        data["is_administrator"] = role == ADMINISTRATOR
        if data["is_administrator"]:
            if round_:
                self.add_error("round", _("Choose no round: an administrator has no part in one."))
            data["role"] = None
        return data


class AuditForm(PlainForm):
    """Which acts to list. Cleaned: what AuditEntryQuerySet.matching takes."""

    act = forms.ChoiceField(label=lazy("What"), required=False)
    round = forms.ModelChoiceField(
        label=lazy("Round"),
        queryset=Round.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=lazy("Any"),
    )
    since = forms.DateField(
        label=lazy("From"),
        required=False,
        widget=DATE,
        error_messages={"invalid": lazy("Enter a date.")},
    )
    until = forms.DateField(
        label=lazy("Until"),
        required=False,
        widget=DATE,
        error_messages={"invalid": lazy("Enter a date.")},
    )
    text = forms.CharField(label=lazy("Words in “About”"), required=False, max_length=100)
    who = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("act", "round", "text", "since", "until")

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [("", _("Anything")), *AuditEntry.Act.choices]
        self.fields["round"].queryset = rounds

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Enter a day that is not before the first."))
        data["since"] = _midnight(since) if since else None
        data["until"] = _midnight(until + datetime.timedelta(days=1)) if until else None
        return data


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
