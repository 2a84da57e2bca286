"""Writes the comparison down, with the reason for every figure that differs."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.comparison.comparing import Compared

DECLARATION = Path(__file__).with_name("reasons.toml")
KINDS = ("printed error", "unreachable margin", "never generated")

INTRODUCTION = """# The demonstration beside the published tables

Written by `python -m tools.comparison`; not to be edited by hand. A test makes every table from
the demonstration's returns and fails if anything here is no longer so.

Every figure that the 2009 report prints in Tables 1.1, 2.1 to 2.32, 3.1 to 3.16, B.1 to B.20 and
C1, and in the text of section 3.2 and the summary, is set beside what Caseweek makes of the
reconstructed returns ([how they were made](reconstruction.md)). Percentages are rounded as the
printed ones are, halves up.

"""

DIFFERENT = """
## The figures that differ

Reasons are of three kinds. A *printed error* contradicts the report itself, or is rounded wrongly.
An *unreachable margin* is one of several printed figures that no returns can have all of, and gives
way to the others. What was *never generated* is not in the demonstration.

"""

NOT_COMPARED = """
## What is printed and has no figure here

- Table 2.4's remarks on responsibilities in hospitals, reviewing officers, mental health and agency
  work: they were taken from job titles, which are free text.
- Table 2.10's remarks on who holds two of the qualifications: the table counts each by itself. The
  demonstration's returns have them as printed.
- Table 2.14's 31 people who work ten days over nine: they are counted among those with five days.
- Tables 4.1 and 4.2, which come from interviews with managers and not from returns.
"""


@dataclass(frozen=True)
class Reason:
    """Why some printed figures are not met; empty tuples mean any."""

    kind: str
    why: str
    tables: tuple[str, ...]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    percentages: bool | None = None

    def fits(self, compared: Compared) -> bool:
        printed = compared.printed
        is_percentage = printed.text.endswith("%")
        return (
            printed.table in self.tables
            and (not self.rows or printed.row in self.rows)
            and (not self.columns or printed.column in self.columns)
            and (self.percentages is None or self.percentages == is_percentage)
        )


@cache
def reasons() -> tuple[Reason, ...]:
    """The declared reasons, in order. Raises KeyError or ValueError for one that is none."""
    found = []
    for entry in tomllib.loads(DECLARATION.read_text(encoding="utf-8"))["reason"]:
        reason = Reason(
            kind=entry["kind"],
            why=entry["why"],
            tables=tuple(entry["tables"]),
            rows=tuple(entry.get("rows", ())),
            columns=tuple(entry.get("columns", ())),
            percentages=entry.get("percentages"),
        )
        if reason.kind not in KINDS:
            raise ValueError(f"no such kind of reason: {reason.kind}")
        found.append(reason)
    return tuple(found)


def reason_for(compared: Compared) -> Reason:
    """Why a figure differs. Raises LookupError if no reason is declared."""
    for reason in reasons():
        if reason.fits(compared):
            return reason
    printed = compared.printed
    raise LookupError(
        f"Table {printed.table}, {printed.row}, {compared.column}: {printed.text} in print and "
        f"{compared.here} here, for no declared reason"
    )


def written(compared: Sequence[Compared]) -> str:
    """The whole document. Raises LookupError for a difference without a reason."""
    different = [(own, reason_for(own)) for own in compared if not own.is_same]
    kinds = Counter(reason.kind for _own, reason in different)
    text = INTRODUCTION
    text += (
        f"**{len(compared):,} printed figures, {len(compared) - len(different):,} of them the "
        f"same.** {len(different)} differ: "
        + ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS)
        + ".\n\n"
    )
    text += _summary(compared) + DIFFERENT + _differences(different) + NOT_COMPARED
    return text


def _summary(compared: Sequence[Compared]) -> str:
    """How many figures of each table are the same."""
    lines = ["| table | figures | the same | different |", "|---|---|---|---|"]
    for number in dict.fromkeys(own.printed.table for own in compared):
        own = [one for one in compared if one.printed.table == number]
        same = sum(one.is_same for one in own)
        lines.append(f"| {number} | {len(own)} | {same} | {len(own) - same or ''} |")
    return "\n".join(lines) + "\n"


def _differences(different: Sequence[tuple[Compared, Reason]]) -> str:
    lines = [
        "| table | row | column | printed | here | exactly | kind | why |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for own, reason in different:
        printed = own.printed
        cells = (printed.table, printed.row, own.column, printed.text, own.here)
        lines.append(f"| {' | '.join(cells)} | {_exactly(own)} | {reason.kind} | {reason.why} |")
    return "\n".join(lines) + "\n"


def _exactly(own: Compared) -> str:
    """Two more places of a percentage."""
    if own.exact is None or not own.here.endswith("%"):
        return ""
    return f"{float(own.exact * 100):.2f}%"
