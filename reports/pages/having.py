"""Where a page's figures come from: counted now where that is quick, else the last count kept."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.core.files.storage import storages

from reports.coded_tables import CHAPTER, tables_of
from reports.figures.counting import available, compute
from reports.figures.declaring import Table
from reports.figures.frame import Frame, LeftOut
from reports.figures.reading import read_frame
from reports.figures.results import Figure, Mark, Measure, Result
from reports.models import Job, parameters_hash
from reports.pages.asked import Asked
from reports.pages.stored import Unreadable, from_json
from surveys.models import Return, Round

CODED = CHAPTER[0]
COUNTED_NOW = 3_000  # returns at most that a page reads for itself
LOOKED_AT = 6  # jobs of the same kind, newest first, among which the last count is looked for


@dataclass(frozen=True)
class Figures:
    """A computed table, or why there is none.

    `result` is None while nothing has been counted, or where the round can't have the table (then
    `why_not` says so). `at` is when a kept count was finished, None for one made now. `job` is a
    count under way, or one that `failed` after the count that is shown.
    """

    result: Result | None
    returns: int = 0
    left_out: LeftOut = field(default_factory=LeftOut)
    at: datetime.datetime | None = None
    job: Job | None = None
    failed: Job | None = None
    why_not: str = ""
    code_version: str = ""  # that counted it, where the count was kept
    lacks_weights: bool = False  # asked for, but no agency says how many staff it has

    @property
    def is_kept(self) -> bool:
        return self.at is not None

    @property
    def is_of_returns(self) -> bool:
        """Whether it counts returns: Table 1.1 counts agencies."""
        figures = self.result.figures if self.result else []
        return all(figure.measure is not Measure.AUTHORITIES for figure in figures)


def figures_for(asked: Asked, table: Table) -> Figures:
    """A table's figures as asked."""
    if asked.is_for_publication or counted_returns(asked) > COUNTED_NOW:
        return kept_figures(asked, table)
    frame = read_frame(asked.round, weighted=asked.selection.weighted)
    why_not = available(table, frame)
    result = None if why_not else _compute(asked, table, frame)
    return Figures(
        result=result,
        returns=len(frame),
        left_out=frame.left_out,
        why_not=why_not,
        lacks_weights=asked.selection.weighted and frame.sample.weight is None,
    )


def counted_returns(asked: Asked) -> int:
    return Return.objects.counted().filter(round=asked.round).count()


def kept_figures(asked: Asked, table: Table) -> Figures:
    """The last finished count of the same, and what has been asked for since."""
    jobs = list(
        Job.objects.filter(
            round=asked.round,
            kind=Job.Kind.TABLES,
            parameters_hash=parameters_hash(asked.parameters),
        )[:LOOKED_AT]
    )
    active = next((job for job in jobs if job.is_active), None)
    done = next((job for job in jobs if job.has_file), None)
    failed = jobs[0] if jobs and jobs[0].state == Job.State.FAILED else None
    results = _read(done, asked.round)
    if done is None or results is None:
        return Figures(None, job=active, failed=failed)
    found = next((result for result in results if result.table.name == table.name), None)
    if found is not None and not asked.selection.spreads:
        found = without_spreads(found)
    return Figures(
        result=found,
        returns=done.returns_counted or 0,
        left_out=LeftOut(done.returns_left_out or 0),
        at=done.finished_at,
        code_version=done.code_version,
        job=active,
        failed=failed,
        why_not="" if found else _why_missing(asked, table),
        lacks_weights=asked.selection.weighted and not _is_weighted(results),
    )


def without_spreads(result: Result) -> Result:
    """The same figures, as they are where intervals were not asked for."""
    panels = tuple(
        replace(panel, lines=tuple(replace(x, figures=_plain(x.figures)) for x in panel.lines))
        for panel in result.panels
    )
    return replace(result, panels=panels)


def _plain(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple(
        f._replace(spread=None, mark=None if f.mark is Mark.UNRELIABLE else f.mark) for f in figures
    )


def _compute(asked: Asked, table: Table, frame: Frame) -> Result:
    selection = asked.selection
    return compute(table, frame, keep=selection.keep(frame), spreads=selection.spreads)


def _read(job: Job | None, round: Round) -> list[Result] | None:
    """A job's stored tables; None where they can't be read any more."""
    if job is None:
        return None
    try:
        with storages["results"].open(job.result) as file:
            return from_json(file.read(), tables_of(round))
    except (FileNotFoundError, Unreadable):
        return None


def _why_missing(asked: Asked, table: Table) -> str:
    if asked.is_for_publication:
        return "This table is not among those for publication."
    if table.chapter == CODED:
        return "The list of codes is newer than the last count. Count again."
    return "The questionnaire of this round did not ask for it."


def _is_weighted(results: Sequence[Result]) -> bool:
    """Weighted figures are no fractions of whole numbers."""
    return any(isinstance(f.value, float) for result in results for f in result.figures)
