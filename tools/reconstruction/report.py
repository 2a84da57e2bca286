"""Writes down what the reconstruction does not meet, and whether it looks like real weeks."""

from collections import Counter
from itertools import groupby
from pathlib import Path

import numpy as np

from tools.reconstruction import published, timetables
from tools.reconstruction.activities import BLANK, DAYS, LUNCH, SLOTS_A_DAY, SYMBOLS
from tools.reconstruction.margins import People
from tools.reconstruction.nearest import Ints
from tools.reconstruction.shares import SECTORS, printed_cells
from tools.reconstruction.targets import Deviation
from tools.reconstruction.timetables import Comparison
from tools.reconstruction.weeks import Diaries

INTRODUCTION = """# The reconstruction of the 2009 survey

Written by `python -m tools.reconstruction`; not to be edited by hand.

The returns in `surveys/demo/` were made by a solver from the tables that the 2009 Social Workers'
Workload Survey published. There is no microdata behind them and no row is a person. What the
tables say of groups holds; everything else about a row is invention that fits.

Met as printed, except for the figures below: all of Tables 2.1 to 2.32 and B.1 to B.20, by sector
where they are; hours worked compared with hours employed (3.1, 3.2); shares of time in broad
categories (3.3) and in each activity (C1), by sector and overall; satisfaction by role (3.15). Of
the text: 83 people worked at the weekend, for 12 hours on average, and 408 worked at least an hour
before 8.30 or after 19.30 on some day (section 3.2); cases by role (2.12); training (2.15.1). The
other tables of chapter 3, time by what people answered, are met as nearly as can be: see further
down.

A percentage of time is pooled: half hours of the group in a category over all half hours that the
group recorded, rounded half up.

## Printed figures that the reconstruction does not have

Printed tables contradict themselves or each other in places, so no set of returns has every
figure. The fewest cells that have to give way were found by an integer programme.

"""

SHARES = """
## Time by what people answered: Tables 3.4 to 3.14 and 3.16

Weeks were made to fit all of these tables at once, with the sectors' half hours of every activity
kept (`tools/reconstruction/tilting.py`, `trading.py`). They cannot all be met: Table 3.3's own
sectors allow an overall client-related subtotal of 72.1%, while the columns of Table 3.14, for one,
add up to 72.8% or more; and some columns are one person, or a few. Off by: the difference between
the printed percentage and the exact one here; half a point or less is a cell that is met.

"""

INVENTED = """
## What is invented

No table was published on these, so their distributions are plausible inventions, within what the
report's text says where it says something: where in its band a number lies (years, hours, cases,
applications); ethnic groups within the five of Table 2.3; who prefers not to say their age;
further qualifications and countries (percentages of section 2.6); years with children and with
adults (2.8); job titles, made to fit both codings; contracted days; which client groups one person
names together, and "other" client groups; everything about the team; fortnightly hours and days;
adequacy of and policy on supervision (2.14); "no" and "not sure" in the grid of Table 2.29; study
time (2.15.2); what would help, work and life balance, the next job (2.16, 2.17). Who leaves
questions out is mostly the same people. All free text is invented; `texts.toml` holds every line of
it, and each is drawn many times.

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


def half_hours_of(people: People, diaries: Diaries) -> Ints:
    """Half hours by activity and sector counted from the diaries, shape (40, 5)."""
    counted = np.zeros((len(SYMBOLS), len(SECTORS)), dtype=np.int64)
    for sector, slots in zip(people["sector"], diaries.slots, strict=True):
        for symbol, times in Counter(slots).items():
            if symbol != BLANK:
                counted[SYMBOLS.index(symbol), SECTORS.index(sector)] += times
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


def largest_table(shares: list[Comparison], deviations: list[Deviation]) -> str:
    """The largest deviation of each table of shares, in points and in numbers of people."""
    lines = [
        "| table | cells | met | largest, points | where | largest, people |",
        "|---|---|---|---|---|---|",
    ]
    for number in dict.fromkeys(own.table for own in shares):
        cells = [own for own in shares if own.table == number]
        worst = max(cells, key=lambda own: abs(own.exact - own.printed))
        met = sum(own.here == own.printed for own in cells)
        people = [
            abs(int(item.printed) - int(item.reconstructed))
            for item in deviations
            if item.table == number and item.row == timetables.RESPONDENTS
        ]
        off = abs(worst.exact - worst.printed)
        where = f"{worst.column}, {worst.line}"
        lines.append(
            f"| {number} | {len(cells)} | {met} | {off:.2f} | {where} | {max(people, default=0)} |"
        )
    return "\n".join(lines) + "\n"


def share_table(shares: list[Comparison]) -> str:
    """The cells of Tables 3.4 to 3.16 that round otherwise."""
    lines = ["| table | column | line | printed | here |", "|---|---|---|---|---|"]
    lines += [
        f"| {own.table} | {own.column} | {own.line} | {own.printed}% | {own.exact:.2f}% |"
        for own in shares
        if own.here != own.printed
    ]
    return "\n".join(lines) + "\n"


def write(
    path: Path,
    people: People,
    diaries: Diaries,
    deviations: list[Deviation],
    shares: list[Comparison],
) -> None:
    """Writes the report."""
    half_hours = half_hours_of(people, diaries)
    margins = tightest(half_hours)
    text = INTRODUCTION + deviation_table(deviations)
    text += (
        f"\nAll other cells of Tables 3.3 and C1 keep at least {margins[0][0]:.3f} percentage "
        f"points from the edge where they would round differently ({margins[0][2]}). In half "
        f"hours the nearest is {min(margins, key=lambda m: m[1])[2]}, "
        f"{min(m[1] for m in margins):.1f} half hours away.\n"
    )
    text += SHARES + largest_table(shares, deviations)
    off = sum(own.off for own in shares)
    text += (
        f"\nAll told the exact shares are {off:.1f} points beyond the edges of what rounds to the "
        "printed ones. A linear programme over everyone's half hours by category (`reach.py`) "
        "shows that no weeks with these answers, hours and sectors could do with less than "
        f"{diaries.least_off:.1f}.\n"
    )
    text += "\nThe cells that are not met:\n\n" + share_table(shares)
    text += INVENTED.rstrip() + "\n"
    text += PLAUSIBILITY + "| figure | value |\n|---|---|\n"
    text += "".join(f"| {name} | {value} |\n" for name, value in figures(diaries))
    path.write_text(text, encoding="utf-8")
