"""What a computed table is: exact figures with what is known of their uncertainty.

Computing makes a Result; protecting replaces figures in one; the page, the workbook and the CSV
file lay it out. Nothing here rounds.
"""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

Number = int | Fraction | float  # a float only where returns are weighted, or for a median


class Measure(Enum):
    """What a figure is, and so how it is shown. The text is for people."""

    RESPONDENTS = "respondents"  # a count of returns
    PERCENT = "percentage of respondents"  # a fraction of 1
    SHARE = "share of recorded time"  # a fraction of 1
    HOURS = "hours"  # a total of hours
    MEAN_HOURS = "hours a person"
    MEAN = "mean"
    EPISODES = "episodes a person"
    AUTHORITIES = "authorities"  # counts of Table 1.1

    @property
    def is_fraction(self) -> bool:
        return self in (Measure.PERCENT, Measure.SHARE)

    @property
    def is_count(self) -> bool:
        return self in (Measure.RESPONDENTS, Measure.AUTHORITIES)


class Mark(Enum):
    """Shorthand of official statistics; the text is what notes say of it."""

    CONFIDENTIAL = "[c]"  # hidden, so that nobody can be made out: shown instead of the figure
    LOW = "[low]"  # of few respondents: shown beside the figure
    UNRELIABLE = "[u]"  # no interval can be had: shown instead of the interval
    NOT_AVAILABLE = "[x]"  # nothing to divide by: shown instead of the figure
    NOT_APPLICABLE = "[z]"  # the cell can't have a figure: shown instead of it


@dataclass(frozen=True)
class Spread:
    """The uncertainty of a figure; all in the figure's own unit, deff and df without one."""

    error: float  # standard error
    lower: float  # ends of the 95% interval, kept within 0 and 1 for fractions
    upper: float
    deff: float  # design effect; NaN where simple random sampling has no variance
    df: int  # degrees of freedom of t


class Figure(NamedTuple):
    """One cell; a tuple, since there are ten thousand of them and a dataclass costs five times as
    much to make. `value` is None where there is nothing to divide by, or it is hidden.

    `base` is the number of returns that it is of (its denominator's); `cases` of those, how many
    have any part in it (its numerator's). `numerator` is what is added up over them, unweighted:
    returns for percentages and counts, half hours for shares, hours and means; `denominator`
    likewise (1 for counts and totals).
    """

    measure: Measure
    value: Number | None
    base: int
    cases: int
    numerator: int = 0
    denominator: int = 1
    spread: Spread | None = None  # None: not asked for, or (marked UNRELIABLE) not to be had
    mark: Mark | None = None


@dataclass(frozen=True)
class Group:
    """A column's group of respondents. `key` says its values of the columns' variables; "" of
    one is all of them. `labels` has a part a variable. Where groups overlap, no total."""

    key: tuple[str, ...]
    labels: tuple[str, ...]
    respondents: int
    is_total: bool = False


@dataclass(frozen=True)
class Line:
    """A row: labels under the table's leading heads, and a figure a group."""

    key: str
    labels: tuple[str, ...]
    figures: tuple[Figure, ...]
    is_subtotal: bool = False
    is_total: bool = False
    of: tuple[str, ...] = ()  # keys of the lines that a subtotal adds up


@dataclass(frozen=True)
class Panel:
    """Rows of a kind: a table of counts has one of numbers and one of percentages of the same
    rows; a table of shares has one of shares and one of its bases (respondents, hours)."""

    key: str  # "numbers", "percentages", "shares", "bases", "means", …
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Result:
    """A computed table. `table` is its declaration (reports/figures/declaring.py).

    `counted` is the number of returns looked at after filters, the table's own included.
    """

    table: Any
    groups: tuple[Group, ...]
    panels: tuple[Panel, ...]
    counted: int

    @property
    def figures(self) -> list[Figure]:
        """All figures, panel by panel, row by row."""
        return [f for panel in self.panels for line in panel.lines for f in line.figures]
