"""What staff do about messages. Each act is in the audit trail, without a name or an address."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from surveys.actions import note_act
from surveys.messages import planning
from surveys.messages.texts import Text, standard_text, text_of
from surveys.models import (
    Agency,
    AuditEntry,
    Message,
    MessageBatch,
    MessageKind,
    MessageText,
    PlannedReminder,
    Round,
    User,
)
from surveys.tasks import send_messages, tend_messages


class NobodyToWriteTo(Exception):
    """The message is for nobody by now."""


def ask_for_messages(
    *,
    batch_id: UUID,
    agency: Agency,
    kind: str,
    who: User,
    wanted_at: datetime.datetime,
    now: datetime.datetime,
    only: Collection[UUID] | None = None,
    again: Collection[UUID] = (),
) -> MessageBatch:
    """A batch that a link officer has confirmed; the same `batch_id` twice is one batch.

    Raises NobodyToWriteTo.
    """
    with transaction.atomic():
        batch = planning.make_batch(
            batch_id=batch_id,
            agency=agency,
            kind=kind,
            text=text_of(agency.round, kind),
            asked_by=who,
            wanted_at=wanted_at,
            now=now,
            only=only,
            again=again,
        )
        if batch is None:
            raise NobodyToWriteTo
        if batch.asked_at == now:
            _note(who, agency, f"{MessageKind(kind).label}: {batch.wanted} people", now)
        # Robust: where the broker can't be reached the schedule finds the row.
        transaction.on_commit(send_messages.delay, robust=True)
    return batch


def cancel_messages(*, batch: MessageBatch, who: User, now: datetime.datetime) -> int:
    """Take back what is not sent yet of a batch; returns how many messages."""
    with transaction.atomic():
        count = planning.cancel(batch)
        _note(who, batch.agency, f"{batch}: {count} taken back", now)
    return count


def send_again(
    *, batch: MessageBatch, messages: Collection[UUID], who: User, now: datetime.datetime
) -> int:
    """Try messages of a batch again that failed or are unsure; returns how many."""
    with transaction.atomic():
        count = Message.objects.filter(batch=batch, pk__in=messages).try_again()
        if count:
            _note(who, batch.agency, f"{batch}: {count} sent again", now)
        transaction.on_commit(send_messages.delay, robust=True)
    return count


def save_text(*, round: Round, kind: str, text: Text, who: User, now: datetime.datetime) -> None:
    """Keep a round's own text of a kind of message; none of its own where it is the standard."""
    with transaction.atomic():
        if text == standard_text(kind):
            MessageText.objects.filter(round=round, kind=kind).delete()
        else:
            MessageText.objects.update_or_create(
                round=round,
                kind=kind,
                defaults={"subject": text.subject, "body": text.body},
            )
        _note(who, None, f"Text: {MessageKind(kind).label}", now, round)


def plan_reminder(
    *, round: Round, kind: str, send_on: datetime.date, who: User, now: datetime.datetime
) -> bool:
    """Put a step into a round's plan; False when it stands there already."""
    with transaction.atomic():
        _step, created = PlannedReminder.objects.get_or_create(
            round=round, kind=kind, send_on=send_on
        )
        if created:
            about = f"{MessageKind(kind).label}, planned for {send_on:%-d %B %Y}"
            _note(who, None, about, now, round)
            transaction.on_commit(tend_messages.delay, robust=True)
    return created


def drop_reminder(*, step: PlannedReminder, who: User, now: datetime.datetime) -> bool:
    """Take a step out of a plan; False when it was done already."""
    with transaction.atomic():
        dropped = PlannedReminder.objects.filter(pk=step.pk, done=False).delete()[0]
        if dropped:
            _note(who, None, f"Dropped from the plan: {step}", now, step.round)
    return bool(dropped)


def _note(
    who: User, agency: Agency | None, about: str, now: datetime.datetime, round: Round | None = None
) -> None:
    act = AuditEntry.Act.MESSAGE
    note_act(who=who, act=act, now=now, round=round, agency=agency, about=about)
