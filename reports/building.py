"""Builds what jobs ask for, and looks after the files."""

import datetime
import logging
from dataclasses import dataclass
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from reports import CODE_VERSION
from reports.arrays import Progress, read_returns
from reports.models import FAILED, Job
from reports.tables import TABLES, compute
from reports.workbook import About, write_workbook
from surveys.models import Round, RoundRole, User

logger = logging.getLogger("caseweek.reports")


class ClaimLost(Exception):
    """The job was cancelled, or another worker has taken it: this one stops."""


@dataclass(frozen=True)
class Built:
    """A workbook's bytes, and how many returns it counts."""

    content: bytes
    returns_counted: int


def build_workbook(
    round: Round,
    *,
    built_on: datetime.date,
    progress: Progress = lambda done, total: None,
) -> Built:
    """The workbook of all returns that the round has by now."""
    returns = read_returns(round, progress=progress)
    about = About(
        round_title=round.title,
        note=round.note,
        contact=_contact(round),
        returns_counted=len(returns),
        built_on=built_on,
        code_version=CODE_VERSION,
    )
    content = write_workbook(about, [compute(table, returns) for table in TABLES])
    progress(len(returns), len(returns))
    return Built(content, len(returns))


def run_job(job_id: UUID) -> None:
    """Claim a job, build it and deliver the result; nothing when another worker has it."""
    job = Job.objects.claim(job_id, now=timezone.now())
    if job is None:
        return
    try:
        _run(job)
    except ClaimLost:
        logger.info("job %s: stopped, the claim was lost", job_id)
    except Exception:
        logger.exception("job %s: failed", job_id)
        Job.objects.fail(job_id, token=job.claim, reason=FAILED, now=timezone.now())


def delete_expired_results(*, now: datetime.datetime) -> int:
    """Delete files kept for long enough, and files of jobs that did not finish; how many."""
    storage = storages["results"]
    expired = list(Job.objects.expirable(now=now).values_list("pk", flat=True))
    Job.objects.filter(pk__in=expired).update(expired_at=now)
    deleted = 0
    for folder in _folders(storage):
        job = _job_of(folder)
        if job and job.is_active:
            continue
        keep = job.result if job and job.has_file else ""
        deleted += _clear(storage, folder, keep=keep)
    return deleted


def _run(job: Job) -> None:
    """Raises ClaimLost as soon as the job is known to be somebody else's."""

    def progress(done: int, total: int) -> None:
        now = timezone.now()
        if not Job.objects.beat(job.pk, token=job.claim, done=done, total=total, now=now):
            raise ClaimLost

    built = build_workbook(job.round, built_on=timezone.localdate(), progress=progress)
    storage = storages["results"]
    # A name of this claim's own, so that no other attempt's file is touched before it is known
    # whose result counts.
    name = storage.save(f"{job.pk}/{job.claim}.xlsx", ContentFile(built.content))
    delivered = Job.objects.finish(
        job.pk,
        token=job.claim,
        result=name,
        size=len(built.content),
        returns_counted=built.returns_counted,
        code_version=CODE_VERSION,
        now=timezone.now(),
    )
    if not delivered:
        storage.delete(name)
        raise ClaimLost
    _clear(storage, str(job.pk), keep=name)  # what attempts before this one left


def _contact(round: Round) -> str:
    """Whom to ask about a round's figures: its researchers."""
    researchers = User.objects.filter(
        roles__round=round, roles__role=RoundRole.Role.RESEARCHER, is_active=True
    ).order_by("name", "email")
    return ", ".join(f"{person.name} ({person.email})" for person in researchers)


def _folders(storage: Storage) -> list[str]:
    """The folders of results, one a job."""
    try:
        return storage.listdir("")[0]
    except FileNotFoundError:
        return []


def _job_of(folder: str) -> Job | None:
    try:
        return Job.objects.filter(pk=UUID(folder)).first()
    except ValueError:
        return None


def _clear(storage: Storage, folder: str, *, keep: str) -> int:
    """Delete a folder's files but one, and the folder when none is left."""
    names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    unwanted = [name for name in names if name != keep]
    for name in unwanted:
        storage.delete(name)
    if not keep:
        storage.delete(folder)
    return len(unwanted)
