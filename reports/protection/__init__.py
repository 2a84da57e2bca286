"""Protection of what is published: figures of few people are hidden, and as many others as it takes
for no subtraction within or among the tables to undo it (docs/decisions/0015)."""

from collections.abc import Sequence

from reports.figures.results import Result
from reports.protection.adding_up import relations
from reports.protection.hiding import hidden
from reports.protection.reading import Reading, read
from reports.protection.releasing import ROUNDED, release
from reports.protection.structure import structure_of
from surveys.instruments.types import Instrument

__all__ = ["ROUNDED", "protect"]


def protect(
    results: Sequence[Result],
    *,
    minimum_cell: int,
    low_base: int,
    instrument: Instrument | None = None,
) -> list[Result]:
    """A set of tables as they may be published, together and only together; of the same shape.

    Hidden figures carry Mark.CONFIDENTIAL and nothing else, and where the number of a group's
    respondents is hidden the group says 0. Figures of fewer than `low_base` carry Mark.LOW. What is
    not a count is rounded, as ROUNDED says. `instrument` says which variables are parts of others;
    without it, what all versions agree on is used.
    """
    reading = read(results, structure_of(instrument), minimum_cell)
    if _nobody_may_be_shown(results, minimum_cell):
        places = set(range(len(reading.quantities)))
    else:
        adding_up = relations(reading)
        gone = hidden(reading.quantities, adding_up, minimum_cell)
        places = set(gone.nonzero()[0].tolist())
    return [
        _released(number, result, reading, places, low_base)
        for number, result in enumerate(results)
    ]


def _nobody_may_be_shown(results: Sequence[Result], minimum_cell: int) -> bool:
    """Whether there are too few returns for any figure."""
    return 0 < max((result.counted for result in results), default=0) < minimum_cell


def _released(
    number: int, result: Result, reading: Reading, hidden: set[int], low_base: int
) -> Result:
    return release(
        result,
        lambda p, n, g: not hidden.isdisjoint(reading.parts.get((number, p, n, g), ())),
        lambda g: reading.groups.get((number, g)) in hidden,
        is_whole_hidden=reading.looked_at.get(number) in hidden,
        low_base=low_base,
    )
