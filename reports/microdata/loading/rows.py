"""The wide file, row by row, with the week of half hours that belongs to each."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diary.checks import check_week
from diary.classification import ACTIVITIES, CATEGORIES
from diary.timeline import EMPTY_WEEK
from reports.figures.answered import CodeBook, columns_of
from reports.figures.reading import code_books
from reports.microdata.ids import FOREIGN_ID
from reports.microdata.loading.files import Sheet, open_sheet
from reports.microdata.loading.origins import MONDAY, Line, monday_of
from reports.microdata.loading.problems import Problems
from reports.microdata.loading.variables import WideReader, lists_of
from surveys.contracts import contract_of
from surveys.instruments import Instrument
from surveys.models import Round
from surveys.quality import NAMES

OWN = {"id", "agency", "week"}
# What a release has besides: made anew from the rest, so it is not read.
MADE_ANEW = {
    "region", "authority_type", "service", "cluster", "stratum", "weight", "recorded_hours",
    "recorded_hours_no_s9",
    *(f"hours_{one.code.lower()}" for one in (*CATEGORIES, *ACTIVITIES)),
    *(f"flag_{name}" for name in NAMES),
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What the other files say: agencies by number, half hours by id (None: there is no file)."""

    lines: Mapping[str, Line]
    slots: Mapping[str, str] | None
    is_release: bool


@dataclass(frozen=True)
class Row:
    """A return of the file. `origin` is the number of its agency or open link, "" for none."""

    id: str
    origin: str
    starts_on: datetime.date
    slots: str
    statuses: str
    filled: str
    answers: dict[str, Any]
    codings: dict[str, str]
    flags: list[list[Any]]


def reader_for(round: Round, instrument: Instrument) -> WideReader:
    """What reads a round's wide file: its questionnaire, and its lists of codes."""
    books: list[CodeBook] = code_books(round)
    own = {book.key: tuple(value for value, _label in book.values) for book in books}
    none = {column.key: column.missing for column in columns_of(instrument, books)}
    return WideReader(instrument, lists_of(instrument, own, none))


def first_week_of(round: Round) -> datetime.date | None:
    """The week of returns that say none."""
    week = round.weeks.first()
    return week.starts_on if week else None


def read_rows(
    path: Path,
    reader: WideReader,
    known: Known,
    first_week: datetime.date | None,
    problems: Problems,
) -> Iterator[Row]:
    """The returns of the file. What is wrong goes to `problems`; the row is given all the same."""
    sheet = open_sheet(path, problems)
    if sheet is None or not _check_heading(sheet, reader, problems):
        return
    seen: set[str] = set()
    for number, values in sheet.rows:
        cells = dict(zip(sheet.heading, values, strict=True))
        own = cells["id"]

        def say(column: str, text: str, row: int = number) -> None:
            problems.add(path.name, text, row, column)

        if not FOREIGN_ID.fullmatch(own):
            say("id", "Enter an id of letters, digits, dots and hyphens, at most 64.")
        if own in seen:
            say("id", "This id stands twice. Take one of the rows out.")
        seen.add(own)
        yield _row(cells, reader, known, first_week, say)
    if known.slots is not None and not problems.found:
        more = len(known.slots.keys() - seen)
        if more:
            text = f"{more:,} of its ids are not in {path.name}. Take their rows out."
            problems.add("slots.csv", text)


def _row(
    cells: Mapping[str, str],
    reader: WideReader,
    known: Known,
    first_week: datetime.date | None,
    say: Any,
) -> Row:
    origin = cells.get("agency", "")
    line = known.lines.get(origin)
    if origin and line is None:
        say("agency", "agencies.csv has no row of this number. Add it, or leave the cell empty.")
    starts_on = monday_of(cells["week"]) if cells.get("week") else None
    if cells.get("week") and starts_on is None:
        say("week", MONDAY)
    starts_on = starts_on or (line.week if line else first_week)
    if starts_on is None:
        say("week", f"{MONDAY} The round has no week of its own.")
    slots = EMPTY_WEEK
    if known.slots is not None:
        slots = known.slots.get(cells["id"], "")
        if not slots:
            say("id", "slots.csv has no row of this id. Add it.")
            slots = EMPTY_WEEK
    answers = reader.answers(cells, say)
    statuses = reader.statuses(cells, say)
    flags = reader.flags(cells, say)
    if flags is None:
        found = check_week(slots, statuses, contract_of(answers))
        flags = [[flag.name, flag.day] for flag in found]
    return Row(
        id=cells["id"],
        origin=origin if line else "",
        starts_on=starts_on or datetime.date(1970, 1, 5),
        slots=slots,
        statuses=statuses,
        filled=reader.filled(cells, say),
        answers=answers,
        codings=reader.codings(cells, say),
        flags=flags,
    )


def _check_heading(sheet: Sheet, reader: WideReader, problems: Problems) -> bool:
    """Whether the columns are those of a release, or some of them."""
    if "id" not in sheet.heading:
        problems.add(sheet.name, "This column is missing.", 1, "id")
        return False
    known = OWN | MADE_ANEW | reader.names | reader.derived_names
    unknown = [name for name in sheet.heading if name not in known]
    for name in unknown:
        text = "There is no such variable. Correct its name, or take the column out."
        problems.add(sheet.name, text, 1, name[:64] or "without a name")
    return not unknown
