"""Asking for a workbook, and changing one's mind."""

import datetime
from typing import Any

from django.db import transaction

from reports.models import Job, parameters_hash
from reports.tasks import build_job
from surveys.models import Round, User


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
            # Robust: where the broker can't be reached the sweep tells it later.
            transaction.on_commit(lambda: build_job.delay(str(job.pk)), robust=True)
    return job


def cancel_job(*, job: Job, now: datetime.datetime) -> bool:
    """Stop a job; False when it had ended already."""
    return Job.objects.cancel(job.pk, now=now)
