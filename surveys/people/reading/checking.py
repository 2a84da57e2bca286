"""Which rows are people, and what is wrong with the others: pure.

Two rows are the same person when they share an email address; or, where at least one of them has
none, name and team.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from surveys.people.reading.columns import Role
from surveys.people.reading.tables import Row

LONGEST = {"name": 120, "email": 254, "team": 120}
NO_EMAIL = {"-", "–", "—", "n/a", "na", "none", "nil", "tbc", "no email", "unknown"}
FORMULA = ("=", "+=", "@SUM(")


@dataclass(frozen=True)
class Person:
    """Somebody of a list. Any part may be empty, though not both name and email address."""

    name: str = ""
    email: str = ""
    team: str = ""

    @property
    def email_key(self) -> str:
        """What tells addresses apart; nothing for what is none ("n/a" is nobody's address)."""
        return self.email.casefold() if "@" in self.email else ""

    @property
    def name_key(self) -> tuple[str, str] | None:
        return (self.name.casefold(), self.team.casefold()) if self.name else None


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: in which column ("name", "email", "team"), and what to do."""

    column: str
    message: str


@dataclass(frozen=True)
class WrongRow:
    """A row that can't be added as it is."""

    number: int
    person: Person
    problems: tuple[Problem, ...]


@dataclass
class Checked:
    """All rows of a list, each in one of these."""

    ready: list[tuple[int, Person]] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)
    listed: list[tuple[int, Person]] = field(default_factory=list)  # on the agency's list already
    left_out: list[int] = field(default_factory=list)


class Known:
    """People met so far, each with what to call them: a row's number, or None for the list."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._emails: dict[str, int | None] = {}
        self._names: dict[tuple[str, str], list[tuple[str, int | None]]] = defaultdict(list)
        for person in people:
            self.add(person, None)

    def add(self, person: Person, number: int | None) -> None:
        if person.email_key:
            self._emails.setdefault(person.email_key, number)
        if person.name_key:
            self._names[person.name_key].append((person.email_key, number))

    def same_email(self, person: Person) -> tuple[int | None] | None:
        """The one with the same email address, as a tuple of its number; None for nobody."""
        if person.email_key and person.email_key in self._emails:
            return (self._emails[person.email_key],)
        return None

    def same_name(self, person: Person) -> tuple[int | None] | None:
        """The one with the same name and team, unless both have an address of their own."""
        for email, number in self._names.get(person.name_key, ()) if person.name_key else ():
            if not (email and person.email_key):
                return (number,)
        return None


def people_of(
    rows: Sequence[Row],
    *,
    columns: Sequence[str],
    headings: bool,
    corrections: Mapping[str, Mapping[str, str]],
) -> list[tuple[int, Person]]:
    """Each row as a person, with corrections in the place of what was read."""
    place = {role: column for column, role in enumerate(columns) if role != Role.SKIP}
    found = []
    for number, cells in rows[1:] if headings else rows:
        corrected = corrections.get(str(number))
        person = Person(**corrected) if corrected else _person(cells, place)
        if corrected or person != Person():
            found.append((number, person))
    return found


def _person(cells: Sequence[str], place: Mapping[str, int]) -> Person:
    given = {role: cells[column] for role, column in place.items() if column < len(cells)}
    parts = [given[role] for role in (Role.FIRST, Role.LAST) if given.get(role)]
    name = given.get(Role.NAME) or " ".join(parts)
    email = given.get(Role.EMAIL, "").removeprefix("mailto:")
    return Person(name, "" if email.casefold() in NO_EMAIL else email, given.get(Role.TEAM, ""))


def check(
    people: Iterable[tuple[int, Person]],
    *,
    listed: Iterable[Person],
    left_out: AbstractSet[int] = frozenset(),
) -> Checked:
    """Sort the rows of a list: ready, wrong, on the agency's list already, left out."""
    on_list, in_file = Known(listed), Known()
    checked = Checked()
    for number, person in people:
        if number in left_out:
            checked.left_out.append(number)
            continue
        if on_list.same_email(person):
            checked.listed.append((number, person))
            continue
        problems = (*own_problems(person), *_repeats(person, in_file))
        if not problems and on_list.same_name(person):
            checked.listed.append((number, person))
            continue
        if problems:
            checked.wrong.append(WrongRow(number, person, problems))
        else:
            checked.ready.append((number, person))
        in_file.add(person, number)
    return checked


def own_problems(person: Person) -> tuple[Problem, ...]:
    """What is wrong with somebody by themselves."""
    found = [Problem(column, message) for column, message in _cell_problems(person)]
    if not (person.name or person.email):
        message = _(
            "There is neither a name nor an email address. Enter one of them, or leave this row "
            "out: people without a name are added by their number."
        )
        found.append(Problem("name", message))
    return tuple(found)


def _cell_problems(person: Person) -> Iterable[tuple[str, str]]:
    for column, text in (("name", person.name), ("email", person.email), ("team", person.team)):
        if text.upper().startswith(FORMULA):
            yield column, _("This is a formula. Enter the words that it shows.")
        elif len(text) > LONGEST[column]:
            yield (
                column,
                _("This is longer than %(most)d characters. Shorten it.")
                % {"most": LONGEST[column]},
            )
        elif column == "email" and text and not is_email(text):
            yield (
                column,
                _(
                    "“%(text)s” is not a whole email address. Enter one like "
                    "name@council.example, or nothing."
                )
                % {"text": text[:60]},
            )
        elif column != "email" and "@" in text:
            yield (
                column,
                _(
                    "An email address stands here. Enter the words that belong here, or choose "
                    "the columns again."
                ),
            )


def _repeats(person: Person, in_file: Known) -> list[Problem]:
    if same := in_file.same_email(person):
        message = _("Row %(row)d has the same email address. Enter another, or leave this row out.")
        return [Problem("email", message % {"row": same[0]})]
    if same := in_file.same_name(person):
        message = _(
            "Row %(row)d has the same name and team. If it is somebody else, tell them apart, for "
            "example by an initial; if not, leave this row out."
        )
        return [Problem("name", message % {"row": same[0]})]
    return []


def is_email(text: str) -> bool:
    """Whether a message could be sent there; plain letters only before the "@"."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return '"' not in text  # a quoted part may hold spaces and commas, which headers misread
