"""The job in single answers: post, team, cases, supervision, training, plans, satisfaction.

What stands in `declared/` is met; the rest (teams, supervision policy, study time, plans) follows
percentages in the report's text where there are any, and is invented where there are none.
"""

import random
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tools.reconstruction.background import Answers, number, weighed
from tools.reconstruction.hours import CONTRACTED, Hours, pick
from tools.reconstruction.margins import UNKNOWN, People

# Job titles and their weights, by role and its code, and side where needed.
TITLES: dict[str, dict[str, int]] = tomllib.loads(
    (Path(__file__).parent / "titles.toml").read_text(encoding="utf-8")
)

# Bands of Tables 2.19 and 2.22: least and most.
CASES = {
    "0": (0, 0), "1-5": (1, 5), "6-10": (6, 10), "11-15": (11, 15), "16-20": (16, 20),
    "21-25": (21, 25), "26-30": (26, 30), "31-40": (31, 40), "41-50": (41, 50), "51-60": (51, 60),
    "61-100": (61, 100), "100+": (101, 420),
}  # fmt: skip
# Table 2.14: 31 of those on five days work ten days' hours in nine, and count as five.
TEN_IN_NINE = 31
FORTNIGHT_HOURS = 40
APPLICATIONS = {"0": (0, 0), "1": (1, 1), "2-3": (2, 3), "3+": (4, 9)}

# Per cent of everyone: yes, then no. Sections 2.14.2, 2.16.5, 2.17; the others are invented.
ADEQUATE = (79, 11)
BALANCE = (50, 25)
NEXT_JOB = (42, 44)
ONE_THING = (66, 18)
# Section 2.15.2: per cent with time for study each month, by sector.
STUDY = {"csd": 20, "dass": 20, "joint": 20, "pvi": 26, "none": 0}
# Section 2.14.1, in per cent of everyone: supervision policy. "No" is invented.
POLICY = (("yes", 80), ("dont_know", 6), ("no", 1))
DEVELOPMENT = (
    "journals", "conferences", "papers", "external_education", "case_forums", "practice_forums",
    "journal_clubs", "study_time", "group_supervision", "reflective_practice",
)  # fmt: skip
KINDS_OF_TRAINING = ("accredited_pq", "undergraduate", "postgraduate", "doctorate")
# What those who say yes to some lines of the grid say to the others.
NOT_OFFERED = {"no": 46, "not_sure": 38, "": 16}
# Questions left out: whoever leaves out two of these is taken to leave out those of no table.
SIGNS = ("satisfaction", "supervision_frequency", "electronic_system", "training")


def add_post(rows: list[Answers], people: People, hours: list[Hours], rng: random.Random) -> None:
    """Job titles, and hours and days of the post."""
    for n, row in enumerate(rows):
        role, code, side = people["role"][n], people["role_3_11"][n], people["side"][n]
        if role:
            titles = TITLES.get(f"{role} {code}") or TITLES[f"{role} {code} {side}"]
            row["job_title"] = weighed(titles, rng)
        row["role_table_2_4"], row["role_table_3_11"] = role, code
        band = people["post_hours_band"][n]
        if band == people["contracted_band"][n] != UNKNOWN:
            row["post_hours_week"] = number(hours[n].contracted)
        elif band != UNKNOWN:
            row["post_hours_week"] = number(pick(CONTRACTED[band], rng))
        if people["days_band"][n] != UNKNOWN:
            row["post_days_week"] = number(hours[n].days)
    full = [n for n, row in enumerate(rows) if is_full_time(row)]
    for n in rng.sample(full, TEN_IN_NINE):
        rows[n]["post_days_fortnight"] = "9"
        del rows[n]["post_days_week"]
    some = [row for row in rows if "post_hours_week" in row]
    for row in rng.sample(some, FORTNIGHT_HOURS):
        row["post_hours_fortnight"] = number(2 * float(row["post_hours_week"]))


def is_full_time(row: Answers) -> bool:
    """Whether someone answered five days and 35 hours or more."""
    return row.get("post_days_week") == "5" and float(row.get("post_hours_week", "0")) >= 35


def add_team(rows: list[Answers], people: People, answering: list[int], rng: random.Random) -> None:
    """Who else is in the team. Invented."""
    for n in answering:
        if rng.random() < 0.12:
            continue
        row, adults = rows[n], people["side"][n] == "adults"
        row["team_social_workers"] = str(rng.randint(3, 9 if adults else 12))
        if adults or rng.random() < 0.15:
            row["team_care_managers"] = str(rng.randint(0, 7))
        if rng.random() < 0.7:
            row["team_trainees"] = str(rng.choice([0, 0, 1, 1, 2, 3]))
        if rng.random() < 0.6:
            row["team_other"] = str(rng.randint(1, 8))


def add_cases(rows: list[Answers], people: People, rng: random.Random) -> None:
    """Active and inactive cases inside their bands; large caseloads are round numbers."""
    for name in ("active_cases", "inactive_cases"):
        for row, band in zip(rows, people[f"{name}_band"], strict=True):
            if band == UNKNOWN:
                continue
            low, high = CASES[band]
            cases = rng.randint(low, high)
            if low > 60:
                cases = max(low, round(cases, -1))
            row[name] = str(cases)


def add_plain(rows: list[Answers], people: People, names: Iterable[str]) -> None:
    """Answers that are a published table's own values."""
    for name in names:
        for row, value in zip(rows, people[name], strict=True):
            if value not in {UNKNOWN, ""}:
                row[name] = value


def add_shares(
    rows: list[Answers],
    name: str,
    shares: tuple[int, int],
    answering: list[int],
    rng: random.Random,
) -> None:
    """Yes and no to so many per cent of everyone, as far as they answer."""
    order = rng.sample(answering, len(answering))
    yes = round(shares[0] * len(rows) / 100)
    no = round(shares[1] * len(rows) / 100)
    for place, n in enumerate(order[: yes + no]):
        rows[n][name] = "yes" if place < yes else "no"


def add_supervision(
    rows: list[Answers], people: People, answering: list[int], rng: random.Random
) -> None:
    """Whether supervision is adequate (more often where it is frequent), and the policy on it."""
    answered = [n for n in range(len(rows)) if "supervision_frequency" in rows[n]]
    late = {"other": 3.0, "four_weekly": 1.0, "fortnightly": 0.5, "weekly": 0.3}
    answered.sort(key=lambda n: rng.random() ** (1.0 / late[rows[n]["supervision_frequency"]]))
    yes, no = (round(share * len(rows) / 100) for share in ADEQUATE)
    for n in answered[:yes]:
        rows[n]["supervision_adequate"] = "yes"
    for n in answered[yes:][:no]:
        rows[n]["supervision_adequate"] = "no"
    order = rng.sample(answering, len(answering))
    for value, share in POLICY:
        for _ in range(round(share * len(rows) / 100)):
            if order:
                rows[order.pop()]["supervision_policy"] = value


def add_development(
    rows: list[Answers], people: People, answering: list[int], rng: random.Random
) -> None:
    """Training of the last two years, what the employer offers, and time for study."""
    willing = set(answering)
    for n, row in enumerate(rows):
        if row.get("training_recent") == "yes":
            kinds = [kind for kind in ("internal", "external") if kind in people["training"][n]]
            kinds += [k for k in KINDS_OF_TRAINING if people[f"training_{k}"][n] == "yes"]
            if not kinds or rng.random() < 0.02:
                kinds.append("other")
            row["training_kinds"] = "|".join(kinds)
        offered = {line: people[f"development_{line}"][n] == "yes" for line in DEVELOPMENT}
        for line, is_offered in offered.items():
            answer = "yes" if is_offered else ""
            if not is_offered and (any(offered.values()) or n in willing):
                answer = weighed(NOT_OFFERED, rng)
            if answer:
                row[f"development_{line}"] = answer
        if n in willing:
            if 100 * rng.random() < STUDY[people["sector"][n]] * len(rows) / len(answering):
                row["monthly_study"] = "yes"
                row["study_hours"] = str(rng.choice([1, 2, 2, 2, 3, 4, 4, 5, 6, 8]))
            elif rng.random() < 0.95:
                row["monthly_study"] = "no"


def add_job(rows: list[Answers], people: People, hours: list[Hours], seed: int) -> None:
    """Adds sections 6 to 16."""
    rng = random.Random(f"{seed} job")
    answering = [
        n for n in range(len(rows)) if sum(people[sign][n] == UNKNOWN for sign in SIGNS) < 2
    ]
    add_post(rows, people, hours, rng)
    add_plain(rows, people, ("client_groups", "setting", "serves"))
    add_team(rows, people, answering, rng)
    add_cases(rows, people, rng)
    add_plain(rows, people, ("caseload_policy", "staffing_affects", "electronic_system"))
    add_plain(rows, people, ("other_careers", "supervision_frequency", "training_recent"))
    add_supervision(rows, people, answering, rng)
    add_development(rows, people, answering, rng)
    add_shares(rows, "one_thing_helps", ONE_THING, answering, rng)
    add_shares(rows, "balance_policy", BALANCE, answering, rng)
    add_shares(rows, "next_job", NEXT_JOB, answering, rng)
    for row, band in zip(rows, people["applications_band"], strict=True):
        if band != UNKNOWN:
            row["outside_applications"] = str(rng.randint(*APPLICATIONS[band]))
    add_plain(rows, people, ("satisfaction",))
