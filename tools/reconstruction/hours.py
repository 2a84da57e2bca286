"""Contracted hours, hours worked in the diary week, and whether the week was an average one.

The bands come from Tables 2.15 and 3.2; where in its band a figure lies is an assumption, and so
is all of `average_week`, of which the report says only that the majority of those working long
hours called theirs an average week (section 3.2).
"""

import random
from dataclasses import dataclass, replace

from tools.reconstruction.margins import People

# Weights of contracted hours within the bands of Table 2.15.
CONTRACTED: dict[str, dict[float, int]] = {
    "0-15": {7.5: 1, 10: 1, 12: 1, 14: 2, 15: 3},
    "16-20": {16: 2, 17.5: 1, 18: 2, 18.5: 8, 20: 5},
    "21-25": {21: 2, 22: 4, 22.5: 4, 24: 2, 25: 2},
    "26-30": {26: 1, 27: 1, 28: 4, 29.5: 3, 30: 10},
    "31-34": {31: 1, 32: 4, 33: 2, 34: 1},
    "35-38": {35: 12, 36: 12, 36.5: 3, 37: 100, 37.5: 14},
    "39-40": {39: 2, 40: 3},
    "40+": {42: 2, 44: 1, 45: 2},
}
# For those who did not say, used only to shape their diary.
USUAL_BANDS = {"16-20": 6, "21-25": 5, "26-30": 7, "35-38": 78}

# Weights of hours worked beyond those contracted, within the bands of Table 3.2.
BEYOND: dict[str, dict[float, int]] = {
    "same": {0: 1},
    "0-3": {0.5: 3, 1: 9, 1.5: 4, 2: 9, 2.5: 4, 3: 8},
    "3-5": {3.5: 4, 4: 8, 4.5: 3, 5: 8},
    "5-8": {5.5: 3, 6: 8, 6.5: 3, 7: 6, 7.5: 3, 8: 8},
    "8-12": {8.5: 2, 9: 6, 9.5: 2, 10: 8, 11: 4, 12: 5},
    "12-15": {12.5: 1, 13: 5, 14: 3, 15: 6},
    "15-20": {15.5: 1, 16: 4, 17: 3, 18: 4, 20: 5},
    "20-25": {21: 3, 22: 2, 23: 3, 25: 2},
    "25-30": {28: 1},
    "30+": {31: 2, 33: 2, 35: 1},
}
USUAL_BEYOND: dict[float, int] = {0: 40, 1: 10, 2: 10, 4: 9, 6: 8, 8: 4}
# Two long weeks stand at the 75 hours that the report mentions.
LONGEST_WEEK = 75.0

# Days a week within the bands of Table 2.14; for those who did not say, by their hours: up to so
# many hours, these; above, five, or now and then four.
DAYS = {
    "1": (1.0,),
    "2-3": (2.0, 2.0, 2.0, 2.5),
    "3-4": (3.0, 3.0, 3.0, 3.5),
    "4-5": (4.0, 4.0, 4.0, 4.5),
    "5": (5.0,),
}
DAYS_BY_HOURS = {
    8: (1,),
    15: (2,),
    20: (3, 3, 2, 4),
    25: (3, 3, 4),
    30: (4, 4, 4, 5),
    34: (4, 5, 5),
}
FOUR_LONG_DAYS = 0.04
FULL_TIME = 35

# Chance of each answer to "was this an average week?": yes, no (else blank).
AVERAGE_WEEK = {
    "less": (0.22, 0.72),
    "same": (0.84, 0.10),
    "0-3": (0.82, 0.12),
    "3-5": (0.76, 0.18),
    "5-8": (0.70, 0.24),
    "unknown": (0.28, 0.10),
}
AVERAGE_LONG_WEEK = (0.62, 0.33)

# Of those without a comparison, the share who did give the hours they worked.
GAVE_WORKED_ONLY = 0.2


@dataclass(frozen=True)
class Hours:
    """A week's hours: what someone's week is like, and what they answered.

    days: days a week, halves for those who work one more every other week.
    """

    contracted: float
    worked: float
    answered_contracted: bool
    answered_worked: bool
    average_week: str
    days: float = 5.0


def pick(weights: dict[float, int], rng: random.Random) -> float:
    """One of the keys, in proportion to its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def hours_less(contracted: float, rng: random.Random) -> float:
    """Hours worked by someone who worked less than contracted: a day or more off, or a little."""
    days = max(1, round(contracted / 7.4))
    missed = rng.choices([0, 1, 2, 3, 4], [30, 42, 15, 8, 5])[0]
    if missed == 0 or days == 1:
        return contracted - rng.choice([0.5, 1, 1, 1.5, 2, 2, 3, 4])
    missed = min(missed, days - 1)
    left = contracted * (days - missed) / days
    return max(3.0, round(2 * left) / 2)


def average_week(band: str, rng: random.Random) -> str:
    """Yes, no or blank."""
    yes, no = AVERAGE_WEEK.get(band, AVERAGE_LONG_WEEK)
    drawn = rng.random()
    return "yes" if drawn < yes else "no" if drawn < yes + no else ""


def hours_of(band: str, contracted_band: str, rng: random.Random) -> Hours:
    """Hours inside the given bands of Tables 3.2 and 2.15."""
    average = average_week(band, rng)
    if band == "unknown":
        usual = rng.choices(list(USUAL_BANDS), list(USUAL_BANDS.values()))[0]
        contracted = pick(CONTRACTED[usual], rng)
        worked = contracted + pick(USUAL_BEYOND, rng)
        return Hours(contracted, worked, False, rng.random() < GAVE_WORKED_ONLY, average)
    contracted = pick(CONTRACTED[contracted_band], rng)
    if band == "less":
        return Hours(contracted, hours_less(contracted, rng), True, True, average)
    return Hours(contracted, contracted + pick(BEYOND[band], rng), True, True, average)


def days_of(band: str, contracted: float, rng: random.Random) -> float:
    """Days a week, in a band of Table 2.14 or, unknown, as the contracted hours suggest."""
    if band in DAYS:
        # Nine long days in ten are another matter (job.py), so full time has no halves.
        days = rng.choice(DAYS[band])
        return days if contracted < FULL_TIME else float(int(days))
    for limit, choices in DAYS_BY_HOURS.items():
        if contracted <= limit:
            return float(rng.choice(choices))
    return 4.0 if rng.random() < FOUR_LONG_DAYS else 5.0


def all_hours(people: People, seed: int) -> list[Hours]:
    """Everyone's hours; two of those furthest above contract worked 75."""
    rng = random.Random(f"{seed} hours")
    bands = zip(people["hours_band"], people["contracted_band"], strict=True)
    hours = [hours_of(band, contracted, rng) for band, contracted in bands]
    longest = [n for n, band in enumerate(people["hours_band"]) if band == "30+"]
    for number in longest[:2]:
        hours[number] = replace(hours[number], worked=LONGEST_WEEK)
    rng = random.Random(f"{seed} days")
    return [
        replace(own, days=days_of(band, own.contracted, rng))
        for own, band in zip(hours, people["days_band"], strict=True)
    ]


def written(value: float, answered: bool) -> str:
    """An answer as written in the file: 37, 37.5 or blank."""
    return f"{value:g}" if answered else ""
