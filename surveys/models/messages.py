"""Invitations and reminders by email: one row a message, which is the truth about it."""

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from surveys.models.agencies import Agency
from surveys.models.invitations import Invitation
from surveys.models.rounds import Round
from surveys.models.staff import User


class MessageKind(models.TextChoices):
    INVITATION = "invitation", lazy("Invitation")
    NOT_STARTED = "not-started", lazy("Reminder to those who have not started")
    NOT_SENT = "not-sent", lazy("Reminder to those who have started and not sent")


class MessageText(models.Model):
    """A round's own wording of a message. Without one, the standard text is used."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="message_texts")
    kind = models.CharField(max_length=12, choices=MessageKind)
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=5000)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "kind"], name="text_once_a_round"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class PlannedReminder(models.Model):
    """A step of a round's reminder plan: from this day on, agencies get this reminder once."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="reminder_plan")
    kind = models.CharField(max_length=12, choices=MessageKind)
    send_on = models.DateField()
    done = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["send_on", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "kind", "send_on"], name="reminder_once_a_day_and_kind"
            ),
            models.CheckConstraint(
                name="only_reminders_are_planned_by_date",
                condition=~models.Q(kind="invitation"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.send_on:%-d %B %Y}"


class MessageBatchQuerySet(models.QuerySet["MessageBatch"]):
    def with_counts(self) -> "MessageBatchQuerySet":
        """With how many of their messages are in each state: `n_waiting` and so on."""
        counts = {
            f"n_{state}": models.Count("messages", filter=Q(messages__state=state))
            for state in Message.State.values
        }
        return self.annotate(**counts)


class MessageBatch(models.Model):
    """Messages that were asked for together: one agency, one kind, one moment from which to send.

    `wanted` is how many people it was for by the states that officers see. Who was left out
    because they have sent since is not kept: it would say when. `subject` and `body` still have
    their placeholders: no name and no code is stored with them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="batches")
    kind = models.CharField(max_length=12, choices=MessageKind)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    send_from = models.DateTimeField()
    subject = models.CharField(max_length=120)
    body = models.TextField(max_length=5000)
    wanted = models.PositiveIntegerField(default=0)
    cancelled = models.BooleanField(default=False)

    objects: ClassVar = MessageBatchQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-asked_at"]

    def __str__(self) -> str:
        return self.get_kind_display()


# A message that the mail server puts off is tried again after a while: (how long ago its batch
# was due at most, how long after the last attempt). The longer it has gone on, the longer.
PATIENCE = (
    (datetime.timedelta(hours=1), datetime.timedelta(minutes=5)),
    (datetime.timedelta(hours=12), datetime.timedelta(minutes=30)),
    (None, datetime.timedelta(hours=2)),
)


class MessageQuerySet(models.QuerySet["Message"]):
    """Every change of state is one UPDATE whose WHERE says from which state it may come.

    `heartbeat` is the moment of the claim, and tells one claim from another: a worker that was
    presumed dead and comes back may still say what became of its own claim, and of no other.
    """

    def counted(self) -> "MessageQuerySet":
        """Messages that somebody has had, or is about to have, or may have had."""
        return self.exclude(state=Message.State.FAILED)

    def due(self, *, now: datetime.datetime) -> "MessageQuerySet":
        """Those that may be tried now, as far as their own time goes (not the hour of the day)."""
        rested = Q(heartbeat=None)
        for age, pause in PATIENCE:
            young = Q(batch__send_from__gt=now - age) if age else Q()
            rested |= young & Q(heartbeat__lte=now - pause)
        return self.filter(
            rested,
            state=Message.State.WAITING,
            batch__send_from__lte=now,
            batch__cancelled=False,
            batch__agency__round__state=Round.State.OPEN,
        )

    def claim(self, message_id: uuid.UUID, *, now: datetime.datetime) -> bool:
        """Say "sending"; False when it is not to be had. Committed before SMTP is spoken to.

        Conditions on this table's own columns only: PostgreSQL looks at those again when two
        workers meet at a row, and not at what a join or a subquery found before.
        """
        waiting = self.filter(pk=message_id, state=Message.State.WAITING)
        return bool(waiting.update(state=Message.State.SENDING, heartbeat=now))

    def settle(
        self, message_id: uuid.UUID, *, claimed: datetime.datetime, state: str, reason: str = ""
    ) -> bool:
        """Say what became of a claim; False when the row is no longer that claim's.

        The moment of the claim goes with it, but where the message waits for another try: from
        one claim to the next passes less time where there was nothing to send.
        """
        held = self.filter(
            pk=message_id,
            heartbeat=claimed,
            state__in=[Message.State.SENDING, Message.State.UNSURE],
        )
        kept = claimed if state == Message.State.WAITING else None
        return bool(held.update(state=state, reason=reason, heartbeat=kept))

    def sweep(self, *, before: datetime.datetime) -> int:
        """What a worker has had in hand since before then is unsure: the worker is dead."""
        dead = self.filter(state=Message.State.SENDING, heartbeat__lt=before)
        return dead.update(state=Message.State.UNSURE)

    def try_again(self) -> int:
        """Put those that failed or are unsure back in the queue, knowingly."""
        ended = self.filter(state__in=[Message.State.FAILED, Message.State.UNSURE])
        return ended.update(state=Message.State.WAITING, heartbeat=None, reason="")


class Message(models.Model):
    """One email to one invited person.

    A row says "sending" before SMTP is spoken to. One found there after its worker died becomes
    "unsure": shown, and never sent again by itself.

    "Sent" is said as well of a message that was not needed any more, because its person had sent
    their return or wants no more reminders. Both go the same way through the same states, so
    that neither a row, nor a missing one, nor a count tells who those are, or when.
    """

    class State(models.TextChoices):
        WAITING = "waiting", lazy("Waiting")
        SENDING = "sending", lazy("Being sent")
        SENT = "sent", lazy("Sent")
        FAILED = "failed", lazy("Could not be sent")
        UNSURE = "unsure", lazy("Unsure whether it was sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(MessageBatch, on_delete=models.CASCADE, related_name="messages")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="messages")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    heartbeat = models.DateTimeField(null=True, blank=True)  # when a worker last had it in hand
    reason = models.CharField(max_length=200, blank=True)  # of a failure, in words

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "invitation"], name="once_a_batch"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "heartbeat"]),
            models.Index(fields=["invitation", "state"]),
        ]

    def __str__(self) -> str:
        return "message"
