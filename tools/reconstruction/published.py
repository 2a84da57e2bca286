"""Reads the published tables: text cells as printed, and the figures inside them."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "published"

# Table C1 has two heading lines and, left of the six groups, three columns of names.
C1_NAME_COLUMNS = 3
C1_HEADING_LINES = 2


@dataclass(frozen=True)
class Table:
    """One printed table: column headings, and for each row label its cells by heading."""

    number: str
    headings: tuple[str, ...]
    rows: dict[str, dict[str, str]]

    def cell(self, row: str, heading: str) -> str:
        """The text printed in a cell, empty where the printed row stops short."""
        return self.rows[row].get(heading, "").strip()


def lines_of(number: str) -> list[list[str]]:
    """The lines of a table's file, each cut into cells."""
    text = (FOLDER / f"{number}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def read(number: str) -> Table:
    """A table whose first line holds the headings and whose first column the row labels."""
    first, *rest = lines_of(number)
    headings = tuple(heading.strip() for heading in first[1:])
    rows = {line[0].strip(): dict(zip(headings, line[1:], strict=False)) for line in rest}
    return Table(number, headings, rows)


def read_across(number: str, *, labelled: bool) -> Table:
    """A table whose first line holds the row labels and whose first cells the headings.

    Without such cells (`labelled` false) the second line is called Number and the third Percent.
    """
    first, *rest = lines_of(number)
    start = int(labelled)
    headings = [line[0].strip() for line in rest] if labelled else ["Number", "Percent"]
    rows: dict[str, dict[str, str]] = {label.strip(): {} for label in first[start:]}
    for heading, line in zip(headings, rest, strict=False):
        for label, cell in zip(rows, line[start:], strict=False):
            rows[label].setdefault(heading, cell.strip())
    return Table(number, tuple(headings), rows)


def count(text: str, pattern: str = "") -> int | None:
    """The count printed in a cell: 598 in `598 [52%]`, 0 in `-` or an empty cell.

    With a pattern, the count is what the pattern's first group catches. None where a cell holds
    a percentage and no count, which in the tables used here is a misprint.
    """
    if pattern:
        found = re.search(pattern, text)
        return int(found.group(1)) if found else None
    text = text.strip()
    if text in {"", "-"}:
        return 0
    found = re.match(r"(\d+)(?!\d*\s*%)", text)
    return int(found.group(1)) if found else None


def percentage(text: str) -> int | None:
    """The whole percentage printed in a cell, None where there is none (or only `<1%`)."""
    found = re.search(r"(?<![<\d.])(\d+)\s*%", text)
    return int(found.group(1)) if found else None


def rounded(part: int, whole: int) -> int:
    """A percentage to whole numbers, halves up, in exact arithmetic."""
    return (200 * part + whole) // (2 * whole)


def category_shares() -> dict[str, list[int]]:
    """Table 3.3: printed percentages of each row, for five sectors and overall."""
    table = read("3.3")
    shares = {}
    for label in table.rows:
        values = [percentage(table.cell(label, heading)) for heading in table.headings]
        if None not in values:
            shares[label] = [int(value) for value in values if value is not None]
    return shares


def activity_shares() -> list[list[int]]:
    """Table C1: printed percentages, 40 rows in code order by five sectors and overall."""
    rows = []
    for line in lines_of("C1")[C1_HEADING_LINES:]:
        cells = line[C1_NAME_COLUMNS : C1_NAME_COLUMNS + 6]
        rows.append([int(cell.strip().removesuffix("%")) for cell in cells])
    return rows
