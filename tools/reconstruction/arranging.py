"""Puts a person's episodes in order within the week that they worked.

Episodes are first joined into chains that belong together (travel to a visit, the visit, the
record of it). The chains are laid one after the other along the half hours worked, and their order
is improved by swapping and moving: chains should not be cut by a night or a lunch, and activities
should come at their times of day. All costs are whole numbers, so the result does not depend on
the machine.
"""

import random

from tools.reconstruction.activities import (
    ACTIVITIES,
    BLANK,
    LUNCH,
    NUMBER,
    SLOTS,
    SLOTS_A_DAY,
    SYMBOLS,
)
from tools.reconstruction.clock import Week
from tools.reconstruction.dealing import Episode

KINDS = tuple(activity.kind for activity in ACTIVITIES)

# Attempts at improving a week, for each chain in it.
ATTEMPTS = 90
# Cost of a chain cut by lunch, and by the end of a day, inside an episode and between two of one
# chain.
CUT_BY_LUNCH, CUT_BY_NIGHT = 5, 24
JOINT_CUT_BY_LUNCH, JOINT_CUT_BY_NIGHT = 2, 9
# Cost of an activity that goes on from one chain into the next, but for reports.
SAME_ACTIVITY = 4
RECORD_AFTER_VISIT = NUMBER["R1"]
CLIENT_KINDS = {"visit", "duty"}

# Cost of half an hour at a time, by kind of activity: in office hours, at the start of a day's
# hours (before 9.30), around noon, after 17.00 and after 18.00.
IN_HOURS = {
    "visit": (0, 4, 2, 3, 6),
    "call": (0, 0, 1, 2, 7),
    "duty": (0, 0, 0, 1, 4),
    "meeting": (0, 5, 3, 5, 9),
    "desk": (1, 1, 1, 0, 0),
    "report": (1, 2, 1, 0, 0),
    "post": (1, -2, 1, 0, 0),
    "travel": (0, 0, 1, 1, 3),
}
# Cost at home in an evening or at a weekend, and on a night shift.
AT_HOME = {
    "visit": 14,
    "call": 9,
    "duty": 12,
    "meeting": 14,
    "desk": 2,
    "report": 0,
    "post": 1,
    "travel": 14,
}
AT_NIGHT = {
    "visit": 2,
    "call": 0,
    "duty": 0,
    "meeting": 6,
    "desk": 0,
    "report": 3,
    "post": 0,
    "travel": 1,
}


def chains_of(episodes: list[Episode], rng: random.Random) -> list[list[Episode]]:
    """Episodes joined into chains: travel before and after its cause, records after visits."""
    chains = [[e] for e in episodes if ACTIVITIES[e[0]].kind != "travel"]
    journeys = [e for e in episodes if ACTIVITIES[e[0]].kind == "travel"]
    rng.shuffle(chains)
    rng.shuffle(journeys)
    for journey in journeys:
        causes = {NUMBER[code] for code in ACTIVITIES[journey[0]].serves}
        ends = [c for c in chains if any(a in causes for a, _ in c)]
        before = [c for c in ends if ACTIVITIES[c[0][0]].kind != "travel"]
        after = [c for c in ends if ACTIVITIES[c[-1][0]].kind != "travel"]
        if before and (not after or len(before) >= len(after)):
            before[0].insert(0, journey)
        elif after:
            after[0].append(journey)
        else:
            chains.append([journey])
    return join_records(chains, rng)


def join_records(chains: list[list[Episode]], rng: random.Random) -> list[list[Episode]]:
    """About half of the records of direct contact follow it at once."""
    records = [c for c in chains if c[0][0] == RECORD_AFTER_VISIT and len(c) == 1]
    contacts = [c for c in chains if any(ACTIVITIES[a].kind in CLIENT_KINDS for a, _ in c)]
    joined = set()
    for record, contact in zip(records, contacts, strict=False):
        if rng.random() < 0.5:
            contact.extend(record)
            joined.add(id(record))
    return [chain for chain in chains if id(chain) not in joined]


def time_cost(kind: str, slot: int, week: Week) -> int:
    """What half an hour of a kind of activity costs in a slot."""
    if slot in week.night:
        return AT_NIGHT[kind]
    if slot in week.home:
        return AT_HOME[kind]
    usual, morning, noon, evening, late = IN_HOURS[kind]
    time = slot % SLOTS_A_DAY
    if time < 19:
        return morning
    if 24 <= time < 28:
        return noon
    return usual if time < 34 else evening if time < 36 else late


class Line:
    """The half hours that someone worked, as one line without gaps.

    costs: by kind, the running sum of costs along the line. cuts: for each place, what cutting an
    episode and a chain there costs.
    """

    def __init__(self, week: Week) -> None:
        self.costs: dict[str, list[int]] = {}
        for kind in IN_HOURS:
            sums = [0]
            for slot in week.work:
                sums.append(sums[-1] + time_cost(kind, slot, week))
            self.costs[kind] = sums
        inside, joint = [0], [0]
        for earlier, later in zip(week.work, week.work[1:], strict=False):
            gap = later - earlier
            inside.append(inside[-1] + (gap > 1) * (CUT_BY_NIGHT if gap > 3 else CUT_BY_LUNCH))
            joint.append((gap > 1) * (JOINT_CUT_BY_NIGHT if gap > 3 else JOINT_CUT_BY_LUNCH))
        self.inside = inside
        self.joint = joint

    def cost(self, chains: list[list[Episode]]) -> int:
        """What an order of chains costs."""
        place, total, last = 0, 0, -1
        for chain in chains:
            first = True
            for activity, length in chain:
                sums = self.costs[KINDS[activity]]
                total += sums[place + length] - sums[place]
                total += self.inside[place + length - 1] - self.inside[place]
                if first:
                    total += SAME_ACTIVITY * (activity == last and KINDS[activity] != "report")
                    first = False
                else:
                    total += self.joint[place]
                place += length
                last = activity
        return total


def improve(chains: list[list[Episode]], line: Line, rng: random.Random) -> list[list[Episode]]:
    """A better order of chains, found by trying swaps and moves and keeping what is no worse."""
    order = list(chains)
    rng.shuffle(order)
    size = len(order)
    best = line.cost(order)
    for _ in range(ATTEMPTS * size):
        one, two = rng.randrange(size), rng.randrange(size)
        tried = list(order)
        if rng.random() < 0.5:
            tried[one], tried[two] = tried[two], tried[one]
        else:
            tried.insert(two, tried.pop(one))
        cost = line.cost(tried)
        if cost <= best:
            order, best = tried, cost
    return order


def diary(episodes: list[Episode], week: Week, rng: random.Random) -> str:
    """The 336 symbols of a week that holds exactly these episodes and its lunches."""
    slots = [BLANK] * SLOTS
    for slot in week.lunch:
        slots[slot] = SYMBOLS[LUNCH]
    order = improve(chains_of(episodes, rng), Line(week), rng)
    activities = [a for chain in order for a, length in chain for _ in range(length)]
    for slot, activity in zip(week.work, activities, strict=True):
        slots[slot] = SYMBOLS[activity]
    return "".join(slots)
