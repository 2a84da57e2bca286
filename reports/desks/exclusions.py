"""What every figure leaves out, counted: by reason and sector."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from surveys.models import Agency, Return, Round
from surveys.sectors import Sector, sector_of

ONE_BY_ONE, WITH_AGENCY = "one by one", "with their agency"


@dataclass(frozen=True)
class ReasonLine:
    """A reason for which returns are set aside: how many in all, and by sector."""

    way: str  # ONE_BY_ONE or WITH_AGENCY
    reason: str
    by_sector: tuple[int, ...]  # in the order of Sector

    @property
    def returns(self) -> int:
        return sum(self.by_sector)


@dataclass(frozen=True)
class AgencyLine:
    """An agency, its sent returns, and how many of them are set aside by themselves."""

    agency: Agency
    sent: int
    aside: int


def reason_lines(round_: Round) -> list[ReasonLine]:
    """Every reason, those of returns set aside one by one first.

    A return set aside by itself and with its agency too counts once, under its own reason.
    """
    found = Return.objects.excluded().filter(round=round_)
    columns = ("exclusion", "agency__returns_exclusion", "answers__setting", "answers__serves")
    counts: Counter[tuple[str, str, Sector]] = Counter()
    for own, with_agency, setting, serves in found.values_list(*columns):
        way, reason = (ONE_BY_ONE, own) if own else (WITH_AGENCY, with_agency)
        counts[way, reason, sector_of({"setting": setting, "serves": serves})] += 1
    named = sorted({(way, reason) for way, reason, _sector in counts}, key=_order)
    return [
        ReasonLine(way, reason, tuple(counts[way, reason, sector] for sector in Sector))
        for way, reason in named
    ]


def agency_lines(round_: Round) -> list[AgencyLine]:
    """The agencies of a round that have returns or are set aside: one query."""
    sent = Q(returns__state=Return.State.SENT)
    found = round_.agencies.annotate(
        sent=Count("returns", filter=sent),
        aside=Count("returns", filter=sent & ~Q(returns__exclusion="")),
    ).order_by("name")  # a model's own order is lost in groups
    return [
        AgencyLine(agency, agency.sent, agency.aside)
        for agency in found
        if agency.sent or agency.returns_exclusion
    ]


def file_rows(lines: list[ReasonLine]) -> Iterator[tuple[str | int, ...]]:
    """The table as a CSV file has it: a row for each reason and sector."""
    yield ("Set aside", "Reason", "Sector", "Returns")
    for line in lines:
        for sector, number in zip(Sector, line.by_sector, strict=True):
            if number:
                yield (line.way, line.reason, sector.label, number)


def _order(named: tuple[str, str]) -> tuple[bool, str]:
    return named[0] != ONE_BY_ONE, named[1]
