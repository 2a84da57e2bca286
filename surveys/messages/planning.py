"""Makes batches of messages: those that somebody asked for, and those that a plan says.

A batch's people are chosen under a lock of their agency, so that two presses at the same moment
don't write to one person twice. Nothing here reads or writes a Return.
"""

import datetime
import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from surveys.actions import note_act
from surveys.messages.choosing import people_for
from surveys.messages.quiet import is_quiet, next_moment
from surveys.messages.texts import Text, text_of
from surveys.models import (
    Agency,
    AuditEntry,
    Message,
    MessageBatch,
    MessageKind,
    PlannedReminder,
    Round,
    User,
)

_OF_PLANS = uuid.UUID("5a1f6b0e-6c0f-4a57-9a39-6f1f6f1a2f10")  # a space for names, no secret
SENT_NOTHING = (Agency.Standing.DECLINED, Agency.Standing.EXCLUDED)


def send_from(round_: Round, *, wanted: datetime.datetime) -> datetime.datetime:
    """When messages asked for at a moment may go out, by the round's quiet hours."""
    if settings.EMAIL_OUTBOX:  # written into a folder, where nobody is disturbed
        return wanted
    return next_moment(wanted, quiet_from=round_.quiet_from, quiet_until=round_.quiet_until)


def may_send(round_: Round, *, now: datetime.datetime) -> bool:
    """Whether this is a time at which the round writes to people."""
    if not round_.takes_returns:
        return False
    quiet = is_quiet(now, quiet_from=round_.quiet_from, quiet_until=round_.quiet_until)
    return bool(settings.EMAIL_OUTBOX) or not quiet


def make_batch(
    *,
    batch_id: uuid.UUID,
    agency: Agency,
    kind: str,
    text: Text,
    asked_by: User | None,
    wanted_at: datetime.datetime,
    now: datetime.datetime,
    only: Collection[uuid.UUID] | None = None,
    again: Collection[uuid.UUID] = (),
) -> MessageBatch | None:
    """One batch for the people whom the kind is for (of `only`, where given); None for nobody.

    Asked again with the same id it is the batch that was made before, as it is. `again` is as in
    `people_for`.
    """
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        made = MessageBatch.objects.filter(pk=batch_id).first()
        if made is not None:
            return made if (made.agency_id, made.kind) == (agency.pk, kind) else None
        people = people_for(agency, kind, again=again).order_by("pk")
        keys = people.values_list("pk", flat=True)
        chosen = [pk for pk in keys if only is None or pk in only]
        if not chosen:
            return None
        batch = MessageBatch.objects.create(
            pk=batch_id,
            agency=agency,
            kind=kind,
            asked_by=asked_by,
            asked_at=now,
            send_from=send_from(agency.round, wanted=wanted_at),
            subject=text.subject,
            body=text.body,
            wanted=len(chosen),
        )
        Message.objects.bulk_create(
            [Message(batch=batch, invitation_id=pk) for pk in chosen], batch_size=1000
        )
    return batch


def make_planned(*, now: datetime.datetime) -> int:
    """Make the batches of every step of a plan that is due; returns how many.

    Safe to run twice, and after being cut off: an agency's batch has an id that follows from
    the step and the agency.
    """
    today = timezone.localdate(now)
    due = PlannedReminder.objects.filter(
        done=False, send_on__lte=today, round__state=Round.State.OPEN
    ).select_related("round")
    return sum(_make_step(step, now=now) for step in due if may_send(step.round, now=now))


def cancel_of_closed_rounds() -> int:
    """What still waits when a round has closed is not sent, even if it opens again.

    So is what was put off by the mail server while its batch was taken back.
    """
    closed = ~Q(agency__round__state=Round.State.OPEN) | Q(cancelled=True)
    waiting = Q(messages__state=Message.State.WAITING)
    return sum(cancel(batch) for batch in MessageBatch.objects.filter(waiting & closed).distinct())


def cancel(batch: MessageBatch) -> int:
    """Take back what is still waiting; returns how many messages. What is being sent goes out."""
    with transaction.atomic():
        MessageBatch.objects.filter(pk=batch.pk).update(cancelled=True)
        waiting = Message.objects.filter(batch=batch, state=Message.State.WAITING)
        return waiting.delete()[0]


def _make_step(step: PlannedReminder, *, now: datetime.datetime) -> int:
    text = text_of(step.round, step.kind)
    agencies = Agency.objects.filter(round=step.round).exclude(standing__in=SENT_NOTHING)
    made = 0
    for agency in agencies.select_related("round"):
        batch = make_batch(
            batch_id=uuid.uuid5(_OF_PLANS, f"{step.pk} {agency.pk}"),
            agency=agency,
            kind=step.kind,
            text=text,
            asked_by=None,
            wanted_at=now,
            now=now,
        )
        made += batch is not None
    with transaction.atomic():
        if PlannedReminder.objects.filter(pk=step.pk, done=False).update(done=True):
            note_act(
                who=None,
                act=AuditEntry.Act.MESSAGE,
                now=now,
                round=step.round,
                about=f"{MessageKind(step.kind).label}, as planned: {made} agencies",
            )
    return made
