"""Which returns of a round have which flags: read in the order of their random ids.

Only what flags are made of is read, in parts that grow: a list of a flag that many returns have
is at its page's end after the first, and for one that hardly any has, few queries are made.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from numpy.typing import NDArray

from diary.classification import BLANK
from diary.timeline import DAYS, SLOTS_PER_WEEK
from reports.desks.flag_arrays import (
    KEPT,
    Week,
    as_bools,
    as_matrix,
    contracted_row,
    flag_arrays,
    kept_row,
)
from surveys.models import Return, Round
from surveys.quality import AT_SENDING, NAMES
from surveys.thresholds import Thresholds, thresholds_from

FIRST, GROWTH, MOST = 1_000, 4, 16_000  # returns in the first part, how parts grow, up to where
COUNTED, ASIDE, ALL = "counted", "aside", "all"
Column = tuple[Any, ...]
# Answers and flags come as the text they are kept as: few texts stand in many returns. So do ids:
# making a hundred thousand UUIDs takes longer than counting all flags.
FIELDS = (
    Cast("pk", TextField()),
    "exclusion",
    "agency__returns_exclusion",
    "diary__slots",
    "diary__statuses",
    "diary__filled",
    Cast("flags", TextField()),
    KT("answers__contracted_days"),
    KT("answers__worked_hours"),
    KT("answers__others_saw"),
)


# What a return must have for a flag, whatever the thresholds are.
_AT_SENDING = frozenset(name for name, _label in AT_SENDING)
_NARROWER = {
    "days_blank": {"diary__statuses__contains": BLANK},
    "filled_late": {"diary__filled__contains": "L"},
    "seen_by_others": {"answers__others_saw": "yes"},
}


class Part(NamedTuple):
    """Some sent returns; `reasons` for which they are set aside, "" where they count.

    `raised` are their flags, (returns, NAMES): 1 raised, 0 not.
    """

    keys: Sequence[str]  # ids in the database's own writing; UUID() reads them
    reasons: list[str]
    raised: NDArray[np.uint8]


@dataclass(frozen=True)
class Counts:
    """How many sent returns there are, how many are set aside, and both by flag."""

    sent: int
    aside: int
    by_flag: dict[str, tuple[int, int]]  # those that count, those set aside
    unflagged: int  # of those that count


def returns_shown(round_: Round, show: str) -> QuerySet[Return]:
    """Sent returns by whether they count, in the order of their ids."""
    chosen = {COUNTED: Return.objects.counted, ASIDE: Return.objects.excluded}
    found: QuerySet[Return] = chosen.get(show, Return.objects.sent)()
    return found.filter(round=round_).order_by("pk")


def flagged(
    returns: QuerySet[Return], thresholds: Thresholds, *, backwards: bool = False
) -> Iterator[Part]:
    """The flags of all of these, in the order of their ids. One query for up to FIRST."""
    for rows in _parts(returns, backwards=backwards):
        keys, own, with_agency, *evidence = zip(*rows, strict=True)
        reasons = [one or other or "" for one, other in zip(own, with_agency, strict=True)]
        yield Part(keys, reasons, flag_arrays(_week(*evidence), thresholds))


def count_flags(parts: Iterable[Part]) -> Counts:
    """How often each flag is raised."""
    counted, aside = np.zeros((2, len(NAMES)), dtype=np.int64)
    sent = set_aside = unflagged = 0
    for part in parts:
        is_aside = np.array([bool(reason) for reason in part.reasons])
        sent += len(part.keys)
        set_aside += int(is_aside.sum())
        unflagged += int((~is_aside & ~part.raised.any(axis=1)).sum())
        counted += part.raised[~is_aside].sum(axis=0, dtype=np.int64)
        aside += part.raised[is_aside].sum(axis=0, dtype=np.int64)
    pairs = zip(counted.tolist(), aside.tolist(), strict=True)
    return Counts(sent, set_aside, dict(zip(NAMES, pairs, strict=True)), unflagged)


def with_flag(round_: Round, *, flag: str, show: str) -> Iterator[UUID]:
    """The ids of the returns with a flag, in their order; read on only while more are wanted."""
    return _keys(returns_shown(round_, show), flag, thresholds_from(round_.thresholds))


def beside(round_: Round, pk: UUID, *, flag: str, show: str) -> tuple[UUID | None, UUID | None]:
    """The returns before and after one in the list of a flag, of all where `flag` is "".

    None where the list ends.
    """
    returns, thresholds = returns_shown(round_, show), thresholds_from(round_.thresholds)
    before, after = returns.filter(pk__lt=pk), returns.filter(pk__gt=pk)
    if not flag:
        keys = before.reverse().values_list("pk", flat=True), after.values_list("pk", flat=True)
        return keys[0].first(), keys[1].first()
    return (
        next(_keys(before, flag, thresholds, backwards=True), None),
        next(_keys(after, flag, thresholds), None),
    )


def _keys(
    returns: QuerySet[Return], flag: str, thresholds: Thresholds, *, backwards: bool = False
) -> Iterator[UUID]:
    column = NAMES.index(flag)
    for part in flagged(_may_have(flag, returns), thresholds, backwards=backwards):
        yield from (UUID(part.keys[place]) for place in np.flatnonzero(part.raised[:, column]))


def _may_have(flag: str, returns: QuerySet[Return]) -> QuerySet[Return]:
    """Without returns that can't have the flag, as far as the database can tell quickly.

    Only the arrays know which of the others have it.
    """
    if flag in _AT_SENDING:
        return returns.alias(kept=Cast("flags", TextField())).filter(kept__contains=f'"{flag}"')
    return returns.filter(**_NARROWER.get(flag, {}))


def _parts(returns: QuerySet[Return], *, backwards: bool) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of FIELDS, each part a query of its own from the last id on.

    A cursor would not do: outside a transaction PostgreSQL works out all of its rows first.
    """
    order, beyond = ("-pk", "pk__lt") if backwards else ("pk", "pk__gt")
    rows, size = returns.order_by(order).values_list(*FIELDS), FIRST
    found = list(rows[:size])
    while found:
        yield found
        if len(found) < size:
            return
        size = min(size * GROWTH, MOST)
        found = list(rows.filter(**{beyond: UUID(found[-1][0])})[:size])


def _week(
    slots: Column,
    statuses: Column,
    filled: Column,
    flags: Column,
    days: Column,
    hours: Column,
    saw: Column,
) -> Week:
    """The last columns of FIELDS as arrays."""
    return Week(
        slots=as_matrix(slots, SLOTS_PER_WEEK),
        statuses=as_matrix(statuses, DAYS),
        filled=as_matrix(filled, DAYS),
        contracted=as_bools(map(_contracted, days), DAYS),
        stated=np.array([np.nan if one is None else float(one) for one in hours]),
        seen=np.array([one == "yes" for one in saw], dtype=bool),
        kept=as_bools(map(_kept, flags), KEPT),
    )


@lru_cache(maxsize=1_024)
def _contracted(days: str | None) -> bytes:
    return contracted_row(None if days is None else json.loads(days))


@lru_cache(maxsize=4_096)
def _kept(flags: str) -> bytes:
    return kept_row(json.loads(flags))
