"""Tables as SPSS, Stata and Parquet files. Pure, but for the file that is written.

SPSS keeps -9, -8 and -7 as user-missing values; Stata has letters for them (.a no answer, .b not
asked, .c left out). Both number values and label them; Parquet has the values themselves.
"""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyreadstat

from reports.microdata.columns import MISSING_LABELS, NOTHING, SUPPRESSED, Column, Table
from surveys.instruments.codebook import NO_ANSWER, NOT_ASKED

STATA_MISSING = {NO_ANSWER: "a", NOT_ASKED: "b", SUPPRESSED: "c"}
# pyreadstat names a variable's labels after it, with a number behind, and 32 characters is all
# that names may have: longer variables are written under a short name and named afterwards.
STATA_LABELLED = 28
SHORT = "long_name_"
STATA_NAME_BYTES = 129  # of a name in the file, zeros behind it
STATA_VERSION = 14  # what every edition of Stata since 2015 opens
SPSS_LABEL, SPSS_VALUE_LABEL, STATA_LABEL = 256, 120, 80  # bytes, bytes, characters
SAV_DATE = 92  # where an SPSS file's date begins, with the time behind it
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def write_sav(table: Table, path: Path, made_on: datetime.date) -> None:
    """Write an SPSS file, compressed as SPSS itself does it."""
    columns = table.columns
    pyreadstat.write_sav(
        pl.DataFrame([_number_series(column) for column in columns]),
        path,
        file_label=_cut_bytes(table.title, 64),
        column_labels={c.name: _cut_bytes(c.label, SPSS_LABEL) for c in columns},
        variable_value_labels=_value_labels(columns, int, SPSS_VALUE_LABEL),
        missing_ranges={
            c.name: [int(code) for code in c.missing]
            for c in columns
            if c.missing and not _is_text(c)
        },
        variable_measure={c.name: c.measure for c in columns},
        variable_format={c.name: _spss_format(c) for c in columns if c.kind in ("codes", "number")},
        row_compress=True,
    )
    _stamp_sav(path, made_on)


def write_dta(table: Table, path: Path, made_on: datetime.date) -> None:
    """Write a Stata file."""
    columns = [
        replace(c, name=f"{SHORT}{place}") if len(c.name) > STATA_LABELLED else c
        for place, c in enumerate(table.columns)
    ]
    pyreadstat.write_dta(
        pl.DataFrame([_stata_series(column) for column in columns]),
        path,
        file_label=table.title[:STATA_LABEL],
        column_labels={c.name: c.label[:STATA_LABEL] for c in columns},
        variable_value_labels=_value_labels(columns, STATA_MISSING.__getitem__, 32_000),
        missing_user_values={c.name: found for c in columns if (found := _letters(c))},
        version=STATA_VERSION,
    )
    _name_dta(path, [column.name for column in table.columns])
    _stamp_dta(path, made_on)


def write_parquet(table: Table, path: Path) -> None:
    """Write a Parquet file; its metadata hold every variable's label and values, as JSON."""
    frame = pl.DataFrame([value_series(column) for column in table.columns])
    labels = {
        column.name: {"label": column.label, "values": dict(column.values)}
        for column in table.columns
    }
    about = {"title": table.title, "variables": json.dumps(labels, ensure_ascii=False)}
    frame.write_parquet(path, compression="zstd", statistics=False, metadata=about)


def value_series(column: Column) -> pl.Series:
    """A column as Parquet has it: values by name, typed; an empty cell is null."""
    name, data = column.name, column.data
    if column.kind in ("text", "date") or (column.kind == "codes" and column.first == 0):
        return _number_series(column)
    if column.kind == "number":
        return pl.Series(name, data, nan_to_null=True)
    names = [*(value for value, _label in column.values), *column.missing]
    if not names:
        return pl.Series(name, [None] * len(data), dtype=pl.String)
    places = {number: place for place, (number, _v, _l) in enumerate(column.numbered)}
    table = np.full(len(names) + 2 - _lowest(column), -1, dtype=np.int32)
    for number, place in places.items():
        table[number] = place
    for extra, code in enumerate(column.missing):
        table[int(code)] = len(column.values) + extra
    table[NOTHING] = -1
    physical = table[data.astype(np.intp)]
    series = pl.Series(name, physical).cast(pl.Int64)
    # Places become an Enum's values; -1, nothing, becomes null.
    found = pl.Series(name, names, dtype=pl.Enum(names))
    return (
        found.gather(series.set(series < 0, None))
        if names
        else pl.Series(name, [None] * len(data), dtype=pl.String)
    )


def _number_series(column: Column) -> pl.Series:
    """A column as SPSS has it: numbers, missing codes among them; an empty cell is null."""
    name, data = column.name, column.data
    if column.kind == "text":
        return pl.Series(name, data.tolist(), dtype=pl.String)
    if column.kind == "date":
        return pl.Series(name, data).cast(pl.Date)
    if column.kind == "number":
        return pl.Series(name, data, nan_to_null=True)
    series = pl.Series(name, data.astype(np.int16))
    return series.set(series == NOTHING, None)


def _stata_series(column: Column) -> pl.Series:
    """A column as Stata has it: a letter where SPSS has a missing code."""
    if not _letters(column):
        return _number_series(column)
    data = column.data
    cells: list[Any] = data.tolist()
    letters: dict[Any, Any] = {int(code): STATA_MISSING[code] for code in column.missing}
    if column.kind == "codes":
        letters[NOTHING] = None
        cells = [letters.get(cell, cell) for cell in cells]
    else:
        cells = [None if cell != cell else letters.get(cell, cell) for cell in cells]
    return pl.Series(column.name, cells, dtype=pl.Object)


def _letters(column: Column) -> list[str]:
    """Stata's letters of the missing codes that are really there."""
    if _is_text(column) or not column.missing:
        return []
    return [STATA_MISSING[code] for code in column.missing if (column.data == int(code)).any()]


def _is_text(column: Column) -> bool:
    return column.kind in ("text", "date")


def _lowest(column: Column) -> int:
    return min([NOTHING, *(int(code) for code in column.missing)])


def _value_labels(columns: Sequence[Column], missing: Any, longest: int) -> Mapping[str, Any]:
    """Labels of numbers and missing codes, by variable. `missing` makes a code's key."""
    found: dict[str, dict[Any, str]] = {}
    is_stata = missing is not int
    for column in columns:
        if _is_text(column):
            continue
        labels: dict[Any, str] = {
            number: _cut_bytes(label or value, longest) for number, value, label in column.numbered
        }
        codes = [
            code
            for code in column.missing
            if not is_stata or STATA_MISSING[code] in _letters(column)
        ]
        labels |= {missing(code): MISSING_LABELS[code] for code in codes}
        if labels:
            found[column.name] = labels
    return found


def _spss_format(column: Column) -> str:
    return "F8.2" if column.kind == "number" and not column.whole else "F8.0"


def _cut_bytes(text: str, most: int) -> str:
    """The text, cut so that it takes no more than so many bytes."""
    return text.encode()[:most].decode(errors="ignore")


def _stamp_sav(path: Path, made_on: datetime.date) -> None:
    """Put the release's date where the clock's time stands: the same release, the same bytes."""
    day = f"{made_on.day:02d} {MONTHS[made_on.month - 1]} {made_on.year % 100:02d}"
    with path.open("r+b") as file:
        file.seek(SAV_DATE)
        file.write(f"{day}00:00:00".encode("ascii"))


def _name_dta(path: Path, names: Sequence[str]) -> None:
    """Give variables that were written under a short name their own: fields have one length."""
    with path.open("r+b") as file:
        head = file.read(2_000 + 2 * len(names))
        start = head.index(b"<varnames>") + len(b"<varnames>")
        for place, name in enumerate(names):
            if len(name) > STATA_LABELLED:
                file.seek(start + place * STATA_NAME_BYTES)
                file.write(name.encode("ascii").ljust(STATA_NAME_BYTES, b"\0"))


def _stamp_dta(path: Path, made_on: datetime.date) -> None:
    day = f"{made_on.day:02d} {MONTHS[made_on.month - 1]} {made_on.year:04d} 00:00"
    with path.open("r+b") as file:
        head = file.read(2_000)
        place = head.index(b"<timestamp>") + len(b"<timestamp>") + 1
        file.seek(place)
        file.write(day.encode("ascii"))
