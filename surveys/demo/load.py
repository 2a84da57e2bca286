"""Loads the reconstruction into a round: agencies, invitations, returns, dispositions."""

import datetime
import math
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import transaction

from diary.models import Diary
from surveys.actions import create_round
from surveys.codes import check_of, derive_code, handle_of, random_code
from surveys.demo.source import (
    INSTRUMENT,
    DemoReturn,
    demo_agencies,
    demo_open_links,
    demo_returns,
    resampled,
    week_of,
)
from surveys.dispositions import pull_round
from surveys.instruments import load_instrument
from surveys.instruments.locks import digest
from surveys.keys import RoundKeys, keys_of
from surveys.models import Agency, Authority, Invitation, OpenLink, Return, Round

BATCH = 2000
NO_PIN = "!"  # no PIN matches it: nobody comes back to a return that nobody wrote
TITLE = "2009 workload survey, reconstructed"
# Nobody answers there: example domains and Ofcom's numbers for drama reach no one.
TEAM = {
    "team_name": "Survey team (invented)",
    "team_email": "survey@caseweek.example",
    "team_phone": "01632 960 200",
}
NOTE = (
    "A reconstruction. These returns were made by a solver so that their tables are the "
    "published ones of the 2009 survey. No row is a person."
)
Say = Callable[[str], None]
Item = TypeVar("Item")


def load_reconstruction(*, slug: str, returns: int | None, seed: int, say: Say) -> Round:
    """Make the round and everything in it; `returns` of None is the reconstruction itself.

    Otherwise that many returns are drawn from it with replacement, the same for a seed.
    """
    originals = demo_returns()
    count = len(originals) if returns is None else returns
    drawn = originals if returns is None else resampled(count, seed)
    scale = count / len(originals)
    with transaction.atomic():
        made = create_round(
            slug=slug,
            title=TITLE if returns is None else f"{TITLE}: {count:,} returns drawn at random",
            instrument=INSTRUMENT,
            opens_on=datetime.date(2009, 5, 11),
            closes_on=datetime.date(2009, 6, 30),
            weeks=sorted({week_of(row) for row in [*demo_agencies(), *demo_open_links()]}),
            state=Round.State.CLOSED,
            note=NOTE,
        )
        _complete(made)
        agencies, links = _create_agencies(made), _create_open_links(made)
        keys = keys_of(made.pk)
        if returns is not None:
            drawn = list(drawn)
        replies = Counter(item.agency for item in drawn)
        handles = _create_invitations(made, agencies, replies, scale, seed)
        say(f"{sum(map(len, handles.values())):,} invitations")
        with_handles = _handled(drawn, handles, keys)
        for saved in _create_returns(made, with_handles, agencies, links, seed):
            say(f"{saved:,} of {count:,} returns")
    pull_round(made)
    return made


def _complete(made: Round) -> None:
    """The round's team to ask, and what its questionnaire was when it was answered."""
    fixed = {**TEAM, "instrument_digest": digest(load_instrument(made.instrument))}
    Round.objects.filter(pk=made.pk).update(**fixed)


def _create_agencies(made: Round) -> dict[str, Agency]:
    weeks = {week.starts_on: week for week in made.weeks.all()}
    agencies = {}
    for row in demo_agencies():
        authority = None
        if row["authority"]:
            authority, _ = Authority.objects.get_or_create(
                name=row["authority"],
                defaults={"region": row["region"], "type": row["authority_type"]},
            )
        agencies[row["key"]] = made.agencies.create(
            authority=authority,
            name=row["name"],
            service=row["service"],
            week=weeks[week_of(row)],
            standing=Agency.Standing.AGREED,
        )
    return agencies


def _create_open_links(made: Round) -> dict[str, OpenLink]:
    weeks = {week.starts_on: week for week in made.weeks.all()}
    return {
        row["key"]: made.open_links.create(
            name=row["name"], slug=f"{made.slug}-{row['key']}", week=weeks[week_of(row)]
        )
        for row in demo_open_links()
    }


def _create_invitations(
    made: Round, agencies: dict[str, Agency], replies: Counter[str], scale: float, seed: int
) -> dict[str, list[str]]:
    """Invitations without names; returns the handles behind them, by agency, shuffled."""
    keys = keys_of(made.pk)
    rng = random.Random(f"invitations {made.slug} {seed}")  # noqa: S311  repeatable, and nobody's secret
    handles: dict[str, list[str]] = {}

    def invited() -> Iterator[Invitation]:
        for row in demo_agencies():
            wanted = max(math.ceil(int(row["invited"]) * scale), replies[row["key"]])
            mine = handles.setdefault(row["key"], [])
            for _ in range(wanted):
                key = _uuid(rng)
                code = derive_code(keys.code, key, 1)
                mine.append(handle_of(keys.linkage, code))
                check = check_of(keys.check, code)
                yield Invitation(pk=key, agency=agencies[row["key"]], code_check=check)
            rng.shuffle(mine)

    for batch in _batches(invited()):
        Invitation.objects.bulk_create(batch)
    return handles


def _handled(
    drawn: Iterable[DemoReturn], handles: dict[str, list[str]], keys: RoundKeys
) -> Iterator[tuple[DemoReturn, str]]:
    """Each return with a handle of its agency's, or of a code made for an open link."""
    for item in drawn:
        waiting = handles.get(item.agency)
        yield item, waiting.pop() if waiting else handle_of(keys.linkage, random_code())


def _create_returns(
    made: Round,
    items: Iterable[tuple[DemoReturn, str]],
    agencies: dict[str, Agency],
    links: dict[str, OpenLink],
    seed: int,
) -> Iterator[int]:
    """Save diaries and returns a batch at a time; yields how many are saved."""
    rng = random.Random(f"returns {made.slug} {seed}")  # noqa: S311  repeatable, and nobody's secret
    saved = 0
    for batch in _batches(iter(items)):
        diaries, returns = [], []
        for item, handle in batch:
            agency, link = agencies.get(item.agency), links.get(item.agency)
            week = (agency or link).week  # type: ignore[union-attr]  one of the two it is
            diary = Diary(
                pk=_uuid(rng),
                starts_on=week.starts_on,
                slots=item.slots,
                statuses=item.statuses,
                locked=True,
            )
            diaries.append(diary)
            returns.append(
                Return(
                    pk=_uuid(rng),
                    round=made,
                    agency=agency,
                    open_link=link,
                    diary=diary,
                    handle=handle,
                    pin_hash=NO_PIN,
                    instrument=made.instrument,
                    state=Return.State.SENT,
                    answers=item.answers,
                    codings=item.codings,
                    flags=item.flags,
                )
            )
        Diary.objects.bulk_create(diaries)
        Return.objects.bulk_create(returns)
        saved += len(batch)
        yield saved


def _uuid(rng: random.Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch
