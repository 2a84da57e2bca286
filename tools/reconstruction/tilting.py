"""How much more or less of each category everyone has to have for Tables 3.4 to 3.16.

What is expected of a person before dealing, E[person, category], is multiplied by factors of the
columns that the person is in, again and again, and brought back to the person's half hours and to
the sector's half hours of each category, until every column's shares lie inside the edges of what
is printed or cannot come nearer. Of all weeks that have the shares these are close to the expected
ones (in relative entropy), so nobody's week is bent more than others' of the same columns.
"""

import numpy as np

from tools.reconstruction.nearest import Floats, Ints
from tools.reconstruction.timetables import ADDS_UP, Column

ROUNDS = 400
# How much of the way each round goes, and how far inside the edges a share should lie.
STEP = 0.6
MARGIN = 0.05
# Nobody has more or less of a category than so many times what was expected.
MOST, LEAST = 6.0, 0.12


def fitted(expected: Floats, rows: Floats, columns: Floats, rounds: int = 60) -> Floats:
    """`expected` in proportion to given sums by row and by column (shape (rows, columns))."""
    table = expected.copy()
    for _ in range(rounds):
        table *= (rows / np.maximum(table.sum(axis=1), 1e-12))[:, None]
        table *= columns / np.maximum(table.sum(axis=0), 1e-12)
    return table


def refitted(table: Floats, room: Ints, sectors: list[Ints], totals: list[Floats]) -> Floats:
    """Brings everyone back to their room and every sector to its categories."""
    for numbers, columns in zip(sectors, totals, strict=True):
        rows = room[numbers].astype(np.float64)
        table[numbers] = fitted(table[numbers], rows, columns, 2)
    return table


def tilts(
    expected: Floats, lunches: Ints, sectors: list[Ints], columns: list[Column], off: Floats
) -> Floats:
    """Factors by person and category, shape (people, 6).

    expected: half hours without lunch, shape (people, 6); its sums by person, and by sector and
    category, are kept. lunches: half hours, shape (people,). sectors: the people of each.
    off: the points that each line may be beyond its edges, shape (columns, 7).
    """
    room = np.rint(expected.sum(axis=1)).astype(np.int64)
    totals = [expected[numbers].sum(axis=0) for numbers in sectors]
    asked = [
        (column, np.array(column.printed), 0.5 - MARGIN + own)
        for column, own in zip(columns, off, strict=True)
        if not column.fixed
    ]
    table = np.maximum(expected, 1e-9)
    start = table.copy()
    for _ in range(ROUNDS):
        for column, printed, slack in asked:
            own = table[column.members]
            with_lunch = own.sum(axis=0)
            with_lunch[-1] += lunches[column.members].sum()
            share = 100.0 * with_lunch @ ADDS_UP / with_lunch.sum()
            wanted = np.clip(share, printed - slack, printed + slack)
            factor = (np.maximum(wanted, 0.05) / np.maximum(share, 0.05)) ** STEP
            # A line's factor goes to all of the categories that it adds up.
            table[column.members] = own * np.exp(np.log(factor) @ ADDS_UP.T)
        table = np.clip(table, LEAST * start, MOST * start)
        table = refitted(table, room, sectors, totals)
    return table / start
