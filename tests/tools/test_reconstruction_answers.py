"""The answers of the stored reconstruction, counted against Tables 2.1 to 2.32 and B.1 to B.20."""

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.tools.stored import (
    SECTORS,
    Row,
    chosen,
    count,
    printed,
    reported,
    returns,
    sector,
    side,
)

AGES = {
    "20_24": "20-24", "25_29": "25-29", "30_34": "30-34", "35_39": "35-39", "40_44": "40-44",
    "45_49": "45-49", "50_54": "50-54", "55_59": "55-59", "60_65": "60-65", "over_65": "Over 65",
    "prefer_not_to_say": "Age not provided", "": "Age not provided",
}  # fmt: skip
GENDERS = {"female": "Female", "male": "Male", "": "No information on gender"}
ETHNIC_GROUPS = {
    "white": "White", "black": "Black or Black British", "asian": "Asian or Asian British",
    "mixed": "Mixed", "other": "Other", "arab": "Other", "": "No information",
}  # fmt: skip
QUALIFICATIONS = {
    "dipsw": "Diploma", "cqsw": "Certificate of Qualification", "css": "Certificate in Social",
    "degree": "Undergraduate or Postgraduate", "other_uk": "Any other UK",
    "non_uk": "Any other non-UK", "": "No information",
}  # fmt: skip
YES_NO = {"yes": "Yes", "no": "No", "dont_know": "Do not know", "": "No information"}
FREQUENCIES = {
    "weekly": "Weekly", "fortnightly": "Fortnightly", "four_weekly": "Four weekly",
    "other": "Other", "": "No information",
}  # fmt: skip
SATISFACTION = {
    "very_satisfied": "Very satisfied", "satisfied": "Satisfied",
    "neither": "Neither satisfied or dissatisfied", "dissatisfied": "Dissatisfied",
    "very_dissatisfied": "Very dissatisfied", "": "No information",
}  # fmt: skip
CASES = (
    (0, "0"), (5, "5 or fewer"), (10, "6-10"), (15, "11-15"), (20, "16-20"), (25, "21-25"),
    (30, "26-30"), (40, "31-40"), (50, "41-50"), (60, "51-60"), (100, "61-100"),
)  # fmt: skip
YEARS = (
    (1, "Under 1 year"), (4, "1-3 years"), (7, "4-6 years"), (11, "7-10 years"),
    (16, "11-15 years"), (21, "16-20 years"), (26, "21-25 years"),
)  # fmt: skip
HOURS = (
    (15, "Up to 15"), (20, "16-20"), (25, "21-25"), (30, "26-30"), (34.9, "31-34"),
    (38, "35-38"), (40, "39-40"),
)  # fmt: skip
GROUPS = {
    "B.1": "looked_after", "B.2": "child_protection", "B.3": "family_support",
    "B.4": "foster_carers", "B.5": "sen", "B.6": "complex_health_children", "B.7": "care_leavers",
    "B.8": "camhs", "B.9": "asylum", "B.10": "young_carers", "B.11": "young_substance",
    "B.12": "older", "B.13": "older_mental_health", "B.14": "carers",
    "B.15": "physical_disability", "B.16": "learning_disability", "B.17": "palliative",
    "B.18": "mental_health", "B.19": "sensory", "B.20": "adult_substance",
}  # fmt: skip
IN_TABLE_2_17 = {
    "Looked after children": "looked_after", "Child protection": "child_protection",
    "Family support and prevention": "family_support", "Foster carers": "foster_carers",
    "Special Educational Needs (SEN)": "sen",
    "Children with complex health needs": "complex_health_children",
    "Those leaving care": "care_leavers",
    "CAMHS (child and adolescent mental health services)": "camhs",
    "Children and Young People - seeking asylum / refugees": "asylum",
    "Transition work around young adults with complex needs": "transitions",
    "Young carers": "young_carers", "Young people's substance misuse services": "young_substance",
}  # fmt: skip
IN_TABLE_2_18 = {
    "Older people": "older",
    "Older people with mental health problems (including dementia)": "older_mental_health",
    "Carers": "carers", "Adults with physical disabilities": "physical_disability",
    "Adults with learning difficulties / disabilities": "learning_disability",
    "Palliative care / people with complex health needs": "palliative",
    "Adults with mental health problems": "mental_health",
    "Adults with sensory impairment": "sensory",
    "Adult substance misuse services": "adult_substance",
}  # fmt: skip
TRAINING = {
    "Accredited PQ": "accredited_pq", "Undergraduate degree": "undergraduate",
    "Post graduate degree": "postgraduate", "Professional doctorate": "doctorate",
}  # fmt: skip
DEVELOPMENT = {
    "Professional/ academic journal subs": "journals", "Journal clubs": "journal_clubs",
    "Attendance at conferences": "conferences", "Presenting at conferences": "papers",
    "Access to Higher and Further Education (HEI and FE)": "external_education",
    "Case discussion forums": "case_forums", "Good practice forums": "practice_forums",
    "Study time": "study_time", "Group supervision": "group_supervision",
    "Designated reflective practice opportunities.": "reflective_practice",
}  # fmt: skip

HEADINGS = "table | row | column | printed | here | why"
# Table, row, column, printed, here.
Difference = tuple[str, str, str, int, int]


def up_to(text: str, bands: tuple, beyond: str, missing: str) -> str:
    if not text:
        return missing
    return next((label for most, label in bands if float(text) <= most), beyond)


def below(text: str, bands: tuple, beyond: str, missing: str) -> str:
    if not text:
        return missing
    return next((label for end, label in bands if float(text) < end), beyond)


def qualification(row: Row) -> str:
    held = row["qualifications"].split("|")
    return QUALIFICATIONS[next((key for key in QUALIFICATIONS if key in held), "")]


def qualified(row: Row) -> str:
    if not row["qualified_year"]:
        return "No information"
    start = int(row["qualified_year"]) // 5 * 5
    names = {1970: "1970 -74", 2005: "2005 Onwards"}
    return "Pre 1965" if start < 1965 else names.get(start, f"{start}-{start % 100 + 4:02}")


def days(row: Row) -> str:
    text = row["post_days_week"]
    if not text and row["post_days_fortnight"]:
        # Nine days a fortnight of full time count as ten (note to Table 2.14).
        assert (row["post_days_fortnight"], float(row["post_hours_week"]) >= 35) == ("9", True)
        text = "5"
    if not text:
        return "No information"
    return ("1", "2 > 3", "3 > 4", "4 > 5", "5*")[int(float(text)) - 1]


def full_time(row: Row) -> str:
    hours = row["post_hours_week"]
    return "No information" if not hours else "Full-time" if float(hours) >= 35 else "Part-time"


def applications(row: Row) -> str:
    bands = ((0, "None"), (1, "one"), (3, "Two or three"))
    return up_to(row["outside_applications"], bands, "More than three", "No information")


def plain(question: str, labels: dict[str, str]) -> Callable[[Row], str]:
    return lambda row: labels[row[question]]


def cases(question: str, beyond: str = "Over 100") -> Callable[[Row], str]:
    return lambda row: up_to(row[question], CASES, beyond, "No information")


BY_SECTOR: dict[str, Callable[[Row], str]] = {
    "2.1": plain("age", AGES),
    "2.2": plain("gender", GENDERS),
    "2.3": lambda row: ETHNIC_GROUPS[row["ethnicity"].split("_")[0]],
    "2.8": qualification,
    "2.11": plain("other_careers", YES_NO),
    "2.19": cases("active_cases"),
    "2.22": cases("inactive_cases"),
    "2.23": plain("caseload_policy", YES_NO),
    "2.24": plain("staffing_affects", YES_NO),
    "2.25": plain("electronic_system", YES_NO),
    "2.27": plain("supervision_frequency", FREQUENCIES),
    "2.32": plain("satisfaction", SATISFACTION),
}
OVERALL: dict[str, Callable[[Row], str]] = {
    "2.7": qualification,
    "2.9": qualified,
    "2.14": days,
    "2.15": lambda row: up_to(row["post_hours_week"], HOURS, "Over 40", "No information"),
    "2.16": full_time,
    "2.26": plain("supervision_frequency", FREQUENCIES),
    "2.30": applications,
    "2.31": plain("satisfaction", SATISFACTION),
}


def compare(table: str, row: str, column: str, cell: str, here: int) -> list[Difference]:
    return [(table, row, column, count(cell), here)] if count(cell) != here else []


def by_sector(number: str) -> list[Difference]:
    label = BY_SECTOR[number]
    here = Counter((label(row), sector(row)) for row in returns())
    found = []
    seen = set()
    for line in printed(number)[1:]:
        own = next((key for key, _ in here if key and line[0].startswith(key)), line[0])
        exact = line[0] if any(key == line[0] for key, _ in here) else own
        if line[0] in {"Total", ""}:
            continue
        seen.add(exact)
        for name, cell in zip(SECTORS, line[1:6], strict=False):
            found += compare(number, line[0], name, cell, here[exact, name])
        total = sum(here[exact, name] for name in SECTORS)
        found += compare(number, line[0], "row total", line[6], total)
    assert {key for key, _ in here} <= seen
    return found


def overall(number: str) -> list[Difference]:
    here = Counter(OVERALL[number](row) for row in returns())
    found = []
    for line in printed(number)[1:]:
        exact = line[0] if line[0] in here else ""
        own = exact or next((key for key in here if line[0].startswith(key)), line[0])
        if line[0] != "Total":
            found += compare(number, line[0], "row total", line[1], here.pop(own, 0))
    assert not here
    return found


def across(number: str, question: str) -> list[Difference]:
    here = Counter(below(row[question], YEARS, "25 + years", "No details") for row in returns())
    labels, counts = printed(number)[:2]
    return [
        difference
        for label, cell in zip(labels[:-1], counts[:-1], strict=True)
        for difference in compare(number, label, "row total", cell, here[label])
    ]


def cases_of(number: str, name: str) -> list[Difference]:
    """Tables 2.20 and 2.21, which name some bands otherwise than Table 2.19."""
    own = [cases("active_cases")(row) for row in returns() if sector(row) == name]
    names = {"Up to 5": "5 or fewer", ">100": "Over 100", "No info": "No information"}
    labels, counts = printed(number)[:2]
    return [
        difference
        for label, cell in zip(labels[1:], counts[1:], strict=True)
        for difference in compare(number, label, name, cell, own.count(names.get(label, label)))
    ]


def appendix_b(number: str) -> list[Difference]:
    group = GROUPS[number]
    here: Counter[tuple[str, str]] = Counter()
    for row in returns():
        groups = chosen(row, "client_groups")
        here["Yes" if group in groups else "No" if groups else "No info", sector(row)] += 1
    found = []
    for line in printed(number)[1:4]:
        for name, cell in zip(SECTORS, line[1:6], strict=True):
            found += compare(number, line[0], name, cell, here[line[0], name])
        total = sum(here[line[0], name] for name in SECTORS)
        found += compare(number, line[0], "row total", line[6], total)
    return found


def by_side(number: str, labels: dict[str, str], own_side: str) -> list[Difference]:
    found = []
    for line in printed(number)[1:]:
        if line[0] in labels:
            named = [row for row in returns() if labels[line[0]] in chosen(row, "client_groups")]
            own = sum(side(row) == own_side for row in named)
            found += compare(number, line[0], own_side, line[1], own)
            total = re.search(r"\[(\d+)\]", line[2])[1]
            found += compare(number, line[0], "row total", total, len(named))
    return found


def offered(number: str, said_yes: Callable[[Row, str], bool], labels: dict) -> list[Difference]:
    found = []
    for line in printed(number)[1:]:
        yes = Counter(sector(row) for row in returns() if said_yes(row, labels[line[0]]))
        for name, cell in zip(SECTORS[:4], line[1:5], strict=True):
            found += compare(number, line[0], name, cell, yes[name])
        found += compare(number, line[0], "row total", line[5], yes.total())
    return found


@cache
def all_differences() -> list[Difference]:
    found = [item for number in BY_SECTOR for item in by_sector(number)]
    found += [item for number in OVERALL for item in overall(number)]
    found += across("2.12", "practice_years") + across("2.13", "post_years")
    found += cases_of("2.20", "csd") + cases_of("2.21", "dass")
    found += [item for number in GROUPS for item in appendix_b(number)]
    found += by_side("2.17", IN_TABLE_2_17, "children") + by_side("2.18", IN_TABLE_2_18, "adults")
    found += offered("2.28", lambda row, kind: kind in chosen(row, "training_kinds"), TRAINING)
    found += offered("2.29", lambda row, line: row[f"development_{line}"] == "yes", DEVELOPMENT)
    return found


def test_counts_differ_from_chapter_2_only_where_it_contradicts_itself() -> None:
    found = [item for item in all_differences() if not item[0].startswith("B.")]

    assert sorted(found) == [
        ("2.13", "1-3 years", "row total", 474, 476),
        ("2.17", "Child protection", "children", 420, 419),
        ("2.17", "Those leaving care", "children", 82, 81),
        ("2.18", "Adults with learning difficulties / disabilities", "adults", 74, 73),
        ("2.18", "Adults with mental health problems", "adults", 66, 65),
        ("2.18", "Adults with physical disabilities", "adults", 98, 97),
        ("2.18", "Carers", "row total", 142, 143),
        ("2.18", "Palliative care / people with complex health needs", "row total", 80, 81),
        ("2.19", "6-10", "joint", 6, 7),
        ("2.19", "6-10", "row total", 192, 193),
        ("2.21", "21-25", "dass", 32, 33),
        ("2.21", ">100", "dass", 1, 0),
    ]


def test_named_client_groups_differ_from_appendix_b_only_in_its_misprint() -> None:
    found = [item for item in all_differences() if item[0].startswith("B.") and item[1] == "Yes"]

    # Table B.13 repeats Table B.18; Table 2.18 has 137.
    assert found == [
        ("B.13", "Yes", "csd", 15, 5),
        ("B.13", "Yes", "dass", 59, 121),
        ("B.13", "Yes", "row total", 85, 137),
    ]


def test_report_names_every_difference_in_a_count() -> None:
    tables = {item[0] for item in all_differences()}

    listed = {
        (table, row, column, int(old), int(new))
        for table, row, column, old, new, _ in reported(
            "table | row | column | printed | here | why"
        )
        if table in tables and "%" not in old + new
    }

    assert listed == set(all_differences())


def test_other_professional_qualifications_follow_table_2_10() -> None:
    held = {
        "In education": "teaching",
        "In nursing": "nursing",
        "In occupational therapy or other profession allied to medicine": "allied_health",
        "Level 4-6 NVQ qualification in early years, social or health care": "nvq",
        "Any other professional qualification": "other_professional",
    }
    for label, numbers, working_with in printed("2.10")[1:]:
        own = [side(row) for row in returns() if held[label] in chosen(row, "qualifications")]
        figures = [int(figure) for figure in re.findall(r"\d+", working_with)]
        assert [own.count("children"), own.count("adults")] == figures
        assert len(own) == count(numbers)


def test_satisfaction_by_role_follows_table_3_15() -> None:
    roles = ("manager_adult", "manager_children", "senior", "social_worker")
    answers = {
        "Dissatisfied": {"dissatisfied", "very_dissatisfied"},
        "Satisfied": {"satisfied", "very_satisfied"},
        "Neither": {"neither"},
    }
    rows = [row for row in returns() if row["satisfaction"]]
    here = {}
    for label, wanted in answers.items():
        for place, names in enumerate([*((role,) for role in roles), roles]):
            own = [row["satisfaction"] in wanted for row in rows if row["role_table_3_11"] in names]
            here[label, place] = f"{(200 * sum(own) + len(own)) // (2 * len(own))}%"

    assert here == {
        (line[0], place): cell
        for line in printed("3.15")[1:]
        for place, cell in enumerate(line[1:6])
    }


def test_roles_are_coded_as_tables_2_4_and_3_11_count_them() -> None:
    assert Counter(row["role_table_2_4"] for row in returns()) == {
        "manager": 137, "senior": 155, "social_worker": 818, "": 43,
    }  # fmt: skip
    assert Counter(row["role_table_3_11"] for row in returns()) == {
        "manager_adult": 40, "manager_children": 96, "senior": 155, "social_worker": 776,
        "other": 84, "": 2,
    }  # fmt: skip
    titled = Counter(bool(row["job_title"]) for row in returns() if row["role_table_2_4"])
    assert titled == {True: 1110}


def test_joint_departments_name_more_than_three_groups_and_hardly_anyone_else_does() -> None:
    many = Counter(sector(row) for row in returns() if len(chosen(row, "client_groups")) > 3)
    assert many["joint"] >= 20
    assert many.total() - many["joint"] <= 5


@pytest.mark.parametrize("role", ["manager", "senior", "social_worker"])
def test_small_caseloads_follow_section_2_12(role: str) -> None:
    known = [
        int(row["active_cases"])
        for row in returns()
        if row["role_table_2_4"] == role and row["active_cases"]
    ]
    wanted = {"manager": 47, "senior": 37, "social_worker": 28}[role]
    assert round(100 * sum(number <= 10 for number in known) / len(known)) == wanted


def test_large_caseloads_follow_section_2_12() -> None:
    large = Counter(
        (sector(row), row["role_table_2_4"])
        for row in returns()
        if row["active_cases"] and int(row["active_cases"]) > 40
    )
    assert sum(number for (own, _), number in large.items() if own == "csd") == 36
    assert (large["csd", "manager"], large["dass", "manager"]) == (22, 1)


# Answers that go together


def test_nobody_practised_before_qualifying() -> None:
    for row in returns():
        if row["practice_years"] and row["qualified_year"]:
            assert float(row["practice_years"]) <= 2009 - int(row["qualified_year"]) + 0.5
        if row["practice_years"] and row["post_years"]:
            assert float(row["post_years"]) <= float(row["practice_years"])


def test_nobody_qualified_before_the_age_of_twenty() -> None:
    for row in returns():
        ends = re.findall(r"\d+", row["age"])
        if len(ends) == 2 and row["qualified_year"]:
            assert int(row["qualified_year"]) - (2009 - int(ends[1])) >= 20


def test_years_with_children_and_adults_are_within_those_in_practice() -> None:
    kinds: Counter[tuple[bool, bool]] = Counter()
    for row in returns():
        if row["children_years"]:
            parts = float(row["children_years"]), float(row["adults_years"])
            assert sum(parts) <= float(row["practice_years"])
            kinds[parts[0] > 0, parts[1] > 0] += 1
    # Section 2.8: 87% said; 53% only children, 21% only adults, 15% both.
    assert 0.84 < kinds.total() / 1153 < 0.90
    assert kinds[True, False] > kinds[False, True] > kinds[True, True] > 100


def test_those_who_leave_questions_out_are_mostly_the_same() -> None:
    questions = ("age", "qualifications", "electronic_system", "satisfaction", "client_groups")
    left_out = Counter(sum(not row[name] for name in questions) for row in returns())
    assert left_out[0] > 900
    assert left_out[4] + left_out[5] > 50


def test_free_text_is_of_many_lengths_and_few_dozens() -> None:
    names = [name for name in returns()[0] if name.endswith(("_details", "_comment"))]
    names += ["why_became", "why_stayed", "enjoys", "helps_now", "cease_factors"]
    texts = {row[name] for row in returns() for name in names} - {""}
    assert 60 <= len(texts) <= 150
    assert min(map(len, texts)) <= 6
    assert max(map(len, texts)) >= 100
