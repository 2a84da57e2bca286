"""Reads printed cells: which figures stand in them, and which of ours they stand for."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tools.reconstruction import published

DECLARATION = Path(__file__).with_name("tables.toml")
FIGURE = re.compile(r"<?\d+(?:\.\d+)?\s*%?")
NO_FIGURES = ("", "-")
REST = "rest of "
ONLY_PERCENTAGES = "%"


@dataclass(frozen=True)
class Printed:
    """A printed figure. `text` is "598", "52%", "0.2%", "<1%", or "-" for none.

    `lines` are the keys of our lines that it adds up, "" one of the bases; `panel` is one of ours,
    "" for the one that goes with the text; `is_rest`: the respondents that the line doesn't count.
    """

    table: str
    row: str
    heading: str
    text: str
    lines: tuple[str, ...]
    column: str
    panel: str = ""
    is_rest: bool = False


@dataclass(frozen=True)
class Layout:
    """How a printed table stands for one of ours: an entry of tables.toml."""

    number: str
    columns: tuple[str | list[str], ...]
    keys: tuple[str, ...]  # of our lines, where they are not in our order
    labels: int
    heads: int
    turned: bool
    lines: int | None
    not_printed: tuple[str, ...]
    drop: tuple[str, ...]
    figures: tuple[Mapping[str, Any], ...]


def layouts() -> list[Layout]:
    """Every printed table that is compared, in the order of tables.toml."""
    declared = tomllib.loads(DECLARATION.read_text(encoding="utf-8"))
    found = []
    for entry in declared["table"]:
        columns = entry.get("columns", ())
        if isinstance(columns, str):
            columns = declared[columns]
        for number in entry["numbers"]:
            found.append(
                Layout(
                    number=number,
                    columns=tuple(columns),
                    keys=tuple(entry.get("keys", ())),
                    labels=entry.get("labels", 1),
                    heads=entry.get("heads", 1),
                    turned=entry.get("turned", False),
                    lines=entry.get("lines"),
                    not_printed=tuple(entry.get("not_printed", ())),
                    drop=tuple(entry.get("drop", ())),
                    figures=tuple(entry.get("figure", ())),
                )
            )
    return found


def figures_of(layout: Layout, our_keys: Sequence[str]) -> list[Printed]:
    """All figures of a printed table. `our_keys` are those of our lines, in our order."""
    found = [
        Printed(
            layout.number,
            entry["row"],
            entry["column"],
            entry["printed"],
            tuple(entry["line"]),
            entry["column"],
            entry.get("panel", ""),
        )
        for entry in layout.figures
    ]
    if not layout.columns:
        return found
    headings, rows = _rows(layout)
    keys = layout.keys or [key for key in our_keys if key not in layout.not_printed]
    for (label, cells), key in zip(rows, keys, strict=True):
        for heading, column, cell in zip_longest(headings, layout.columns, cells, fillvalue=""):
            for text, own in _parts(cell, column, layout.drop):
                is_rest = own.startswith(REST)
                own = own.removeprefix(REST)
                found.append(
                    Printed(layout.number, label, heading, text, (key,), own, is_rest=is_rest)
                )
    return found


def _rows(layout: Layout) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Headings, and label and cells of each row that has figures."""
    lines = published.lines_of(layout.number)[: layout.lines]
    if layout.turned:
        lines = [list(line) for line in zip_longest(*lines, fillvalue="")]
        headings = ["Number", "%"] if not layout.labels else lines[0][1:]
        # Turned, the labels stand first in each line, below the old headings.
        body = lines if not layout.labels else lines[1:]
        rows = [(line[0].strip(), line[1:]) for line in body]
    else:
        headings = [text.strip() for text in lines[0][layout.labels :]]
        rows = [
            (line[layout.labels - 1].strip() or "Total", line[layout.labels :])
            for line in lines[layout.heads :]
        ]
    width = len(layout.columns)
    rows = [(label, [cell.strip() for cell in cells[:width]]) for label, cells in rows]
    return headings[:width], [row for row in rows if any(map(_has_figures, row[1]))]


def _has_figures(cell: str) -> bool:
    return cell == "-" or bool(FIGURE.search(cell))


def _parts(cell: str, column: str | list[str], drop: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The figures of a cell, each with the column of ours that it stands for."""
    for pattern in drop:
        cell = re.sub(pattern, "", cell)
    texts = [text.replace(" ", "") for text in FIGURE.findall(cell)]
    if isinstance(column, list):
        yield from zip(texts, column, strict=False)
    elif column.endswith(ONLY_PERCENTAGES):
        yield from ((text, column.removesuffix(ONLY_PERCENTAGES)) for text in texts)
    elif column:
        yield from ((text, column) for text in texts or ["-"])
