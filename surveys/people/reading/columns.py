"""Which column holds what: guessed from headings and contents, always confirmed by a person."""

import re
from collections.abc import Sequence
from enum import StrEnum

from surveys.people.reading.tables import Row, Table

LOOKED_AT = 200  # rows from which a column is guessed


class Role(StrEnum):
    """What a column holds."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    EMAIL = "email"
    TEAM = "team"
    SKIP = "skip"


HEADINGS = {
    Role.EMAIL: (
        "email, e mail, mail, email address, e mail address, mail address, work email, "
        "work email address, business email, office email, contact email, primary email, "
        "user principal name, upn, smtp address, primary smtp address"
    ),
    Role.FIRST: (
        "first, first name, firstname, forename, forenames, given name, christian name, "
        "known as, preferred name, preferred first name, preferred forename"
    ),
    Role.LAST: "last, last name, lastname, surname, family name, second name",
    Role.NAME: (
        "name, full name, fullname, staff name, employee name, display name, worker, "
        "worker name, social worker, employee, member of staff, staff member, person, "
        "officer, practitioner, names, name of worker, name of social worker"
    ),
    Role.TEAM: (
        "team, team name, unit, section, service, service area, department, dept, division, "
        "group, locality, area, office, base, location, workplace, cost centre, "
        "cost centre name, org unit, organisation unit, organisational unit"
    ),
}
MEANS = {heading: role for role, text in HEADINGS.items() for heading in text.split(", ")}


def has_headings(table: Table) -> bool:
    """Whether the first row names columns instead of a person."""
    first = table.rows[0][1] if table.rows else ()
    return not any("@" in cell for cell in first) and any(_meaning(cell) for cell in first)


def guess_columns(table: Table, *, headings: bool) -> list[Role]:
    """A role for each column; each role at most once but SKIP."""
    rows = table.rows[1:] if headings else table.rows
    roles = [Role.SKIP] * table.width
    if headings:
        _by_headings(table.rows[0][1], roles)
    _by_contents(rows[:LOOKED_AT], roles, headings=headings)
    return roles


def _by_headings(cells: Sequence[str], roles: list[Role]) -> None:
    for column, cell in enumerate(cells):
        role = _meaning(cell)
        if role and role not in roles:
            roles[column] = role
    if Role.NAME in roles and Role.FIRST in roles and Role.LAST in roles:
        roles[roles.index(Role.NAME)] = Role.SKIP  # the two parts say the same
    elif Role.NAME in roles and Role.LAST in roles:
        roles[roles.index(Role.NAME)] = Role.FIRST  # "Name" beside "Surname" is the first name


def _by_contents(rows: Sequence[Row], roles: list[Role], *, headings: bool) -> None:
    """Fill in what no heading said: an "@" makes an email, other words a name, then a team."""
    columns = [[cells[column] for _number, cells in rows] for column in range(len(roles))]
    if Role.EMAIL not in roles:
        shares = [
            _share(cells, "@") if role is Role.SKIP else 0
            for cells, role in zip(columns, roles, strict=True)
        ]
        if shares and max(shares) > 0.3:
            roles[shares.index(max(shares))] = Role.EMAIL
    if not {Role.NAME, Role.FIRST, Role.LAST} & set(roles):
        _take_words(columns, roles, Role.NAME)
    if Role.TEAM not in roles and not headings:
        _take_words(columns, roles, Role.TEAM)


def _take_words(columns: list[list[str]], roles: list[Role], role: Role) -> None:
    for column, cells in enumerate(columns):
        if roles[column] is Role.SKIP and _words(cells) > 0.5:
            roles[column] = role
            return


def _share(cells: Sequence[str], character: str) -> float:
    return sum(character in cell for cell in cells) / len(cells) if cells else 0


def _words(cells: Sequence[str]) -> float:
    """The share of cells that are words: more letters than anything else, and no address."""
    filled = [cell for cell in cells if cell]
    words = [c for c in filled if "@" not in c and sum(map(str.isalpha, c)) * 2 > len(c)]
    return len(words) / len(filled) if filled else 0


def _meaning(cell: str) -> Role | None:
    return MEANS.get(" ".join(re.sub(r"[^\w]|_", " ", cell.casefold()).split()))
