"""Files made for tests: lists as people have them, and lists made to do harm."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from itertools import pairwise

from openpyxl import Workbook

NAMES = ("Name", "Email", "Team")


def people(number: int) -> list[tuple[str, str, str]]:
    return [
        (f"Person {n}", f"person{n}@council.example", f"Team {n % 7}") for n in range(1, number + 1)
    ]


def csv_of(rows: Iterable[Sequence[str]], *, between: str = ",") -> str:
    return "".join(between.join(row) + "\r\n" for row in rows)


def workbook_of(rows: Iterable[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Staff")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(workbook: bytes, name: str, content: bytes = b"") -> bytes:
    """The workbook with a part more, or with a part replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zip_bomb() -> bytes:
    """A workbook of 150 KB whose sheet unpacks to 150 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(150):
                part.write(b" " * 1024 * 1024)
    return out.getvalue()


def encrypted_zip(workbook: bytes) -> bytes:
    """The flag of encryption set on every part, in both places where a zip file keeps it."""
    data = bytearray(workbook)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def sheet_xml(workbook: bytes, xml: str) -> bytes:
    return with_part(workbook, "xl/worksheets/sheet1.xml", xml.encode())


BOMB_ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghi"))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
)
FAR_CELLS = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    + "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Person {n}</t></is></c>'
        f'<c r="XFD{n}"/></row>'
        for n in (1, 2, 1_048_576)
    )
    + "</sheetData></worksheet>"
)
FAR_ROW = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Person 1</t></is></c></row>'
    '<row r="2000000000"><c r="A2000000000" t="inlineStr"><is><t>Person 2</t></is></c></row>'
    "</sheetData></worksheet>"
)
