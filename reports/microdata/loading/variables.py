"""Cells of the wide file back into what a return holds. Pure.

The columns are those that a release writes, found under the same names; what is derived from
others is passed over and made anew.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from diary.classification import BLANK
from diary.timeline import DAY_STATUSES
from reports.microdata.answers import text_key
from reports.microdata.columns import valid_name
from reports.microdata.csvfile import unguarded
from reports.microdata.diaries import DAY_NAMES
from reports.microdata.reading import CHECKS_BY_DAY, CHECKS_OF_WEEK
from surveys.instruments import Instrument
from surveys.instruments.answers import problems as faults_of
from surveys.instruments.answers import settle
from surveys.instruments.codebook import NO_ANSWER, NOT_ASKED, Variable, variables

NOT_GIVEN = ("", NO_ANSWER, NOT_ASKED)
NOT_THESE = "This is none of its values"
FILLED = "SNL"
LONGEST_NUMBER = 20  # characters
Say = Callable[[str, str], None]  # column, what is wrong


@dataclass(frozen=True)
class Lists:
    """Codings by their variable's name: the key in `codings`, the values, the one for none."""

    codes: Mapping[str, tuple[str, tuple[str, ...], str]]


class WideReader:
    """Reads rows of cells by column name into answers, codings and the diary's week."""

    def __init__(self, instrument: Instrument, lists: Lists) -> None:
        self._instrument = instrument
        self._lists = lists
        self._asked = [v for v in variables(instrument) if v.derived is None]
        self._columns = {name: v.name for v in self._asked for name in _keys(v)}

    @property
    def names(self) -> set[str]:
        """The columns that are read."""
        by_day = [
            f"{stem}_{day}" for stem in ("status", "filled", *CHECKS_BY_DAY) for day in DAY_NAMES
        ]
        flags = [f"flag_{name}" for name in CHECKS_OF_WEEK]
        return {v.name for v in self._asked} | set(self._lists.codes) | {*by_day, *flags}

    @property
    def derived_names(self) -> set[str]:
        """The columns that are made from others."""
        return {derived.key for derived in self._instrument.derived}

    def answers(self, cells: Mapping[str, str], say: Say) -> dict[str, Any]:
        """The answers in a row, settled; what is wrong is said by column."""
        given: dict[str, Any] = {}
        wrong = False

        def note(column: str, text: str) -> None:
            nonlocal wrong
            wrong = True
            say(column, text)

        for variable in self._asked:
            if variable.name in cells:
                _read(variable, cells[variable.name], given, note)
        settled = settle(self._instrument, given)
        if wrong:
            return settled
        for key in given:
            if key not in settled:
                note(self._columns[key], "It has an answer, but the question is not asked here.")
        for fault in faults_of(self._instrument, settled):
            key, _, text = fault.partition(": ")
            note(self._columns.get(key, key), f"The answer {text}.")
        return settled

    def codings(self, cells: Mapping[str, str], say: Say) -> dict[str, str]:
        """What people coded of free text, by key."""
        found = {}
        for column, (key, values, none) in self._lists.codes.items():
            cell = unguarded(cells.get(column, ""))
            if cell in ("", none):
                continue
            if cell not in values:
                say(column, f"{NOT_THESE}: {_some(values)}.")
            found[key] = cell
        return found

    def statuses(self, cells: Mapping[str, str], say: Say) -> str:
        return self._by_day("status", tuple(DAY_STATUSES), cells, say)

    def filled(self, cells: Mapping[str, str], say: Say) -> str:
        return self._by_day("filled", tuple(FILLED), cells, say)

    def flags(self, cells: Mapping[str, str], say: Say) -> list[list[Any]] | None:
        """The diary's flags as kept at sending; None where the file has no column of them."""
        wanted = [(f"{n}_{DAY_NAMES[day]}", n, day) for day in range(7) for n in CHECKS_BY_DAY]
        wanted += [(f"flag_{name}", name, None) for name in CHECKS_OF_WEEK]
        if not all(column in cells for column, _name, _day in wanted):
            return None
        found = []
        for column, name, day in wanted:
            if cells[column] not in ("0", "1"):
                say(column, "Enter 0 or 1.")
            elif cells[column] == "1":
                found.append([name, day])
        return found

    def _by_day(
        self, stem: str, values: tuple[str, ...], cells: Mapping[str, str], say: Say
    ) -> str:
        symbols = ""
        for day in DAY_NAMES:
            column = f"{stem}_{day}"
            cell = cells.get(column, "")
            if cell and cell not in values:
                say(column, f"{NOT_THESE}: {_some(values)}, or an empty cell.")
            symbols += cell if cell in values else BLANK
        return symbols


def lists_of(
    instrument: Instrument, own: Mapping[str, tuple[str, ...]], not_coded: Mapping[str, str]
) -> Lists:
    """The codings that an instrument declares, and the round's `own` lists (key → codes)."""
    codes = {
        derived.key: (derived.key, tuple(v.value for v in derived.values), derived.missing)
        for derived in instrument.derived
        if derived.kind == "coding"
    }
    for key, values in own.items():
        codes.setdefault(valid_name(key, ()), (key, values, not_coded.get(key, "none")))
    return Lists(codes)


def _keys(v: Variable) -> list[str]:
    """The keys of answers that a variable's column tells of."""
    if v.type == "text":
        return [text_key(v)]
    return [v.question.key] if v.question else []


def _read(v: Variable, cell: str, given: dict[str, Any], say: Say) -> None:
    """Put what a cell says into the answers."""
    question = v.question
    assert question is not None, "derived variables are not read"
    if v.type == "text":
        if text := unguarded(cell):
            given[text_key(v)] = text
        return
    if cell in NOT_GIVEN:
        return
    if v.type in ("number", "whole", "year"):
        try:
            given[question.key] = _number(cell)
        except ValueError:
            say(v.name, "Enter a number, such as 37 or 37.5, or -9 for no answer.")
    elif v.type == "ticked":
        if cell not in ("0", "1"):
            say(v.name, "Enter 0 or 1, or -9 for no answer.")
        elif cell == "1":
            given.setdefault(question.key, []).append(v.part)
    elif cell not in (values := [value for value, _label in v.values]):
        say(v.name, f"{NOT_THESE}: {_some(tuple(values))}, or -9 for no answer.")
    elif question.type == "grid":
        given.setdefault(question.key, {})[v.part] = cell
    else:
        given[question.key] = cell


def _number(cell: str) -> int | float:
    """Raises ValueError; infinities and the like are none."""
    if len(cell) > LONGEST_NUMBER or not set(cell) <= set("0123456789.-"):
        raise ValueError
    number = float(cell)
    return int(number) if number == int(number) else number


def _some(values: tuple[str, ...]) -> str:
    """The values in words, the first of many."""
    return ", ".join(values[:12]) + (" and others" if len(values) > 12 else "")
