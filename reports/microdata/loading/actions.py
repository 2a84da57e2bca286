"""Loads the files into an empty round: all of them, or nothing."""

import datetime
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from diary.models import Diary
from reports.microdata.ids import RELEASE_ID, return_id_for
from reports.microdata.loading.origins import make_origins, read_origins
from reports.microdata.loading.problems import Problems
from reports.microdata.loading.rows import Known, Row, first_week_of, read_rows, reader_for
from reports.microdata.loading.slots import read_slots
from reports.microdata.loading.stated import check_manifest
from surveys.actions import note_act
from surveys.coding import text_questions
from surveys.instruments import load_instrument
from surveys.instruments.locks import digest
from surveys.models import (
    Agency,
    AuditEntry,
    Code,
    CodeList,
    OpenLink,
    Return,
    Round,
    User,
)
from surveys.redacting import reviewed

WIDE, SLOTS, AGENCIES = "wide.csv", "slots.csv", "agencies.csv"
BATCH = 2_000
NO_PIN = "!"  # no PIN matches it: nobody comes back to a return that came from a file


@dataclass(frozen=True)
class Loaded:
    """How much was loaded."""

    returns: int
    agencies: int


def load_release(*, round: Round, folder: Path, who: User | None, now: datetime.datetime) -> Loaded:
    """Load a folder's CSV files into a round that has no return yet, draft or open.

    Raises LoadRefused with every problem found; then nothing is stored.
    """
    problems = Problems()
    if not (folder / WIDE).is_file():
        problems.add(WIDE, "The folder has no file of this name. It holds a row a return.")
        problems.refuse_if_any()
    instrument = load_instrument(round.instrument)
    stated = check_manifest(folder, instrument, problems)
    problems.refuse_if_any()
    lines = read_origins(folder / AGENCIES, problems) if (folder / AGENCIES).is_file() else {}
    weeks = read_slots(folder / SLOTS, problems) if (folder / SLOTS).is_file() else None
    known = Known(lines, weeks, stated.is_release)
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round.pk)
        _check_empty(locked, problems)
        problems.refuse_if_any()
        _make_lists(locked, stated.code_lists)
        origins = make_origins(locked, lines, AGENCIES, problems)
        reader = reader_for(locked, instrument)
        rows = read_rows(folder / WIDE, reader, known, first_week_of(locked), problems)
        count = _store(locked, rows, origins, problems, is_reviewed=stated.is_release)
        problems.refuse_if_any()
        unchanged = Round.objects.filter(pk=round.pk, instrument_digest="")
        unchanged.update(instrument_digest=digest(instrument))
    # In a transaction of its own: none holds a return and who did something.
    about = f"{count:,} returns from files"
    note_act(who=who, act=AuditEntry.Act.IMPORT, now=now, round=round, about=about)
    return Loaded(count, len(lines))


def _check_empty(round: Round, problems: Problems) -> None:
    name = f"Round {round.slug}"
    if round.state not in (Round.State.DRAFT, Round.State.OPEN):
        problems.add(name, "It is closed. Load files into a round that is a draft or open.")
    if Return.objects.filter(round=round).exists():
        problems.add(name, "It has returns already. Load files into a round that has none.")


def _make_lists(round: Round, lists: list[dict[str, Any]]) -> None:
    """The lists of codes that the release was coded with; those that the round has stay."""
    known = set(CodeList.objects.filter(round=round).values_list("key", flat=True))
    for own in lists:
        if own["key"] in known:
            continue
        made = CodeList.objects.create(
            round=round,
            key=own["key"],
            title=own["title"],
            questions=own["questions"],
            two_coders=own["two_coders"],
        )
        Code.objects.bulk_create(
            Code(code_list=made, value=value, label=label, position=position)
            for position, (value, label) in enumerate(own["codes"])
        )


def _store(
    round: Round,
    rows: Iterator[Row],
    origins: Mapping[str, Agency | OpenLink],
    problems: Problems,
    *,
    is_reviewed: bool,
) -> int:
    """Store the rows; once a problem is known they are only read on. Returns how many."""
    texts = [question.key for question in text_questions(load_instrument(round.instrument))]
    count = 0
    waiting: list[Return] = []
    for row in rows:
        count += 1
        if problems.found:
            continue
        redactions = {
            key: reviewed(row.answers[key], ())
            for key in texts
            if is_reviewed and row.answers.get(key)
        }
        waiting.append(_return(round, row, origins.get(row.origin), redactions))
        if len(waiting) == BATCH:
            _save(waiting)
            waiting = []
    if not problems.found:
        _save(waiting)
    return count


def _save(returns: list[Return]) -> None:
    Diary.objects.bulk_create(one.diary for one in returns)
    Return.objects.bulk_create(returns)


def _return(
    round: Round, row: Row, origin: Agency | OpenLink | None, redactions: dict[str, Any]
) -> Return:
    is_release = RELEASE_ID.fullmatch(row.id)
    return Return(
        pk=return_id_for(row.id, round.pk) if is_release else uuid.uuid4(),
        round=round,
        agency=origin if isinstance(origin, Agency) else None,
        open_link=origin if isinstance(origin, OpenLink) else None,
        diary=Diary(
            starts_on=row.starts_on,
            slots=row.slots,
            statuses=row.statuses,
            filled=row.filled,
            locked=True,
        ),
        pin_hash=NO_PIN,
        instrument=round.instrument,
        state=Return.State.SENT,
        answers=row.answers,
        codings=row.codings,
        flags=row.flags,
        redactions=redactions,
    )
