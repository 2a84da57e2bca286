"""Sealing a round: after it, nothing leads from a person or a code to a return.

The returns that were sent are copied to new random ids in random order, without handle, PIN or
device; those never sent, the wishes for no reminders and the key file are destroyed. What is
left to undo it are backups from before: the round says until when the last of them lives, and
is "sealing" until that date and "sealed" after it.
"""

import datetime
import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection, transaction

from diary.models import Diary
from surveys.actions.audit import note_act
from surveys.actions.contacts import reopened_boxes, shut_for_team
from surveys.dispositions import pull_round
from surveys.keys import destroy_keys, has_keys
from surveys.models import AuditEntry, ContactSheet, OptOut, Return, Round, User

BATCH = 2000
NO_PIN = "!"  # no PIN matches it
Item = TypeVar("Item")


class SealingRefused(Exception):
    """The round cannot be sealed now; the message says what to do first."""


@dataclass(frozen=True)
class Sealed:
    """What sealing kept and what it destroyed, as numbers."""

    returns: int
    unsent: int
    contact_sheets: int


def seal_round(*, round: Round, backups_until: datetime.date) -> Sealed:
    """Seal a closed round. Begun and broken off, it can be called again to finish.

    `backups_until` is the day on which the last backup from before is gone. Raises
    SealingRefused.
    """
    if round.state not in (Round.State.CLOSED, Round.State.SEALING):
        raise SealingRefused("Close the round first: only a closed round can be sealed.")
    if not has_keys(round.pk):
        if round.state == Round.State.CLOSED:
            raise SealingRefused(
                "The round's key file is not in the key folder. Put it back first: without it "
                "contact sheets can't be read, and copies of it may lie elsewhere."
            )
        return Sealed(round.returns.count(), 0, round.contact_sheets.count())
    _begin(round, backups_until)
    pull_round(round)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)  # one at a time
        unsent = _delete_unsent(round)
        _copy_returns(round)
        _copy_contact_sheets(round)
        OptOut.objects.filter(round=round).delete()
    destroy_keys(round.pk)
    _forget_old_rows()
    return Sealed(round.returns.count(), unsent, round.contact_sheets.count())


def begin_sealing(
    *, round: Round, backups_until: datetime.date, who: User, now: datetime.datetime
) -> None:
    """Let nobody in any more, and leave the work to a worker. Raises SealingRefused."""
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=round.pk)
        if found.state != Round.State.CLOSED:
            raise SealingRefused("Close the round first: only a closed round can be sealed.")
        _begin(found, backups_until)
        about = f"Backups until {backups_until:%-d %B %Y}"
        note_act(who=who, act=AuditEntry.Act.SEALING, now=now, round=found, about=about)


def waiting_to_be_sealed() -> list[Round]:
    """Rounds whose sealing has begun and whose key file is still there."""
    return [
        round_ for round_ in Round.objects.filter(state=Round.State.SEALING) if has_keys(round_.pk)
    ]


def finish_sealing(today: datetime.date) -> int:
    """Call rounds sealed whose last backup from before is gone; returns how many."""
    due = Round.objects.filter(state=Round.State.SEALING, backups_until__lt=today)
    done = [round_.pk for round_ in due if not has_keys(round_.pk)]
    return Round.objects.filter(pk__in=done).update(state=Round.State.SEALED)


def _begin(round_: Round, backups_until: datetime.date) -> None:
    """From here on nobody comes in any more."""
    round_.state, round_.backups_until = Round.State.SEALING, backups_until
    round_.save(update_fields=["state", "backups_until"])


def _delete_unsent(round_: Round) -> int:
    """What was never sent was never given: it goes, with its diary."""
    unsent = Return.objects.filter(round=round_, handle__isnull=False)
    unsent = unsent.exclude(state=Return.State.SENT)
    diaries = list(unsent.values_list("diary_id", flat=True))
    unsent.delete()
    _delete_diaries(diaries)
    return len(diaries)


def _copy_returns(round_: Round) -> None:
    old = Return.objects.filter(round=round_, handle__isnull=False)
    keys = list(old.values_list("pk", "diary_id"))
    secrets.SystemRandom().shuffle(keys)
    for batch in _batches(keys):
        found = old.in_bulk([pk for pk, _ in batch])
        diaries = Diary.objects.in_bulk([diary for _, diary in batch])
        pairs = [_copy(found[pk], diaries[diary]) for pk, diary in batch]
        Diary.objects.bulk_create([diary for _, diary in pairs])
        Return.objects.bulk_create([copied for copied, _ in pairs])
    old.delete()
    _delete_diaries([diary for _, diary in keys])


def _copy(old: Return, diary: Diary) -> tuple[Return, Diary]:
    """What researchers need of a return, and nothing that led to it."""
    new_diary = Diary(
        pk=uuid.uuid4(),
        starts_on=diary.starts_on,
        slots=diary.slots,
        statuses=diary.statuses,
        complete=diary.complete,
        filled=diary.filled,
        locked=True,
    )
    copied = Return(
        pk=uuid.uuid4(),
        round_id=old.round_id,
        agency_id=old.agency_id,
        open_link_id=old.open_link_id,
        diary=new_diary,
        handle=None,
        pin_hash=NO_PIN,
        instrument=old.instrument,
        state=old.state,
        answers=old.answers,
        codings=old.codings,
        flags=old.flags,
        exclusion=old.exclusion,
        coded=old.coded,
        redactions=old.redactions,
    )
    return copied, new_diary


def _copy_contact_sheets(round_: Round) -> None:
    """Written anew in random order, for the survey's team alone to read."""
    old = ContactSheet.objects.filter(round=round_, handle__isnull=False)
    contacts = reopened_boxes(round_.pk, old.values_list("box", flat=True))
    secrets.SystemRandom().shuffle(contacts)
    old.delete()
    ContactSheet.objects.bulk_create(
        [ContactSheet(round=round_, box=shut_for_team(round_.pk, found)) for found in contacts]
    )


def _delete_diaries(keys: Sequence[uuid.UUID]) -> None:
    for batch in _batches(keys):
        Diary.objects.filter(pk__in=batch).delete()


def _forget_old_rows() -> None:
    """Deleted rows stay in the database's files until it is told to write them anew."""
    if connection.in_atomic_block:  # a test's own transaction: nothing is deleted yet
        return
    tables = (Return, Diary, ContactSheet, OptOut)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in tables:
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(model._meta.db_table)}")
        else:
            cursor.execute("VACUUM")


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
