"""From people and hours to diaries: outlines, the clock, half hours by activity, episodes."""

import random
from dataclasses import dataclass

import numpy as np

from tools.reconstruction import clock, dealing, outline
from tools.reconstruction.activities import LUNCH
from tools.reconstruction.arranging import diary
from tools.reconstruction.clock import Week
from tools.reconstruction.hours import Hours
from tools.reconstruction.margins import Deviation, People
from tools.reconstruction.nearest import Ints
from tools.reconstruction.shares import SECTORS, half_hours_by_sector

# Share of lunch and breaks (S9) in a sector's half hours: inside what Table C1 prints.
LUNCH_SHARE = {"csd": 0.050, "dass": 0.059, "joint": 0.041, "pvi": 0.041, "none": 0.031}
FORGOTTEN_DAYS = 28


@dataclass(frozen=True)
class Diaries:
    """Every return's half hours and day statuses; what of Tables 3.3 and C1 they do not meet."""

    slots: list[str]
    statuses: list[str]
    deviations: list[Deviation]
    margin: float


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


def deal(
    people: People, weeks: list[Week], half_hours: Ints, seed: int
) -> list[list[dealing.Episode]]:
    """Everyone's episodes. half_hours: by activity and sector, shape (40, 5)."""
    episodes: list[list[dealing.Episode]] = [[] for _ in weeks]
    for place, sector in enumerate(SECTORS):
        rng = random.Random(f"{seed} dealing {sector}")
        own = [n for n, other in enumerate(people["sector"]) if other == sector]
        strengths = np.array(
            [
                dealing.inclination(people["side"][n], people["role"][n], bool(weeks[n].night), rng)
                for n in own
            ]
        )
        room = np.array([len(weeks[n].work) for n in own])
        dealt = dealing.deal_sector(half_hours[:, place], room, strengths, rng)
        for number, hand in zip(own, dealt, strict=True):
            episodes[number] = hand
    return episodes


def all_diaries(people: People, hours: list[Hours], seed: int) -> Diaries:
    """Everyone's diary."""
    weeks = placed(outlines(people, hours, seed), seed)
    totals, lunches = sector_totals(people, weeks)
    half_hours, deviations, margin = half_hours_by_sector(totals, lunches)
    if (half_hours[LUNCH] != lunches).any():
        raise ValueError("lunches moved")
    episodes = deal(people, weeks, half_hours, seed)
    slots = [
        diary(hand, week, random.Random(f"{seed} diary {number}"))
        for number, (hand, week) in enumerate(zip(episodes, weeks, strict=True))
    ]
    return Diaries(slots, [week.statuses for week in weeks], deviations, margin)
