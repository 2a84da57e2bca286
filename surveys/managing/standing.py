"""What a survey manager has to do next: pure, from numbers and names.

Every figure is as of the last nightly pull; nothing here knows of a return.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.models import Agency, Authority

AGREED = Agency.Standing.AGREED
UNDECIDED = (Agency.Standing.LISTED, Agency.Standing.APPROACHED, Agency.Standing.NO_ANSWER)
OUT = (Agency.Standing.DECLINED, Agency.Standing.EXCLUDED)


@dataclass(frozen=True)
class AgencyLine:
    """One agency in the manager's list: counts of invitations as of the last pull."""

    agency: Agency
    invited: int
    started: int
    sent: int
    officers: int

    @property
    def percent(self) -> int | None:
        """Sent of those invited, a whole percentage (a half is rounded up); None of nobody."""
        return (200 * self.sent + self.invited) // (2 * self.invited) if self.invited else None


def reason_to_call(
    line: AgencyLine, *, target: int, is_open: bool, today: datetime.date
) -> Promise | str:
    """Why this agency needs a call, in words; "" for one that is left in peace.

    `target` is the percentage of those invited that the round hopes for.
    """
    agency = line.agency
    if agency.standing in OUT:
        return ""
    if agency.standing in UNDECIDED:
        return _("Has not agreed yet")
    if not line.officers:
        return _("Has no link officer")
    if not line.invited:
        return _("Nobody is listed yet")
    if is_open and today > agency.week.ends_on and 2 * (line.percent or 0) < target:
        return _("Few have sent")
    return ""


@dataclass(frozen=True)
class Ranked:
    line: AgencyLine
    reason: Promise | str


def those_to_call_first(
    lines: Iterable[AgencyLine], *, target: int, is_open: bool, today: datetime.date
) -> list[Ranked]:
    """Agencies in the order in which to call: those with a reason, the fewest sent first."""
    ranked = [
        Ranked(line, reason_to_call(line, target=target, is_open=is_open, today=today))
        for line in lines
    ]
    return sorted(
        ranked,
        key=lambda found: (not found.reason, found.line.percent or 0, found.line.agency.name),
    )


@dataclass(frozen=True)
class ApproachedLine:
    """A row of Table 1.1: a kind of service, how many were approached, how many agreed."""

    label: Promise | str
    approached: int
    agreed: int


def approached_and_agreed(agencies: Sequence[Agency]) -> list[ApproachedLine]:
    """Table 1.1 of the 2009 survey: agencies approached and agreeing, by service, and in all.

    Approached is whoever was spoken or written to: all but those only listed and those excluded
    by the survey itself.
    """
    rows = [
        _approached_line(label, [agency for agency in agencies if agency.service == service])
        for service, label in Agency.Service.choices
    ]
    rows = [row for row in rows if row.approached]
    return [*rows, _approached_line(_("Total"), agencies)]


def _approached_line(label: Promise | str, agencies: Sequence[Agency]) -> ApproachedLine:
    approached = [
        agency
        for agency in agencies
        if agency.standing not in (Agency.Standing.LISTED, Agency.Standing.EXCLUDED)
    ]
    return ApproachedLine(label, len(approached), sum(a.standing == AGREED for a in approached))


def regions() -> tuple[str, ...]:
    """The regions of England, in the order that official statistics list them."""
    return (
        "North East",
        "North West",
        "Yorkshire and the Humber",
        "East Midlands",
        "West Midlands",
        "East of England",
        "London",
        "South East",
        "South West",
    )


def authority_types() -> list[tuple[str, str]]:
    return [(value, label) for value, label in Authority.Type.choices]
