"""How a person's week is shaped before it has activities or clock times.

An outline says on which days someone works, how many half hours of work each day holds, and how
many of them lie in an evening block. Three published figures steer it (section 3.2): 83 people
worked at the weekend, for 12 hours on average; 408 worked at least one hour before 8.30 or after
19.30 on some day; a few had a week far above their contract. All else is assumption.
"""

import random
from dataclasses import dataclass, field

from tools.reconstruction.activities import DAYS
from tools.reconstruction.hours import Hours

WEEKEND_PEOPLE = 83
EARLY_OR_LATE_PEOPLE = 408
# Weekend work by type: half hours of the two days, and people (night workers come on top).
ROTA_PEOPLE = 46
NIGHT_PEOPLE = 3
WEEKDAYS = range(5)
WEEKEND = (5, 6)

# Most half hours of work that a day between 8.00 and 19.30, or between 7.00 and 19.30, can hold.
FULL_DAY, EARLY_DAY = 20, 22
# Kinds of week.
ORDINARY, ROTA, REPORT_WRITING, NIGHT = "ordinary", "rota", "report writing", "night"


@dataclass
class Outline:
    """A week by day: status, half hours of work by day, evening half hours by day, in slots.

    contracted: the days of the contract in this week, 0 for Monday.
    """

    kind: str
    early_or_late: bool
    statuses: list[str]
    core: list[int] = field(default_factory=lambda: [0] * DAYS)
    evening: list[int] = field(default_factory=lambda: [0] * DAYS)
    early_days: set[int] = field(default_factory=set)
    home_days: set[int] = field(default_factory=set)
    lunch: list[int] = field(default_factory=lambda: [0] * DAYS)
    contracted: list[int] = field(default_factory=list)

    @property
    def work(self) -> int:
        """Half hours of work, lunch not counted."""
        return sum(self.core) + sum(self.evening)


def days_this_week(days: float, rng: random.Random) -> int:
    """On how many days someone works this week; halves are a day every other week."""
    return int(days) + int(days % 1 > 0 and rng.random() < 0.5)


def keyed_sample(
    numbers: list[int], weights: list[float], size: int, rng: random.Random
) -> set[int]:
    """`size` numbers without repetition; those of more weight come more often."""
    keys = [
        (rng.random() ** (1.0 / max(weight, 1e-6)), number)
        for number, weight in zip(numbers, weights, strict=True)
    ]
    return {number for _, number in sorted(keys, reverse=True)[:size]}


def kinds_of_week(hours: list[Hours], sectors: list[str], rng: random.Random) -> list[str]:
    """Who works nights, who is on a weekend rota, who writes reports at the weekend."""
    kinds = [ORDINARY] * len(hours)
    everyone = list(range(len(hours)))
    full = [
        36 <= h.contracted <= 38 and h.contracted - 1 <= h.worked <= h.contracted + 6 for h in hours
    ]
    nights = keyed_sample(
        everyone,
        [float(f and s in {"csd", "dass"}) for f, s in zip(full, sectors, strict=True)],
        NIGHT_PEOPLE,
        rng,
    )
    rest = [n for n in everyone if n not in nights]
    on_rota = [1.0 if hours[n].worked >= 35 else 0.0 for n in rest]
    rota = keyed_sample(rest, on_rota, ROTA_PEOPLE, rng)
    rest = [n for n in rest if n not in rota]
    excess = [max(0.0, hours[n].worked - hours[n].contracted - 3) ** 2 for n in rest]
    writing = keyed_sample(rest, excess, WEEKEND_PEOPLE - ROTA_PEOPLE - NIGHT_PEOPLE, rng)
    for group, kind in ((nights, NIGHT), (rota, ROTA), (writing, REPORT_WRITING)):
        for number in group:
            kinds[number] = kind
    return kinds


def early_or_late(hours: list[Hours], kinds: list[str], rng: random.Random) -> set[int]:
    """Who works at least an hour before 8.30 or after 19.30 on some day."""
    nights = {n for n, kind in enumerate(kinds) if kind == NIGHT}
    rest = [n for n in range(len(hours)) if n not in nights]
    # Weeks too long for plain days come first.
    weights = []
    for n in rest:
        excess = max(0.0, hours[n].worked - hours[n].contracted)
        weight = 1e6 if hours[n].worked > 48 else 1 + excess
        weights.append(weight if hours[n].worked >= 16 else 0.0)
    return nights | keyed_sample(rest, weights, EARLY_OR_LATE_PEOPLE - len(nights), rng)


def share_out(total: int, days: list[int], most: int, rng: random.Random) -> dict[int, int]:
    """`total` half hours over days, about evenly, no day above `most` where that is possible."""
    if not days:
        return {}
    base, over = divmod(total, len(days))
    parts = dict.fromkeys(days, base)
    for day in rng.sample(days, over):
        parts[day] += 1
    # A few half hours move between days, so that days differ.
    for _ in range(2 * len(days) if base > 4 else 0):
        giver, taker = rng.choice(days), rng.choice(days)
        if parts[taker] < min(most, base + 4) and parts[giver] > max(4, base - 4):
            parts[giver] -= 1
            parts[taker] += 1
    return {day: part for day, part in parts.items() if part}


def free_days(hours: Hours, days: list[int], statuses: list[str], rng: random.Random) -> list[int]:
    """Marks sick and leave days of someone who worked fewer hours; returns the days worked."""
    missed = hours.contracted - hours.worked
    away = min(len(days) - 1, round(missed * len(days) / hours.contracted))
    if away < 1:
        return days
    reason = rng.choices(["S", "L", "A"], [45, 45, 10])[0]
    first = rng.randrange(len(days) - away + 1)
    for day in days[first : first + away]:
        statuses[day] = reason
    return [day for day in days if statuses[day] == "W"]


def outline(hours: Hours, kind: str, flagged: bool, rng: random.Random) -> Outline:
    """One person's week, without lunches (nights have outlines of their own)."""
    days = sorted(rng.sample(WEEKDAYS, days_this_week(hours.days, rng)))
    statuses = ["W" if day in days else "N" for day in range(DAYS)]
    week = Outline(kind, flagged, statuses, contracted=list(days))
    # Diaries and stated hours differ by a little.
    work = max(2, round(2 * hours.worked) + rng.choice([-2, -1, -1, 0, 0, 0, 0, 1, 1, 2]))
    if hours.worked < hours.contracted:
        days = free_days(hours, days, statuses, rng)
    if kind == ROTA:
        days, work = add_rota(week, days, work, rng)
    elif kind == REPORT_WRITING:
        work = add_report_writing(week, work, len(days), rng)
    if flagged:
        work = add_early_and_late(week, days, work, rng)
    most = EARLY_DAY if flagged else FULL_DAY
    days = add_days(week, days, work, most)
    for day, part in share_out(work, days, most, rng).items():
        week.core[day] += part
    return week


def add_days(week: Outline, days: list[int], work: int, most: int) -> list[int]:
    """The days worked, with a day off given up where they cannot hold the work."""
    spare = [day for day in WEEKDAYS if week.statuses[day] == "N"]
    days = list(days)
    while work > most * len(days) and spare:
        day = spare.pop()
        week.statuses[day] = "W"
        days.append(day)
    return days


def add_rota(
    week: Outline, days: list[int], work: int, rng: random.Random
) -> tuple[list[int], int]:
    """Two full days at the weekend, for two days off in the week; what is left to share out."""
    off = rng.sample(days, max(0, min(2, len(days) - 2)))
    for day in off:
        week.statuses[day] = "N"
    for day in WEEKEND:
        week.core[day] = min(rng.choice([14, 15, 15, 16, 17, 18]), work // 3)
        week.statuses[day] = "W"
        work -= week.core[day]
    return [day for day in days if day not in off], work


def add_report_writing(week: Outline, work: int, days: int, rng: random.Random) -> int:
    """Work at home on one or both days of the weekend; what is left to share out."""
    part = min(rng.choice([6, 8, 10, 12, 14, 16, 20]), work // 4)
    part = max(part, work - days * 26, 2)
    chosen = list(WEEKEND) if part > 10 else [rng.choice(WEEKEND)]
    for day, half_hours in share_out(part, chosen, 20, rng).items():
        week.core[day] = half_hours
        week.home_days.add(day)
        week.statuses[day] = "W"
    return work - part


def add_early_and_late(week: Outline, days: list[int], work: int, rng: random.Random) -> int:
    """Early starts, evening blocks or both; what is left to share out."""
    must = max(0, work - len(days) * EARLY_DAY)
    evenings = rng.choice([1, 1, 2, 2, 3]) if rng.random() < 0.6 or must else 0
    if evenings == 0:
        week.early_days.update(rng.sample(days, rng.randint(1, len(days))))
        return work
    evenings = max(evenings, -(-must // 6))
    for day in rng.sample(days, min(evenings, len(days))):
        size = min(max(rng.choice([2, 2, 3, 4]), -(-must // evenings)), max(2, work // 3))
        week.evening[day] = size
        work -= size
    if rng.random() < 0.3:
        week.early_days.update(rng.sample(days, 1))
    return work


def forget_days(weeks: list[Outline], people: int, rng: random.Random) -> None:
    """Some people cannot recall one of their days: its half hours stay blank."""
    able = [
        n
        for n, week in enumerate(weeks)
        if week.kind == ORDINARY
        and not week.early_or_late
        and sum(part > 0 for part in week.core) >= 4
    ]
    for number in sorted(rng.sample(able, people)):
        week = weeks[number]
        day = rng.choice([d for d in WEEKDAYS if week.core[d]])
        week.core[day] = 0
        week.statuses[day] = "C"


def leave_unsaid(weeks: list[Outline], rng: random.Random) -> None:
    """About one in eight says nothing about the days that they do not work."""
    for week in weeks:
        if rng.random() < 0.12:
            week.statuses = ["." if status == "N" else status for status in week.statuses]
