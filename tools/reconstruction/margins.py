"""Gives returns their answers from declared tables: adding a variable is adding its table.

The declaration is `variables.toml`. A variable has either tables, or a map from a variable that
was assigned before it. Each table says which earlier variable its columns stand for; rules say
which values go with which values of earlier variables. The counts are found by `nearest`, and
within each cell of alike people the values are dealt in random order.
"""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.reconstruction import published
from tools.reconstruction.nearest import Ints, Target, fit

DECLARATION = Path(__file__).parent / "variables.toml"

# Answers by variable; every list holds one answer a return, in the same order of returns.
People = dict[str, list[str]]

# The name to give as `by` when a table's column stands for the whole sample.
ALL = "all"
# A printed cell without a percentage beside it is changed rather than one with.
WITHOUT_PERCENTAGE = 0.5
# What is said of a cell that prints no count.
MISPRINT = "Misprint: a percentage without a count; the row total leaves none here."


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


def values_of(variable: dict[str, Any]) -> list[str]:
    """A variable's values, in the order of its first table's rows."""
    ordered: list[str] = []
    for table in variable["table"]:
        ordered.extend(value for value in table["rows"].values() if value not in ordered)
    return ordered


def printed_column(declared: str | dict[str, str]) -> tuple[str, str]:
    """The heading of a printed column and the pattern that finds the count in its cells."""
    if isinstance(declared, str):
        return declared, ""
    return declared["heading"], declared.get("pattern", "")


def blank_margin(table: dict[str, Any], values: list[str], keys: list[dict[str, str]]) -> Margin:
    """A declared table over the given cells, nothing in it yet."""
    groups = list(table.get("columns", {}))
    shape = (len(values), len(groups))
    columns = [key[table["by"]] for key in keys]
    column_of = np.array([groups.index(own) if own in groups else -1 for own in columns])
    target = Target(column_of, np.full(shape, np.nan), np.full(len(values), np.nan), np.ones(shape))
    percentages: list[list[int | None]] = [[None] * (len(groups) + 1) for _ in values]
    labels: list[list[str]] = [[] for _ in values]
    reason = table.get("reason", "").strip()
    return Margin(table["file"], target, labels, groups, percentages, [], reason)


def margin_of(table: dict[str, Any], values: list[str], keys: list[dict[str, str]]) -> Margin:
    """Reads a declared table into a target over the given cells."""
    source = published.read(table["file"])
    margin = blank_margin(table, values, keys)
    totals = margin.target.totals
    for label, value in table["rows"].items():
        row = values.index(value)
        margin.labels[row].append(label)
        if "total" in table:
            total = published.count(source.cell(label, table["total"]))
            totals[row] = np.nansum([totals[row], total])
            beside = source.cell(label, table.get("percentages", table["total"]))
            margin.percentages[row][-1] = published.percentage(beside)
        for place, group in enumerate(margin.columns):
            heading, pattern = printed_column(table["columns"][group])
            read_cell(margin, table, (row, place), source.cell(label, heading), pattern)
    return margin


def read_cell(
    margin: Margin, table: dict[str, Any], place: tuple[int, int], text: str, pattern: str
) -> None:
    """Adds a printed cell to a margin; rows of the same value add up."""
    row, column = place
    number = published.count(text, pattern)
    if number is None and not pattern:
        label, group = margin.labels[row][-1], margin.columns[column]
        number = misprint(table, label, group)
        margin.misprints.append(Deviation(margin.number, label, group, text, str(number), MISPRINT))
    elif not pattern:
        margin.percentages[row][column] = published.percentage(text)
    printed = margin.target.printed
    if number is not None:
        printed[place] = np.nansum([printed[place], number])
    if "%" not in text:
        margin.target.weights[place] = WITHOUT_PERCENTAGE


def misprint(table: dict[str, Any], label: str, group: str) -> int:
    """The count declared for a cell that prints none."""
    for entry in table.get("misprint", []):
        if entry["row"] == label and entry["column"] == group:
            return int(entry["count"])
    raise ValueError(f"Table {table['file']}: no count in row {label!r}, column {group!r}")


def permitted(variable: dict[str, Any], values: list[str], key: dict[str, str]) -> list[bool]:
    """Which values the rules leave open to a cell of people."""
    may = [True] * len(values)
    for rule in variable.get("rule", []):
        if all(key[name] in wanted for name, wanted in rule["when"].items()):
            may = [old and value in rule["values"] for old, value in zip(may, values, strict=True)]
    return may


def cells_of(variable: dict[str, Any], people: People) -> dict[tuple[str, ...], list[int]]:
    """Returns grouped by everything that the variable's tables and rules look at."""
    names = cell_names(variable)
    size = len(next(iter(people.values())))
    cells: dict[tuple[str, ...], list[int]] = {}
    for number in range(size):
        cells.setdefault(tuple(people[name][number] for name in names), []).append(number)
    return dict(sorted(cells.items()))


def cell_names(variable: dict[str, Any]) -> list[str]:
    """The earlier variables that a variable's tables and rules look at."""
    names = {table["by"] for table in variable["table"]}
    for rule in variable.get("rule", []):
        names.update(rule["when"])
    return sorted(names)


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


def assign(variable: dict[str, Any], people: People, rng: random.Random) -> list[Deviation]:
    """Gives every return its value of one variable; says which printed figures are not met."""
    if "from" in variable:
        people[variable["name"]] = [variable["map"][old] for old in people[variable["from"]]]
        return []
    values = values_of(variable)
    cells = cells_of(variable, people)
    names = cell_names(variable)
    keys = [dict(zip(names, key, strict=True)) for key in cells]
    margins = [margin_of(table, values, keys) for table in variable["table"]]
    sizes = np.array([len(numbers) for numbers in cells.values()])
    allowed = np.array([permitted(variable, values, key) for key in keys])
    counts = fit(sizes, allowed, [margin.target for margin in margins])
    answers = [""] * int(sizes.sum())
    for numbers, row in zip(cells.values(), counts, strict=True):
        dealt = [value for value, times in zip(values, row, strict=True) for _ in range(times)]
        rng.shuffle(dealt)
        for number, value in zip(numbers, dealt, strict=True):
            answers[number] = value
    people[variable["name"]] = answers
    return [item for margin in margins for item in deviations_of(margin, counts)]


def assign_all(
    size: int, seed: int, declaration: Path = DECLARATION
) -> tuple[People, list[Deviation]]:
    """Assigns every declared variable in order to `size` returns."""
    declared = tomllib.loads(declaration.read_text(encoding="utf-8"))
    people: People = {ALL: [ALL] * size}
    deviations = []
    for variable in declared["variable"]:
        rng = random.Random(f"{seed} {variable['name']}")
        deviations.extend(assign(variable, people, rng))
    return people, deviations
