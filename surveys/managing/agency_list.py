"""A list of agencies from a spreadsheet: every row checked, every problem named, pure of writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from surveys.managing.round_forms import a_date
from surveys.managing.standing import regions
from surveys.models import Agency, Authority, DiaryWeek
from surveys.people.reading import Refused, Table

HEADINGS = ("Name", "Service", "Authority", "Region", "Type", "Eligible staff", "Week")
MOST = 2_000


@dataclass(frozen=True)
class AgencyRow:
    """One row: what `save_agency` takes, and what is wrong with it."""

    number: int
    cells: tuple[str, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    authority: Mapping[str, str] | None = None
    problems: tuple[str, ...] = ()


def read_agencies(
    table: Table, *, weeks: Sequence[DiaryWeek], taken: set[str], known: Mapping[str, Authority]
) -> list[AgencyRow]:
    """The rows of a list whose first row holds the headings.

    `taken` are names of the round's agencies in small letters, `known` the authorities there are,
    by name. Raises Refused when the headings are not those of the list.
    """
    (_number, headings), *rows = table.rows
    places = _places(headings)
    if len(rows) > MOST:
        raise Refused(_("The list has more than %(most)s agencies. Split it.") % {"most": MOST})
    seen = set(taken)
    return [_read(number, cells, places, weeks, seen, known) for number, cells in rows]


def as_lines(rows: Sequence[AgencyRow]) -> str:
    """The rows as tab-separated lines under the headings, to correct and to send back."""
    return "\n".join("\t".join(line) for line in [HEADINGS, *(row.cells for row in rows)])


def _places(headings: Sequence[str]) -> dict[str, int]:
    found = {heading.strip().casefold(): place for place, heading in enumerate(headings)}
    missing = [heading for heading in HEADINGS if heading.casefold() not in found]
    if missing:
        raise Refused(
            _("The first row must hold the headings %(all)s. Missing: %(missing)s.")
            % {"all": ", ".join(HEADINGS), "missing": ", ".join(missing)}
        )
    return {heading: found[heading.casefold()] for heading in HEADINGS}


def _read(
    number: int,
    cells: Sequence[str],
    places: Mapping[str, int],
    weeks: Sequence[DiaryWeek],
    seen: set[str],
    known: Mapping[str, Authority],
) -> AgencyRow:
    text = {heading: cells[place] for heading, place in places.items()}
    problems: list[str] = []
    name = " ".join(text["Name"].split())
    if not name:
        problems.append(_("Name: enter the agency's name."))
    elif len(name) > 160:
        problems.append(_("Name: use at most 160 characters."))
    elif name.casefold() in seen:
        problems.append(_("Name: an agency of this name is listed already."))
    seen.add(name.casefold())
    fields = {
        "name": name,
        "service": _one_of(text, "Service", Agency.Service.choices, problems),
        "week": _week(text["Week"], weeks, problems),
        "eligible": _number(text["Eligible staff"], problems),
    }
    authority = _authority(text, known, problems)
    line = tuple(text[heading] for heading in HEADINGS)
    return AgencyRow(number, line, fields, authority, tuple(problems))


def _one_of(
    text: Mapping[str, str], heading: str, choices: Sequence[tuple[str, Any]], problems: list[str]
) -> str:
    """The value whose label or value stands in the cell, in any letters."""
    wanted = text[heading].strip().casefold().replace("’", "'")
    for value, label in choices:
        if wanted in (str(value), str(label).casefold()):
            return value
    labels = ", ".join(str(label) for _value, label in choices)
    problems.append(
        _("%(heading)s: enter one of %(labels)s.") % {"heading": heading, "labels": labels}
    )
    return ""


def _week(cell: str, weeks: Sequence[DiaryWeek], problems: list[str]) -> DiaryWeek | None:
    """A week on offer by its Monday; an empty cell is the first one."""
    if not weeks:
        problems.append(_("Week: the round has no diary week yet. Add one to the round first."))
        return None
    if not cell.strip():
        return weeks[0]
    day = a_date(cell.strip().removesuffix(" 00:00:00"))
    for week in weeks:
        if week.starts_on == day:
            return week
    days = ", ".join(f"{week.starts_on:%-d %B %Y}" for week in weeks)
    problems.append(_("Week: enter one of the round's Mondays: %(days)s.") % {"days": days})
    return None


def _number(cell: str, problems: list[str]) -> int | None:
    text = cell.strip().replace(",", "")
    if not text:
        return None
    if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 20_000 and len(text) < 6:
        return int(text)
    problems.append(_("Eligible staff: enter a whole number from 1 to 20,000, or nothing."))
    return None


def _authority(
    text: Mapping[str, str], known: Mapping[str, Authority], problems: list[str]
) -> dict[str, str] | None:
    name = " ".join(text["Authority"].split())
    if not name:
        return None
    if len(name) > 120:
        problems.append(_("Authority: use at most 120 characters."))
    if name in known:
        return {"name": name, "region": known[name].region, "type": known[name].type}
    places = [(region, region) for region in regions()]
    return {
        "name": name,
        "region": _one_of(text, "Region", places, problems),
        "type": _one_of(text, "Type", Authority.Type.choices, problems),
    }
