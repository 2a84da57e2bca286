"""Reads CSV files that may be anything, row by row, within limits."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reports.microdata.loading.problems import Problems

MOST_BYTES = 4 << 30
MOST_COLUMNS = 2_000
LONGEST_LINE = 1 << 20  # bytes
SAVE_AS = 'Save it as "CSV UTF-8".'


class Unreadable(Exception):
    """The file can't be read any further; the message says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """A file's heading, and its rows as (number of the row, cells)."""

    name: str
    heading: list[str]
    rows: Iterator[tuple[int, list[str]]]


def open_sheet(path: Path, problems: Problems) -> Sheet | None:
    """The file's heading with the rows still to be read; None where it has a problem already.

    Reading the rows goes on past rows of the wrong length, and ends at what can't be read.
    """
    name = path.name
    if path.stat().st_size > MOST_BYTES:
        problems.add(name, f"It is larger than {MOST_BYTES >> 30} GB. Load a part of it at a time.")
        return None
    rows = _rows(path)
    try:
        _number, heading = next(rows)
    except StopIteration:
        problems.add(name, "It is empty. Its first row has to name the columns.")
        return None
    except Unreadable as why:
        problems.add(name, str(why), 1)
        return None
    known = len(problems.found)
    if len(heading) > MOST_COLUMNS:
        problems.add(name, f"It has {len(heading):,} columns; {MOST_COLUMNS:,} is the most.", 1)
        return None
    for column in sorted({one for one in heading if heading.count(one) > 1}):
        problems.add(
            name, "Two columns have this name. Take one out.", 1, column or "without a name"
        )
    if len(problems.found) > known:
        return None
    return Sheet(name, heading, _whole(name, len(heading), rows, problems))


def _whole(
    name: str, width: int, rows: Iterator[tuple[int, list[str]]], problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """The rows that have a cell for each column."""
    try:
        for number, cells in rows:
            if len(cells) == width:
                yield number, cells
            elif cells:
                text = f"It has {len(cells):,} cells, and the heading {width:,}."
                problems.add(
                    name, f"{text} The file may be cut off, or a comma not be quoted.", number
                )
            if problems.full:
                return
    except Unreadable as why:
        problems.add(name, str(why))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of each row, the heading first. Raises Unreadable."""
    with path.open("rb") as file:
        reader = csv.reader(_lines(file), strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as why:
                raise Unreadable(
                    f"From row {number:,} on it can't be read ({why}): a quotation mark is missing "
                    "or too many, or the file is cut off."
                ) from None
            yield number, cells


def _lines(file: BinaryIO) -> Iterator[str]:
    """Lines as text, their ends as they are. Raises Unreadable."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Unreadable(
                f"Line {number:,} is longer than a million characters: it has too many columns, or "
                f"line ends of an old kind (CR alone). {SAVE_AS}"
            )
        if b"\0" in line:
            raise Unreadable(
                f"Line {number:,} holds a NUL character: it is no text, or UTF-16. {SAVE_AS}"
            )
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"Line {number:,} is not UTF-8. {SAVE_AS}") from None
        if number == 1 and "\r" in text.removesuffix("\n").removesuffix("\r"):
            raise Unreadable(f"Its lines end in CR alone, an old kind. {SAVE_AS}")
        yield text
