"""Excel workbooks (.xlsx): the first sheet that is shown and holds something, as text."""

import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from surveys.people.reading.tables import (
    MAX_COLUMNS,
    NothingThere,
    Refused,
    Table,
    make_table,
)

MOST_TAGS = 2_500_000  # in one part: a full list has fewer, and reading them takes seconds
MOST_EMPTY_ROWS = 1_100_000  # more than a sheet can have: only a made-up file says so
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
# What openpyxl raises for parts that are missing, cut off, or not what their name says.
BROKEN = (
    *BROKEN_ARCHIVE,
    InvalidFileException,
    ParseError,
    TypeError,
    AttributeError,
    IndexError,
    OverflowError,
    AssertionError,
)


def read_workbook(data: bytes) -> Table:
    """The rows of a workbook whose archive was looked at before. Raises Refused."""
    try:
        _refuse_swelling(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations, which are not read
            # Formulas stay text: nothing is computed, and no old result is trusted.
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            return _first_table(book)
    except BROKEN:
        raise Refused(damaged()) from None


def damaged() -> str:
    return _(
        "The workbook is damaged and can’t be read. Open it in Excel, let it be repaired, save it "
        "and upload it again, or save it as CSV."
    )


def swollen() -> str:
    return _(
        "The file would unpack to far more than a list of people needs, so it was not opened. "
        "Copy the list into a new workbook and upload that."
    )


def _refuse_swelling(data: bytes) -> None:
    """No workbook declares a document type; one that does means to swell when it is read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            text = archive.read(part)
            if text.count(b"<") > MOST_TAGS:
                raise Refused(swollen())
            if text[:4].count(0):  # UTF-16 or UTF-32
                text = text.replace(b"\x00", b"")
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Refused(
                    _(
                        "The workbook holds parts that no workbook of Excel has, so it was not "
                        "opened. Copy the list into a new workbook and upload that."
                    )
                )


def _first_table(book: Workbook) -> Table:
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown:
        sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
        try:
            return make_table(_records(sheet), notes=_notes(sheet.title, len(shown)))
        except NothingThere:
            if sheet is shown[-1]:
                raise
    raise Refused(_("All sheets of the workbook are hidden. Show the one with your list."))


def _records(sheet: Any) -> Iterator[list[str]]:
    """Every row up to the last, empty ones too: their numbers are those that Excel shows."""
    empty = 0
    for values in sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True):
        if values.count(None) == len(values):
            empty += 1
            if empty > MOST_EMPTY_ROWS:
                return
            yield []
        else:
            yield [text_of_value(value) for value in values]


def _notes(title: str, sheets: int) -> list[str]:
    if sheets == 1:
        return []
    return [
        _("Only the sheet “%(title)s” was read: the others were left alone.") % {"title": title}
    ]


def text_of_value(value: Any) -> str:
    """A cell's value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, ArrayFormula):
        return str(value.text or "=")
    if isinstance(value, DataTableFormula):
        return "="
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
