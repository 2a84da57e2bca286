"""Where respondents say they work, and for whom: the answers behind the sector.

Table 2.6 counts agencies; its footnotes say that 66 of the 725 in children's services and 9 of the
284 in adult services worked with health colleagues in some form of team. Some of those are given
a health or joint setting that serves the same clients, which leads to the same sector.
"""

import random

from tools.reconstruction.margins import People

# How many of the health teams' members answer so, by sector: (setting, serves, people).
HEALTH_TEAMS = {
    "csd": (("joint", "children", 36), ("nhs", "children", 14)),
    "dass": (("joint", "adults", 4), ("nhs", "adults", 3)),
}

OWN_SETTING = {
    "children_department": ("la_children", ""),
    "adults_department": ("la_adults", ""),
    "joint_department": ("la_joint", ""),
    "voluntary": ("voluntary", "children"),
    "fostering": ("private", "children"),
    "independent": ("independent", "children"),
    "none": ("", ""),
}


def add_settings(people: People, rng: random.Random) -> None:
    """Adds `setting` and `serves`, which give everyone the sector they already have."""
    answers = [OWN_SETTING[kind] for kind in people["agency_type"]]
    for sector, teams in HEALTH_TEAMS.items():
        members = [n for n, own in enumerate(people["sector"]) if own == sector]
        rng.shuffle(members)
        for setting, serves, size in teams:
            for number in members[:size]:
                answers[number] = (setting, serves)
            del members[:size]
    people["setting"] = [setting for setting, _ in answers]
    people["serves"] = [serves for _, serves in answers]
