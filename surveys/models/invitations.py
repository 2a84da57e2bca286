"""Who was asked. Nothing here knows what anyone answered, or when."""

import uuid
from typing import ClassVar

from django.db import models

from surveys.models.agencies import Agency


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def counts(self) -> dict[str, int]:
        """How many invitations stand in each disposition, none left out, in its order."""
        rows = self.order_by().values_list("disposition").annotate(models.Count("pk"))
        found = dict(rows)
        return {value: found.get(value, 0) for value in Invitation.Disposition.values}


class Invitation(models.Model):
    """One person asked to take part. The code is derived, not stored (surveys/codes.py).

    `disposition` is written by the nightly pull only, many at a time and in random order.
    """

    class Disposition(models.TextChoices):
        INVITED = "invited", "Not started"
        STARTED = "started", "Started, not sent"
        SENT = "sent", "Sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    team = models.CharField(max_length=120, blank=True)
    code_version = models.PositiveSmallIntegerField(default=1)
    code_check = models.CharField(max_length=64, unique=True)  # a keyed hash of the code
    disposition = models.CharField(max_length=8, choices=Disposition, default=Disposition.INVITED)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["team", "name", "id"]
        indexes: ClassVar = [models.Index(fields=["agency", "disposition"])]

    def __str__(self) -> str:
        return "invitation"
