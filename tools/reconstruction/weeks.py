"""From people and hours to diaries: outlines, the clock, half hours by activity, episodes."""

import random
from dataclasses import dataclass

import numpy as np

from tools.reconstruction import clock, dealing, outline, reach, tilting, timetables, trading
from tools.reconstruction.activities import ACTIVITIES, CATEGORIES, CATEGORY_OF, LUNCH, NUMBER
from tools.reconstruction.arranging import diary
from tools.reconstruction.clock import Week
from tools.reconstruction.dealing import Episode
from tools.reconstruction.hours import Hours
from tools.reconstruction.margins import People
from tools.reconstruction.nearest import Floats, Ints
from tools.reconstruction.shares import SECTORS, half_hours_by_sector
from tools.reconstruction.targets import Deviation

# Share of lunch and breaks (S9) in a sector's half hours: inside what Table C1 prints.
LUNCH_SHARE = {"csd": 0.050, "dass": 0.059, "joint": 0.041, "pvi": 0.041, "none": 0.031}
FORGOTTEN_DAYS = 28
# Points that shares of Tables 3.4 to 3.16 should keep from their rounding edges.
REACH_MARGIN = 0.05
RARE = NUMBER["OIA1"]


@dataclass(frozen=True)
class Diaries:
    """Every return's half hours, day statuses and contracted days; half hours by category.

    half_hours: lunch included, shape (people, 6). deviations: what is not met of Tables 3.3 and C1.
    least_off: the points that Tables 3.4 to 3.16 have to be off in all.
    """

    slots: list[str]
    statuses: list[str]
    contracted: list[list[int]]
    half_hours: Ints
    deviations: list[Deviation]
    margin: float
    least_off: float


def outlines(people: People, hours: list[Hours], seed: int) -> list[outline.Outline]:
    """Everyone's outline, lunches dealt so that each sector has its share."""
    rng = random.Random(f"{seed} outlines")
    kinds = outline.kinds_of_week(hours, people["sector"], rng)
    flagged = outline.early_or_late(hours, kinds, rng)
    nights = iter(clock.NIGHT_PATTERNS)
    weeks = [
        clock.night_outline(next(nights))
        if kind == outline.NIGHT
        else outline.outline(hours[n], kind, n in flagged, rng)
        for n, kind in enumerate(kinds)
    ]
    outline.forget_days(weeks, FORGOTTEN_DAYS, rng)
    outline.leave_unsaid(weeks, rng)
    for sector, share in LUNCH_SHARE.items():
        own = [week for week, other in zip(weeks, people["sector"], strict=True) if other == sector]
        work = sum(week.work for week in own)
        clock.deal_lunches(own, round(work * share / (1.0 - share)), rng)
    return weeks


def placed(weeks: list[outline.Outline], seed: int) -> list[Week]:
    """Everyone's week on the clock."""
    rng = random.Random(f"{seed} clock")
    nights = iter(clock.NIGHT_PATTERNS)
    return [
        clock.place_night(week, next(nights))
        if week.kind == outline.NIGHT
        else clock.place(week, rng)
        for week in weeks
    ]


def sector_totals(people: People, weeks: list[Week]) -> tuple[Ints, Ints]:
    """Half hours in all and of lunch by sector, each of shape (5,)."""
    totals = np.zeros(len(SECTORS), dtype=np.int64)
    lunches = np.zeros(len(SECTORS), dtype=np.int64)
    for sector, week in zip(people["sector"], weeks, strict=True):
        totals[SECTORS.index(sector)] += len(week.work) + len(week.lunch)
        lunches[SECTORS.index(sector)] += len(week.lunch)
    return totals, lunches


def drawn_to(people: People, weeks: list[Week], seed: int) -> Floats:
    """How strongly everyone is drawn to each activity, shape (people, 40)."""
    strengths = np.zeros((len(weeks), len(ACTIVITIES)))
    for sector in SECTORS:
        rng = random.Random(f"{seed} inclinations {sector}")
        for n in (n for n, other in enumerate(people["sector"]) if other == sector):
            night = bool(weeks[n].night)
            strengths[n] = dealing.inclination(people["side"][n], people["role"][n], night, rng)
            if not night:
                # So rare that whole columns of Tables 3.4 to 3.16 would be without.
                strengths[n, RARE] = np.maximum(strengths[n, RARE], 0.1)
    return strengths


def by_category(half_hours: Floats | Ints) -> Floats:
    """Half hours by activity, shape (people, 40), added up to the categories, shape (people, 6)."""
    belongs = np.array([[own == name for name in CATEGORIES] for own in CATEGORY_OF], dtype=float)
    return np.asarray(half_hours @ belongs)


def deal(
    people: People, weeks: list[Week], half_hours: Ints, seed: int
) -> tuple[list[list[Episode]], float]:
    """Everyone's episodes, and how many points Tables 3.4 to 3.16 have to be off in all.

    half_hours: by activity and sector, shape (40, 5).
    """
    sectors = [
        np.array([n for n, other in enumerate(people["sector"]) if other == name])
        for name in SECTORS
    ]
    room = np.array([len(week.work) for week in weeks])
    lunches = np.array([len(week.lunch) for week in weeks])
    columns = timetables.columns_of(people)
    strengths = drawn_to(people, weeks, seed)
    expected = np.zeros_like(strengths)
    for place, numbers in enumerate(sectors):
        wanted = half_hours[:, place] * (np.arange(len(ACTIVITIES)) != LUNCH)
        start = strengths[numbers] + 1e-6
        expected[numbers] = tilting.fitted(start, room[numbers].astype(float), wanted.astype(float))
    totals = by_category(half_hours.T)
    least = reach.reach(room, lunches, totals, sectors, columns, 0.0).total
    near = reach.reach(room, lunches, totals, sectors, columns, REACH_MARGIN)
    factors = tilting.tilts(by_category(expected), lunches, sectors, columns, near.off)
    strengths *= factors[:, [CATEGORIES.index(own) for own in CATEGORY_OF]]

    episodes: list[list[Episode]] = [[] for _ in weeks]
    for place, (sector, numbers) in enumerate(zip(SECTORS, sectors, strict=True)):
        rng = random.Random(f"{seed} dealing {sector}")
        dealt = dealing.deal_sector(half_hours[:, place], room[numbers], strengths[numbers], rng)
        for number, hand in zip(numbers, dealt, strict=True):
            episodes[number] = hand
    rng = random.Random(f"{seed} trading")
    # Nine people without a sector are too few to be choosy.
    anything = np.array([[own == "none"] for own in people["sector"]])
    may = ((strengths > 0) | anything) & np.array([[not week.night] for week in weeks])
    trading.Market(episodes, sectors, columns, near.off, lunches, may, rng).trade()
    return episodes, least


def all_diaries(people: People, hours: list[Hours], seed: int) -> Diaries:
    """Everyone's diary."""
    shapes = outlines(people, hours, seed)
    weeks = placed(shapes, seed)
    totals, lunches = sector_totals(people, weeks)
    half_hours, deviations, margin = half_hours_by_sector(totals, lunches)
    if (half_hours[LUNCH] != lunches).any():
        raise ValueError("lunches moved")
    episodes, least_off = deal(people, weeks, half_hours, seed)
    slots = [
        diary(hand, week, random.Random(f"{seed} diary {number}"))
        for number, (hand, week) in enumerate(zip(episodes, weeks, strict=True))
    ]
    return Diaries(
        slots,
        [week.statuses for week in weeks],
        [shape.contracted for shape in shapes],
        trading.half_hours_of(episodes, np.array([len(week.lunch) for week in weeks])),
        deviations,
        margin,
        least_off,
    )
