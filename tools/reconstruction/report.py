"""Writes down what the reconstruction does not meet, and whether it looks like real weeks."""

from collections import Counter
from itertools import groupby
from pathlib import Path

import numpy as np

from tools.reconstruction import published
from tools.reconstruction.activities import BLANK, DAYS, LUNCH, SLOTS_A_DAY, SYMBOLS
from tools.reconstruction.margins import Deviation, People
from tools.reconstruction.nearest import Ints
from tools.reconstruction.shares import printed_cells
from tools.reconstruction.weeks import Diaries

INTRODUCTION = """# The reconstruction of the 2009 survey

Written by `python -m tools.reconstruction`; not to be edited by hand.

The returns in `surveys/demo/` were made by a solver from the tables that the 2009 Social Workers'
Workload Survey published. There is no microdata behind them and no row is a person. What the
tables say of groups holds; everything else about a row is invention that fits.

Met as printed: the number of returns by sector (Table 2.6), roles (2.4), children and adults
(2.5), hours worked compared with hours employed (3.1, and by sector 3.2), contracted hours (2.15,
2.16), shares of time in broad categories (3.3) and in each activity (C1), each by sector and
overall, except for the figures below. Of the text of section 3.2: 83 people worked at the weekend,
for 12 hours on average, and 408 worked at least an hour before 8.30 or after 19.30 on some day.

A percentage of time is pooled: half hours of the group in a category over all half hours that the
group recorded, rounded half up.

## Printed figures that the reconstruction does not have

Printed tables contradict themselves or each other in places, so no set of returns has every
figure. The fewest cells that have to give way were found by an integer programme.

"""

PLAUSIBILITY = """
## How the weeks look

Nothing was published on these figures; they say whether the weeks can be believed.

"""


def deviation_table(deviations: list[Deviation]) -> str:
    """The deviations as a Markdown table."""
    lines = ["| table | row | column | printed | here | why |", "|---|---|---|---|---|---|"]
    for item in deviations:
        cells = (item.table, item.row, item.column, item.printed, item.reconstructed, item.reason)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def comparison_deviations(people: People) -> list[Deviation]:
    """What Table 3.1, which has its values across, prints otherwise than the bands have it."""
    headings, counts, *_ = published.lines_of("3.1")
    bands = Counter(people["hours_band"])
    order = list(dict.fromkeys(people["hours_band"]))
    expected = [
        "less",
        "same",
        "0-3",
        "3-5",
        "5-8",
        "8-12",
        "12-15",
        "15-20",
        "20-25",
        "25-30",
        "30+",
        "unknown",
    ]
    found = []
    for heading, text, band in zip(headings, counts, expected, strict=False):
        if published.count(text) != bands[band] or band not in order:
            found.append(Deviation("3.1", heading, "", text, str(bands[band]), ""))
        percentage = published.percentage(text)
        share = published.rounded(bands[band], len(people["hours_band"]))
        if percentage is not None and percentage != share:
            found.append(
                Deviation(
                    "3.1", heading, "", f"{percentage}%", f"{share}%", "Misprint or rounding."
                )
            )
    return found


def half_hours_of(people: People, diaries: Diaries, sectors: tuple[str, ...]) -> Ints:
    """Half hours by activity and sector counted from the diaries, shape (40, 5)."""
    counted = np.zeros((len(SYMBOLS), len(sectors)), dtype=np.int64)
    for sector, slots in zip(people["sector"], diaries.slots, strict=True):
        for symbol, times in Counter(slots).items():
            if symbol != BLANK:
                counted[SYMBOLS.index(symbol), sectors.index(sector)] += times
    return counted


def tightest(half_hours: Ints) -> list[tuple[float, float, str]]:
    """Every met cell of 3.3 and C1 by its distance from a rounding edge.

    Each entry: distance in percentage points, in half hours, and the cell's name.
    """
    found = []
    for cell in printed_cells():
        whole = int(half_hours[:, list(cell.sectors)].sum())
        part = int(half_hours[np.ix_(list(cell.activities), list(cell.sectors))].sum())
        share = 100.0 * part / whole
        margin = cell.printed + 0.5 - share
        if cell.printed:
            margin = min(margin, share - cell.printed + 0.5)
        if margin > 0:
            column = ("CSD", "DASS", "Joint", "PVI", "no information", "overall")[cell.column]
            name = f"Table {cell.table}, {cell.row}, {column}"
            found.append((margin, margin / 100 * whole, name))
    return sorted(found)


def clock(slot: int) -> str:
    """A time of day."""
    return f"{slot // 2:02d}:{slot % 2 * 30:02d}"


def figures(diaries: Diaries) -> list[tuple[str, str]]:
    """Named figures on the look of the weeks."""
    runs, codes, filled, days = [], [], [], 0
    in_hours, lunches = 0, Counter[int]()
    for slots in diaries.slots:
        filled.append(len(slots) - slots.count(BLANK))
        codes.append(len(set(slots) - {BLANK}))
        runs.append([len(list(run)) for symbol, run in groupby(slots) if symbol != BLANK])
        in_hours += sum(
            symbol != BLANK and 17 <= place % SLOTS_A_DAY < 36 for place, symbol in enumerate(slots)
        )
        lunches.update(
            place % SLOTS_A_DAY for place, symbol in enumerate(slots) if symbol == SYMBOLS[LUNCH]
        )
        days += sum(
            slots[day * SLOTS_A_DAY : (day + 1) * SLOTS_A_DAY] != BLANK * SLOTS_A_DAY
            for day in range(DAYS)
        )
    lengths = [length for own in runs for length in own]
    lunch_hours = sum(times for slot, times in lunches.items() if 24 <= slot < 28)
    people = len(filled)
    ordered = sorted(codes)
    top = ", ".join(
        f"{clock(slot)} {100 * times / lunches.total():.0f}%"
        for slot, times in sorted(lunches.items())
        if times >= lunches.total() / 100
    )
    return [
        ("half hours filled, a person", f"{sum(filled) / people:.1f}"),
        ("hours recorded, a person, lunch included", f"{sum(filled) / people / 2:.1f}"),
        ("most and fewest half hours", f"{max(filled)} and {min(filled)}"),
        ("days with a filled half hour, a person", f"{days / people:.2f}"),
        ("share of half hours between 08:30 and 18:00", f"{100 * in_hours / sum(filled):.1f}%"),
        ("episodes, a person", f"{len(lengths) / people:.1f}"),
        ("length of an episode, half hours", f"{sum(lengths) / len(lengths):.2f}"),
        ("episodes of one half hour", f"{100 * lengths.count(1) / len(lengths):.0f}%"),
        (
            "activities used, a person",
            f"{sum(codes) / people:.1f} (of the middle nine tenths: "
            f"{ordered[people // 20]} to {ordered[-people // 20]})",
        ),
        ("lunch half hours from 12:00 to 14:00", f"{100 * lunch_hours / lunches.total():.0f}%"),
        ("lunch by time of day", top),
    ]


def write(
    path: Path,
    people: People,
    diaries: Diaries,
    deviations: list[Deviation],
    sectors: tuple[str, ...],
) -> None:
    """Writes the report."""
    half_hours = half_hours_of(people, diaries, sectors)
    margins = tightest(half_hours)
    text = INTRODUCTION + deviation_table(deviations)
    text += (
        f"\nAll other cells of Tables 3.3 and C1 keep at least {margins[0][0]:.3f} percentage "
        f"points from the edge where they would round differently ({margins[0][2]}). In half "
        f"hours the nearest is {min(margins, key=lambda m: m[1])[2]}, "
        f"{min(m[1] for m in margins):.1f} half hours away.\n"
    )
    text += PLAUSIBILITY + "| figure | value |\n|---|---|\n"
    text += "".join(f"| {name} | {value} |\n" for name, value in figures(diaries))
    path.write_text(text, encoding="utf-8")
