"""Which returns of a round have which flags: read once, in the order of their random ids."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from diary import timeline
from diary.checks import BREAKS
from reports.desks.references import reference_of, short
from surveys.models import Return, Round
from surveys.quality import NAMES, Evidence, flags_of
from surveys.sectors import sector_of
from surveys.thresholds import Thresholds, thresholds_from

CHUNK = 2_000
STEP = 200
COUNTED, ASIDE, ALL = "counted", "aside", "all"
ANSWERS = ("contracted_days", "worked_hours", "others_saw")  # what flags need of them
_DIARY = ("diary__slots", "diary__statuses", "diary__filled")


class Flagged(NamedTuple):
    """A sent return and the flags it has raised; `reason` is why it is set aside, "" if not."""

    pk: UUID
    flags: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Counts:
    """How many sent returns there are, how many are set aside, and both by flag."""

    sent: int
    aside: int
    by_flag: dict[str, tuple[int, int]]  # those that count, those set aside
    unflagged: int  # of those that count


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


def returns_shown(round_: Round, show: str) -> QuerySet[Return]:
    """Sent returns by whether they count, in the order of their ids."""
    chosen = {COUNTED: Return.objects.counted, ASIDE: Return.objects.excluded}
    found: QuerySet[Return] = chosen.get(show, Return.objects.sent)()
    return found.filter(round=round_).order_by("pk")


def flagged(returns: QuerySet[Return], thresholds: Thresholds) -> Iterator[Flagged]:
    """The flags of each, in the order asked for; only what they are made of is read."""
    columns = ("pk", "exclusion", "agency__returns_exclusion", "flags", *_DIARY)
    asked = [f"answers__{key}" for key in ANSWERS]
    for row in returns.values_list(*columns, *asked).iterator(chunk_size=CHUNK):
        pk, own, with_agency, flags, slots, statuses, filled, *given = row
        answers = {k: v for k, v in zip(ANSWERS, given, strict=True) if v is not None}
        raised = flags_of(Evidence(slots, statuses, filled, answers, flags), thresholds)
        yield Flagged(
            pk, tuple(name for name, up in raised.items() if up), own or with_agency or ""
        )


def count_flags(found: Iterable[Flagged]) -> Counts:
    """How often each flag is raised."""
    counted: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    sent = set_aside = unflagged = 0
    for item in found:
        sent += 1
        set_aside += bool(item.reason)
        unflagged += not (item.flags or item.reason)
        (aside if item.reason else counted).update(item.flags)
    by_flag = {name: (counted[name], aside[name]) for name in NAMES}
    return Counts(sent, set_aside, by_flag, unflagged)


def with_flag(round_: Round, *, flag: str, show: str) -> list[UUID]:
    """The ids of the returns with a flag, of all where `flag` is ""."""
    returns = returns_shown(round_, show)
    if not flag:
        return list(returns.values_list("pk", flat=True))
    found = flagged(returns, thresholds_from(round_.thresholds))
    return [item.pk for item in found if flag in item.flags]


def beside(round_: Round, pk: UUID, *, flag: str, show: str) -> tuple[UUID | None, UUID | None]:
    """The returns before and after one in the list of a flag; None where the list ends."""
    returns, thresholds = returns_shown(round_, show), thresholds_from(round_.thresholds)
    ways = (returns.filter(pk__lt=pk).order_by("-pk"), returns.filter(pk__gt=pk))
    before, after = (_first(way, flag, thresholds) for way in ways)
    return before, after


def _first(returns: QuerySet[Return], flag: str, thresholds: Thresholds) -> UUID | None:
    if not flag:
        return returns.values_list("pk", flat=True).first()
    parts = (returns[:STEP], returns[STEP:])  # the next one is mostly near
    found = chain.from_iterable(flagged(part, thresholds) for part in parts)
    return next((item.pk for item in found if flag in item.flags), None)


def rows(round_: Round, keys: Iterable[UUID]) -> list[Row]:
    """Lines of a list, in the order of the ids given: two queries for any number."""
    wanted = list(keys)
    returns = Return.objects.filter(round=round_, pk__in=wanted)
    raised = {i.pk: i for i in flagged(returns, thresholds_from(round_.thresholds))}
    places = ("pk", "diary__slots", "answers__setting", "answers__serves", "answers__worked_hours")
    found = {pk: rest for pk, *rest in returns.values_list(*places)}
    return [_row(round_, raised[pk], *found[pk]) for pk in wanted if pk in raised and pk in found]


def _row(round_: Round, found: Flagged, slots: str, setting: Any, serves: Any, stated: Any) -> Row:
    reference = reference_of(round_.pk, found.pk)
    half_hours = timeline.half_hours(slots)
    return Row(
        reference,
        short(reference),
        sector_of({"setting": setting, "serves": serves}).label,
        half_hours,
        half_hours - slots.count(BREAKS),
        stated,
        found.flags,
        found.reason,
    )
