"""Writes the stored survey: returns, agencies and open links."""

import csv
import io
import lzma
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tools.reconstruction.agencies import OPEN_LINKS, Agency
from tools.reconstruction.background import Answers, add_background
from tools.reconstruction.hours import Hours, written
from tools.reconstruction.job import add_job
from tools.reconstruction.margins import People
from tools.reconstruction.texts import add_texts
from tools.reconstruction.weeks import Diaries

# Before and after the columns of answers.
FIRST, LAST = ("agency",), ("role_table_2_4", "role_table_3_11", "statuses", "slots")
# How many of those who gave their hours say on which days they work.
SAID_DAYS = 0.95


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV with line feeds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()


def return_rows(people: People, hours: list[Hours], diaries: Diaries, seed: int) -> list[Answers]:
    """One row a return: its agency, answers, codings and diary; what is blank is left out."""
    rng = random.Random(f"{seed} contracted days")
    rows: list[Answers] = []
    for n, own in enumerate(hours):
        row = {
            "contracted_hours": written(own.contracted, own.answered_contracted),
            "worked_hours": written(own.worked, own.answered_worked),
            "average_week": own.average_week,
        }
        if own.answered_contracted and rng.random() < SAID_DAYS:
            row["contracted_days"] = "|".join(str(day) for day in diaries.contracted[n])
        rows.append(row)
    add_background(rows, people, seed)
    add_job(rows, people, hours, seed)
    add_texts(rows, seed)
    for n, row in enumerate(rows):
        row["agency"] = people["agency"][n]
        row["statuses"], row["slots"] = diaries.statuses[n], diaries.slots[n]
    return [{key: value for key, value in row.items() if value} for row in rows]


def place_of(column: str) -> tuple[int, str]:
    """Where a column stands: the agency first, answers by name, codings and the diary last."""
    if column in FIRST:
        return 0, column
    return (2, str(LAST.index(column))) if column in LAST else (1, column)


def write_returns(path: Path, rows: list[Answers], seed: int) -> None:
    """Writes the rows in random order, as CSV inside xz; a column for every key in use."""
    columns = sorted({key for row in rows for key in row}, key=place_of)
    shuffled = [[row.get(column, "") for column in columns] for row in rows]
    random.Random(f"{seed} order").shuffle(shuffled)
    data = csv_text(columns, shuffled).encode("utf-8")
    path.write_bytes(lzma.compress(data, format=lzma.FORMAT_XZ, preset=9))


def write_agencies(folder: Path, agencies: list[Agency]) -> None:
    """Writes the agencies and the open links."""
    heading = list(asdict(agencies[0]))
    rows = [list(asdict(agency).values()) for agency in agencies]
    (folder / "agencies.csv").write_text(csv_text(heading, rows), encoding="utf-8")
    links = csv_text(("key", "name", "week"), OPEN_LINKS)
    (folder / "open_links.csv").write_text(links, encoding="utf-8")
