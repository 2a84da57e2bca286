"""What every file is made of before it has a format: columns of arrays, with their meaning. Pure.

A column of codes holds whole numbers: `first` for the first of its values and so on, a missing
code (-9, -8, -7), or NOTHING, which is an empty cell. CSV and Parquet show the values ("csd"),
SPSS and Stata the numbers with labels, the codebook both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from surveys.instruments.codebook import NO_ANSWER, NOT_ASKED

NOTHING = -1
SUPPRESSED = "-7"
MISSING_LABELS = {
    NO_ANSWER: gettext_noop("No answer"),
    NOT_ASKED: gettext_noop("Not asked"),
    SUPPRESSED: gettext_noop("Left out, so that nobody can be made out"),
}
LONGEST_NAME = 32  # Stata's; SPSS takes 64
# What SPSS or Stata keeps for itself.
RESERVED = frozenset(
    (
        "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
        "byte", "double", "float", "if", "in", "int", "long", "using",
    )
)  # fmt: skip

Values = tuple[tuple[str, str], ...]
NO_YES: Values = (("0", "No"), ("1", "Yes"))


@dataclass(frozen=True)
class Column:
    """One variable of a file. `data` by kind:

    codes   int16 (or int8): see above
    number  float64: missing codes as they are, NaN is empty
    text    objects, each a str, "" is empty
    date    int32: days since 1970-01-01
    """

    name: str
    label: str
    kind: str
    data: NDArray[Any]
    values: Values = ()  # what codes stand for: (value, label)
    first: int = 1
    missing: tuple[str, ...] = ()  # codes that may stand for no value
    measure: str = "nominal"  # or "ordinal" or "scale", as SPSS has them
    whole: bool = False  # numbers without a fraction
    source: str = ""  # where the question stands
    note: str = ""  # how it was made, or whom it was asked of

    def __len__(self) -> int:
        return len(self.data)

    @property
    def numbered(self) -> list[tuple[int, str, str]]:
        """(number, value, label) of each value."""
        return [(n, value, label) for n, (value, label) in enumerate(self.values, self.first)]

    def taken(self, order: NDArray[np.intp]) -> "Column":
        """The same column with its rows in another order."""
        return replace(self, data=self.data[order])


@dataclass(frozen=True)
class Table:
    """One file: a name ("wide"), what a row is, and its columns, all of one length."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def rows(self) -> int:
        return len(self.columns[0])

    def column(self, name: str) -> Column:
        """Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")


def ticked(name: str, label: str, data: NDArray[Any], **more: Any) -> Column:
    """A column of 0 and 1."""
    return Column(
        name,
        label,
        "codes",
        data.astype(np.int16),
        values=(("0", "No"), ("1", "Yes")),
        first=0,
        **more,
    )


def numbers(name: str, label: str, data: NDArray[Any], **more: Any) -> Column:
    """A column of numbers."""
    return Column(name, label, "number", data.astype(np.float64), measure="scale", **more)


def texts(name: str, label: str, data: Iterable[str], **more: Any) -> Column:
    """A column of texts."""
    cells = list(data)
    array = np.empty(len(cells), dtype=object)
    array[:] = cells
    return Column(name, label, "text", array, **more)


def valid_name(wanted: str, taken: Iterable[str]) -> str:
    """The name as every program takes it: small letters, at most 32, told apart from others."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c == "_") else "_" for c in wanted.lower())
    kept = (kept if kept[:1].isalpha() else f"v{kept}")[:LONGEST_NAME]
    taken = set(taken) | RESERVED
    name, number = kept, 1
    while name in taken:
        number += 1
        name = f"{kept[: LONGEST_NAME - 1 - len(str(number))]}_{number}"
    return name


def named_apart(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns under names that are valid and told apart, whatever the capitals."""
    taken: set[str] = set()
    made = []
    for column in columns:
        name = valid_name(column.name, taken)
        taken.add(name)
        made.append(column if name == column.name else replace(column, name=name))
    return tuple(made)
