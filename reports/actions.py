"""Asking for something to be built, and changing one's mind."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from reports.models import Job, parameters_hash
from reports.tasks import build_job
from surveys.actions import note_act
from surveys.models import AuditEntry, Round, User


def request_workbook(
    *,
    round: Round,
    user: User,
    now: datetime.datetime,
    use: str = "internal",
    selection: Mapping[str, Any] | None = None,
) -> Job:
    """The job that builds a workbook of the round's tables.

    `use` is "internal" or "publication"; `selection` a Selection's parameters, none for all.
    """
    parameters = {"use": use, "selection": dict(selection or {})}
    return request_job(
        round=round, kind=Job.Kind.WORKBOOK, parameters=parameters, user=user, now=now
    )


def request_job(
    *, round: Round, kind: str, parameters: Mapping[str, Any], user: User, now: datetime.datetime
) -> Job:
    """The job that builds it: one already under way for the same is joined, not doubled.

    `parameters` are what the kind's builder understands (reports/building.py), as JSON.
    """
    with transaction.atomic():
        job, created = Job.objects.active().get_or_create(
            round=round,
            kind=kind,
            parameters_hash=parameters_hash(dict(parameters)),
            defaults={
                "parameters": dict(parameters),
                "requested_by": user,
                "created_at": now,
                "queued_at": now,
            },
        )
        if created:
            _note(job, user, AuditEntry.Act.EXPORT, now, "asked for")
            # Robust: where the broker can't be reached the sweep tells it later.
            transaction.on_commit(lambda: build_job.delay(str(job.pk)), robust=True)
    return job


def cancel_job(*, job: Job, now: datetime.datetime) -> bool:
    """Stop a job; False when it had ended already."""
    stopped = bool(Job.objects.cancel(job.pk, now=now))
    if stopped:
        _note(job, job.requested_by, AuditEntry.Act.EXPORT, now, "stopped")
    return stopped


def note_download(*, job: Job, user: User, now: datetime.datetime) -> None:
    """A researcher takes a built file away."""
    _note(job, user, AuditEntry.Act.DOWNLOAD, now, "taken")


def _note(job: Job, user: User, act: str, now: datetime.datetime, what: str) -> None:
    about = f"{Job.Kind(job.kind).label} ({job.parameters.get('use', 'internal')}) {what}"
    note_act(who=user, act=act, now=now, round=job.round, about=about)
