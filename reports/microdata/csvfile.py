"""Tables as CSV, and cells as CSV has them: UTF-8, CRLF, quotes as RFC 4180 says. Pure.

Texts that people typed may begin with what a spreadsheet runs as a formula. Those, and texts that
begin with an apostrophe, get an apostrophe in front: whoever reads the file takes one leading
apostrophe off, and has every text as it was written.
"""

import csv
import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.microdata.columns import NOTHING, Column, Table

GUARDED = ("'", "=", "+", "-", "@", "\t", "\r")
BLOCK = 5_000  # rows
EPOCH = datetime.date(1970, 1, 1)
Progress = Callable[[], None]
Cells = Callable[[int, int], list[str]]


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if text.startswith(GUARDED) else text


def unguarded(cell: str) -> str:
    """The text behind a cell."""
    return cell.removeprefix("'")


def plain_number(number: float) -> str:
    """A number as people write it: 37, 37.5; "" for none."""
    if np.isnan(number):
        return ""
    return str(int(number)) if number == int(number) else repr(float(number))


def write_csv(table: Table, path: Path, progress: Progress = lambda: None) -> None:
    """Write a table, a block of rows at a time."""
    makers = [cells_of(column) for column in table.columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.name for column in table.columns])
        for start, stop in blocks(table.rows):
            writer.writerows(zip(*(make(start, stop) for make in makers), strict=True))
            progress()


def blocks(rows: int) -> Iterator[tuple[int, int]]:
    """Where blocks of rows begin and end."""
    for start in range(0, rows, BLOCK):
        yield start, min(start + BLOCK, rows)


def cells_of(column: Column) -> Cells:
    """What makes a column's cells of a block of rows."""
    data = column.data
    if column.kind == "text":
        return lambda start, stop: [guarded(text) for text in data[start:stop].tolist()]
    if column.kind == "number":
        return lambda start, stop: _by_value(data[start:stop], plain_number)
    if column.kind == "date":
        return lambda start, stop: _by_value(data[start:stop], iso_date)
    shown = shown_codes(column)
    return lambda start, stop: shown[data[start:stop].astype(np.intp)].tolist()


def shown_codes(column: Column) -> NDArray[Any]:
    """What each code is shown as, at its own place; missing codes and NOTHING at the end."""
    last = max([column.first, *(number for number, _value, _label in column.numbered)])
    negative = [int(code) for code in column.missing]
    size = last + 1 - min([NOTHING, *negative])
    shown = np.full(size, "", dtype=object)
    for number, value, _label in column.numbered:
        shown[number] = guarded(value)
    for code in column.missing:
        shown[int(code)] = code
    shown[NOTHING] = ""
    return shown


def iso_date(day: float) -> str:
    """A day since 1970-01-01 as a date."""
    return (EPOCH + datetime.timedelta(days=int(day))).isoformat()


def _by_value(block: NDArray[Any], show: Callable[[float], str]) -> list[str]:
    """Shows each value once: a block has few."""
    values, places = np.unique(block, return_inverse=True)
    shown = np.array([show(value) for value in values] or [""], dtype=object)
    return shown[places].tolist()
