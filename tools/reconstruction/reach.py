"""How near Tables 3.4 to 3.16 can come to print at all: a linear programme.

The unknown is y[person, category], the half hours of each person in each of the six categories,
with the person's half hours in all, their lunches, and the sectors' half hours of each category
kept. It is not whole numbers, so no set of diaries comes nearer than its best value.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, hstack

from tools.reconstruction.activities import CATEGORIES
from tools.reconstruction.nearest import Floats, Ints
from tools.reconstruction.timetables import ADDS_UP, LINES, Column

SIZE = len(CATEGORIES)


@dataclass(frozen=True)
class Reach:
    """How many points each line of each column has to be off, shape (columns, 7); and all told."""

    off: Floats
    total: float


def kept(totals: Floats, sectors: list[Ints], columns: list[Column]) -> tuple[csr_array, Floats]:
    """Equations over y and the columns' sums K[column, category]: matrix and right-hand side.

    totals: half hours by sector and category, shape (5, 6). The first equations, one a person,
    have their right-hand side filled in by the caller.
    """
    people = sum(len(numbers) for numbers in sectors)
    rows: list[Ints] = []
    places: list[Ints] = []
    everyone = np.arange(people * SIZE)
    rows.append(everyone // SIZE)
    places.append(everyone)
    row = people
    for numbers in [*sectors, *(np.flatnonzero(column.members) for column in columns)]:
        for category in range(SIZE):
            rows.append(np.full(len(numbers), row))
            places.append(numbers * SIZE + category)
            row += 1
    left = coo_array(
        (np.ones(sum(map(len, rows))), (np.concatenate(rows), np.concatenate(places))),
        shape=(row, people * SIZE),
    )
    sums = np.arange(len(columns) * SIZE)
    start = people + len(sectors) * SIZE
    right = coo_array((-np.ones(len(sums)), (start + sums, sums)), shape=(row, len(sums)))
    sides = np.concatenate([np.zeros(people), totals.ravel(), np.zeros(len(sums))])
    return hstack([left, right]).tocsr(), sides


def edges(columns: list[Column], wholes: Ints, margin: float) -> tuple[csr_array, Floats]:
    """Inequalities over K and the points off: each share within its rounding edges, or off."""
    rows: list[int] = []
    places: list[int] = []
    factors: list[float] = []
    sides: list[float] = []
    first_off = len(columns) * SIZE
    for number, (column, whole) in enumerate(zip(columns, wholes, strict=True)):
        for line, printed in enumerate(column.printed):
            for sign in (1.0, -1.0):
                row = len(sides)
                for category in np.flatnonzero(ADDS_UP[:, line]):
                    rows.append(row)
                    places.append(number * SIZE + int(category))
                    factors.append(sign * 100.0 / whole)
                rows.append(row)
                places.append(first_off + number * len(LINES) + line)
                factors.append(-1.0)
                sides.append(sign * printed + 0.5 - margin)
    shape = (len(sides), first_off + len(columns) * len(LINES))
    return coo_array((factors, (rows, places)), shape=shape).tocsr(), np.array(sides)


def reach(
    room: Ints,
    lunches: Ints,
    totals: Floats,
    sectors: list[Ints],
    columns: list[Column],
    margin: float,
) -> Reach:
    """The fewest points, all told, that the printed shares have to be off.

    room: half hours by person, lunch left out; lunches: the same of lunch. totals: half hours by
    sector and category, lunch included, shape (5, 6). margin: points that a share has to keep
    from its rounding edges.
    """
    everything = room + lunches
    wholes = np.array([everything[column.members].sum() for column in columns])
    equal, equal_sides = kept(totals, sectors, columns)
    equal_sides[: len(room)] = everything
    below, below_sides = edges(columns, wholes, margin)
    people, off = len(room) * SIZE, len(columns) * len(LINES)
    equal = hstack([equal, csr_array((equal.shape[0], off))]).tocsr()
    below = hstack([csr_array((below.shape[0], people)), below]).tocsr()
    least = np.zeros(equal.shape[1])
    least[CATEGORIES.index("S") : people : SIZE] = lunches
    costs = np.zeros(equal.shape[1])
    costs[-off:] = 1.0
    answer = linprog(
        costs,
        A_ub=below,
        b_ub=below_sides,
        A_eq=equal,
        b_eq=equal_sides,
        bounds=np.column_stack([least, np.full(len(least), np.inf)]),
        method="highs-ipm",
    )
    if answer.x is None:
        raise ValueError(f"no weeks at all: {answer.message}")
    return Reach(np.maximum(answer.x[-off:].reshape(len(columns), -1), 0.0), float(answer.fun))
