"""Deals a sector's half hours of each activity to its people as episodes.

Every activity's half hours are cut into episodes of believable length; long episodes are dealt
first and single half hours last, to people who still have room, more to those in whose kind of job
the activity is common. What is dealt adds up exactly: by activity to the sector's half hours, by
person to the half hours they worked.
"""

import random
from collections import Counter

import numpy as np

from tools.reconstruction.activities import (
    ACTIVITIES,
    FILLERS,
    LUNCH,
    NUMBER,
    PROFILES,
    ROLE_FACTORS,
)
from tools.reconstruction.nearest import Floats, Ints

# Spread of personal habits: the logarithm's standard deviation.
HABIT = 0.5
# How much less likely each episode of an activity makes the next one.
ENOUGH_OF_IT = 0.35
# How much likelier a person is to travel for an activity that they have no episode of.
TRAVEL_WITHOUT_CAUSE = 0.02
# What a night shift is made of, against what others' weeks hold of it.
NIGHT_FACTORS = {
    "D8": 8,
    "D9": 9,
    "D10": 3,
    "D11": 6,
    "D12": 3,
    "R1": 4,
    "R7": 3,
    "OA2": 2,
    "OA3": 2,
    "S10": 0.5,
    "IA1": 0.3,
    "S7": 0.3,
}

# An episode: activity number and length in half hours.
Episode = tuple[int, int]


def cut(activity: int, half_hours: int, rng: random.Random) -> list[Episode]:
    """Episodes of an activity that take up exactly these half hours."""
    lengths = list(ACTIVITIES[activity].lengths)
    weights = list(ACTIVITIES[activity].lengths.values())
    episodes = []
    while half_hours:
        length = min(rng.choices(lengths, weights)[0], half_hours)
        episodes.append((activity, length))
        half_hours -= length
    return episodes


def inclination(side: str, role: str, night: bool, rng: random.Random) -> Floats:
    """How strongly someone is drawn to each activity, shape (40,); 0 for what they never do."""
    names = PROFILES[side]
    _, _, factors = rng.choices(names, [weight for _, weight, _ in names])[0]
    strengths = np.zeros(len(ACTIVITIES))
    for number, activity in enumerate(ACTIVITIES):
        does_it = rng.random() < activity.niche
        habit = rng.lognormvariate(0.0, HABIT)
        factor = factors.get(activity.code, 1.0) * ROLE_FACTORS.get(role, {}).get(activity.code, 1)
        if night:
            factor = NIGHT_FACTORS.get(activity.code, 0)
            does_it = factor > 0
        strengths[number] = habit * factor * does_it / max(activity.niche, 0.01)
    strengths[LUNCH] = 0.0
    return strengths


class Dealer:
    """The people of a sector with the room that each has left.

    room: half hours still to fill, shape (people,). strengths: shape (people, 40).
    """

    def __init__(self, room: Ints, strengths: Floats, rng: random.Random) -> None:
        self.room = room.copy()
        self.strengths = strengths
        self.rng = rng
        self.dealt: list[list[Episode]] = [[] for _ in room]
        self.counts = np.zeros(strengths.shape, dtype=np.int64)

    def deal(self, episode: Episode, draw: Floats) -> None:
        """Gives an episode to someone with room, by weight; splits it if no one has room."""
        activity, length = episode
        weights = np.where(self.room >= length, draw * self.room, 0.0)
        if weights.sum() <= 0.0:
            weights = np.where(self.room >= length, self.room, 0).astype(np.float64)
        if weights.sum() <= 0.0:
            self.deal((activity, length // 2), draw)
            self.deal((activity, length - length // 2), draw)
            return
        steps = np.cumsum(weights)
        person = int(np.searchsorted(steps, self.rng.random() * steps[-1], side="right"))
        self.dealt[person].append(episode)
        self.counts[person, activity] += 1
        self.room[person] -= length

    def travel_weights(self, activity: int) -> Floats:
        """Who travels: those who go to what the travel leads to, less so with each journey."""
        causes = [NUMBER[code] for code in ACTIVITIES[activity].serves]
        visits = self.counts[:, causes].sum(axis=1)
        wanted = np.maximum(2.0 * visits - self.counts[:, activity], 0.0)
        return np.asarray(wanted + TRAVEL_WITHOUT_CAUSE)

    def weights(self, activity: int, length: int) -> Floats:
        """How the people are weighed for an episode, apart from their room."""
        own = self.strengths[:, activity]
        if ACTIVITIES[activity].kind == "travel":
            return (own + 0.05) * self.travel_weights(activity)
        if length >= 8:
            return own / (1.0 + 9.0 * self.counts[:, activity])
        return np.asarray(own / (1.0 + ENOUGH_OF_IT * self.counts[:, activity]))


def rank(episode: Episode) -> int:
    """The order of dealing: long first, then journeys, single half hours that anyone has last."""
    activity, length = episode
    if ACTIVITIES[activity].kind == "travel":
        return 100
    if length > 1:
        return 50 - length
    return 300 if activity in FILLERS else 200


def deal_sector(
    half_hours: Ints, room: Ints, strengths: Floats, rng: random.Random
) -> list[list[Episode]]:
    """Everyone's episodes in a sector, lunches left out.

    half_hours: shape (40,), lunch ignored. room: half hours of work by person, shape (people,);
    both have the same sum.
    """
    episodes = [
        episode
        for activity, total in enumerate(half_hours)
        if activity != LUNCH
        for episode in cut(activity, int(total), rng)
    ]
    rng.shuffle(episodes)
    episodes.sort(key=rank)
    dealer = Dealer(room, strengths, rng)
    for activity, length in episodes:
        dealer.deal((activity, length), dealer.weights(activity, length))
    if dealer.room.any():
        raise ValueError("episodes and room differ")
    return dealer.dealt


def codes_used(episodes: list[Episode]) -> int:
    """How many different activities someone has."""
    return len(Counter(activity for activity, _ in episodes))
