"""Writes the stored survey: returns, agencies and open links."""

import csv
import io
import lzma
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tools.reconstruction.agencies import OPEN_LINKS, Agency
from tools.reconstruction.hours import Hours, written
from tools.reconstruction.margins import People
from tools.reconstruction.weeks import Diaries

COLUMNS = (
    "agency",
    "setting",
    "serves",
    "role",
    "contracted_hours",
    "worked_hours",
    "average_week",
    "statuses",
    "slots",
)


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV with line feeds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def return_rows(people: People, hours: list[Hours], diaries: Diaries) -> list[tuple[str, ...]]:
    """One row a return, columns as in `COLUMNS`."""
    return [
        (
            people["agency"][n],
            people["setting"][n],
            people["serves"][n],
            people["role"][n],
            written(own.contracted, own.answered_contracted),
            written(own.worked, own.answered_worked),
            own.average_week,
            diaries.statuses[n],
            diaries.slots[n],
        )
        for n, own in enumerate(hours)
    ]


def write_returns(path: Path, rows: list[tuple[str, ...]], seed: int) -> None:
    """Writes the rows in random order, as CSV inside xz."""
    shuffled = list(rows)
    random.Random(f"{seed} order").shuffle(shuffled)
    data = csv_text(COLUMNS, shuffled).encode("utf-8")
    path.write_bytes(lzma.compress(data, format=lzma.FORMAT_XZ, preset=9))


def write_agencies(folder: Path, agencies: list[Agency]) -> None:
    """Writes the agencies and the open links."""
    heading = list(asdict(agencies[0]))
    rows = [list(asdict(agency).values()) for agency in agencies]
    (folder / "agencies.csv").write_text(csv_text(heading, rows), encoding="utf-8")
    links = csv_text(("key", "name", "week"), OPEN_LINKS)
    (folder / "open_links.csv").write_text(links, encoding="utf-8")
