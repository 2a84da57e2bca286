"""What the page that checks a list shows, and how its posted fields change the staged list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.models import StagedUpload
from surveys.people.forms import ROLES
from surveys.people.reading.checking import LONGEST, Checked, Person, WrongRow
from surveys.people.reading.columns import Role
from surveys.people.reading.tables import clean
from surveys.people.staging import checked_of

WRONG_SHOWN = 25  # wrong rows at a time, each with its fields
READY_SHOWN = 10
SAMPLES = 3
PARTS = {"name": Role.NAME, "email": Role.EMAIL, "team": Role.TEAM}


@dataclass(frozen=True)
class Column:
    """A column of the list, with what it seems to hold and some of its cells."""

    number: int
    heading: str
    role: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A field of a wrong row."""

    id: str
    name: str
    label: str
    value: str
    errors: tuple[str, ...]


@dataclass(frozen=True)
class Wrong:
    """A wrong row with its fields."""

    number: int
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Preview:
    """What the page shows."""

    columns: tuple[Column, ...]
    roles: tuple[tuple[str, str], ...]
    checked: Checked
    wrong: tuple[Wrong, ...]
    ready: tuple[tuple[int, Person], ...]

    @property
    def has_people(self) -> bool:
        """Whether any column is a name or an email address."""
        return any(column.role not in (Role.SKIP, Role.TEAM) for column in self.columns)

    @property
    def wrong_unshown(self) -> int:
        return len(self.checked.wrong) - len(self.wrong)

    @property
    def ready_unshown(self) -> int:
        return len(self.checked.ready) - len(self.ready)


def preview_of(staged: StagedUpload) -> Preview:
    """Check a staged list, and take what one page of it shows."""
    checked = checked_of(staged)
    return Preview(
        columns=tuple(_columns(staged)),
        roles=tuple((role.value, str(label)) for role, label in ROLES.items()),
        checked=checked,
        wrong=tuple(_wrong(row) for row in checked.wrong[:WRONG_SHOWN]),
        ready=tuple(checked.ready[:READY_SHOWN]),
    )


def _columns(staged: StagedUpload) -> Iterator[Column]:
    rows = staged.rows[1:] if staged.has_headings else staged.rows
    for place, role in enumerate(staged.columns):
        heading = staged.rows[0][1][place] if staged.has_headings else ""
        cells = [cells[place] for _number, cells in rows[:200] if cells[place]]
        yield Column(place + 1, heading, role, tuple(cells[:SAMPLES]))


def _wrong(row: WrongRow) -> Wrong:
    labels = {"name": _("Name"), "email": _("Email address"), "team": _("Team")}
    return Wrong(
        row.number,
        tuple(
            Field(
                id=f"row-{row.number}-{part}",
                name=f"row-{row.number}-{part}",
                label=label,
                value=getattr(row.person, part),
                errors=tuple(p.message for p in row.problems if p.column == part),
            )
            for part, label in labels.items()
        ),
    )


def choose_columns(staged: StagedUpload, post: Mapping[str, str]) -> None:
    """Take over what each column holds; what was corrected by hand stays."""
    known = set(ROLES)
    taken: set[str] = set()
    for place in range(len(staged.columns)):
        role = post.get(f"column-{place + 1}", Role.SKIP)
        if role not in known or role in taken:
            role = Role.SKIP  # a part of a person stands in one column
        staged.columns[place] = str(role)
        taken.update({role} - {Role.SKIP})
    staged.has_headings = post.get("headings") == "yes"


def correct(staged: StagedUpload, post: Mapping[str, str]) -> None:
    """Take over the fields of the wrong rows that were shown, and which to leave out."""
    numbers = {number for number, _cells in staged.rows}
    for number in _posted(post) & numbers:
        if post.get(f"row-{number}-out"):
            staged.left_out = sorted({*staged.left_out, number})
            continue
        values = {part: clean(post.get(f"row-{number}-{part}", "")) for part in LONGEST}
        staged.corrections[str(number)] = values


def _posted(post: Mapping[str, str]) -> set[int]:
    found = set()
    for name in post:
        number = name.removeprefix("row-").removesuffix("-name")
        if name == f"row-{number}-name" and number.isascii() and number.isdigit():
            found.add(int(number[:9]))
    return found
