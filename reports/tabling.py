"""All tables of a round, as a job asks for them: internal with filters, or protected together."""

from dataclasses import dataclass

from reports.coded_tables import tables_of
from reports.figures.counting import available, compute
from reports.figures.frame import Frame
from reports.figures.reading import Progress, read_frame
from reports.figures.results import Result
from reports.figures.selecting import Selection
from reports.protection import protect
from surveys.instruments import load_instrument
from surveys.models import Round
from surveys.thresholds import thresholds_from

INTERNAL, PUBLICATION = "internal", "publication"


@dataclass(frozen=True)
class Tabled:
    """The tables, and the returns that they were counted from."""

    frame: Frame
    results: tuple[Result, ...]


def tabulate(
    round: Round,
    *,
    selection: Selection,
    use: str = INTERNAL,
    progress: Progress = lambda done, total: None,
) -> Tabled:
    """Every table that the round's instrument can have, of the returns that it has by now.

    For publication they are the published tables of all returns, unweighted, and protected as
    one set; filters would make another set of them, from which the difference could be taken.
    Raises ValueError when asked for both.
    """
    if use == PUBLICATION and (selection.filters or selection.weighted):
        raise ValueError("What is for publication has neither filters nor weights.")
    frame = read_frame(round, progress=progress, weighted=selection.weighted)
    keep = selection.keep(frame)
    wanted = [
        table
        for table in tables_of(round)
        if (table.is_published or use == INTERNAL) and not available(table, frame)
    ]
    results = [compute(table, frame, keep=keep, spreads=selection.spreads) for table in wanted]
    if use == PUBLICATION:
        limits = thresholds_from(round.thresholds)
        results = protect(
            results,
            minimum_cell=limits.minimum_cell,
            low_base=limits.low_base,
            instrument=load_instrument(round.instrument),
        )
    return Tabled(frame, tuple(results))
