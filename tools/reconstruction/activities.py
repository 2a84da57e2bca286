"""The 40 activities: symbols, categories, and what makes an episode of each believable.

Codes and categories are those of the 2009 instrument (Appendix A). Lengths of episodes, kinds and
times of day are assumptions: nothing was published on them.
"""

from dataclasses import dataclass

SLOTS_A_DAY = 48
DAYS = 7
SLOTS = SLOTS_A_DAY * DAYS

BLANK = "."
CLIENT_RELATED = ("D", "OA", "IA", "R")
CATEGORIES = ("D", "OA", "IA", "R", "OIA", "S")


@dataclass(frozen=True)
class Activity:
    """One activity code.

    kind: when and where it is done (visit, call, duty, meeting, desk, report, post, travel,
    lunch). lengths: weights of episode lengths, in half hours. niche: the share of people who do
    it at all in a week. serves: for travel, the codes whose place it leads to.
    """

    code: str
    symbol: str
    kind: str
    lengths: dict[int, int]
    niche: float = 0.85
    serves: tuple[str, ...] = ()

    @property
    def category(self) -> str:
        """The broad category: the code without its number."""
        return self.code.rstrip("0123456789")


VISITS = ("D1", "D3", "D4", "D5", "D6", "D7", "D10")

ACTIVITIES = (
    Activity("D1", "A", "visit", {2: 5, 3: 3, 4: 3, 5: 1}, 0.6),
    Activity("D2", "B", "call", {1: 7, 2: 3}, 0.6),
    Activity("D3", "C", "visit", {1: 2, 2: 6, 3: 3, 4: 1}),
    Activity("D4", "D", "visit", {2: 5, 3: 3, 4: 2}, 0.3),
    Activity("D5", "E", "visit", {2: 5, 3: 3, 4: 2}, 0.35),
    Activity("D6", "F", "visit", {2: 4, 3: 3, 4: 2}, 0.25),
    Activity("D7", "G", "visit", {2: 2, 3: 3, 4: 3, 6: 2}, 0.3),
    Activity("D8", "H", "duty", {2: 4, 3: 3, 4: 2, 6: 1}, 0.3),
    Activity("D9", "I", "duty", {1: 3, 2: 4, 3: 3, 4: 3, 6: 1}, 0.5),
    Activity("D10", "J", "visit", {1: 2, 2: 5, 3: 2, 4: 1}, 0.4),
    Activity("D11", "K", "call", {1: 8, 2: 2}),
    Activity("D12", "L", "travel", {1: 8, 2: 4, 3: 1, 4: 1}, serves=VISITS),
    Activity("OA1", "M", "meeting", {2: 3, 3: 5, 4: 5, 5: 2, 6: 2}),
    Activity("OA2", "N", "desk", {1: 5, 2: 5, 3: 2}),
    Activity("OA3", "O", "call", {1: 7, 2: 3}),
    Activity("OA4", "P", "meeting", {2: 4, 3: 4, 4: 2}, 0.4),
    Activity("OA5", "Q", "travel", {1: 7, 2: 3}, 0.5, serves=("OA1", "OA4")),
    Activity("IA1", "R", "post", {1: 7, 2: 4, 3: 1}, 1.0),
    Activity("IA2", "S", "desk", {1: 4, 2: 4, 3: 2}, 0.5),
    Activity("IA3", "T", "meeting", {2: 5, 3: 4, 4: 3, 5: 1}, 0.6),
    Activity("IA4", "U", "travel", {1: 7, 2: 3}, 0.6, serves=("IA3",)),
    Activity("R1", "a", "desk", {1: 6, 2: 5, 3: 2, 4: 1}, 1.0),
    Activity("R2", "b", "report", {2: 4, 3: 4, 4: 3}, 0.3),
    Activity("R3", "c", "report", {2: 4, 3: 4, 4: 4, 6: 1}, 0.65),
    Activity("R4", "d", "report", {2: 5, 3: 4, 4: 3}, 0.65),
    Activity("R5", "e", "report", {3: 3, 4: 4, 5: 2, 6: 2, 8: 1}, 0.25),
    Activity("R6", "f", "desk", {1: 4, 2: 4, 3: 2}, 0.35),
    Activity("R7", "g", "desk", {1: 5, 2: 4, 3: 1}, 0.75),
    Activity("OIA1", "h", "meeting", {2: 4, 3: 3, 4: 3, 5: 1}, 0.2),
    Activity("OIA2", "i", "travel", {1: 6, 2: 4}, 0.3, serves=("OIA1",)),
    Activity("S1", "0", "meeting", {2: 5, 3: 4, 4: 1}, 0.3),
    Activity("S2", "1", "meeting", {2: 4, 3: 4, 4: 2}, 0.2),
    Activity("S3", "2", "meeting", {2: 5, 3: 3}, 0.15),
    Activity("S4", "3", "meeting", {2: 4, 3: 3, 4: 2}, 0.15),
    Activity("S5", "4", "desk", {1: 5, 2: 4, 3: 1}, 0.4),
    Activity("S6", "5", "meeting", {4: 3, 5: 2, 6: 4, 7: 2, 12: 3, 13: 3}, 0.45),
    Activity("S7", "6", "post", {1: 5, 2: 4, 3: 2, 4: 3, 5: 1}, 1.0),
    Activity("S8", "7", "travel", {1: 7, 2: 4, 3: 1}, 0.5, serves=("S6", "S7")),
    Activity("S9", "8", "lunch", {1: 1}),
    Activity("S10", "9", "desk", {1: 5, 2: 4, 3: 2, 4: 1}, 0.75),
)

CODES = tuple(activity.code for activity in ACTIVITIES)
SYMBOLS = tuple(activity.symbol for activity in ACTIVITIES)
NUMBER = {code: number for number, code in enumerate(CODES)}
CATEGORY_OF = tuple(activity.category for activity in ACTIVITIES)
LUNCH = NUMBER["S9"]

# Codes that anyone may have for a single half hour: they fill what is left of a week.
FILLERS = tuple(NUMBER[code] for code in ("IA1", "S7", "R1", "D11", "OA3"))

# Job profiles: how much more or less of a code's time people in such a job spend, by side of the
# work; (profile, weight among its people, factors by code). Assumptions, to make people differ.
PROFILES: dict[str, tuple[tuple[str, int, dict[str, float]], ...]] = {
    "children": (
        (
            "intake",
            3,
            {
                "D1": 3,
                "D2": 3,
                "D8": 4,
                "D9": 4,
                "R2": 4,
                "IA1": 1.4,
                "OA2": 1.5,
                "R5": 0.4,
                "OA1": 0.5,
            },
        ),
        (
            "long term",
            5,
            {
                "D3": 1.6,
                "D12": 1.4,
                "IA3": 1.6,
                "OA1": 1.4,
                "R5": 2.5,
                "R3": 1.5,
                "D9": 0.4,
                "D2": 0.5,
            },
        ),
        (
            "looked after",
            4,
            {
                "D3": 1.6,
                "R4": 2.2,
                "OA1": 1.7,
                "D12": 1.4,
                "D7": 2,
                "D9": 0.3,
                "D1": 0.5,
                "R2": 0.2,
            },
        ),
        ("therapeutic", 1, {"D6": 12, "D10": 3, "IA3": 1.5, "D9": 0.4}),
    ),
    "adults": (
        ("assessment", 5, {"D1": 1.8, "D2": 1.7, "R3": 2, "IA2": 2, "D5": 1.5, "R5": 0.3}),
        ("hospital", 2, {"D1": 2, "IA1": 1.6, "IA3": 1.7, "IA2": 1.8, "D12": 0.3, "D5": 1.6}),
        ("duty", 2, {"D9": 4, "D8": 4, "D11": 1.6, "IA1": 1.4, "D3": 0.5}),
        ("mental health", 2, {"D6": 8, "D3": 1.7, "R4": 2, "IA3": 1.6, "R5": 3}),
    ),
    "none": (("any", 1, {}),),
}

# What managers and senior workers do more and less of than others.
ROLE_FACTORS: dict[str, dict[str, float]] = {
    "manager": {
        "S2": 6,
        "S3": 6,
        "S7": 2.2,
        "OA3": 2,
        "OA4": 2,
        "OA1": 1.3,
        "S5": 2,
        "OIA1": 2.5,
        "D1": 0.3,
        "D3": 0.25,
        "D4": 0.4,
        "D5": 0.4,
        "D6": 0.3,
        "D12": 0.4,
        "R1": 0.4,
        "R2": 0.4,
        "R3": 0.4,
        "R4": 0.5,
        "R5": 0.5,
        "D7": 0.4,
    },
    "senior": {"S2": 2, "S4": 3, "OA3": 1.4, "S7": 1.2},
    "social_worker": {"S2": 0.25, "S3": 0.5},
}
