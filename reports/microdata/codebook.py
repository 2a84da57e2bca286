"""The codebook of a release: every variable of every file, with its values and how many there are.

HTML that needs nothing else and runs nothing, and Excel.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from django.template.loader import render_to_string
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from reports.microdata.columns import MISSING_LABELS, Column, Table
from reports.microdata.diaries import SLOT_NAMES
from reports.microdata.frames import STATA_MISSING
from reports.workbook.packing import packed

KINDS = {
    "codes": "one of the values",
    "number": "number",
    "text": "text",
    "date": "date",
}
BOLD = Font(bold=True)
HEADINGS = (
    "file", "variable", "label", "type", "level", "value in CSV and Parquet",
    "number in SPSS and Stata", "meaning", "rows", "made from or asked as", "source",
)  # fmt: skip
WIDTHS = (14, 26, 46, 18, 10, 20, 20, 40, 10, 60, 24)


@dataclass(frozen=True)
class Value:
    """A value of a variable: as CSV and Parquet have it, as SPSS and Stata do, and how many."""

    value: str
    number: str
    label: str
    count: int | None


@dataclass(frozen=True)
class Entry:
    """A variable, or several that stand for the same at different times."""

    name: str
    label: str
    kind: str
    level: str
    note: str
    source: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Chapter:
    """A file's part of the codebook."""

    file: str
    title: str
    rows: int
    columns: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class About:
    """What the codebook says of its release."""

    title: str
    kind: str
    made_on: datetime.date
    returns: int
    notes: tuple[str, ...] = field(default=())


def chapter_of(table: Table) -> Chapter:
    """A table's part. Its 336 half hours, where it has them, are one entry."""
    slots = set(SLOT_NAMES)
    entries = [_entry(column) for column in table.columns if column.name not in slots]
    by_slot = [column for column in table.columns if column.name in slots]
    if by_slot:
        first = by_slot[0]
        values = tuple(Value(v, str(n), label, None) for n, v, label in first.numbered)
        name = f"{SLOT_NAMES[0]} … {SLOT_NAMES[-1]}"
        label = f"Half hours by day and the time at which they start, {len(by_slot)} variables"
        entries.append(Entry(name, label, KINDS["codes"], "nominal", "", "", values))
    return Chapter(table.name, table.title, table.rows, len(table.columns), tuple(entries))


def write_html(about: About, chapters: Sequence[Chapter], path: Path) -> None:
    """Write the codebook as one page, in English."""
    with override("en-gb"):
        page = render_to_string(
            "reports/microdata/codebook.html", {"about": about, "chapters": chapters}
        )
    path.write_text(page, encoding="utf-8")


def write_xlsx(about: About, chapters: Sequence[Chapter], path: Path) -> None:
    """Write the codebook as a workbook: what it is of, then a row a value."""
    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime.datetime.combine(
        about.made_on, datetime.time()
    )
    cover = book.create_sheet("About")
    cover.column_dimensions["A"].width = 100
    for line in _about_lines(about, chapters):
        cover.append([_text(cover, line)])
    sheet = book.create_sheet("Variables")
    for letter, width in zip("ABCDEFGHIJK", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading in HEADINGS])
    for row in _rows(chapters):
        sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    path.write_bytes(packed(book, about.made_on))


def _entry(column: Column) -> Entry:
    counts = _counts(column)
    values = [
        Value(value, str(number), label, counts.get(number, 0))
        for number, value, label in column.numbered
    ]
    values += [
        Value(
            code, f"{code}, .{STATA_MISSING[code]}", MISSING_LABELS[code], counts.get(int(code), 0)
        )
        for code in column.missing
        if column.kind in ("codes", "number")
    ]
    level = "" if column.kind in ("text", "date") else column.measure
    kind = "whole number" if column.whole else KINDS[column.kind]
    return Entry(column.name, column.label, kind, level, column.note, column.source, tuple(values))


def _counts(column: Column) -> Mapping[int, int]:
    """How many rows hold each number. Numbers that measure something count missing codes only."""
    if column.kind == "codes":
        values, counts = np.unique(column.data, return_counts=True)
        return dict(zip(values.tolist(), counts.tolist(), strict=True))
    if column.kind == "number":
        return {int(c): int((column.data == int(c)).sum()) for c in column.missing}
    return {}


def _about_lines(about: About, chapters: Sequence[Chapter]) -> Iterator[str]:
    yield about.title
    yield f"Codebook of microdata: {about.kind}. Made on {about.made_on:%-d %B %Y}."
    yield f"{about.returns:,} returns."
    yield from about.notes
    for chapter in chapters:
        yield f"{chapter.file}: {chapter.title} {chapter.rows:,} rows, {chapter.columns} columns."


def _rows(chapters: Sequence[Chapter]) -> Iterator[list[Any]]:
    for chapter in chapters:
        for entry in chapter.entries:
            head = [chapter.file, entry.name, entry.label, entry.kind, entry.level]
            tail = [entry.note, entry.source]
            for own in entry.values or (None,):
                middle = (
                    [own.value, own.number, own.label, own.count] if own else ["", "", "", None]
                )
                yield [*head, *middle, *tail]


def _text(sheet: Any, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """A cell of text, whatever it begins with: never a formula."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if bold:
        cell.font = BOLD
    return cell
