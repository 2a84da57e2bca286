"""A page of a list of returns, and what stands in its lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator

from diary import timeline
from diary.checks import BREAKS
from reports.desks.flagged import flagged, returns_shown, with_flag
from reports.desks.references import reference_of, short
from surveys.models import Return, Round
from surveys.quality import NAMES
from surveys.sectors import sector_of
from surveys.thresholds import thresholds_from

PAGE, FAR = 50, 1_000_000  # returns on a page; the number of a page that no list has


@dataclass(frozen=True)
class Listed:
    """One page of a list, as pages of a Paginator are shown.

    `paginator` knows how many there are in all; it is None where the list goes on after this page:
    counting it would mean reading all of it.
    """

    keys: tuple[UUID, ...]
    number: int  # of the page, from 1 on
    has_next: bool
    paginator: Paginator | None = None

    @property
    def so_far(self) -> int:
        """How many stand on this page and those before it."""
        return (self.number - 1) * PAGE + len(self.keys)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_previous or self.has_next

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


@dataclass(frozen=True)
class Row:
    """A return in a list."""

    reference: str
    name: str
    sector: str
    half_hours: int
    without_breaks: int
    stated: float | None
    flags: tuple[str, ...]
    reason: str


def list_page(round_: Round, *, flag: str, show: str, wanted: str | None) -> Listed:
    """A page of the returns with a flag, of all where `flag` is "".

    `wanted` is its number; the first page comes for what is none, the last for one beyond it. No
    more is read than the page and those before it.
    """
    if not flag:
        return _page_of(returns_shown(round_, show).values_list("pk", flat=True), wanted)
    found = with_flag(round_, flag=flag, show=show)
    end = _end_of(wanted)
    keys = list(islice(found, end and end + 1))
    if end is None or len(keys) <= end:
        return _page_of(keys, wanted)
    return Listed(tuple(keys[end - PAGE : end]), end // PAGE, has_next=True)


def rows(round_: Round, keys: Iterable[UUID]) -> list[Row]:
    """Lines of a list, in the order of the ids given: two queries for any page."""
    wanted = list(keys)
    returns = Return.objects.sent().filter(round=round_, pk__in=wanted)
    raised = {
        UUID(key): (tuple(name for name, up in zip(NAMES, flags, strict=True) if up), reason)
        for part in flagged(returns, thresholds_from(round_.thresholds))
        for key, reason, flags in zip(part.keys, part.reasons, part.raised.tolist(), strict=True)
    }
    places = ("pk", "diary__slots", "answers__setting", "answers__serves", "answers__worked_hours")
    found = {pk: rest for pk, *rest in returns.values_list(*places)}
    there = raised.keys() & found
    return [_row(round_, pk, raised[pk], *found[pk]) for pk in wanted if pk in there]


def _page_of(found: Any, wanted: str | None) -> Listed:
    paginator = Paginator(found, PAGE)
    page = paginator.get_page(wanted)
    return Listed(tuple(page), page.number, page.has_next(), paginator)


def _end_of(wanted: str | None) -> int | None:
    """How many returns a page ends with; None where only the whole list tells."""
    try:
        number = int(wanted or 1)
    except ValueError:
        number = 1  # as Paginator has it
    return number * PAGE if 1 <= number <= FAR else None


def _row(
    round_: Round,
    pk: UUID,
    raised: tuple[tuple[str, ...], str],
    slots: str,
    setting: Any,
    serves: Any,
    stated: Any,
) -> Row:
    reference = reference_of(round_.pk, pk)
    half_hours = timeline.half_hours(slots)
    return Row(
        reference,
        short(reference),
        sector_of({"setting": setting, "serves": serves}).label,
        half_hours,
        half_hours - slots.count(BREAKS),
        stated,
        *raised,
    )
