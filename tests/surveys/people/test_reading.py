"""From bytes to rows: what is taken, what is refused and in which words."""

import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from surveys.people.reading import Refused, read_file, read_paste
from surveys.people.reading.tables import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table, clean
from surveys.people.reading.texts import guess_separator
from tests.surveys.people import files

ROWS = [files.NAMES, *files.people(3)]
TABLE = Table(tuple(enumerate([tuple(row) for row in ROWS], start=1)))
BOOK = files.workbook_of(ROWS)


def refusal(data, name="staff.csv"):
    with pytest.raises(Refused) as caught:
        read_file(data, name=name)
    return str(caught.value)


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_csv_is_read_whatever_stands_between(between):
    assert read_file(files.csv_of(ROWS, between=between).encode(), name="a.csv") == TABLE


def test_workbook_is_read_as_its_csv_would_be():
    assert read_file(BOOK, name="staff.xlsx") == TABLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_names_keep_their_letters_in_every_encoding(encoding):
    text = "Name,Team\r\nZoë Müller,Éire\r\nŁukasz Żak,Nord\r\n"

    read = read_file(text.encode(encoding), name="a.csv")

    assert [cells for _n, cells in read.rows] == [
        ("Name", "Team"),
        ("Zoë Müller", "Éire"),
        ("Łukasz Żak", "Nord"),
    ]


def test_windows_encoding_is_read():
    read = read_file("Name\r\nZoë O’Brien\r\n".encode("cp1252"), name="a.csv")

    assert read.rows == ((1, ("Name",)), (2, ("Zoë O’Brien",)))


def test_separator_that_excel_names_is_used_and_rows_keep_their_numbers():
    read = read_file(b"sep=;\r\nName;Team\r\nSmith, Jo;East\r\n", name="a.csv")

    assert read.rows == ((2, ("Name", "Team")), (3, ("Smith, Jo", "East")))


def test_quoted_cells_may_hold_separators_and_line_breaks():
    read = read_paste('Name,Team\n"Smith, Jo","East\nand West"\nBo,\n')

    assert read.rows == (
        (1, ("Name", "Team")),
        (2, ("Smith, Jo", "East and West")),
        (3, ("Bo", "")),
    )


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    read = read_paste("\n\nAsha,a@council.example\n,,\n  \nBo,b@council.example\n")

    assert read.rows == (
        (3, ("Asha", "a@council.example")),
        (6, ("Bo", "b@council.example")),
    )


def test_addresses_of_an_email_program_are_read():
    read = read_paste(
        '"Patel, Asha" <a@council.example>; Bo Lee <b@council.example>;\n<c@d.example>'
    )

    assert [cells for _n, cells in read.rows] == [
        ("Patel, Asha", "a@council.example"),
        ("Bo Lee", "b@council.example"),
        ("", "c@d.example"),
    ]


def test_values_of_a_workbook_are_read_as_somebody_would_type_them():
    book = files.workbook_of([["=A1&B1", 12.0, 1.5, True, datetime.date(2026, 11, 16), None, "x"]])

    assert read_file(book, name="a.xlsx").rows == (
        (1, ("=A1&B1", "12", "1.5", "yes", "2026-11-16T00:00:00", "", "x")),
    )


def test_first_sheet_that_is_shown_and_holds_something_is_read():
    book = Workbook()
    book.active.title = "Empty"
    hidden = book.create_sheet("Old list")
    hidden.append(["Somebody else"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Staff").append(["Asha Patel"])
    book.create_sheet("More").append(["Bo Lee"])

    read = read_file(saved(book), name="a.xlsx")

    assert read.rows == ((1, ("Asha Patel",)),)
    assert read.notes == ("Only the sheet “Staff” was read: the others were left alone.",)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
HOSTILE = {
    "nothing": (b"", "The file is empty."),
    "only spaces": (b" \r\n \r\n", "There is nothing in it."),
    "too large": (b"a" * (MAX_BYTES + 1), "larger than 2 MB"),
    "pdf": (b"%PDF-1.7 ...", "This is a PDF file."),
    "web page called xls": (b"\r\n<html><table>", "This is a web page"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "a picture"),
    "program": (b"\x7fELF\x02\x01\x01\x00\x05", "the file holds no text"),
    "old workbook": (COMPOUND, "old kind"),
    "workbook with a password": (
        COMPOUND + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "encrypted archive": (files.encrypted_zip(BOOK), "The file is encrypted."),
    "macros": (files.with_part(BOOK, "xl/vbaProject.bin", b"x"), "holds macros"),
    "macros, in other letters": (files.with_part(BOOK, "XL\\VBAPROJECT.BIN", b"x"), "holds macros"),
    "old macros": (files.with_part(BOOK, "xl/macrosheets/sheet1.xml", b"<x/>"), "holds macros"),
    "macro workbook without macros": (
        files.with_part(
            BOOK,
            "[Content_Types].xml",
            b'<Types xmlns="x"><Override ContentType="a.sheet.macroEnabled.main+xml"/></Types>',
        ),
        "one for macros (.xlsm)",
    ),
    "binary workbook": (files.with_part(BOOK, "xl/workbook.bin", b"x"), "binary workbook (.xlsb)"),
    "open document": (files.zip_of({"content.xml": b"<x/>"}), "OpenDocument file (.ods)"),
    "word": (files.zip_of({"word/document.xml": b"<x/>"}), "a Word or PowerPoint file"),
    "archive": (files.zip_of({"staff.csv": b"Name"}), "an archive (.zip)"),
    "zip bomb": (files.zip_bomb(), "unpack to far more"),
    "millions of cells": (
        files.sheet_xml(BOOK, "<row>" + "<c/>" * 3_000_000),
        "unpack to far more",
    ),
    "many parts": (
        files.zip_of({f"xl/part{n}.xml": b"" for n in range(500)}),
        "unpack to far more",
    ),
    "half a workbook": (BOOK[: len(BOOK) // 2], "damaged"),
    "workbook without its sheet": (files.sheet_xml(BOOK, "<worksheet"), "damaged"),
    "workbook of rubbish": (files.with_part(BOOK, "xl/workbook.xml", b"\x00\x01"), "damaged"),
    "entities that swell": (files.sheet_xml(BOOK, files.BOMB_ENTITIES), "no workbook of Excel"),
    "unknown encoding": (b"Name\r\nZo\x81\r\n", "characters of this file can’t be read"),
    "utf-32": ("Name".encode("utf-32"), "characters of this file can’t be read"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_file_that_cannot_be_taken_is_refused_by_name(kind):
    data, words = HOSTILE[kind]

    message = refusal(data() if callable(data) else data)

    assert words in message
    assert message.endswith(".")


def test_name_alone_never_decides():
    assert read_file(BOOK, name="staff.xls") == TABLE
    assert read_file(files.csv_of(ROWS, between="\t").encode(), name="staff.xls") == TABLE
    assert "damaged" in refusal(b"\x00\x01\x02", name="staff.xlsx")
    assert "PDF" in refusal(b"%PDF-1.4", name="staff.csv")


def test_cells_far_to_the_right_and_far_down_cost_little():
    read = read_file(files.sheet_xml(BOOK, files.FAR_CELLS), name="a.xlsx")

    assert read.rows == ((1, ("Person 1",)), (2, ("Person 2",)), (1_048_576, ("Person 1048576",)))


def test_row_beyond_the_end_of_any_sheet_is_not_looked_for():
    read = read_file(files.sheet_xml(BOOK, files.FAR_ROW), name="a.xlsx")

    assert read.rows == ((1, ("Person 1",)),)


def test_too_many_rows_and_columns_are_refused_with_what_to_do():
    assert "more than 20,000 rows. Split it" in refusal(b"a\n" * (MAX_ROWS + 2), name="a.csv")
    assert "more than 30 columns" in refusal(b"a," * MAX_COLUMNS + b"a", name="a.csv")
    assert "more than 30 columns" in refusal(files.workbook_of([["a"] * (MAX_COLUMNS + 1)]))
    assert len(read_file(b"a\n" * (MAX_ROWS + 1), name="a.csv").rows) == MAX_ROWS + 1


def test_cell_without_an_end_is_refused():
    assert "quotation mark" in refusal(b'Name,Team\n"' + b"a" * 200_000, name="a.csv")


def test_pasted_nothing_is_refused():
    with pytest.raises(Refused, match="Paste your list"):
        read_paste("  \n ")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" Asha  Patel ", "Asha Patel"),
        ("Asha\u00a0Patel\u200b", "Asha Patel"),
        ("\ufeffAsha\x00", "Asha"),
        ("Zoe\u0308", "Zoë"),
        ("\ud800x", "x"),
        ("x" * 900, "x" * 501),
    ],
)
def test_cell_is_cleaned_of_what_cannot_be_seen(cell, expected):
    assert clean(cell) == expected


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=40)


@given(st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=20), st.sampled_from(",;\t|"))
def test_any_text_is_rows_or_a_refusal(rows, between):
    text = "\n".join(between.join(row) for row in rows)
    try:
        read = read_paste(text)
    except Refused as refused:
        assert str(refused)
        return
    numbers = [number for number, _cells in read.rows]
    assert numbers == sorted(set(numbers))
    assert {len(cells) for _number, cells in read.rows} == {read.width}
    assert all(any(cells) for _number, cells in read.rows)


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_refusal(data):
    try:
        assert read_file(data, name="a.csv").rows
    except Refused as refused:
        assert str(refused)


@given(st.integers(0, len(BOOK) - 1), st.binary(min_size=1, max_size=8))
def test_workbook_with_a_few_wrong_bytes_is_rows_or_a_refusal(at, wrong):
    data = BOOK[:at] + wrong + BOOK[at + len(wrong) :]
    try:
        assert read_file(data, name="a.xlsx").rows
    except Refused as refused:
        assert str(refused)


@given(st.lists(st.tuples(*[st.text("abcü '-", min_size=1, max_size=9)] * 3), min_size=2))
def test_separator_is_found_again(rows):
    for between in ",;\t":
        text = files.csv_of([(a + "x", b, c) for a, b, c in rows], between=between)
        assert guess_separator(text) == between
