"""A round: one running of the survey."""

import datetime
import uuid
from typing import ClassVar

from django.db import models


class RoundQuerySet(models.QuerySet["Round"]):
    def taking_returns(self) -> "RoundQuerySet":
        """Rounds that a respondent may start, change or send a return in."""
        return self.filter(state=Round.State.OPEN)


class Round(models.Model):
    """One running of the survey: an instrument, diary weeks to choose from, dates."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        SEALING = "sealing", "Sealing"
        SEALED = "sealed", "Sealed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    instrument = models.CharField(max_length=40)  # the version's name, a file in instruments/
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    pull_batch = models.PositiveSmallIntegerField(default=3)
    note = models.TextField(blank=True)  # shown to staff with every figure of this round

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_on", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="round_closes_after_it_opens",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_returns(self) -> bool:
        return self.state == self.State.OPEN


class DiaryWeek(models.Model):
    """A week that agencies of a round may choose, by its Monday."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="weeks")
    starts_on = models.DateField()
    is_fallback = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["starts_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "starts_on"], name="week_once_a_round"),
            models.CheckConstraint(
                name="week_starts_on_monday", condition=models.Q(starts_on__iso_week_day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"Week of {self.starts_on:%-d %B %Y}"

    @property
    def ends_on(self) -> datetime.date:
        return self.starts_on + datetime.timedelta(days=6)
