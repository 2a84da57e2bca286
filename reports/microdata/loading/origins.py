"""The agencies file of a release: agencies and open links by their numbers, made where needed."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reports.microdata.csvfile import unguarded
from reports.microdata.loading.files import open_sheet
from reports.microdata.loading.problems import Problems
from surveys.models import Agency, Authority, DiaryWeek, OpenLink, Round

COLUMNS = (
    "number", "kind", "name", "service", "authority", "region", "authority_type", "week",
    "eligible",
)  # fmt: skip
KINDS = ("agency", "open link")
LONGEST = {"name": 160, "authority": 120, "region": 60}
MONDAY = "Enter the Monday of the week, as 2026-11-16."


@dataclass(frozen=True)
class Line:
    """A row of the agencies file."""

    row: int
    kind: str
    name: str
    service: str
    authority: str
    region: str
    type: str
    week: datetime.date
    eligible: int | None


def read_origins(path: Path, problems: Problems) -> dict[str, Line]:
    """The rows by their number, as it is written."""
    sheet = open_sheet(path, problems)
    if sheet is None:
        return {}
    absent = [name for name in COLUMNS if name not in sheet.heading]
    for name in absent:
        problems.add(path.name, "This column is missing.", 1, name)
    if absent:
        return {}
    found: dict[str, Line] = {}
    for number, cells in sheet.rows:
        own = {name: unguarded(cells[sheet.heading.index(name)]) for name in COLUMNS}
        line = _line(path.name, number, own, problems)
        if own["number"] in found:
            problems.add(path.name, "This number stands twice.", number, "number")
        elif line is not None:
            found[own["number"]] = line
    return found


def make_origins(
    round: Round, lines: Mapping[str, Line], file: str, problems: Problems
) -> dict[str, Agency | OpenLink]:
    """The agencies and open links by number: those that the round has by name, the rest made."""
    agencies = {agency.name: agency for agency in Agency.objects.filter(round=round)}
    made: dict[str, Agency | OpenLink] = {}
    for number, line in lines.items():
        week, _ = DiaryWeek.objects.get_or_create(round=round, starts_on=line.week)
        if line.kind == "open link":
            made[number] = _open_link(round, line, number, week)
        elif line.name in agencies:
            made[number] = agencies[line.name]
        else:
            authority = _authority(line, file, problems)
            agencies[line.name] = made[number] = Agency.objects.create(
                round=round,
                authority=authority,
                name=line.name,
                service=line.service,
                week=week,
                eligible=line.eligible,
                standing=Agency.Standing.AGREED,
            )
    return made


def monday_of(cell: str) -> datetime.date | None:
    """The date in a cell if it is a Monday."""
    try:
        found = datetime.date.fromisoformat(cell)
    except ValueError:
        return None
    return found if found.weekday() == 0 else None


def _line(file: str, row: int, own: Mapping[str, str], problems: Problems) -> Line | None:
    known = len(problems.found)

    def say(column: str, text: str) -> None:
        problems.add(file, text, row, column)

    if not own["number"].isdecimal():
        say("number", "Enter a whole number.")
    if own["kind"] not in KINDS:
        say("kind", "Enter agency, or open link.")
    if not own["name"].strip():
        say("name", "Enter a name.")
    for column, longest in LONGEST.items():
        if len(own[column]) > longest:
            say(column, f"It is longer than {longest} characters.")
    if own["kind"] == "agency" and own["service"] not in Agency.Service.values:
        say("service", f"Enter one of {', '.join(Agency.Service.values)}.")
    if own["authority"] and own["authority_type"] not in Authority.Type.values:
        say("authority_type", f"Enter one of {', '.join(Authority.Type.values)}.")
    week = monday_of(own["week"])
    if week is None:
        say("week", MONDAY)
    if own["eligible"] and not (own["eligible"].isdecimal() and len(own["eligible"]) < 8):
        say("eligible", "Enter a whole number, or nothing.")
    if len(problems.found) > known or week is None:
        return None
    eligible = int(own["eligible"]) if own["eligible"] else None
    return Line(
        row,
        own["kind"],
        own["name"],
        own["service"],
        own["authority"],
        own["region"],
        own["authority_type"],
        week,
        eligible,
    )


def _authority(line: Line, file: str, problems: Problems) -> Authority | None:
    if not line.authority:
        return None
    found, _ = Authority.objects.get_or_create(
        name=line.authority, defaults={"region": line.region, "type": line.type}
    )
    for column, said, known in (
        ("region", line.region, found.region),
        ("authority_type", line.type, found.type),
    ):
        if said != known:
            text = f"The service knows this authority already, under {known!r}. Make them the same."
            problems.add(file, text, line.row, column)
    return found


def _open_link(round: Round, line: Line, number: str, week: DiaryWeek) -> OpenLink:
    """A link that nobody can come in by: its returns came from elsewhere."""
    slug = f"{round.slug[:40]}-loaded-{number[:8]}"
    return OpenLink.objects.create(
        round=round, name=line.name, slug=slug, week=week, is_active=False
    )
