"""Half hours by activity and sector that give Tables 3.3 and C1 as printed.

The unknown is x[activity, sector], the half hours that all returns of a sector record under an
activity; a sector's half hours in all are fixed beforehand. A printed percentage p says that the
share lies in [p - 0.5, p + 0.5). Three steps, each a linear or integer programme:

1. find the fewest printed cells that no half hours can meet together (`unmet_cells`);
2. keep every share as far from its rounding edges as possible (`safest_shares`);
3. take whole half hours close to that (`whole_half_hours`).
"""

from dataclasses import dataclass, replace

import numpy as np

from tools.reconstruction import published
from tools.reconstruction.activities import ACTIVITIES, CATEGORY_OF, CLIENT_RELATED, CODES, LUNCH
from tools.reconstruction.nearest import Floats, Ints, Programme, whole_numbers
from tools.reconstruction.targets import Deviation

SECTORS = ("csd", "dass", "joint", "pvi", "none")
COLUMNS = (*SECTORS, "overall")

# Labels of Table 3.3's rows.
ROW_OF_CATEGORY = {
    "D": "Direct contact",
    "R": "Case related recording",
    "OA": "Case related work in own agency",
    "IA": "Inter agency work [case related]",
    "OIA": "Other inter agency",
    "S": "Other sundry",
}
SUBTOTAL = "Sub total of client-related work"

# Percentage points that a share must keep from a rounding edge for its cell to count as met.
LEAST_MARGIN = 0.02
# A share further than this from its edges gains nothing by being further still.
ENOUGH_MARGIN = 0.2
# Where cells must give way, these do first: price against 1 for any other cell.
PRICES = {("OIA1", sector): 0.9 for sector in range(len(SECTORS))} | {(SUBTOTAL, 5): 0.95}


@dataclass(frozen=True)
class Cell:
    """One printed percentage: its table, row, column, and the activities it adds up."""

    table: str
    row: str
    column: int
    activities: tuple[int, ...]
    printed: int

    @property
    def price(self) -> float:
        """What giving the cell up costs, where not all can be met."""
        return PRICES.get((self.row, self.column), 1.0)

    @property
    def sectors(self) -> tuple[int, ...]:
        """The sectors that the column pools."""
        return (self.column,) if self.column < len(SECTORS) else tuple(range(len(SECTORS)))


def printed_cells() -> list[Cell]:
    """All cells of Tables 3.3 and C1."""
    cells = []
    for number, row in enumerate(published.activity_shares()):
        cells += [
            Cell("C1", CODES[number], column, (number,), figure)
            for column, figure in enumerate(row)
        ]
    categories = published.category_shares()
    wanted = [(ROW_OF_CATEGORY[name], (name,)) for name in ROW_OF_CATEGORY]
    for label, names in [*wanted, (SUBTOTAL, CLIENT_RELATED)]:
        numbers = tuple(n for n, category in enumerate(CATEGORY_OF) if category in names)
        cells += [
            Cell("3.3", label, column, numbers, figure)
            for column, figure in enumerate(categories[label])
        ]
    return cells


def start(
    totals: Ints, lunches: Ints, *, integer: bool = False
) -> tuple[Programme, list[list[int]]]:
    """A programme with x[activity, sector]: sector totals and lunches fixed, shape (40, 5)."""
    programme = Programme()
    numbers = [
        [programme.variable(0, float(total), integer=integer) for total in totals]
        for _ in ACTIVITIES
    ]
    for sector, total in enumerate(totals):
        programme.constrain([(row[sector], 1.0) for row in numbers], float(total), float(total))
        lunch = float(lunches[sector])
        programme.constrain([(numbers[LUNCH][sector], 1.0)], lunch, lunch)
    return programme, numbers


def terms(cell: Cell, numbers: list[list[int]], totals: Ints) -> list[tuple[int, float]]:
    """A cell's share in percentage points, as terms over x."""
    whole = float(totals[list(cell.sectors)].sum())
    return [(numbers[a][s], 100.0 / whole) for a in cell.activities for s in cell.sectors]


def unmet_cells(cells: list[Cell], totals: Ints, lunches: Ints) -> list[int]:
    """The places of the fewest cells that have to be given up for all the others to be met."""
    programme, numbers = start(totals, lunches)
    switches = []
    for cell in cells:
        switch = programme.variable(cell.price, 1, integer=True)
        share = terms(cell, numbers, totals)
        # A cell that is given up may be one percentage point off.
        programme.constrain([*share, (switch, -1.0)], -np.inf, cell.printed + 0.5 - LEAST_MARGIN)
        if cell.printed:
            programme.constrain([*share, (switch, 1.0)], cell.printed - 0.5 + LEAST_MARGIN, np.inf)
        switches.append(switch)
    values = programme.solve()
    return [place for place, switch in enumerate(switches) if values[switch] > 0.5]


def neighbours(cells: list[Cell], unmet: list[int]) -> list[Cell]:
    """The cells with the unmet ones' percentages moved by one: down for the subtotal, else up."""
    moved = list(cells)
    for place in unmet:
        step = -1 if cells[place].row == SUBTOTAL else 1
        moved[place] = replace(cells[place], printed=cells[place].printed + step)
    return moved


def safest_shares(cells: list[Cell], totals: Ints, lunches: Ints) -> tuple[Floats, float]:
    """x, shape (40, 5), with the largest smallest margin, which is also returned.

    Of all such x, the one whose margins, each counted up to `ENOUGH_MARGIN`, add up to most.
    """
    least = 0.0
    for weight_least, weight_each in ((1.0, 0.0), (0.0, 1.0)):
        programme, numbers = start(totals, lunches)
        floor = programme.variable(-weight_least, ENOUGH_MARGIN)
        programme.constrain([(floor, 1.0)], 0.9 * least, np.inf)
        for cell in cells:
            share = terms(cell, numbers, totals)
            margin = programme.variable(-weight_each, ENOUGH_MARGIN)
            programme.constrain([(margin, 1.0), (floor, -1.0)], 0, np.inf)
            programme.constrain([*share, (margin, 1.0)], -np.inf, cell.printed + 0.5)
            if cell.printed:
                programme.constrain([*share, (margin, -1.0)], cell.printed - 0.5, np.inf)
            else:
                # Printed as zero: rare rather than unknown, where nothing speaks against it.
                some = programme.variable(-0.5 * weight_each, ENOUGH_MARGIN)
                programme.constrain([*share, (some, -1.0)], 0, np.inf)
        values = programme.solve()
        least = float(values[floor])
    return values[np.array(numbers)], least


def whole_half_hours(
    cells: list[Cell], totals: Ints, lunches: Ints, wanted: Floats, margin: float
) -> Ints:
    """Whole half hours near the wanted ones that keep a margin, shape (40, 5)."""
    programme, numbers = start(totals, lunches, integer=True)
    for line, row in zip(numbers, wanted, strict=True):
        for number, aim in zip(line, row, strict=True):
            programme.near([(number, 1.0)], float(aim), 1.0)
    for cell in cells:
        share = terms(cell, numbers, totals)
        programme.constrain(share, -np.inf, cell.printed + 0.5 - margin)
        if cell.printed:
            programme.constrain(share, cell.printed - 0.5 + margin, np.inf)
    values = programme.solve(gap=0.01)
    return whole_numbers(values, numbers)


def deviations(cells: list[Cell], half_hours: Ints) -> list[Deviation]:
    """The printed percentages that half hours by activity and sector do not round to."""
    found = []
    for cell in cells:
        whole = int(half_hours[:, list(cell.sectors)].sum())
        part = int(half_hours[np.ix_(list(cell.activities), list(cell.sectors))].sum())
        if published.rounded(part, whole) != cell.printed:
            found.append(
                Deviation(
                    cell.table,
                    cell.row,
                    COLUMNS[cell.column],
                    f"{cell.printed}%",
                    f"{published.rounded(part, whole)}%",
                    reason(cell, half_hours.sum(axis=0)),
                )
            )
    return found


def reason(cell: Cell, totals: Ints) -> str:
    """Why a printed percentage cannot be met, given the sectors' half hours."""
    if cell.row == SUBTOTAL:
        upper = [c.printed + 0.5 for c in printed_cells() if c.row == SUBTOTAL][:-1]
        most = float(np.dot(upper, totals) / totals.sum())
        return (
            f"The sectors' own subtotals allow less than {most:.2f}%; the printed figure was "
            "added up from rounded parts."
        )
    by_code = {c.row: c.printed for c in printed_cells() if c.column == cell.column}
    inter = by_code["OIA1"] + by_code["OIA2"] + 1.0
    if by_code["Other inter agency"] - 0.5 >= inter:
        return (
            f"OIA1 and OIA2 printed as {by_code['OIA1']}% and {by_code['OIA2']}% are less "
            f"than {inter:g}% together; Table 3.3 has {by_code['Other inter agency']}%."
        )
    client, sundry = by_code[SUBTOTAL] + 0.5, by_code[ROW_OF_CATEGORY["S"]] + 0.5
    return (
        f"The column cannot reach 100%: its client-related subtotal stays under {client}%, "
        f"sundry under {sundry}%, OIA1 and OIA2 together under {inter:g}%."
    )


def half_hours_by_sector(totals: Ints, lunches: Ints) -> tuple[Ints, list[Deviation], float]:
    """Half hours by activity and sector, shape (40, 5); deviations; smallest margin in points."""
    cells = printed_cells()
    reachable = neighbours(cells, unmet_cells(cells, totals, lunches))
    wanted, margin = safest_shares(reachable, totals, lunches)
    half_hours = whole_half_hours(reachable, totals, lunches, wanted, 0.9 * margin)
    return half_hours, deviations(cells, half_hours), margin
