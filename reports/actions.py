"""Asking for a workbook, and changing one's mind."""

import datetime
from typing import Any

from django.db import transaction

from reports.models import Job, parameters_hash
from reports.tasks import build_job
from surveys.actions import note_act
from surveys.models import AuditEntry, Round, User

ASKED = "workbook asked for"
STOPPED = "workbook stopped"


def request_workbook(*, round: Round, user: User, now: datetime.datetime) -> Job:
    """The job that builds a round's workbook: one already under way is joined, not doubled."""
    parameters: dict[str, Any] = {}
    with transaction.atomic():
        job, created = Job.objects.active().get_or_create(
            round=round,
            kind=Job.Kind.WORKBOOK,
            parameters_hash=parameters_hash(parameters),
            defaults={
                "parameters": parameters,
                "requested_by": user,
                "created_at": now,
                "queued_at": now,
            },
        )
        if created:
            note_act(who=user, act=AuditEntry.Act.EXPORT, now=now, round=round, about=ASKED)
            # Robust: where the broker can't be reached the sweep tells it later.
            transaction.on_commit(lambda: build_job.delay(str(job.pk)), robust=True)
    return job


def cancel_job(*, job: Job, now: datetime.datetime) -> bool:
    """Stop a job; False when it had ended already."""
    stopped = bool(Job.objects.cancel(job.pk, now=now))
    if stopped:
        act = AuditEntry.Act.EXPORT
        note_act(who=job.requested_by, act=act, now=now, round=job.round, about=STOPPED)
    return stopped


def note_download(*, job: Job, user: User, now: datetime.datetime) -> None:
    """A researcher takes a built file away."""
    act = AuditEntry.Act.DOWNLOAD
    note_act(who=user, act=act, now=now, round=job.round, about=job.get_kind_display())
