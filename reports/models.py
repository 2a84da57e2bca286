"""The row of a job is the truth; the queue only says that there may be something to do.

With a queue alone, jobs whose worker is killed get lost. Here a worker claims a row, writes a
heartbeat while it works, and may finish only while its claim still stands. A sweep puts rows
without a heartbeat back, and tells the queue again of rows that nobody picked up.
"""

import datetime
import hashlib
import json
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import gettext_noop

from surveys.models import Round, User

MAX_ATTEMPTS = 3
SUFFIXES = {"workbook": "xlsx", "tables": "json", "microdata": "zip"}
# Kept in the row in English; the page translates them.
FAILED = gettext_noop(
    "It could not be built. Try again; if it fails again, tell the survey's technical contact."
)
GAVE_UP = gettext_noop(
    "Building it was interrupted too often, so it was given up. "
    "Try again; if it happens again, tell the survey's technical contact."
)


def parameters_hash(parameters: dict[str, Any]) -> str:
    """What two requests for the same thing have in common."""
    return hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()


def _limit(now: datetime.datetime) -> datetime.datetime:
    """A heartbeat older than this means that the worker is dead."""
    return now - datetime.timedelta(seconds=settings.JOB_HEARTBEAT_TIMEOUT)


class JobQuerySet(models.QuerySet["Job"]):
    """Every change of state is one UPDATE whose WHERE says from which state it may come."""

    def active(self) -> "JobQuerySet":
        """Jobs that are waiting or being built."""
        return self.filter(state__in=Job.ACTIVE)

    def expirable(self, *, now: datetime.datetime) -> "JobQuerySet":
        """Done jobs whose file has been kept for long enough."""
        kept_since = now - datetime.timedelta(days=settings.JOB_RESULT_DAYS)
        return self.filter(state=Job.State.DONE, expired_at=None, finished_at__lt=kept_since)

    def claim(self, job_id: uuid.UUID, *, now: datetime.datetime) -> "Job | None":
        """Take a job that is waiting or whose worker is dead; None when it is not to be had.

        Of any number of workers that try at the same time, one gets it.
        """
        token = uuid.uuid4()
        free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, heartbeat_at__lt=_limit(now))
        taken = self.filter(free, pk=job_id, attempts__lt=MAX_ATTEMPTS).update(
            state=Job.State.RUNNING,
            claim=token,
            heartbeat_at=now,
            attempts=F("attempts") + 1,
            done=0,
            total=0,
        )
        if not taken:
            return None
        # Filtered by the token too: it may have been cancelled since.
        return self.filter(pk=job_id, claim=token).select_related("round").first()

    def beat(
        self, job_id: uuid.UUID, *, token: uuid.UUID, done: int, total: int, now: datetime.datetime
    ) -> bool:
        """Say that the work goes on, and how far it is; False when the claim was lost."""
        return bool(self._held(job_id, token).update(heartbeat_at=now, done=done, total=total))

    def finish(
        self,
        job_id: uuid.UUID,
        *,
        token: uuid.UUID,
        result: str,
        size: int,
        returns_counted: int,
        returns_left_out: int,
        code_version: str,
        now: datetime.datetime,
    ) -> bool:
        """Deliver a result; False when the claim was lost, and the result is not wanted."""
        return bool(
            self._held(job_id, token).update(
                state=Job.State.DONE,
                claim=None,
                heartbeat_at=None,
                finished_at=now,
                done=F("total"),
                result=result,
                size=size,
                returns_counted=returns_counted,
                returns_left_out=returns_left_out,
                code_version=code_version,
            )
        )

    def fail(
        self, job_id: uuid.UUID, *, token: uuid.UUID, reason: str, now: datetime.datetime
    ) -> bool:
        """Give a job up, with a reason in words for people; False when the claim was lost."""
        return bool(self._held(job_id, token)._end(Job.State.FAILED, reason=reason, now=now))

    def cancel(self, job_id: uuid.UUID, *, now: datetime.datetime) -> bool:
        """Stop a job that is not finished; its worker notices at its next heartbeat."""
        return bool(self.active().filter(pk=job_id)._end(Job.State.CANCELLED, reason="", now=now))

    def sweep(self, *, now: datetime.datetime) -> list[uuid.UUID]:
        """Put jobs of dead workers back, and return the ids that the queue must be told of.

        Those that were waiting unclaimed for as long as a heartbeat may take are told again:
        their message may be lost, and telling twice does no harm.
        """
        dead = self.filter(state=Job.State.RUNNING, heartbeat_at__lt=_limit(now))
        dead.filter(attempts__gte=MAX_ATTEMPTS)._end(Job.State.FAILED, reason=GAVE_UP, now=now)
        dead.update(state=Job.State.WAITING, claim=None, heartbeat_at=None, queued_at=_limit(now))
        unclaimed = self.filter(state=Job.State.WAITING, queued_at__lte=_limit(now))
        found = list(unclaimed.order_by("created_at").values_list("pk", flat=True))
        self.filter(pk__in=found, state=Job.State.WAITING).update(queued_at=now)
        return found

    def _held(self, job_id: uuid.UUID, token: uuid.UUID) -> "JobQuerySet":
        return self.filter(pk=job_id, state=Job.State.RUNNING, claim=token)

    def _end(self, state: str, *, reason: str, now: datetime.datetime) -> int:
        return self.update(
            state=state, claim=None, heartbeat_at=None, finished_at=now, reason=reason
        )


class Job(models.Model):
    """One thing to build in the background; it holds no content of any return.

    `parameters["use"]` is "internal", or what a protected result is for. `result` names a file in
    the storage "results". `done` of `total` returns are read;
    `total` is 0 until that is known. `queued_at` is when the queue was last told.
    """

    class Kind(models.TextChoices):
        WORKBOOK = "workbook", lazy("Workbook")
        TABLES = "tables", lazy("Tables on screen")
        MICRODATA = "microdata", lazy("Microdata files")

    class State(models.TextChoices):
        WAITING = "waiting", lazy("Waiting")
        RUNNING = "running", lazy("Being built")
        DONE = "done", lazy("Ready")
        FAILED = "failed", lazy("Failed")
        CANCELLED = "cancelled", lazy("Cancelled")

    ACTIVE: ClassVar = (State.WAITING, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Kind)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs")
    parameters = models.JSONField(default=dict)
    parameters_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)  # bytes
    returns_counted = models.PositiveIntegerField(null=True, blank=True)
    returns_left_out = models.PositiveIntegerField(null=True, blank=True)  # set aside
    code_version = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["round", "-created_at"]),
            models.Index(fields=["state", "heartbeat_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "kind", "parameters_hash"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_is_asked_for_once_at_a_time",
            ),
            models.CheckConstraint(
                name="job_progress_is_within_its_total", condition=Q(done__lte=F("total"))
            ),
            models.CheckConstraint(
                name="job_is_claimed_while_running",
                condition=Q(state="running", claim__isnull=False, heartbeat_at__isnull=False)
                | (~Q(state="running") & Q(claim=None, heartbeat_at=None)),
            ),
            models.CheckConstraint(
                name="job_has_an_end_when_it_ended",
                condition=Q(state__in=["waiting", "running"], finished_at=None)
                | (~Q(state__in=["waiting", "running"]) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="job_has_a_file_when_done",
                condition=(
                    Q(state="done", size__isnull=False, returns_counted__isnull=False)
                    & ~Q(result="")
                    & ~Q(code_version="")
                )
                | (~Q(state="done") & Q(result="", size=None, returns_counted=None)),
            ),
            models.CheckConstraint(
                name="job_says_why_it_failed",
                condition=(Q(state="failed") & ~Q(reason="")) | (~Q(state="failed") & Q(reason="")),
            ),
            models.CheckConstraint(
                name="job_expires_after_it_is_done",
                condition=Q(expired_at=None) | Q(state="done"),
            ),
            models.CheckConstraint(
                name="job_attempts_are_few", condition=Q(attempts__lte=MAX_ATTEMPTS)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_state_display().lower()}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE

    @property
    def has_file(self) -> bool:
        return self.state == self.State.DONE and self.expired_at is None

    @property
    def download_name(self) -> str:
        """What the file is called when it is saved: caseweek-<round>-<what>-<date>.xlsx.

        What it may be used for is part of the name: "internal" or "publication" and the like.
        """
        if self.finished_at is None:
            raise ValueError("A job has no download before it is done.")
        day = f"{timezone.localdate(self.finished_at):%Y-%m-%d}"
        use = self.parameters.get("use", "internal")
        return f"caseweek-{self.round.slug}-{self.kind}-{use}-{day}.{self.suffix}"

    @property
    def suffix(self) -> str:
        """How the name of its result ends."""
        return SUFFIXES[self.kind]

    @property
    def is_for_publication(self) -> bool:
        """Whether the result is protected, and may leave the survey's team."""
        return bool(self.parameters.get("use", "internal") != "internal")
