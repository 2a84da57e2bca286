"""Tables 3.4 to 3.16: who is in each column, what is printed, and how far the diaries are off."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.reconstruction import published
from tools.reconstruction.activities import CATEGORIES, CLIENT_RELATED
from tools.reconstruction.margins import People
from tools.reconstruction.nearest import Ints
from tools.reconstruction.targets import Deviation

DECLARATION = Path(__file__).parent / "timetables.toml"

# The seven printed lines, by how their labels begin, and the categories that each adds up.
LINES: dict[str, tuple[str, ...]] = {
    "Direct contact": ("D",),
    "Case related recording": ("R",),
    "Case related work in own agency": ("OA",),
    "Inter agency work": ("IA",),
    "Sub total": CLIENT_RELATED,
    "Other inter agency": ("OIA",),
    "Other sundry": ("S",),
}
OTHER_LABELS = {"Total client related": "Sub total"}
RESPONDENTS = "Number of respondents"
NUMBER_LABELS = (RESPONDENTS, "Respondents")
# Which categories a line adds up, shape (6 categories, 7 lines).
ADDS_UP = np.array([[float(own in line) for line in LINES.values()] for own in CATEGORIES])


@dataclass(frozen=True)
class Column:
    """One column of a table. printed: percentages of the seven lines. members: shape (people,).

    fixed: whether it pools whole sectors, whose shares Tables 3.3 and C1 settle.
    """

    table: str
    name: str
    printed: tuple[int, ...]
    respondents: int
    members: NDArray[np.bool_]
    fixed: bool


def members_of(people: People, where: dict[str, list[str]], groups: list[str]) -> NDArray[np.bool_]:
    """Who has these values and names one of these client groups, shape (people,)."""
    inside = np.ones(len(people["sector"]), dtype=np.bool_)
    for name, values in where.items():
        inside &= np.array([own in values for own in people[name]])
    if groups:
        wanted = set(groups)
        inside &= np.array([bool(wanted & set(own.split("|"))) for own in people["client_groups"]])
    return inside


def printed_lines(number: str) -> dict[str, list[str]]:
    """The cells of a table's seven lines and of its numbers of respondents."""
    found: dict[str, list[str]] = {}
    for label, *cells in published.lines_of(number):
        label = OTHER_LABELS.get(label.strip(), label.strip())
        for name in LINES:
            # "Case related work in own agency" does not begin as another line does.
            if label.startswith(name):
                found[name] = cells
        if label in NUMBER_LABELS:
            found["people"] = cells
    return found


def columns_of(people: People) -> list[Column]:
    """All columns of Tables 3.4 to 3.14 and 3.16."""
    columns = []
    for table in tomllib.loads(DECLARATION.read_text(encoding="utf-8"))["table"]:
        lines = printed_lines(table["file"])
        for entry in table["column"]:
            columns.append(column_of(people, table, entry, lines))
    return columns


def column_of(
    people: People, table: dict[str, Any], entry: dict[str, Any], lines: dict[str, list[str]]
) -> Column:
    """One declared column with its printed figures."""
    place = entry["place"] - 1
    printed = tuple(int(lines[name][place].strip().removesuffix("%")) for name in LINES)
    members = members_of(people, entry["where"], table.get("groups", []))
    pools_sectors = not table.get("groups") and set(entry["where"]) <= {"sector"}
    fixed = pools_sectors or entry.get("fixed", False)
    people_printed = int(lines["people"][place])
    return Column(table["file"], entry["name"], printed, people_printed, members, fixed)


@dataclass(frozen=True)
class Comparison:
    """One printed share beside the reconstruction's: rounded, and exact in per cent."""

    table: str
    line: str
    column: str
    printed: int
    here: int
    exact: float

    @property
    def off(self) -> float:
        """How many percentage points the exact share is outside what rounds to the printed one."""
        return max(0.0, abs(self.exact - self.printed) - 0.5)


def comparisons(columns: list[Column], half_hours: Ints) -> list[Comparison]:
    """Every printed share of the tables beside what the diaries have."""
    found = []
    for column in columns:
        own = half_hours[column.members].sum(axis=0) @ ADDS_UP
        whole = int(half_hours[column.members].sum())
        for line, printed, part in zip(LINES, column.printed, own, strict=True):
            here = published.rounded(int(part), whole)
            found.append(
                Comparison(column.table, line, column.name, printed, here, 100 * part / whole)
            )
    return found


def count_deviations(columns: list[Column]) -> list[Deviation]:
    """The printed numbers of respondents that the columns do not have (3.4 to 3.8: groups.py)."""
    return [
        Deviation(
            column.table,
            RESPONDENTS,
            column.name,
            str(column.respondents),
            str(int(column.members.sum())),
            REASONS.get(column.table, "As the columns that it adds up."),
        )
        for column in columns
        if column.respondents != column.members.sum()
    ]


REASONS = {
    "3.9": "Chapter 3 counted hours otherwise than Table 2.15.",
    "3.10": "Chapter 3 counted cases otherwise than Table 2.19, which is met.",
    "3.11": "Chapter 3 counted roles otherwise.",
    "3.4": "Table B.2 has 34 in PVI for child protection alone.",
    "3.5": "Table B.1 has 66 in PVI for looked after children alone.",
    "3.6": "Table B.4 has 133 and 60.",
}
