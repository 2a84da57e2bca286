"""Gives returns their answers from declared tables: adding a variable is adding its table.

The declarations are the files of `declared/`, in the order of their names. A variable has either
tables, or a map from a variable that was assigned before it, or a list of earlier variables to
join. Each table says which earlier variable its columns stand for; rules say which values go with
which values of earlier variables. The counts are found by `nearest`, and within each cell of alike
people the values are dealt in random order; not answering goes to the same people again and again.
"""

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tools.reconstruction.nearest import Ints, fit
from tools.reconstruction.targets import (
    Deviation,
    Key,
    deviations_of,
    margin_of,
    share_deviations,
    shares_of,
    values_of,
)

DECLARATIONS = sorted((Path(__file__).parent / "declared").glob("*.toml"))

# Answers by variable; every list holds one answer a return, in the same order of returns.
People = dict[str, list[str]]

# The name to give as `by` when a table's column stands for the whole sample.
ALL = "all"
# What stands for not having answered, unless a variable says otherwise.
UNKNOWN = "unknown"
# How firmly the same people leave questions out: spread of the noise on a rank from 0 to 1.
NOISE = 0.03


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
    names = {table["by"] for kind in ("table", "share") for table in variable.get(kind, [])}
    for rule in variable.get("rule", []):
        names.update(rule["when"])
    return sorted(names)


def dealt(
    values: list[str], times: Ints, numbers: list[int], quiet: list[float], unknown: str
) -> dict[int, str]:
    """The values of alike people, in order of `quiet`: who is quietest does not answer.

    `numbers` come in random order; so do the values of those who answer.
    """
    given = [v for v, n in zip(values, times, strict=True) if v != unknown for _ in range(n)]
    ordered = sorted(numbers, key=lambda number: quiet[number])
    answering = set(ordered[: len(given)])
    answers = dict.fromkeys(ordered, unknown)
    answers.update(zip((n for n in numbers if n in answering), given, strict=True))
    return answers


def assign(
    variable: dict[str, Any], people: People, quiet: list[float], rng: random.Random
) -> list[Deviation]:
    """Gives every return its value of one variable; says which printed figures are not met."""
    if "from" in variable:
        people[variable["name"]] = [variable["map"][old] for old in people[variable["from"]]]
        return []
    if "join" in variable:
        joined = zip(*(people[name] for name in variable["join"]), strict=True)
        people[variable["name"]] = [" ".join(parts) for parts in joined]
        return []
    values = values_of(variable)
    cells = cells_of(variable, people)
    names = cell_names(variable)
    keys: list[Key] = [dict(zip(names, key, strict=True)) for key in cells]
    margins = [margin_of(table, values, keys) for table in variable["table"]]
    shares = [own for table in variable.get("share", []) for own in shares_of(table, values, keys)]
    sizes = np.array([len(numbers) for numbers in cells.values()])
    allowed = np.array([permitted(variable, values, key) for key in keys])
    targets = [margin.target for margin in margins]
    counts = fit(sizes, allowed, targets, [share.target for share in shares])
    answers = [""] * int(sizes.sum())
    noisy = [rank + rng.gauss(0.0, NOISE) for rank in quiet]
    unknown = variable.get("unknown", UNKNOWN)
    for numbers, row in zip(cells.values(), counts, strict=True):
        rng.shuffle(numbers)
        for number, value in dealt(values, row, numbers, noisy, unknown).items():
            answers[number] = value
    people[variable["name"]] = answers
    if variable.get("unreported"):
        return []
    found = [item for margin in margins for item in deviations_of(margin, counts)]
    return found + share_deviations(shares, counts)


def filled(template: Any, words: dict[str, str]) -> Any:
    """A template of a declaration with its capitals replaced."""
    if isinstance(template, dict):
        return {filled(k, words): filled(own, words) for k, own in template.items()}
    if isinstance(template, list):
        return [filled(own, words) for own in template]
    if isinstance(template, str):
        for capitals, word in words.items():
            template = template.replace(capitals, word)
    return template


def variables_in(path: Path) -> list[dict[str, Any]]:
    """The variables that a file declares: one by one, then those of its templates."""
    declared = tomllib.loads(path.read_text(encoding="utf-8"))
    alike = [
        filled(entry["variable"], words)
        for entry in declared.get("alike", [])
        for words in entry["with"]
    ]
    return [*declared.get("variable", []), *alike]


def assign_all(
    size: int, seed: int, declarations: Sequence[Path] = DECLARATIONS
) -> tuple[People, list[Deviation]]:
    """Assigns every declared variable in order to `size` returns."""
    people: People = {ALL: [ALL] * size}
    rng = random.Random(f"{seed} quiet")
    quiet = [rng.random() for _ in range(size)]
    deviations = []
    for path in declarations:
        for variable in variables_in(path):
            rng = random.Random(f"{seed} {variable['name']}")
            deviations.extend(assign(variable, people, quiet, rng))
    return people, deviations
