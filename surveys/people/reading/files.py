"""What a file is by its bytes, never by its name alone; what can't be taken is refused by name."""

import io
import zipfile

from django.utils.translation import gettext as _

from surveys.people.reading.tables import MAX_BYTES, Refused, Table
from surveys.people.reading.texts import read_text, text_of
from surveys.people.reading.workbooks import BROKEN_ARCHIVE, damaged, read_workbook, swollen

MAX_PARTS = 400  # files inside a workbook
MAX_UNPACKED = 32 * 1024 * 1024
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and encrypted new ones
SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read_file(data: bytes, *, name: str) -> Table:
    """The table in an uploaded file. Raises Refused, with what the file is and what to do."""
    if not data:
        raise Refused(_("The file is empty. Choose the file that holds your list of people."))
    if len(data) > MAX_BYTES:
        raise Refused(too_large())
    if data.startswith(ZIP):
        return _read_zip(data)
    if data.startswith(COMPOUND):
        raise Refused(_compound(data))
    _refuse_known(data[:1024])
    try:
        text = text_of(data)
    except Refused:
        if name.lower().endswith(SPREADSHEETS):
            raise Refused(damaged()) from None
        raise
    return read_text(text)


def read_paste(text: str) -> Table:
    """The table in pasted lines. Raises Refused."""
    if not text.strip():
        raise Refused(_("Paste your list of people into the box: one person a line."))
    return read_text(text)


def too_large() -> str:
    return _(
        "The file is larger than 2 MB. Keep the columns with name, email address and team, "
        "delete pictures and other sheets, or split the list into parts."
    )


def _save_as() -> str:
    return _(
        "Open it in Excel, choose File, Save as, save it as “Excel workbook (.xlsx)” or “CSV”, "
        "and upload that."
    )


def _refuse_known(start: bytes) -> None:
    """Kinds of file that people do choose by mistake."""
    if start.startswith(b"%PDF"):
        raise Refused(
            _(
                "This is a PDF file. Choose the spreadsheet or CSV file that it was made from, "
                "or copy the list from the PDF and paste it."
            )
        )
    if start.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml", b"<table")):
        raise Refused(
            _("This is a web page or an XML file, even if its name ends otherwise.")
            + " "
            + _save_as()
        )
    if start.startswith((b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"\x1f\x8b")):
        raise Refused(
            _("This is a document, a picture or an archive, not a list.") + " " + _save_as()
        )


def _compound(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _(
            "The workbook is protected by a password. Open it in Excel, choose File, Info, "
            "Protect workbook, Encrypt with password, empty the box, save it, and upload it again."
        )
    return (
        _("This is a file of an old kind (.xls or another of Office before 2007).")
        + " "
        + _save_as()
    )


def _read_zip(data: bytes) -> Table:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_archive(archive)
    except BROKEN_ARCHIVE:
        raise Refused(damaged()) from None
    return read_workbook(data)


def _refuse_archive(archive: zipfile.ZipFile) -> None:
    """Look at the names and sizes only: nothing is unpacked before they are in order."""
    parts = archive.infolist()
    names = {part.filename.replace("\\", "/").lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(
            _("The file is encrypted.") + " " + _("Save it without a password and try again.")
        )
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused(swollen())
    if any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise Refused(_("The workbook holds macros (.xlsm).") + " " + _save_as())
    if any(name.endswith("xl/workbook.bin") for name in names):
        raise Refused(_("This is a binary workbook (.xlsb).") + " " + _save_as())
    if "xl/workbook.xml" not in names:
        raise Refused(_not_a_workbook(names))
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise Refused(_("The workbook is one for macros (.xlsm).") + " " + _save_as())


def _not_a_workbook(names: set[str]) -> str:
    if "content.xml" in names:
        return (
            _("This is an OpenDocument file (.ods).")
            + " "
            + _("Save it as “Excel (.xlsx)” or “CSV” and upload that.")
        )
    if any(name.startswith(("word/", "ppt/")) for name in names):
        return (
            _("This is a Word or PowerPoint file, not a list.")
            + " "
            + _("Copy the table from it and paste it, or save it as a workbook or CSV.")
        )
    return _("This is an archive (.zip), not a list.") + " " + _("Unpack it and upload the list.")
