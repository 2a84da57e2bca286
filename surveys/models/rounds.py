"""A round: one running of the survey."""

import datetime
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as lazy


class RoundQuerySet(models.QuerySet["Round"]):
    def taking_returns(self) -> "RoundQuerySet":
        """Rounds that a respondent may start, change or send a return in."""
        return self.filter(state=Round.State.OPEN)

    def before_sealing(self) -> "RoundQuerySet":
        """Rounds in which a respondent may still come back to a return, if only to withdraw."""
        return self.filter(state__in=[Round.State.OPEN, Round.State.CLOSED])


class Round(models.Model):
    """One running of the survey: an instrument, diary weeks to choose from, dates."""

    class State(models.TextChoices):
        DRAFT = "draft", lazy("Draft")
        OPEN = "open", lazy("Open")
        CLOSED = "closed", lazy("Closed")
        SEALING = "sealing", lazy("Sealing")
        SEALED = "sealed", lazy("Sealed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    instrument = models.CharField(max_length=40)  # the version's name, a file in instruments/
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField()
    is_pilot = models.BooleanField(default=False)
    target_percent = models.PositiveSmallIntegerField(default=50)  # of those invited, to be sent
    max_messages = models.PositiveSmallIntegerField(default=4)  # to one person, invitation included
    quiet_from = models.TimeField(default=datetime.time(18, 0))  # no message after it,
    quiet_until = models.TimeField(default=datetime.time(8, 0))  # nor before it, nor at weekends
    pull_batch = models.PositiveSmallIntegerField(default=3)
    # What the questionnaire's file was when the first return began: it may not change after.
    instrument_digest = models.CharField(max_length=64, blank=True)
    # What researchers set for this round's figures, where it is not the usual (thresholds.py).
    thresholds = models.JSONField(default=dict, blank=True)
    # Once sealing has begun: the day on which the last backup from before it is gone.
    backups_until = models.DateField(null=True, blank=True)
    # Whom respondents ask: the survey's team, never only the link officer.
    team_name = models.CharField(max_length=120, blank=True)
    team_email = models.EmailField(blank=True)
    team_phone = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)  # shown to staff with every figure of this round

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_on", "slug"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="round_closes_after_it_opens",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
            ),
            models.CheckConstraint(
                name="round_target_is_a_percentage", condition=models.Q(target_percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_returns(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def takes_people(self) -> bool:
        """Whether people may be added, and code cards printed: until the round closes."""
        return self.state in (self.State.DRAFT, self.State.OPEN)

    @property
    def keeps_people(self) -> bool:
        """Whether an invitation may still be changed: until sealing begins."""
        return self.takes_people or self.state == self.State.CLOSED

    @property
    def can_be_left(self) -> bool:
        """Whether a respondent may withdraw: until sealing begins."""
        return self.state in (self.State.OPEN, self.State.CLOSED)


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


class RoundPage(models.Model):
    """A round's own text, in Markdown, of one of the pages about the survey.

    A round without a row of its own shows the standard text (surveys/pages/).
    """

    class Kind(models.TextChoices):
        ABOUT = "about", lazy("What this survey is")
        WHO = "who", lazy("Who runs it")
        DATA = "data", lazy("What happens to your data")
        COMPLAIN = "complain", lazy("How to complain")
        ACCESSIBILITY = "accessibility", lazy("Accessibility statement")

    MAX_LENGTH = 20_000

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pages")
    kind = models.CharField(max_length=13, choices=Kind)
    body = models.TextField(max_length=MAX_LENGTH)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "kind"], name="page_once_a_round"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
