"""CSV files and pasted lines: encodings, separators, quotation marks."""

import codecs
import csv
import io
import re
from itertools import islice

from django.utils.translation import gettext as _

from surveys.people.reading.tables import Refused, Table, make_table

SEPARATORS = "\t;,|"
LOOKED_AT = 50  # lines from which the separator is guessed
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# As email programs copy people: Asha Patel <asha@council.example>; Bo Lee <bo@council.example>
ADDRESS = re.compile(r"^\s*(?P<name>[^<>]*?)\s*<(?P<email>[^<>\s]+@[^<>\s]+)>\s*$")
_SPLIT_ADDRESSES = re.compile(r"(?<=>)\s*[;,]\s*")
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises Refused."""
    try:
        text = data.decode(_encoding(data))
    except (UnicodeDecodeError, LookupError):
        raise Refused(_wrong_encoding()) from None
    if _NOT_TEXT.search(text):
        raise Refused(
            _(
                "This is not a list: the file holds no text. Choose an Excel workbook (.xlsx) or "
                "a CSV file."
            )
        )
    return text


def _encoding(data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding
    zeros = data[:1000].count(0)
    if zeros > len(data[:1000]) // 4:  # letters of two bytes, without the mark that says so
        return "utf-16-le" if data[1::2][:500].count(0) > zeros // 2 else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _wrong_encoding() -> str:
    return _(
        "The characters of this file can’t be read. In Excel choose File, Save as, “CSV UTF-8 "
        "(comma delimited)”, and upload that."
    )


def read_text(text: str) -> Table:
    """Rows of a text whose cells stand between commas, semicolons, tabs or bars."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    told = re.match(r"sep=([\t;,|])\n", lines, re.IGNORECASE)  # Excel writes it in some countries
    skipped = 1 if told else 0
    if told:
        lines = lines[told.end() :]
    if "<" in lines and (addresses := _addresses(lines)):
        return make_table(addresses)
    separator = told[1] if told else guess_separator(lines)
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, skipinitialspace=True)
    try:
        return make_table([*([],) * skipped, *reader])
    except csv.Error:
        raise Refused(
            _(
                "One cell of the list is far too long. A quotation mark that is opened and never "
                "closed does that: look for one, and try again."
            )
        ) from None


def guess_separator(text: str) -> str:
    """The one that cuts most of the first lines into the same number of cells, more than one."""
    best, most = ",", 0
    for separator in SEPARATORS:
        sample = islice(io.StringIO(text, newline=""), LOOKED_AT)
        try:
            widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            continue
        wide = [width for width in widths if width > 1]
        score = max(map(wide.count, wide), default=0) * 1000 + len(wide)
        if score > most:
            best, most = separator, score
    return best


def _addresses(text: str) -> list[list[str]]:
    """Name and email of each of what an email program copied; nothing if it isn't all that."""
    parts = [part for line in text.split("\n") for part in _SPLIT_ADDRESSES.split(line)]
    found = [ADDRESS.match(part.strip(" ;,")) for part in parts if part.strip(" ;,")]
    if not all(found):
        return []
    return [[match["name"].strip("\"' "), match["email"]] for match in found if match]
