"""Background tasks: each takes a key, loads, delegates. All are safe to run twice."""

import logging
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from reports.building import run_job
from reports.expiry import delete_expired_results
from reports.models import Job

logger = logging.getLogger("caseweek.reports")


@shared_task
def build_job(job_id: str) -> None:
    """Build what a job asks for, unless another worker has it."""
    run_job(UUID(job_id))


@shared_task
def sweep_jobs() -> None:
    """Tell the queue again of jobs whose worker died and of those that nobody picked up."""
    for job_id in Job.objects.sweep(now=timezone.now()):
        logger.info("job %s: queued again", job_id)
        build_job.delay(str(job_id))


@shared_task
def expire_results() -> None:
    """Delete files that were kept for long enough, and those that no job owns."""
    logger.info("%d results deleted", delete_expired_results(now=timezone.now()))
