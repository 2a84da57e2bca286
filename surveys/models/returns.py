"""What was answered. Nothing here knows who was asked, or when anything was sent."""

import uuid
from typing import ClassVar

from django.contrib.auth.hashers import check_password
from django.db import models

from diary.models import Diary
from surveys.models.agencies import Agency, OpenLink
from surveys.models.rounds import Round


class ReturnQuerySet(models.QuerySet["Return"]):
    def sent(self) -> "ReturnQuerySet":
        """Returns that their respondents have sent."""
        return self.filter(state=Return.State.SENT)

    def excluded(self) -> "ReturnQuerySet":
        """Sent returns that researchers have set aside, one by one or with their agency."""
        return self.sent().filter(
            ~models.Q(exclusion="") | models.Q(agency__returns_exclusion__gt="")
        )

    def counted(self) -> "ReturnQuerySet":
        """Returns that figures are made of: sent, and not set aside."""
        kept = models.Q(agency=None) | models.Q(agency__returns_exclusion="")
        return self.sent().filter(kept, exclusion="")


class Return(models.Model):
    """One respondent's questionnaire and diary; never a name, a team or a time.

    `handle` is derived from the access code with the round's linkage key; it is emptied when
    the round is sealed.
    """

    class State(models.TextChoices):
        STARTED = "started", "Started"
        SENT = "sent", "Sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    open_link = models.ForeignKey(
        OpenLink, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    diary = models.OneToOneField(Diary, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(max_length=64, unique=True, null=True, blank=True)
    pin_hash = models.CharField(max_length=128)
    instrument = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.STARTED)
    answers = models.JSONField(default=dict)
    codings = models.JSONField(default=dict)  # what coders made of free text, by coding
    flags = models.JSONField(default=list)  # [name, day or null] of diary.checks, as of sending
    exclusion = models.CharField(max_length=200, blank=True)  # why researchers set it aside
    # What each coder chose, {code list: {"of": digest of the text, "by": {coder: code}}}; what
    # counts in the end is in `codings`.
    coded = models.JSONField(default=dict)
    # What is blacked out of free text: {question: {"of": digest, "spans": [[start, end], …]}}.
    redactions = models.JSONField(default=dict)

    objects: ClassVar = ReturnQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["round", "state", "id"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="return_comes_by_an_agency_or_an_open_link",
                condition=models.Q(agency=None) | models.Q(open_link=None),
            ),
            models.CheckConstraint(
                name="return_handle_is_never_empty_text", condition=~models.Q(handle="")
            ),
        ]

    def __str__(self) -> str:
        return "return"

    @property
    def is_sent(self) -> bool:
        return self.state == self.State.SENT

    def pin_matches(self, pin: str) -> bool:
        return check_password(pin, self.pin_hash)
