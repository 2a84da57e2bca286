"""Who names which client groups together.

How many people of each sector and side name each group is fixed by `declared/3-groups.toml`. Here
the names move between people of the same sector and side, until nobody names none, few name more
than three, those who name one of two groups are as many as Tables 3.4 to 3.8 say, and the groups
that one person names belong together.
"""

import math
import random
from collections import Counter, defaultdict
from dataclasses import dataclass

from tools.reconstruction import published
from tools.reconstruction.margins import People

# In the order of the instrument's options; "other" comes last and has no published figure.
GROUPS = (
    "child_protection", "looked_after", "care_leavers", "family_support", "camhs", "sen",
    "complex_health_children", "young_carers", "young_substance", "asylum", "foster_carers",
    "transitions", "physical_disability", "sensory", "mental_health", "learning_disability",
    "adult_substance", "older", "older_mental_health", "carers", "palliative",
)  # fmt: skip
OTHER = "other"

# Which groups belong together: those of one line go well with each other. An assumption.
CIRCLES = (
    {"child_protection", "family_support", "looked_after", "care_leavers", "asylum"},
    {"child_protection", "family_support", "young_carers", "young_substance"},
    {"looked_after", "foster_carers", "care_leavers"},
    {"sen", "complex_health_children", "transitions", "family_support"},
    {"camhs", "looked_after", "family_support", "sen"},
    {"older", "older_mental_health", "carers", "palliative"},
    {"older", "physical_disability", "sensory", "palliative", "carers"},
    {"learning_disability", "transitions", "carers", "physical_disability"},
    {"mental_health", "adult_substance", "carers", "older_mental_health"},
)
FIRST_ADULTS = GROUPS.index("transitions")
BOTH_SIDES = {"transitions", "asylum"}
ADULTS = set(GROUPS[FIRST_ADULTS:]) - BOTH_SIDES

# The tables that pool people who name one of several groups: (table, groups, headings by sector).
POOLED: tuple[tuple[str, set[str], dict[str, str]], ...] = (
    (
        "3.4",
        {"child_protection", "family_support"},
        {"csd": "Child", "joint": "Joint *", "pvi": "PVI *"},
    ),
    ("3.5", {"looked_after", "care_leavers"}, {"csd": "Child", "joint": "Joint*", "pvi": "PVI *"}),
    ("3.6", {"foster_carers"}, {"csd": "Child", "pvi": "PVI *"}),
    (
        "3.7",
        {"mental_health", "learning_disability", "adult_substance"},
        {"csd": "Child*", "dass": "Adult", "joint": "Joint*", "pvi": "PVI *"},
    ),
    (
        "3.8",
        {"older", "older_mental_health"},
        {"csd": "Child *", "dass": "Adult", "joint": "Joint *"},
    ),
)
RESPONDENTS = "Number of respondents"

# Costs: nobody, each name beyond the third, two groups that do not go together, and one person
# too many or too few in a pooled table.
NONE_COST, BEYOND_COST, STRANGERS_COST, POOLED_COST = 12.0, 2.5, 1.0, 12.0
# In joint departments, whether people work with children or adults shows in their groups alone.
WRONG_SIDE_COST = 30.0
MOVES = 150_000
# How many name "other" beside their groups, of those who name fewer than three.
OTHERS = 45


@dataclass(frozen=True)
class Pooled:
    """One printed number of respondents: a table's groups in a sector."""

    table: str
    heading: str
    sector: str
    groups: frozenset[str]
    printed: int


def pooled_tables() -> list[Pooled]:
    """The printed numbers of respondents of Tables 3.4 to 3.8."""
    found = []
    for number, groups, headings in POOLED:
        table = published.read(number)
        for sector, heading in headings.items():
            printed = published.count(table.cell(RESPONDENTS, heading)) or 0
            found.append(Pooled(number, heading, sector, frozenset(groups), printed))
    return found


def strangers(one: str, other: str) -> float:
    """The cost of naming two groups together."""
    if any(one in circle and other in circle for circle in CIRCLES):
        return 0.0
    adults = [GROUPS.index(name) >= FIRST_ADULTS for name in (one, other)]
    return STRANGERS_COST * (2.5 if adults[0] != adults[1] else 1.0)


STRANGERS = {(a, b): strangers(a, b) for a in GROUPS for b in GROUPS}


def side_of(names: set[str]) -> str:
    """The side that groups say; transitions and asylum seekers are of both."""
    adults = len(names & ADULTS)
    children = len(names - ADULTS - BOTH_SIDES)
    return "adults" if adults > children else "children" if children > adults else ""


def own_cost(names: set[str], joint_side: str) -> float:
    """What one person's names cost. joint_side: in joint departments, the side they work with."""
    size = len(names)
    cost = NONE_COST if size == 0 else BEYOND_COST * max(0, size - 3) ** 2
    listed = list(names)
    if joint_side and side_of(names) != joint_side:
        cost += WRONG_SIDE_COST
    return cost + sum(STRANGERS[a, b] for n, a in enumerate(listed) for b in listed[:n])


class Namer:
    """Everyone's names, changed by moves that keep the counts of each sector and side."""

    def __init__(self, people: People, rng: random.Random) -> None:
        self.rng = rng
        self.sectors = people["sector"]
        self.names: list[set[str]] = [
            {group for group in GROUPS if people[f"group_{group}"][n] == "yes"}
            for n in range(len(self.sectors))
        ]
        self.cells: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, named in enumerate(people["groups_named"]):
            if named == "yes":
                self.cells[people["sector"][n], people["side"][n]].append(n)
        self.holders: dict[tuple[tuple[str, str], str], list[int]] = defaultdict(list)
        for cell, numbers in self.cells.items():
            for n in numbers:
                # In the order of GROUPS: a set's own order is another one each time.
                for group in GROUPS:
                    if group in self.names[n]:
                        self.holders[cell, group].append(n)
        self.pools: dict[str, list[Pooled]] = defaultdict(list)
        self.counts: Counter[Pooled] = Counter()
        for pool in pooled_tables():
            self.pools[pool.sector].append(pool)
            self.counts[pool] = sum(
                sector == pool.sector and bool(names & pool.groups)
                for sector, names in zip(self.sectors, self.names, strict=True)
            )

    def pooled_change(
        self, sector: str, before: list[set[str]], after: list[set[str]]
    ) -> tuple[float, dict[Pooled, int]]:
        """What a move costs in the pooled tables, and how it changes their counts."""
        cost, changes = 0.0, {}
        for pool in self.pools[sector]:
            change = sum(bool(own & pool.groups) for own in after)
            change -= sum(bool(own & pool.groups) for own in before)
            if change:
                off = self.counts[pool] - pool.printed
                cost += POOLED_COST * (abs(off + change) - abs(off))
                changes[pool] = change
        return cost, changes

    def move(self, place: int, heat: float) -> None:
        """Perhaps gives one name of someone to another of the same cell."""
        cell, group = self.keys[place]
        holders = self.holders[cell, group]
        index = self.rng.randrange(len(holders))
        giver, taker = holders[index], self.rng.choice(self.cells[cell])
        if group in self.names[taker]:
            return
        before = [self.names[giver], self.names[taker]]
        after = [before[0] - {group}, before[1] | {group}]
        cost, changes = self.pooled_change(cell[0], before, after)
        side = cell[1] if cell[0] == "joint" else ""
        cost += sum(own_cost(own, side) for own in after)
        cost -= sum(own_cost(own, side) for own in before)
        if cost <= 0 or self.rng.random() < math.exp(-cost / heat):
            self.names[giver], self.names[taker] = after
            holders[index] = taker
            self.counts.update(changes)

    def settle(self, moves: int = MOVES) -> None:
        """Moves names, ever less boldly."""
        self.keys = [key for key, holders in self.holders.items() for _ in holders]
        for step in range(moves):
            heat = 2.0 * (1.0 - step / moves) ** 2 + 0.02
            self.move(self.rng.randrange(len(self.keys)), heat)


def add_groups(people: People, seed: int) -> None:
    """Adds `client_groups`, names in the instrument's order joined by "|"."""
    rng = random.Random(f"{seed} groups")
    namer = Namer(people, rng)
    namer.settle()
    named = [n for n, own in enumerate(people["groups_named"]) if own == "yes"]
    others = {n for n in named if not namer.names[n]}
    spare = [n for n in named if 0 < len(namer.names[n]) < 3]
    others |= set(rng.sample(spare, min(OTHERS, len(spare))))
    people["client_groups"] = [
        "|".join([g for g in GROUPS if g in names] + [OTHER] * (n in others))
        for n, names in enumerate(namer.names)
    ]
