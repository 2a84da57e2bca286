"""Trades episodes between people, so that Tables 3.4 to 3.16 come nearer to print.

Two people of one sector trade episodes of the same length: nobody's half hours change, nor the
sector's half hours of any activity. A trade is made where it brings the tables nearer and each of
the two does such work anyway. Nights are not traded, and journeys hardly ever.
"""

import random
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from tools.reconstruction.activities import ACTIVITIES, CATEGORIES, CATEGORY_OF
from tools.reconstruction.dealing import Episode
from tools.reconstruction.nearest import Floats, Ints
from tools.reconstruction.timetables import ADDS_UP, Column

# How far inside its edges, in percentage points, a share counts as safe.
MARGIN = 0.04
TRADES = 400_000
# After so many offers in a row that brought nothing, no more are made.
PATIENCE = 30_000
CATEGORY_NUMBER = tuple(CATEGORIES.index(name) for name in CATEGORY_OF)


def half_hours_of(episodes: list[list[Episode]], lunches: Ints) -> Ints:
    """Half hours by person and category, lunch included, shape (people, 6)."""
    half_hours = np.zeros((len(episodes), len(CATEGORIES)), dtype=np.int64)
    half_hours[:, CATEGORIES.index("S")] = lunches
    for person, hand in enumerate(episodes):
        for activity, length in hand:
            half_hours[person, CATEGORY_NUMBER[activity]] += length
    return half_hours


class Market:
    """Everyone's episodes and the tables' half hours.

    off: the points that each line may be beyond its edges, shape (columns, 7). lunches: half
    hours, shape (people,). may: whether a person does an activity, shape (people,
    40); nobody trades who may do nothing, and only who may do anything trades journeys.
    """

    def __init__(
        self,
        episodes: list[list[Episode]],
        sectors: list[Ints],
        columns: list[Column],
        off: Floats,
        lunches: Ints,
        may: NDArray[np.bool_],
        rng: random.Random,
    ) -> None:
        self.rng, self.episodes, self.may = rng, episodes, may
        open_to = [place for place, column in enumerate(columns) if not column.fixed]
        asked = [columns[place] for place in open_to]
        self.slack = 0.5 - MARGIN + off[open_to]
        self.inside = np.array([column.members for column in asked], dtype=np.int64)
        half_hours = half_hours_of(episodes, lunches)
        self.sums = (self.inside @ half_hours).astype(np.float64)
        self.wholes = self.sums.sum(axis=1)
        self.printed = np.array([column.printed for column in asked], dtype=np.float64)
        self.sector_of = np.empty(len(episodes), dtype=np.int64)
        for place, numbers in enumerate(sectors):
            self.sector_of[numbers] = place
        self.holders: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for person, hand in enumerate(episodes):
            for activity, length in hand:
                if self.tradable(person, activity):
                    self.holders[self.key(person, activity, length)].append(person)
        self.keys = sorted(self.holders)

    def key(self, person: int, activity: int, length: int) -> tuple[int, int, int]:
        """What is alike for trading: sector, category and length."""
        return int(self.sector_of[person]), CATEGORY_NUMBER[activity], length

    def tradable(self, person: int, activity: int) -> bool:
        """Whether an episode may be traded at all."""
        if ACTIVITIES[activity].kind == "travel":
            return bool(self.may[person].all())
        return bool(self.may[person].any())

    def cost(self, sums: Floats, places: Ints) -> float:
        """How far the shares of some columns are outside their edges, all told."""
        shares = 100.0 * sums @ ADDS_UP / self.wholes[places, None]
        off = np.maximum(np.abs(shares - self.printed[places]) - self.slack[places], 0.0)
        return float((off + 2.0 * off * off).sum())

    def episode(self, person: int, category: int, length: int) -> int:
        """The place of one of someone's episodes of a category and length."""
        places = [
            place
            for place, (activity, own) in enumerate(self.episodes[person])
            if own == length
            and CATEGORY_NUMBER[activity] == category
            and self.tradable(person, activity)
        ]
        return self.rng.choice(places)

    def offer(self) -> bool:
        """One random trade; made where it helps."""
        sector, category, length = self.rng.choice(self.keys)
        others = [key for key in self.by_length[sector, length] if key[1] != category]
        if not others:
            return False
        key, other_key = (sector, category, length), self.rng.choice(others)
        index = self.rng.randrange(len(self.holders[key]))
        other_index = self.rng.randrange(len(self.holders[other_key]))
        one, other = self.holders[key][index], self.holders[other_key][other_index]
        change = self.inside[:, other] - self.inside[:, one]
        places = np.flatnonzero(change)
        if one == other or not len(places):
            return False
        before = self.sums[places]
        after = before.copy()
        after[:, category] += length * change[places]
        after[:, other_key[1]] -= length * change[places]
        if self.cost(after, places) >= self.cost(before, places) - 1e-9:
            return False
        mine = self.episode(one, category, length)
        theirs = self.episode(other, other_key[1], length)
        activity, other_activity = self.episodes[one][mine][0], self.episodes[other][theirs][0]
        if not (self.may[other, activity] and self.may[one, other_activity]):
            return False
        self.episodes[one][mine], self.episodes[other][theirs] = (
            self.episodes[other][theirs],
            self.episodes[one][mine],
        )
        self.holders[key][index], self.holders[other_key][other_index] = other, one
        self.sums[places] = after
        return True

    def trade(self, most: int = TRADES) -> int:
        """Makes offers until they bring nothing; how many trades were made."""
        self.by_length: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
        for key in self.keys:
            self.by_length[key[0], key[2]].append(key)
        made = idle = 0
        for _ in range(most):
            helped = self.offer()
            made += helped
            idle = 0 if helped else idle + 1
            if idle > PATIENCE:
                break
        return made
