"""Whose code cards to print."""

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from surveys.forms.arrival import PlainForm
from surveys.models import Agency, Invitation
from surveys.people.cards import MOST_CARDS


def waiting_people(agency: Agency) -> QuerySet[Invitation]:
    """Those whom a card could help: nothing sent, no wish for no reminders, not away."""
    people = Invitation.objects.filter(agency=agency, by_hand="")
    return people.filter(disposition__in=["invited", "started"])


class CardsForm(PlainForm):
    """Cleaned, `people` gives the invitations, and `names` whether names stand on the cards."""

    whose = forms.ChoiceField(
        label=lazy("Whose cards?"),
        error_messages={
            "required": lazy("Choose whose cards to print."),
            "invalid_choice": lazy("Choose whose cards to print."),
        },
        widget=forms.RadioSelect,
    )
    team = forms.ChoiceField(label=lazy("Team"), required=False)
    names = forms.BooleanField(
        label=lazy("Print names and teams on the cards"), required=False, initial=True
    )
    part = forms.ChoiceField(label=lazy("Part"), required=False)
    person = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting_people(agency)
        without = Count("pk", filter=Q(email=""))
        teams = (
            self.waiting.order_by("team").values_list("team").annotate(Count("pk"), without=without)
        )
        self.teams = list(teams)
        self.numbers = {
            "no-email": sum(number for *_team, number in self.teams),
            "all": sum(number for _team, number, _without in self.teams),
        }
        self.fields["whose"].choices = self._whose()
        self.fields["team"].choices = [("", _("All teams")), *self._teams()]
        self.fields["part"].choices = self._parts()
        if len(self._parts()) == 1:
            del self.fields["part"]
        if not self._teams():
            del self.fields["team"]
        if not self.is_bound:
            self.initial["whose"] = "no-email" if self.numbers["no-email"] else "all"

    def _whose(self) -> list[tuple[str, str]]:
        return [
            ("no-email", _counted(_("People without an email address"), self.numbers["no-email"])),
            ("all", _counted(_("Everybody who has not sent"), self.numbers["all"])),
        ]

    def _teams(self) -> list[tuple[str, str]]:
        return [(team, _counted(team, number)) for team, number, _w in self.teams if team]

    def _parts(self) -> list[tuple[str, str]]:
        total = self.numbers["all"]
        starts = range(0, max(1, total), MOST_CARDS)
        text = _("Cards %(first)d to %(last)d")
        return [
            (str(start), text % {"first": start + 1, "last": min(start + MOST_CARDS, total)})
            for start in starts
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("person"):
            self._errors.pop("whose", None)
        if not self.errors and not self.people():
            self.add_error(
                None if data.get("person") else "whose",
                _("There are no cards to print for this choice. Choose others."),
            )
        return data

    def people(self) -> list[Invitation]:
        """At most MOST_CARDS invitations, in the order of the list."""
        data = self.cleaned_data
        if data.get("person"):
            return list(self.waiting.filter(pk=data["person"]))
        found = self.waiting.filter(email="") if data.get("whose") == "no-email" else self.waiting
        if data.get("team"):
            found = found.filter(team=data["team"])
        start = int(data.get("part") or 0)
        return list(found[start : start + MOST_CARDS])


def _counted(label: str, number: int) -> str:
    return ngettext("%(label)s: %(n)s card", "%(label)s: %(n)s cards", number) % {
        "label": label,
        "n": f"{number:,}",
    }
