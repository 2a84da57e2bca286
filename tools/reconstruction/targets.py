"""Reads declared tables into targets for `nearest`, and says which figures were not met."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.reconstruction import published
from tools.reconstruction.nearest import ROW_TOTAL, Ints, ShareTarget, Target

# A printed cell without a percentage beside it is changed rather than one with.
WITHOUT_PERCENTAGE = 0.5
# What is said of a cell that prints no count.
MISPRINT = "Misprint: a percentage without a count; the row total leaves none here."

# A cell of people who are alike: the earlier variables that matter, with their values.
Key = dict[str, str]


@dataclass(frozen=True)
class Deviation:
    """A printed figure that the reconstruction does not have."""

    table: str
    row: str
    column: str
    printed: str
    reconstructed: str
    reason: str


@dataclass(frozen=True)
class Margin:
    """A declared table made ready: its target and the words to report it with.

    labels: by value. percentages: those printed beside the counts, by value; each line holds one
    for every column, then the row total's.
    """

    number: str
    target: Target
    labels: list[list[str]]
    columns: list[str]
    percentages: list[list[int | None]]
    misprints: list[Deviation]
    reason: str


@dataclass(frozen=True)
class Share:
    """A printed percentage (or, without `of`, count) of people, and its words."""

    number: str
    row: str
    column: str
    target: ShareTarget
    reason: str


def values_of(variable: dict[str, Any]) -> list[str]:
    """A variable's values: in the order of its first table's rows, then those of no row."""
    ordered: list[str] = []
    for table in variable["table"]:
        ordered.extend(value for value in table["rows"].values() if value not in ordered)
    ordered.extend(value for value in variable.get("also", []) if value not in ordered)
    return ordered


def printed_column(declared: str | dict[str, str]) -> tuple[str, str]:
    """The heading of a printed column and the pattern that finds the count in its cells."""
    if isinstance(declared, str):
        return declared, ""
    return declared["heading"], declared.get("pattern", "")


def source_of(table: dict[str, Any]) -> published.Table:
    """The printed table, turned where it has its values across."""
    if "across" in table:
        return published.read_across(table["file"], labelled=table["across"] == "labelled")
    return published.read(table["file"])


def blank_margin(table: dict[str, Any], values: list[str], keys: list[Key]) -> Margin:
    """A declared table over the given cells, nothing in it yet."""
    groups = list(table.get("columns", {}))
    shape = (len(values), len(groups))
    columns = [key[table["by"]] for key in keys]
    column_of = np.array([groups.index(own) if own in groups else -1 for own in columns])
    weight = float(table.get("weight", 1.0))
    target = Target(
        column_of,
        np.full(shape, np.nan),
        np.full(len(values), np.nan),
        np.full(shape, weight),
        ROW_TOTAL * weight,
    )
    percentages: list[list[int | None]] = [[None] * (len(groups) + 1) for _ in values]
    labels: list[list[str]] = [[] for _ in values]
    reason = table.get("reason", "").strip()
    return Margin(table["file"], target, labels, groups, percentages, [], reason)


def margin_of(table: dict[str, Any], values: list[str], keys: list[Key]) -> Margin:
    """Reads a declared table into a target over the given cells."""
    source = source_of(table)
    margin = blank_margin(table, values, keys)
    totals = margin.target.totals
    for label, value in table["rows"].items():
        row = values.index(value)
        margin.labels[row].append(label)
        if "total" in table:
            heading, pattern = printed_column(table["total"])
            total = published.count(source.cell(label, heading), pattern)
            totals[row] = np.nansum([totals[row], total])
            beside = source.cell(label, table.get("percentages", heading))
            margin.percentages[row][-1] = published.percentage(beside)
        for place, group in enumerate(margin.columns):
            heading, pattern = printed_column(table["columns"][group])
            beside = source.cell(label, table.get("percentages", heading))
            text = source.cell(label, heading)
            read_cell(margin, table, (row, place), text, pattern, beside)
    return margin


def read_cell(
    margin: Margin,
    table: dict[str, Any],
    place: tuple[int, int],
    text: str,
    pattern: str,
    beside: str,
) -> None:
    """Adds a printed cell to a margin; rows of the same value add up."""
    row, column = place
    number = published.count(text, pattern)
    if number is None and not pattern:
        label, group = margin.labels[row][-1], margin.columns[column]
        number = misprint(table, label, group)
        margin.misprints.append(Deviation(margin.number, label, group, text, str(number), MISPRINT))
    elif not pattern:
        margin.percentages[row][column] = published.percentage(beside)
    printed = margin.target.printed
    if number is not None:
        printed[place] = np.nansum([printed[place], number])
    if "%" not in text:
        margin.target.weights[place] *= WITHOUT_PERCENTAGE


def misprint(table: dict[str, Any], label: str, group: str) -> int:
    """The count declared for a cell that prints none."""
    for entry in table.get("misprint", []):
        if entry["row"] == label and entry["column"] == group:
            return int(entry["count"])
    raise ValueError(f"Table {table['file']}: no count in row {label!r}, column {group!r}")


def shares_of(table: dict[str, Any], values: list[str], keys: list[Key]) -> list[Share]:
    """A table of percentages (with `of`: the values they are taken of) or of counts (without)."""
    source = source_of(table)
    base = tuple(values.index(value) for value in table.get("of", []))
    found = []
    for label, wanted in table["rows"].items():
        part = tuple(values.index(value) for value in wanted)
        for heading, groups in table["columns"].items():
            text = source.cell(label, heading)
            printed = published.percentage(text) if base else published.count(text)
            inside = tuple(n for n, key in enumerate(keys) if key[table["by"]] in groups)
            if printed is not None and inside:
                target = ShareTarget(inside, part, base, float(printed))
                reason = table.get("reason", "").strip()
                found.append(Share(table["file"], label, heading, target, reason))
    return found


def deviations_of(margin: Margin, counts: Ints) -> list[Deviation]:
    """The printed figures of a table that the counts x[cell, value] do not give."""
    found = list(margin.misprints)

    def note(row: int, column: str, inside: Ints, printed: float, percentage: int | None) -> None:
        got, base = int(counts[inside, row].sum()), int(counts[inside].sum())
        label = " + ".join(margin.labels[row])
        changed = not np.isnan(printed) and int(printed) != got
        if changed:
            found.append(
                Deviation(margin.number, label, column, str(int(printed)), str(got), margin.reason)
            )
        share = published.rounded(got, base)
        if percentage is not None and percentage != share:
            reason = (
                "Follows from the count."
                if changed
                else f"Misprint or rounding: the printed count is {100 * got / base:.2f}%."
            )
            found.append(
                Deviation(margin.number, label, column, f"{percentage}%", f"{share}%", reason)
            )

    everyone = np.arange(counts.shape[0])
    for row, percentages in enumerate(margin.percentages):
        for place, group in enumerate(margin.columns):
            note(
                row,
                group,
                np.flatnonzero(margin.target.column_of == place),
                margin.target.printed[row, place],
                percentages[place],
            )
        note(row, "row total", everyone, margin.target.totals[row], percentages[-1])
    return found


def share_deviations(shares: list[Share], counts: Ints) -> list[Deviation]:
    """The printed shares that the counts x[cell, value] do not give."""
    found = []
    for share in shares:
        part, whole = share.target.of(counts)
        got = published.rounded(part, whole) if share.target.base else part
        if got != share.target.printed:
            sign = "%" if share.target.base else ""
            printed = f"{share.target.printed:.0f}{sign}"
            found.append(
                Deviation(
                    share.number, share.row, share.column, printed, f"{got}{sign}", share.reason
                )
            )
    return found
