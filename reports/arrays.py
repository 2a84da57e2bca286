"""Reads the returns of a round into arrays; everything after this is arithmetic on arrays."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count
from django.db.models.fields.json import KT
from numpy.typing import NDArray

from diary.timeline import SLOTS_PER_WEEK
from surveys.models import Return, Round
from surveys.sectors import Sector, sector_of

CHUNK = 2_000
Bytes = NDArray[np.uint8]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Column:
    """What is wanted of each return's answers: one of `values`, kept as its index."""

    name: str
    values: tuple[str, ...]
    of: Callable[[Mapping[str, Any]], str]


SECTOR = Column("sector", tuple(Sector), sector_of)


@dataclass(frozen=True)
class Returns:
    """A round's sent returns, in an order that says nothing.

    `slots` has shape (returns, 336) and holds the diaries' symbols as ASCII codes; each of
    `columns` has shape (returns,) and holds indexes into its Column's values.
    """

    slots: Bytes
    columns: Mapping[str, Bytes]

    def __len__(self) -> int:
        return len(self.slots)


def read_returns(
    round: Round,
    *,
    columns: Sequence[Column] = (SECTOR,),
    progress: Progress = lambda done, total: None,
    chunk: int = CHUNK,
) -> Returns:
    """All returns of the round that count, read `chunk` at a time.

    `progress` is called with returns read and returns in all before the first and after each
    chunk; what it raises ends the reading.
    """
    sent = Return.objects.sent().filter(round=round)
    total = sent.count()
    places = {column.name: {v: i for i, v in enumerate(column.values)} for column in columns}
    slots = bytearray()
    found = {column.name: bytearray() for column in columns}
    read = 0
    progress(0, total)
    for rows in _chunks(sent, chunk):
        slots += "".join(week for _, week, _ in rows).encode("ascii")
        for column in columns:
            place = places[column.name]
            found[column.name] += bytes(place[column.of(answers)] for _, _, answers in rows)
        read += len(rows)
        total = max(total, read)  # more may be sent while we read
        progress(read, total)
    return Returns(
        slots=np.frombuffer(slots, dtype=np.uint8).reshape(-1, SLOTS_PER_WEEK),
        columns={name: np.frombuffer(values, dtype=np.uint8) for name, values in found.items()},
    )


def sent_by_sector(round: Round) -> dict[Sector, int]:
    """How many returns of the round were sent, by sector, none left out."""
    keys = ("setting", "serves")
    rows = (
        Return.objects.sent()
        .filter(round=round)
        .order_by()
        .values_list(*(KT(f"answers__{key}") for key in keys))
        .annotate(Count("pk"))
    )
    counts = dict.fromkeys(Sector, 0)
    for *answers, count in rows:
        counts[sector_of(dict(zip(keys, answers, strict=True)))] += count
    return counts


def _chunks(sent: Any, size: int) -> Iterator[list[tuple[Any, str, dict[str, Any]]]]:
    """Rows of (id, slots, answers) in the order of their random ids.

    Each chunk is a query of its own, from the last id on. An open cursor instead would keep
    SQLite from writing the job's heartbeat on the same connection while others write.
    """
    rows = sent.order_by("pk").values_list("pk", "diary__slots", "answers")
    chunk = list(rows[:size])
    while chunk:
        yield chunk
        chunk = list(rows.filter(pk__gt=chunk[-1][0])[:size])
