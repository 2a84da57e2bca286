"""The audit trail to look at: entries with the names of the accounts they speak of, and as CSV."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from surveys import csvfiles
from surveys.models import AuditEntry, User

ACCOUNT = re.compile(r"account ([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})")
HEAD = ("When", "Who", "What", "Round", "Agency", "About")
NOBODY = "Nobody signed in"  # the service itself, or somebody who could not sign in
CHUNK = 1000


@dataclass(frozen=True)
class Line:
    """An entry as it is read: `about` with the name of the account it speaks of."""

    entry: AuditEntry
    who: str
    about: str


def lines(entries: Iterable[AuditEntry]) -> list[Line]:
    """Entries with names: one query, however many. Entries themselves hold keys only."""
    listed = list(entries)
    keys = {UUID(key) for entry in listed for key in ACCOUNT.findall(entry.about)}
    found = User.objects.filter(pk__in=keys).values_list("pk", "name")
    names = {str(key): name for key, name in found}

    def named(match: re.Match[str]) -> str:
        return f"account of {names.get(match[1], 'nobody')}"

    return [
        Line(
            entry=entry,
            who=entry.who.name if entry.who else NOBODY,
            about=ACCOUNT.sub(named, entry.about),
        )
        for entry in listed
    ]


def csv_lines(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """The trail as CSV text, line by line; no cell is ever a formula. Times are the round's own."""
    return csvfiles.csv_lines(_rows(entries))


def _rows(entries: Iterable[AuditEntry]) -> Iterator[tuple[str, ...]]:
    yield HEAD
    for chunk in _chunks(entries):
        for line in lines(chunk):
            entry = line.entry
            yield (
                timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"),
                line.who,
                entry.get_act_display(),
                entry.round.title if entry.round else "",
                entry.agency.name if entry.agency else "",
                line.about,
            )


def _chunks(entries: Iterable[AuditEntry]) -> Iterator[list[AuditEntry]]:
    chunk: list[AuditEntry] = []
    for entry in entries:
        chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
