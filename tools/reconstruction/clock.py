"""Puts an outline on the clock: lunches, starts, ends, evenings and nights.

A day runs from a start to an end with lunch inside. Who takes lunch when is steered by Table C1's
share of lunch and breaks (S9) and otherwise assumed; so are all clock times.
"""

import random
from dataclasses import dataclass, field

from tools.reconstruction.activities import DAYS, SLOTS, SLOTS_A_DAY
from tools.reconstruction.outline import EARLY_DAY, NIGHT, Outline

# Times as half hours since midnight.
HALF_PAST_SEVEN, EIGHT, HALF_PAST_EIGHT, NOON, HALF_PAST_SEVEN_PM = 15, 16, 17, 24, 39

# Weights of starting times and of lunch times.
STARTS = {16: 12, 17: 38, 18: 42, 19: 8}
LUNCHES = {24: 18, 25: 36, 26: 32, 27: 12, 28: 2}
# A day of at least this many half hours of work has a lunch break that may be recorded.
LONG_ENOUGH = 9
# What a second half hour of lunch counts for against a first, in the order of dealing.
SECOND_HALF_HOUR = 0.8

# Night shifts: (day, start, half hours); a shift may run over into the next day.
NIGHT_PATTERNS = (
    ((0, 0, 13), (1, 41, 20), (2, 41, 20), (6, 41, 7)),
    ((1, 42, 19), (2, 42, 19), (3, 42, 19), (4, 42, 19)),
    ((2, 40, 20), (4, 40, 20), (5, 40, 20), (6, 33, 15)),
)


@dataclass
class Week:
    """A week on the clock.

    work: slots of work in order. home: those of them worked at home in an evening or at a weekend.
    night: those of a night shift. lunch: slots of lunch.
    """

    statuses: str
    work: list[int] = field(default_factory=list)
    lunch: list[int] = field(default_factory=list)
    home: set[int] = field(default_factory=set)
    night: set[int] = field(default_factory=set)


def deal_lunches(weeks: list[Outline], lunches: int, rng: random.Random) -> None:
    """Gives exactly `lunches` half hours of lunch to the days of a sector's people."""
    tickets = []
    for week in weeks:
        habit = rng.random()
        for day in range(DAYS):
            if week.core[day] >= LONG_ENOUGH:
                first = 0.6 * habit + 0.4 * rng.random()
                tickets.append((first, rng.random(), week, day))
                tickets.append(
                    (first + SECOND_HALF_HOUR * rng.random() ** 0.5 + 0.15, rng.random(), week, day)
                )
    tickets.sort(key=lambda ticket: ticket[:2])
    if lunches > len(tickets):
        raise ValueError("fewer days than lunches")
    for _, _, week, day in tickets[:lunches]:
        week.lunch[day] += 1


def start_of(week: Outline, day: int, length: int, usual: int, rng: random.Random) -> int:
    """When a day's work begins."""
    if length < 8 and day not in week.early_days:
        return rng.choice([18, 18, 19, 20, 26, 27])
    start = rng.choice([14, 15, 15]) if day in week.early_days else usual + rng.choice([0, 0, 0, 1])
    # Early or late is only for those who are marked so.
    earliest = 14 if week.early_or_late else EIGHT
    start = max(earliest, min(start, HALF_PAST_SEVEN_PM - length))
    if start < EIGHT and day not in week.early_days:
        week.early_days.add(day)
    return start


def place_day(week: Outline, day: int, usual: int, placed: Week, rng: random.Random) -> None:
    """Places one day's core half hours and lunch."""
    work, lunch = week.core[day], week.lunch[day]
    # Some take a break without recording it.
    pause = int(not lunch and work >= 11 and work < EARLY_DAY - 4 and rng.random() < 0.4)
    length = work + lunch + pause
    start = start_of(week, day, length, usual, rng)
    if day in week.home_days:
        start = max(
            HALF_PAST_EIGHT, min(rng.choice([18, 19, 20, 21, 26]), HALF_PAST_SEVEN_PM - length)
        )
    base = SLOTS_A_DAY * day
    gap: range = range(0)
    if lunch + pause:
        wanted = rng.choices(list(LUNCHES), list(LUNCHES.values()))[0]
        wanted = max(start + 3, min(wanted, start + length - lunch - pause - 3))
        gap = range(base + wanted, base + wanted + lunch + pause)
    slots = [slot for slot in range(base + start, base + start + length) if slot not in gap]
    placed.work.extend(slots)
    if day in week.home_days:
        placed.home.update(slots)
    if lunch:
        placed.lunch.extend(gap)


def place_evening(week: Outline, day: int, placed: Week, rng: random.Random) -> None:
    """Places an evening block after supper, at home."""
    size = week.evening[day]
    start = min(rng.choice([39, 40, 40, 41, 42]), SLOTS_A_DAY - size)
    slots = [SLOTS_A_DAY * day + start + n for n in range(size)]
    placed.work.extend(slots)
    placed.home.update(slots)


def place(week: Outline, rng: random.Random) -> Week:
    """A week on the clock from its outline; every half hour of the outline has its slot."""
    placed = Week("".join(week.statuses))
    usual = rng.choices(list(STARTS), list(STARTS.values()))[0]
    for day in range(DAYS):
        if week.core[day]:
            place_day(week, day, usual, placed, rng)
        if week.evening[day]:
            place_evening(week, day, placed, rng)
    placed.work.sort()
    return placed


def night_slots(pattern: tuple[tuple[int, int, int], ...]) -> list[int]:
    """The slots of a pattern of night shifts, those after the week left out."""
    return [
        slot
        for day, start, length in pattern
        for slot in range(SLOTS_A_DAY * day + start, SLOTS_A_DAY * day + start + length)
        if slot < SLOTS
    ]


def night_outline(pattern: tuple[tuple[int, int, int], ...]) -> Outline:
    """The outline that goes with a pattern of night shifts: all of its half hours are work."""
    week = Outline(NIGHT, True, ["N"] * DAYS)
    for slot in night_slots(pattern):
        week.evening[slot // SLOTS_A_DAY] += 1
        week.statuses[slot // SLOTS_A_DAY] = "W"
    week.contracted = [day for day in range(DAYS) if week.statuses[day] == "W"]
    return week


def place_night(week: Outline, pattern: tuple[tuple[int, int, int], ...]) -> Week:
    """Night shifts on the clock."""
    slots = night_slots(pattern)
    return Week("".join(week.statuses), work=slots, night=set(slots))
