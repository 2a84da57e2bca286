"""What became of a batch, in numbers that tell nobody's state."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from surveys.messages.planning import may_send
from surveys.models import Message, MessageBatch

State = Message.State
# "Done", not "Sent": of those who needed no message any more it is said as well.
WORDS: dict[str, Promise] = {
    State.WAITING: lazy("Waiting"),
    State.SENDING: lazy("Being sent"),
    State.SENT: lazy("Done"),
    State.FAILED: lazy("Could not be sent"),
    State.UNSURE: lazy("Unsure"),
}


@dataclass(frozen=True)
class Progress:
    """How far a batch is. `active` while something is being sent now."""

    done: int
    total: int
    active: bool


def with_counts(batches: Iterable[MessageBatch]) -> list[MessageBatch]:
    """The same batches with their agency and their counts: those of one page, not of all."""
    keys = [batch.pk for batch in batches]
    found = MessageBatch.objects.filter(pk__in=keys).select_related("agency").with_counts()
    return list(found.order_by("-asked_at", "pk"))


def counts_of(batch: MessageBatch) -> dict[str, int]:
    """By state, of a batch that has its counts."""
    return {state.value: getattr(batch, f"n_{state.value}") for state in State}


def progress_of(batch: MessageBatch, *, now: datetime.datetime) -> Progress:
    """Of a batch that has its counts and its agency with its round."""
    counts = counts_of(batch)
    unfinished = counts[State.WAITING] + counts[State.SENDING]
    total = sum(counts.values())
    is_due = batch.send_from <= now and may_send(batch.agency.round, now=now)
    active = counts[State.SENDING] > 0 or (counts[State.WAITING] > 0 and is_due)
    return Progress(total - unfinished, total, active and not batch.cancelled)
