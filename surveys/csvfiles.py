"""CSV files as spreadsheets open them: UTF-8 with a mark, CRLF, and no text is ever a formula."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

MARK = "\ufeff"  # by which Excel reads a file as UTF-8
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins with these


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """The rows as CSV text, line by line. Numbers stay numbers; texts go through `plain`."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    mark = MARK
    for row in rows:
        yield mark + writer.writerow([plain(c) if isinstance(c, str) else c for c in row])
        mark = ""


def plain(cell: str) -> str:
    """Text that a spreadsheet shows as text: what could begin a formula gets an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
