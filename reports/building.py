"""Builds what jobs ask for, and delivers the results."""

import datetime
import logging
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils import timezone

from reports import CODE_VERSION
from reports.arrays import Progress, read_returns
from reports.expiry import clear_folder
from reports.models import FAILED, Job
from reports.tables import TABLES, compute
from reports.workbook import About, write_workbook
from surveys.models import Return, Round, RoundRole, User

logger = logging.getLogger("caseweek.reports")


class ClaimLost(Exception):
    """The job was cancelled, or another worker has taken it: this one stops."""


class Refused(Exception):
    """What was asked for can't be had; the message says why and what to do instead."""


@dataclass(frozen=True)
class Built:
    """A result, as bytes or a file, and how many returns it counts and leaves out."""

    content: bytes | Path
    returns_counted: int
    returns_left_out: int


def no_progress(done: int, total: int) -> None:
    """Nobody watches."""


def build_workbook(
    round: Round,
    *,
    built_on: datetime.date,
    progress: Progress = no_progress,
) -> Built:
    """The workbook of all returns that the round has by now."""
    returns = read_returns(round, progress=progress)
    about = About(
        round_title=round.title,
        note=round.note,
        contact=contact_of(round),
        returns_counted=len(returns),
        built_on=built_on,
        code_version=CODE_VERSION,
    )
    content = write_workbook(about, [compute(table, returns) for table in TABLES])
    progress(len(returns), len(returns))
    left_out = Return.objects.excluded().filter(round=round).count()
    return Built(content, len(returns), left_out)


def _workbook(round: Round, parameters: Mapping[str, Any], folder: Path, beat: Progress) -> Built:
    return build_workbook(round, built_on=timezone.localdate(), progress=beat)


Builder = Callable[[Round, Mapping[str, Any], Path, Progress], Built]
BUILDERS: Mapping[str, Builder] = {Job.Kind.WORKBOOK: _workbook}


def run_job(job_id: UUID) -> None:
    """Claim a job, build it and deliver the result; nothing when another worker has it."""
    job = Job.objects.claim(job_id, now=timezone.now())
    if job is None:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="caseweek-") as folder:
            _run(job, Path(folder))
    except ClaimLost:
        logger.info("job %s: stopped, the claim was lost", job_id)
    except Refused as refusal:
        logger.info("job %s: refused", job_id)
        Job.objects.fail(job_id, token=job.claim, reason=str(refusal), now=timezone.now())
    except Exception:
        logger.exception("job %s: failed", job_id)
        Job.objects.fail(job_id, token=job.claim, reason=FAILED, now=timezone.now())


def _run(job: Job, folder: Path) -> None:
    """Raises ClaimLost as soon as the job is known to be somebody else's."""

    def progress(done: int, total: int) -> None:
        now = timezone.now()
        if not Job.objects.beat(job.pk, token=job.claim, done=done, total=total, now=now):
            raise ClaimLost

    built = BUILDERS[job.kind](job.round, job.parameters, folder, progress)
    _deliver(job, built)


def _deliver(job: Job, built: Built) -> None:
    """Store the result and end the job. Raises ClaimLost."""
    storage = storages["results"]
    # A name of this claim's own, so that no other attempt's file is touched before it is known
    # whose result counts.
    wanted = f"{job.pk}/{job.claim}.{job.suffix}"
    if isinstance(built.content, Path):
        size = built.content.stat().st_size
        with built.content.open("rb") as file:
            name = storage.save(wanted, File(file))
    else:
        size = len(built.content)
        name = storage.save(wanted, ContentFile(built.content))
    delivered = Job.objects.finish(
        job.pk,
        token=job.claim,
        result=name,
        size=size,
        returns_counted=built.returns_counted,
        returns_left_out=built.returns_left_out,
        code_version=CODE_VERSION,
        now=timezone.now(),
    )
    if not delivered:
        storage.delete(name)
        raise ClaimLost
    clear_folder(storage, str(job.pk), keep=name)  # what attempts before this one left


def contact_of(round: Round) -> str:
    """Whom to ask about a round's figures: its researchers."""
    researchers = User.objects.filter(
        roles__round=round, roles__role=RoundRole.Role.RESEARCHER, is_active=True
    ).order_by("name", "email")
    return ", ".join(f"{person.name} ({person.email})" for person in researchers)
