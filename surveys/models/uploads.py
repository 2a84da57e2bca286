"""A list of people between its upload and its confirmation."""

import datetime
import uuid
from typing import ClassVar

from django.db import models

from surveys.models.agencies import Agency
from surveys.models.staff import User

KEPT_FOR = datetime.timedelta(days=1)


class StagedUploadQuerySet(models.QuerySet["StagedUpload"]):
    def forgotten_by(self, now: datetime.datetime) -> "StagedUploadQuerySet":
        """Those that nobody confirmed within a day."""
        return self.filter(made_at__lt=now - KEPT_FOR)


class StagedUpload(models.Model):
    """What somebody pasted or uploaded, as it was read; nobody is invited by it yet.

    Names and email addresses lie here and nowhere else meanwhile: in no cookie, in no file. The
    row goes when its people are added, when its maker drops it, or after a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="staged_uploads")
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    rows = models.JSONField()  # [[row number, [cell, …]], …], as reading.Table
    notes = models.JSONField(default=list)  # what the reader had to say, as sentences
    columns = models.JSONField()  # a value of columns.Role for each column
    has_headings = models.BooleanField()  # whether the first row names the columns
    corrections = models.JSONField(default=dict)  # {row number: {"name", "email", "team"}}
    left_out = models.JSONField(default=list)  # row numbers

    objects: ClassVar = StagedUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return "staged upload"
