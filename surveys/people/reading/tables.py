"""What was read: rows of text with the numbers that a spreadsheet shows beside them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 30
MAX_CELL = 500  # characters; more is kept as far as it is needed to say that it is too much

UNSEEN = ("Cc", "Cf", "Cs")  # control, format, half a character

Row = tuple[int, tuple[str, ...]]


class Refused(Exception):
    """The file or text can't be taken at all; the message says what it is and what to do."""


class NothingThere(Refused):
    """There are no rows at all."""


@dataclass(frozen=True)
class Table:
    """Rows that hold something, each with its number in the file (the first row is 1).

    All rows have the same number of cells. `notes` are sentences for the person.
    """

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def width(self) -> int:
        return len(self.rows[0][1]) if self.rows else 0


def make_table(records: Iterable[Iterable[str]], *, notes: Iterable[str] = ()) -> Table:
    """Clean cells, leave empty rows out, make all rows equally wide. Raises Refused."""
    rows: list[Row] = []
    for number, record in enumerate(records, start=1):
        cells = tuple(clean(cell) for cell in record)
        if not any(cells):
            continue
        if len(rows) > MAX_ROWS:  # one more than people: the first row may hold headings
            raise Refused(
                _(
                    "The list has more than %(most)s rows. Split it into parts and upload one "
                    "after the other."
                )
                % {"most": f"{MAX_ROWS:,}"}
            )
        rows.append((number, cells))
    if not rows:
        raise NothingThere(
            _("There is nothing in it. Choose the file that holds your list of people.")
        )
    width = max(_used(cells) for _number, cells in rows)
    if width > MAX_COLUMNS:
        raise Refused(
            _(
                "The list has more than %(most)d columns. Delete the columns that hold neither "
                "names nor email addresses nor teams, and try again."
            )
            % {"most": MAX_COLUMNS}
        )
    padded = tuple((number, (*cells, *("",) * width)[:width]) for number, cells in rows)
    return Table(padded, tuple(notes))


def clean(cell: str) -> str:
    """A cell's text without what can't be seen: outer and doubled spaces, invisible characters."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()[: MAX_CELL + 1]  # by far most cells
    text = unicodedata.normalize("NFC", cell[: 4 * MAX_CELL])
    kept = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in UNSEEN)
    return " ".join(kept.split())[: MAX_CELL + 1]


def _used(cells: tuple[str, ...]) -> int:
    """How many cells there are up to the last that holds something."""
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
