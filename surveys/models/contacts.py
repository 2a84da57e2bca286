"""Who may be asked again after the survey. Nothing here knows what anyone answered."""

import uuid

from django.db import models

from surveys.models.rounds import Round


class ContactSheet(models.Model):
    """How somebody may be reached for a talk after the survey, kept apart from every answer.

    `handle` is derived from the return's with the round's linkage key, so that its owner can
    take the sheet back; `box` is what they wrote, encrypted with a key of the round: without it,
    the order in which sheets and returns were written would join a name to its answers. At
    sealing the boxes are opened, written anew in random order, and their handles emptied.
    """

    class Prefers(models.TextChoices):
        EMAIL = "email", "Email"
        TELEPHONE = "telephone", "Telephone"
        EITHER = "either", "Either"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="contact_sheets")
    handle = models.CharField(max_length=64, unique=True, null=True, blank=True)
    box = models.TextField()

    def __str__(self) -> str:
        return "contact sheet"


class OptOut(models.Model):
    """Somebody who wants no more reminders, or who withdrew; found by the return's handle.

    It stands in the place of what is gone, so that the nightly pull can tell the link officer
    "no more reminders", and which of the two it was is never shown.
    """

    class Kind(models.TextChoices):
        REFUSED = "refused", "Wants no more reminders"
        WITHDRAWN = "withdrawn", "Withdrew"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="opt_outs")
    handle = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=9, choices=Kind)

    def __str__(self) -> str:
        return "opt-out"
