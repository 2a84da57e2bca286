"""Reads the returns of a round that count into a Frame; everything after is arithmetic on arrays.

What each variable is made of stands in answered.py, what of the agency in gathering.py.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from django.db.models import Count
from django.utils.translation import override

from reports.figures.answered import CodeBook
from reports.figures.frame import Frame, LeftOut, Recruited
from reports.figures.gathering import AgencyFacts, Gathering, Row, regions_in
from surveys.instruments import load_instrument
from surveys.managing.standing import approached_and_agreed
from surveys.models import Agency, CodeList, Return, Round

CHUNK = 2_000
FIELDS = (
    "diary__slots",
    "diary__statuses",
    "diary__starts_on",
    "agency_id",
    "answers",
    "codings",
)
Progress = Callable[[int, int], None]


def read_frame(
    round: Round,
    *,
    progress: Progress = lambda done, total: None,
    chunk: int = CHUNK,
    weighted: bool = False,
) -> Frame:
    """All returns of the round that count, read `chunk` at a time.

    `progress` is called with returns read and returns in all before the first and after each
    chunk; what it raises ends the reading. `weighted` gives the returns the weights of
    sample.eligible_weights, or none where no agency states its eligible staff.
    """
    counted = Return.objects.counted().filter(round=round)
    total = counted.count()
    gathering = Gathering(load_instrument(round.instrument), code_books(round))
    read = 0
    progress(0, total)
    for rows in _chunks(counted, chunk):
        gathering.add(rows)
        read += len(rows)
        total = max(total, read)  # more may be sent while we read
        progress(read, total)
    # After the returns, so that no return's agency is missing.
    agencies = list(Agency.objects.filter(round=round).select_related("authority"))
    return gathering.frame(
        {agency.pk: _facts(agency) for agency in agencies},
        weighted=weighted,
        left_out=left_out_of(round),
        recruited=_recruited(agencies),
    )


def regions_of(round: Round) -> tuple[str, ...]:
    """The regions of the round's agencies: what its filter by region offers."""
    agencies = Agency.objects.filter(round=round).select_related("authority")
    return regions_in({agency.pk: _facts(agency) for agency in agencies})


def code_books(round: Round) -> list[CodeBook]:
    """The round's own lists of codes, with their codes in order."""
    lists = CodeList.objects.filter(round=round).prefetch_related("codes")
    return [
        CodeBook(own.key, own.title, tuple((code.value, code.label) for code in own.codes.all()))
        for own in lists
    ]


def left_out_of(round: Round) -> LeftOut:
    """How many sent returns of the round are set aside, by reason, the most frequent first.

    One that is set aside itself, and with its agency too, counts under its own reason.
    """
    reasons: Counter[str] = Counter()
    alone = 0
    rows = (
        Return.objects.excluded()
        .filter(round=round)
        .order_by()
        .values_list("exclusion", "agency__returns_exclusion")
        .annotate(Count("pk"))
    )
    for own, agencys, count in rows:
        reasons[own or agencys] += count
        alone += count if own else 0
    ordered = sorted(reasons.items(), key=lambda entry: (-entry[1], entry[0]))
    return LeftOut(alone, reasons.total() - alone, tuple(ordered))


def _facts(agency: Agency) -> AgencyFacts:
    authority = agency.authority
    if authority is None:
        return AgencyFacts(agency.service, eligible=agency.eligible)
    return AgencyFacts(
        agency.service, authority.pk, authority.region, authority.type, agency.eligible
    )


def _recruited(agencies: list[Agency]) -> tuple[Recruited, ...]:
    """Table 1.1's rows, under English labels as variables have them."""
    with override(None):
        return tuple(
            Recruited(str(line.label), line.approached, line.agreed)
            for line in approached_and_agreed(agencies)
        )


def _chunks(counted: Any, size: int) -> Iterator[list[Row]]:
    """Rows in the order of the returns' random ids.

    Each chunk is a query of its own, from the last id on. An open cursor instead would keep
    SQLite from writing the job's heartbeat on the same connection while others write.
    """
    rows = counted.order_by("pk").values_list("pk", *FIELDS)
    last: Hashable = None
    while True:
        found = list((rows if last is None else rows.filter(pk__gt=last))[:size])
        if not found:
            return
        yield [Row._make(row[1:]) for row in found]
        last = found[-1][0]
