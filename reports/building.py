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
from reports.coded_tables import chapters_of
from reports.expiry import clear_folder
from reports.figures.frame import Frame
from reports.figures.reading import Progress, regions_of
from reports.figures.selecting import Selection
from reports.microdata import release
from reports.microdata.manifest import build_zip
from reports.microdata.settings import settings_from
from reports.models import FAILED, Job
from reports.pages.stored import to_json
from reports.tabling import INTERNAL, PUBLICATION, tabulate
from reports.workbook import About, write_workbook
from surveys.instruments import load_instrument
from surveys.models import Round, RoundRole, User
from surveys.thresholds import thresholds_from

logger = logging.getLogger("caseweek.reports")
BEAT_EVERY = datetime.timedelta(seconds=1)


class ClaimLost(Exception):
    """The job was cancelled, or another worker has taken it: this one stops."""


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
    selection: Selection,
    built_on: datetime.date,
    use: str = INTERNAL,
    progress: Progress = no_progress,
) -> Built:
    """The workbook of the round's tables, of all returns that count by now and are selected."""
    tabled = tabulate(round, selection=selection, use=use, progress=progress)
    frame = tabled.frame
    about = About(
        round_title=round.title,
        note=round.note,
        contact=contact_of(round),
        returns_counted=len(frame),
        built_on=built_on,
        code_version=CODE_VERSION,
        left_out=frame.left_out,
        filters=filters_in_words(round, selection, _left(selection, frame)),
        is_weighted=frame.sample.weight is not None,
        is_publication=use == PUBLICATION,
        thresholds=thresholds_from(round.thresholds),
    )
    content = write_workbook(
        about, tabled.results, spreads=selection.spreads, chapters=chapters_of(round)
    )
    progress(len(frame), len(frame))
    return Built(content, len(frame), frame.left_out.all)


def filters_in_words(round: Round, selection: Selection, left: int) -> tuple[str, ...]:
    """A line a filter, as "Sector: CSD, DASS", and how many returns they leave."""
    if not selection.filters:
        return ()
    instrument = load_instrument(round.instrument)
    found = selection.describe(instrument, regions=regions_of(round))
    lines = [f"{label}: {', '.join(values)}" for label, values in found]
    return (*lines, f"Returns left: {left:,}")


def _left(selection: Selection, frame: Frame) -> int:
    keep = selection.keep(frame)
    return len(frame) if keep is None else int(keep.sum())


def _workbook(round: Round, parameters: Mapping[str, Any], folder: Path, beat: Progress) -> Built:
    return build_workbook(
        round,
        selection=Selection.from_parameters(parameters["selection"]),
        built_on=timezone.localdate(),
        use=parameters["use"],
        progress=beat,
    )


def _tables(round: Round, parameters: Mapping[str, Any], folder: Path, beat: Progress) -> Built:
    selection = Selection.from_parameters(parameters["selection"])
    tabled = tabulate(round, selection=selection, use=parameters["use"], progress=beat)
    frame = tabled.frame
    beat(len(frame), len(frame))
    return Built(to_json(tabled.results), len(frame), frame.left_out.all)


def _microdata(round: Round, parameters: Mapping[str, Any], folder: Path, beat: Progress) -> Built:
    files = folder / "files"
    files.mkdir()
    made = release.build(round, settings_from(parameters), folder=files, progress=beat)
    archive = folder / "release.zip"
    build_zip(made.folder, archive, lambda: beat(made.returns_counted, made.returns_counted))
    return Built(archive, made.returns_counted, made.returns_left_out)


Builder = Callable[[Round, Mapping[str, Any], Path, Progress], Built]
BUILDERS: Mapping[str, Builder] = {
    Job.Kind.WORKBOOK: _workbook,
    Job.Kind.TABLES: _tables,
    Job.Kind.MICRODATA: _microdata,
}


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
    except release.ReleaseRefused as refusal:
        logger.info("job %s: refused", job_id)
        Job.objects.fail(job_id, token=job.claim, reason=str(refusal), now=timezone.now())
    except Exception:
        logger.exception("job %s: failed", job_id)
        Job.objects.fail(job_id, token=job.claim, reason=FAILED, now=timezone.now())


def _run(job: Job, folder: Path) -> None:
    """Raises ClaimLost as soon as the job is known to be somebody else's."""

    last = (-1, -1, timezone.now())

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = timezone.now()
        if (done, total) == last[:2] and now - last[2] < BEAT_EVERY:
            return  # builders call it at every small step
        if not Job.objects.beat(job.pk, token=job.claim, done=done, total=total, now=now):
            raise ClaimLost
        last = (done, total, now)

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
