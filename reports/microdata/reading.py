"""Reads the returns of a round that count, with everything that a release may hold of them."""

import datetime
import uuid
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np
from django.utils.translation import override
from numpy.typing import NDArray

from diary.timeline import DAYS, SLOTS_PER_WEEK
from reports.desks.flag_arrays import flag_arrays, weeks_of
from reports.figures.frame import LeftOut
from reports.figures.reading import code_books, left_out_of
from reports.figures.sample import NO_AGENCY, Place
from reports.microdata.answers import AnswerColumns
from reports.microdata.columns import Column
from surveys.instruments import load_instrument
from surveys.models import Agency, OpenLink, Return, Round
from surveys.quality import AT_SENDING, NAMES, Evidence
from surveys.thresholds import Thresholds, thresholds_from

CHUNK = 2_000
FIELDS = (
    "diary__slots", "diary__statuses", "diary__filled", "diary__starts_on", "agency_id",
    "open_link_id", "answers", "codings", "redactions", "flags",
)  # fmt: skip
# The diary's own checks, by day and of the whole week, as they were kept at sending.
CHECKS_OF_WEEK = ("far_from_stated",)
CHECKS_BY_DAY = tuple(name for name, _label in AT_SENDING if name not in CHECKS_OF_WEEK)
Progress = Callable[[int, int], None]
IdOf = Callable[[uuid.UUID], str]


class Row(NamedTuple):
    """A return as it is read."""

    pk: uuid.UUID
    slots: str
    statuses: str
    filled: str
    starts_on: datetime.date
    agency: Hashable
    open_link: Hashable
    answers: Any
    codings: Any
    redactions: Any
    flags: Any


@dataclass(frozen=True)
class Origin:
    """An agency or an open link by its number in files, from 1 on; agencies first, by name."""

    number: int
    kind: str  # "agency" or "open link"
    name: str
    week: datetime.date
    service: str = ""
    authority: str = ""
    region: str = ""
    type: str = ""
    eligible: int | None = None

    @property
    def place(self) -> Place:
        """What the sample's design needs of an agency."""
        return Place(self.authority or None, self.region, self.type, self.eligible)


@dataclass(frozen=True)
class Returns:
    """The returns of a release, in the order of their ids in it, which tells nothing.

    Arrays with a row a return: `slots` (336), `statuses` (7) and `filled` (7) as ASCII codes;
    `starts` days since 1970-01-01; `origin` the place in `origins`, NO_AGENCY where there is
    none; `flags` of surveys.quality.NAMES; `checks` (28): CHECKS_BY_DAY, each by day.
    """

    ids: NDArray[Any]
    slots: NDArray[np.uint8]
    statuses: NDArray[np.uint8]
    filled: NDArray[np.uint8]
    starts: NDArray[np.int32]
    origin: NDArray[np.int32]
    flags: NDArray[np.int8]
    checks: NDArray[np.int8]
    answers: tuple[Column, ...]
    origins: tuple[Origin, ...]
    left_out: LeftOut
    thresholds: Thresholds
    texts_unread: int = 0  # which nobody has read for names, so they stay behind

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def agency(self) -> NDArray[np.int32]:
        """The place of each return's agency; open links are none."""
        is_agency = np.array([one.kind == "agency" for one in self.origins] + [False])
        return np.where(is_agency[self.origin], self.origin, NO_AGENCY).astype(np.int32)

    def in_order(self) -> "Returns":
        """Sorted by id."""
        order = np.argsort(self.ids.astype(str), kind="stable")
        sorted_arrays = {
            field.name: value[order]
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), np.ndarray)
        }
        answers = tuple(column.taken(order) for column in self.answers)
        return replace(self, **sorted_arrays, answers=answers)


def read_returns(
    round: Round,
    *,
    id_of: IdOf,
    free_text: bool = False,
    progress: Progress = lambda done, total: None,
    chunk: int = CHUNK,
) -> Returns:
    """All returns of the round that count, under the ids that `id_of` gives them.

    `progress` is called with returns read and returns in all before the first and after each
    chunk; what it raises ends the reading. Raises UnknownAnswer.
    """
    counted = Return.objects.counted().filter(round=round)
    total, read = counted.count(), 0
    gathering = _Gathering(round, id_of=id_of, free_text=free_text)
    progress(0, total)
    for rows in _chunks(counted, chunk):
        gathering.add(rows)
        read += len(rows)
        total = max(total, read)  # more may be sent while we read
        progress(read, total)
    return gathering.returns().in_order()


class _Gathering:
    def __init__(self, round: Round, *, id_of: IdOf, free_text: bool) -> None:
        self._round = round
        self._id_of = id_of
        self._thresholds = thresholds_from(round.thresholds)
        self._answers = AnswerColumns(
            load_instrument(round.instrument), code_books(round), free_text=free_text
        )
        self._ids: list[str] = []
        self._slots, self._statuses, self._filled = bytearray(), bytearray(), bytearray()
        self._starts: list[datetime.date] = []
        self._from: list[Hashable] = []
        self._flags, self._checks = bytearray(), bytearray()

    def add(self, rows: list[Row]) -> None:
        self._ids += [self._id_of(row.pk) for row in rows]
        self._slots += "".join(row.slots for row in rows).encode("ascii")
        self._statuses += "".join(row.statuses for row in rows).encode("ascii")
        self._filled += "".join(row.filled for row in rows).encode("ascii")
        self._starts += [row.starts_on for row in rows]
        self._from += [row.agency or row.open_link for row in rows]
        sent = [
            Evidence(row.slots, row.statuses, row.filled, row.answers, row.flags) for row in rows
        ]
        self._flags += flag_arrays(weeks_of(sent), self._thresholds).tobytes()
        for row in rows:
            checks = bytearray(len(CHECKS_BY_DAY) * DAYS)
            for name, day in row.flags:
                if day is not None:
                    checks[CHECKS_BY_DAY.index(name) * DAYS + day] = 1
            self._checks += checks
        answers, codings, redactions = zip(
            *((row.answers, row.codings, row.redactions) for row in rows), strict=True
        )
        self._answers.add(answers, codings, redactions)

    def returns(self) -> Returns:
        # After the returns, so that no return's agency is missing.
        keys, origins = _origins(self._round)
        places = {key: place for place, key in enumerate(keys)} | {None: NO_AGENCY}
        ids = np.empty(len(self._ids), dtype=object)
        ids[:] = self._ids
        return Returns(
            ids=ids,
            slots=_matrix(self._slots, SLOTS_PER_WEEK),
            statuses=_matrix(self._statuses, DAYS),
            filled=_matrix(self._filled, DAYS),
            starts=np.array(self._starts, dtype="datetime64[D]").astype(np.int32),
            origin=np.array([places[key] for key in self._from], dtype=np.int32),
            flags=_matrix(self._flags, len(NAMES)).astype(np.int8),
            checks=_matrix(self._checks, len(CHECKS_BY_DAY) * DAYS).astype(np.int8),
            answers=tuple(self._answers.columns()),
            origins=tuple(origins),
            left_out=left_out_of(self._round),
            thresholds=self._thresholds,
            texts_unread=self._answers.texts_unread,
        )


def _origins(round: Round) -> tuple[list[Hashable], list[Origin]]:
    """The round's agencies and open links, with their keys, numbered by name."""
    agencies = Agency.objects.filter(round=round).select_related("authority", "week")
    links = OpenLink.objects.filter(round=round).select_related("week")
    keys: list[Hashable] = []
    found: list[Origin] = []
    for agency in sorted(agencies, key=lambda one: one.name):
        authority = agency.authority
        keys.append(agency.pk)
        found.append(
            Origin(
                number=len(keys),
                kind="agency",
                name=agency.name,
                week=agency.week.starts_on,
                service=agency.service,
                authority=authority.name if authority else "",
                region=authority.region if authority else "",
                type=authority.type if authority else "",
                eligible=agency.eligible,
            )
        )
    for link in sorted(links, key=lambda one: (one.name, one.week.starts_on, one.slug)):
        keys.append(link.pk)
        found.append(Origin(len(keys), "open link", link.name, link.week.starts_on))
    return keys, found


def service_labels() -> dict[str, str]:
    """Services under their English labels."""
    with override(None):
        return {value: str(label) for value, label in Agency.Service.choices}


def _chunks(counted: Any, size: int) -> Iterator[list[Row]]:
    """Rows in the order of the returns' random ids; each chunk is a query of its own, from the
    last id on, so that the job's heartbeat can be written in between (SQLite)."""
    rows = counted.order_by("pk").values_list("pk", *FIELDS)
    found = [Row._make(row) for row in rows[:size]]
    while found:
        yield found
        found = [Row._make(row) for row in rows.filter(pk__gt=found[-1].pk)[:size]]


def _matrix(cells: bytearray, width: int) -> NDArray[np.uint8]:
    return np.frombuffer(cells, dtype=np.uint8).reshape(-1, width)
