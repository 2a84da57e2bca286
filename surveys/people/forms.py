"""Forms of the people's pages. Cleaned, each gives values that the actions take."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.forms.arrival import PlainForm
from surveys.models import Agency, Invitation
from surveys.people.listing import BY_HAND, STATES
from surveys.people.reading import Refused, Table, read_file, read_paste
from surveys.people.reading.checking import LONGEST, Known, Person, own_problems
from surveys.people.reading.columns import Role
from surveys.people.reading.files import too_large
from surveys.people.reading.tables import clean
from surveys.people.staging import listed_people

MOST_WITHOUT_NAMES = 500  # at a time
LONGEST_PASTE = 600_000  # characters, some ten thousand people
PLAIN = {"autocomplete": "off", "spellcheck": "false"}
ROLES = {
    Role.SKIP: lazy("Leave out"),
    Role.NAME: lazy("Name"),
    Role.FIRST: lazy("First name"),
    Role.LAST: lazy("Last name"),
    Role.EMAIL: lazy("Email address"),
    Role.TEAM: lazy("Team"),
}


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.TextInput(attrs=PLAIN), **kwargs
    )


class ListForm(forms.Form):
    """Which people to show; whatever can't be read shows everybody."""

    q = forms.CharField(required=False, max_length=100)
    state = forms.ChoiceField(required=False, choices=[("", lazy("Everybody")), *STATES.items()])

    def chosen(self) -> tuple[str, str]:
        """The words to look for, and the state."""
        self.is_valid()
        data = self.cleaned_data
        return clean(data.get("q", "").replace("\x00", "")), data.get("state", "")


class PersonForm(PlainForm):
    """One person; cleaned, `person`."""

    name = _text(lazy("Name"))
    email = _text(
        lazy("Email address"),
        help_text=lazy("Where the invitation and reminders go. Without one, print a code card."),
    )
    team = _text(lazy("Team"), help_text=lazy("If you like, to sort the list and the cards."))

    def __init__(
        self, *args: Any, agency: Agency, changed: Invitation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        self.changed = changed

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        person = Person(*(clean(data.get(part, "")) for part in LONGEST))
        if not (self.changed and person == Person(team=person.team)):
            for problem in own_problems(person):
                self.add_error(problem.column, problem.message)
        if not self.errors and person != self._before():
            self._refuse_listed(person)
        return {**data, "person": person}

    def _before(self) -> Person | None:
        old = self.changed
        return Person(old.name, old.email, old.team) if old else None

    def _refuse_listed(self, person: Person) -> None:
        listed = listed_people(self.agency)
        before = self._before()
        if before in listed:
            listed.remove(before)
        known = Known(listed)
        if known.same_email(person):
            self.add_error(
                "email", _("Somebody with this email address is on your list. Enter another.")
            )
        elif known.same_name(person):
            self.add_error(
                "name",
                _(
                    "Somebody with this name and team is on your list. If this is somebody else, "
                    "tell them apart, for example by an initial."
                ),
            )


class NamelessForm(PlainForm):
    """People without names; cleaned, `people`."""

    number = forms.IntegerField(
        label=lazy("How many people?"),
        min_value=1,
        max_value=MOST_WITHOUT_NAMES,
        error_messages={
            "required": lazy("Enter how many people to add."),
            "invalid": lazy("Enter a whole number, for example 12."),
            "min_value": lazy("Enter a number of 1 or more."),
            "max_value": lazy("Enter a number of at most 500. You can add more afterwards."),
        },
        widget=forms.TextInput(attrs={**PLAIN, "inputmode": "numeric", "class": "number-input"}),
    )
    nameless_team = _text(
        lazy("Team"), help_text=lazy("If you like. It is printed on their cards.")
    )

    def clean_nameless_team(self) -> str:
        team = clean(self.cleaned_data["nameless_team"])
        for problem in own_problems(Person(name="-", team=team)):
            raise forms.ValidationError(problem.message)
        return team

    def people(self) -> list[Person]:
        team = self.cleaned_data["nameless_team"]
        return [Person(team=team)] * int(self.cleaned_data["number"])


class PasteForm(PlainForm):
    """Pasted lines; cleaned, `table`."""

    people = forms.CharField(
        label=lazy("Your list"),
        help_text=lazy(
            "One person a line: name, email address, team. Copied from a spreadsheet is fine, "
            "with or without its headings; so are commas and semicolons between the parts."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={**PLAIN, "rows": 12, "maxlength": LONGEST_PASTE}),
    )
    table: Table

    def clean_people(self) -> str:
        text = str(self.cleaned_data["people"])
        if len(text) > LONGEST_PASTE:
            raise forms.ValidationError(
                _("This is too much to paste. Save the list as a CSV file and upload that.")
            )
        self.table = _read(lambda: read_paste(text))
        return ""


class UploadForm(PlainForm):
    """A file; cleaned, `table`. The file itself is kept nowhere."""

    file = forms.FileField(
        label=lazy("Your file"),
        help_text=lazy("An Excel workbook (.xlsx) or a CSV file, at most 2 MB and 20,000 people."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    table: Table

    def __init__(self, *args: Any, too_much: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_much = too_much

    def clean_file(self) -> None:
        found: UploadedFile | None = self.cleaned_data["file"]
        if self.too_much:  # it was not even taken in
            raise forms.ValidationError(too_large())
        if found is None:
            raise forms.ValidationError(_("Choose the file that holds your list of people."))
        self.table = _read(lambda: read_file(found.read(), name=found.name or ""))


def _read(read: Any) -> Table:
    try:
        table: Table = read()
    except Refused as refused:
        raise forms.ValidationError(str(refused)) from None
    return table


class ByHandForm(PlainForm):
    """What the link officer knows of somebody; cleaned, `by_hand`."""

    by_hand = forms.ChoiceField(
        label=lazy("What you know of this person"),
        required=False,
        choices=[("", lazy("Nothing of the kind")), *BY_HAND.items()],
        error_messages={"invalid_choice": lazy("Choose one of the five.")},
        widget=forms.RadioSelect,
    )
