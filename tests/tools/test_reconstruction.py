"""The stored reconstruction, counted again without the code that made it."""

import csv
import re
from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from tests.tools.stored import SECTORS, STORED, TOP, printed, returns, sector

SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUabcdefghi0123456789"
CATEGORIES = {
    "Direct contact": "ABCDEFGHIJKL",
    "Case related work in own agency": "MNOPQ",
    "Inter agency work [case related]": "RSTU",
    "Case related recording": "abcdefg",
    "Sub total of client-related work": "ABCDEFGHIJKLMNOPQRSTUabcdefg",
    "Other inter agency": "hi",
    "Other sundry": "0123456789",
}
LUNCH, MEETINGS_BETWEEN_AGENCIES = "8", "h"
VISITS, TRAVEL_TO_CLIENTS = "ABCDEFGHJ", "L"
# The cells of Tables 3.3 and C1 that no returns can meet, and what the reconstruction has instead.
UNREACHABLE_SUBTOTAL = {("Sub total of client-related work", 5): 72}
UNREACHABLE_ACTIVITIES = {
    (MEETINGS_BETWEEN_AGENCIES, 1): 2,
    (MEETINGS_BETWEEN_AGENCIES, 2): 1,
    (MEETINGS_BETWEEN_AGENCIES, 4): 1,
}
LEAST_MARGIN = Fraction(2, 100)


def rows_of(name: str) -> list[dict[str, str]]:
    with (STORED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def band(row: dict[str, str]) -> int:
    """The place of a return's row in Table 3.2."""
    if not row["contracted_hours"] or not row["worked_hours"]:
        return 11
    more = float(row["worked_hours"]) - float(row["contracted_hours"])
    if more <= 0:
        return int(more == 0)
    limits = (3, 5, 8, 12, 15, 20, 25, 30)
    return 2 + sum(more > limit for limit in limits)


@cache
def half_hours() -> dict[str, Counter[str]]:
    """Half hours by symbol for each sector, blanks left out, and for all as "overall"."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in (*SECTORS, "overall")}
    for row in returns():
        symbols = Counter(row["slots"].replace(".", ""))
        counted[sector(row)] += symbols
        counted["overall"] += symbols
    return counted


def share(column: int, symbols: str) -> Fraction:
    """The pooled share of some symbols in a printed column, in per cent."""
    counts = half_hours()[(*SECTORS, "overall")[column]]
    return Fraction(100 * sum(counts[symbol] for symbol in symbols), counts.total())


def assert_rounds_to(value: Fraction, percentage: int) -> None:
    assert value <= percentage + Fraction(1, 2) - LEAST_MARGIN
    assert percentage == 0 or value >= percentage - Fraction(1, 2) + LEAST_MARGIN


# The stored files


def test_every_return_is_well_formed() -> None:
    assert len(returns()) == 1153
    columns = list(returns()[0])
    assert columns[0] == "agency"
    assert columns[-4:] == ["role_table_2_4", "role_table_3_11", "statuses", "slots"]
    assert columns[1:-4] == sorted(columns[1:-4])
    assert len(columns) == 91
    for row in returns():
        assert re.fullmatch(r"[A-Ua-i0-9.]{336}", row["slots"])
        assert re.fullmatch(r"[WNHLSAC.]{7}", row["statuses"])
        assert row["slots"].strip(".")
        for hours in (row["contracted_hours"], row["worked_hours"]):
            assert re.fullmatch(r"(\d+(\.5)?)?", hours)


def test_days_with_filled_half_hours_are_the_days_worked() -> None:
    for row in returns():
        for day, status in enumerate(row["statuses"]):
            filled = row["slots"][day * 48 : (day + 1) * 48].strip(".")
            assert bool(filled) == (status == "W")


def test_no_day_is_a_public_holiday() -> None:
    # The weeks of 11 and 18 May and 1 June 2009 had none.
    assert not any("H" in row["statuses"] for row in returns())


# Counts of people


def test_sectors_have_the_published_number_of_returns() -> None:
    assert Counter(map(sector, returns())) == {
        "csd": 725,
        "dass": 284,
        "joint": 26,
        "pvi": 109,
        "none": 9,
    }


def test_settings_follow_table_2_6() -> None:
    settings = Counter((row["setting"], row["serves"]) for row in returns())
    assert settings[("voluntary", "children")] == 30
    assert settings[("private", "children")] == 70
    assert settings[("independent", "children")] == 9
    assert settings[("la_joint", "")] == 26
    assert settings[("", "")] == 9
    assert 0 < settings[("joint", "children")] + settings[("nhs", "children")] <= 66
    assert 0 < settings[("joint", "adults")] + settings[("nhs", "adults")] <= 9


def test_roles_follow_table_2_4() -> None:
    roles = Counter(row["role_table_2_4"] for row in returns())
    assert roles == {"manager": 137, "senior": 155, "social_worker": 818, "": 43}
    by_sector = Counter((sector(row), row["role_table_2_4"]) for row in returns())
    joint = 0
    for role, children, adults in (
        ("manager", 96, 41),
        ("senior", 128, 27),
        ("social_worker", 581, 233),
        ("", 35, 3),
    ):
        with_children = by_sector[("csd", role)] + by_sector[("pvi", role)]
        with_adults = by_sector[("dass", role)]
        assert with_children <= children
        assert with_adults <= adults
        joint += children - with_children
        both = children + adults - with_children - with_adults
        assert by_sector[("joint", role)] == both
    assert joint == 6
    assert by_sector[("none", "social_worker")] == 4
    assert by_sector[("none", "")] == 5


def test_hours_follow_table_3_1_exactly() -> None:
    bands = Counter(map(band, returns()))
    counts = [int(re.match(r"\d+", cell)[0]) for cell in printed("3.1")[1]]
    assert [bands[place] for place in range(12)] == counts[:12]


def test_hours_follow_table_3_2_but_for_three_cells() -> None:
    here = Counter((band(row), sector(row)) for row in returns())
    changed = {}
    for place, line in enumerate(printed("3.2")[1:13]):
        for name, cell in zip(SECTORS, line[1:6], strict=True):
            found = re.match(r"(\d+)(?!\d*%)", cell)
            figure = int(found[0]) if found else 0
            if here[(place, name)] != figure:
                changed[(line[0], name)] = (figure, here[(place, name)])
        assert sum(here[(place, name)] for name in SECTORS) == int(line[6])
    assert changed == {
        ("1-3 hours more", "pvi"): (19, 18),
        ("3-5 hours more", "joint"): (2, 4),
        ("6-8 hours more", "joint"): (4, 2),
    }


def test_contracted_hours_of_the_diary_week_are_those_of_the_post() -> None:
    # Table 2.15 (question 6c, counted elsewhere) has four people fewer than Table 3.1 compares.
    known = [row for row in returns() if row["contracted_hours"]]
    without = [row for row in known if not row["post_hours_week"]]
    assert (len(known), len(without)) == (1039, 4)
    for row in known:
        assert row["post_hours_week"] in {row["contracted_hours"], ""}


def test_contracted_days_are_as_many_as_the_post_has() -> None:
    for row in returns():
        if row["contracted_days"] and row["post_days_week"]:
            here = len(row["contracted_days"].split("|"))
            assert abs(here - float(row["post_days_week"])) <= 0.5 or is_night(row)


def test_most_long_weeks_were_average_weeks() -> None:
    long_weeks = [row["average_week"] for row in returns() if 5 <= band(row) <= 10]
    assert long_weeks.count("yes") > len(long_weeks) / 2


def test_people_under_their_hours_usually_have_a_day_away() -> None:
    under = [row["statuses"] for row in returns() if band(row) == 0]
    away = sum(bool(set(statuses) & set("SLA")) for statuses in under)
    assert away > len(under) / 2


# Shares of time


def test_every_cell_of_table_3_3_but_one() -> None:
    cells = 0
    for line in printed("3.3"):
        for column, cell in enumerate(line[1:7]):
            if line[0] in CATEGORIES:
                figure = int(cell.removesuffix("%"))
                here = UNREACHABLE_SUBTOTAL.get((line[0], column), figure)
                assert_rounds_to(share(column, CATEGORIES[line[0]]), here)
                cells += 1
    assert cells == 42


def test_every_cell_of_table_c1_but_three() -> None:
    lines = printed("C1")[2:]
    assert len(lines) == 40
    for symbol, line in zip(SYMBOLS, lines, strict=True):
        for column, cell in enumerate(line[3:9]):
            figure = int(cell.removesuffix("%"))
            here = UNREACHABLE_ACTIVITIES.get((symbol, column), figure)
            assert_rounds_to(share(column, symbol), here)


def test_the_unmet_cells_cannot_be_met() -> None:
    """The sums that show it, from the printed figures alone."""
    table = {
        line[0]: [int(cell.removesuffix("%")) for cell in line[1:7]]
        for line in printed("3.3")
        if line[0] in CATEGORIES
    }
    activities = [[int(cell.removesuffix("%")) for cell in line[3:9]] for line in printed("C1")[2:]]
    between = {column: activities[28][column] + activities[29][column] + 1 for column in range(5)}
    client, sundry = table["Sub total of client-related work"], table["Other sundry"]
    # DASS and Joint: even the upper edges, none of which can be reached, only make 100.
    for column in (1, 2):
        assert client[column] + 0.5 + sundry[column] + 0.5 + between[column] == 100
    # No information: the parts stay under the least that the whole may be.
    assert between[4] < table["Other inter agency"][4] - 0.5
    # Overall: the sectors' upper edges, weighed by their half hours, stay under 72.5.
    totals = [half_hours()[name].total() for name in SECTORS]
    most = sum(total * (edge + 0.5) for total, edge in zip(totals, client[:5], strict=True))
    assert most / sum(totals) < 72.5


# Agencies


def test_agencies_are_those_that_took_part() -> None:
    agencies = rows_of("agencies.csv")
    assert list(agencies[0]) == [
        "key",
        "name",
        "authority",
        "region",
        "authority_type",
        "service",
        "week",
        "invited",
    ]
    assert [row["key"] for row in agencies] == [f"a{n:02d}" for n in range(1, 55)]
    assert Counter(row["service"] for row in agencies) == {
        "children": 27,
        "adults": 23,
        "joint": 2,
        "fostering": 1,
        "voluntary": 1,
    }
    assert len({row["authority"] for row in agencies if row["authority"]}) == 30
    outside = [row for row in agencies if not row["authority"]]
    assert {row["service"] for row in outside} == {"fostering", "voluntary"}
    assert not any(row["region"] or row["authority_type"] for row in outside)


def test_authorities_cover_regions_and_types() -> None:
    authorities = {
        row["authority"]: (row["region"], row["authority_type"])
        for row in rows_of("agencies.csv")
        if row["authority"]
    }
    assert len({region for region, _ in authorities.values()}) == 9
    types = Counter(kind for _, kind in authorities.values())
    assert set(types) == {"metropolitan", "unitary", "county", "london"}
    assert types["london"] == 4
    services: dict[str, set[str]] = {}
    for row in rows_of("agencies.csv"):
        services.setdefault(row["authority"], set()).add(row["service"])
    assert sum(found == {"joint"} for found in services.values()) == 2


def test_diary_weeks_are_those_of_2009() -> None:
    weeks = Counter(row["week"] for row in rows_of("agencies.csv"))
    assert set(weeks) == {"2009-05-11", "2009-05-18", "2009-06-01"}
    assert weeks["2009-06-01"] < 6
    assert {row["week"] for row in rows_of("open_links.csv")} <= set(weeks)


def test_people_come_from_agencies_of_their_kind() -> None:
    service = {row["key"]: row["service"] for row in rows_of("agencies.csv")}
    links = {row["key"] for row in rows_of("open_links.csv")}
    assert links == {"open1", "open2"}
    kinds = {
        "csd": {"children"},
        "dass": {"adults"},
        "joint": {"joint"},
        "pvi": {"fostering", "voluntary", "open"},
    }
    for row in returns():
        own = "open" if row["agency"] in links else service[row["agency"]]
        assert own in kinds.get(sector(row), {own})
        assert (row["setting"] == "independent") <= (own == "open")


def test_more_people_were_invited_than_replied() -> None:
    replies = Counter(row["agency"] for row in returns())
    for row in rows_of("agencies.csv"):
        rate = replies[row["key"]] / int(row["invited"])
        assert 0.38 <= rate <= 0.72


def test_no_name_is_that_of_a_real_council() -> None:
    text = (Path(__file__).parent / "english_councils.txt").read_text(encoding="utf-8")
    councils = {re.sub("[^a-z]", "", name.lower()) for name in text.splitlines()}
    names = [row["name"] for name in ("agencies.csv", "open_links.csv") for row in rows_of(name)]
    names += [row["authority"] for row in rows_of("agencies.csv") if row["authority"]]
    for name in names:
        assert name.endswith(" (invented)")
        plain = re.sub("[^a-z]", "", name.removesuffix(" (invented)").lower())
        assert not any(council in plain for council in councils)


# Weeks that can be believed


def runs(slots: str) -> list[tuple[str, int]]:
    return [(symbol, len(list(run))) for symbol, run in groupby(slots)]


def test_weeks_are_about_as_long_as_stated() -> None:
    filled = [336 - row["slots"].count(".") for row in returns()]
    assert 74 <= sum(filled) / len(filled) <= 78
    assert max(filled) >= 150
    for row in returns():
        if row["worked_hours"] and "C" not in row["statuses"] and not is_night(row):
            work = 336 - row["slots"].count(".") - row["slots"].count(LUNCH)
            assert abs(work - 2 * float(row["worked_hours"])) <= 2


def is_night(row: dict[str, str]) -> bool:
    return any(row["slots"][day * 48 + 4] != "." for day in range(7))


def test_most_work_is_done_by_day() -> None:
    total = sum(336 - row["slots"].count(".") for row in returns())
    by_day = sum(
        symbol != "." and 17 <= place % 48 < 36
        for row in returns()
        for place, symbol in enumerate(row["slots"])
    )
    assert by_day / total > 0.9


def test_lunch_is_at_noon() -> None:
    times = Counter(
        place % 48
        for row in returns()
        for place, symbol in enumerate(row["slots"])
        if symbol == LUNCH
    )
    assert sum(times[slot] for slot in range(24, 28)) / times.total() > 0.9


def test_weekend_work_is_as_section_3_2_says() -> None:
    weekends = [96 - row["slots"][240:].count(".") for row in returns()]
    working = [half_hours for half_hours in weekends if half_hours]
    assert len(working) == 83
    assert round(sum(working) / 2 / len(working)) == 12


def test_early_and_late_work_is_as_section_3_2_says() -> None:
    def filled(slots: str) -> int:
        return len(slots) - slots.count(".")

    people = 0
    for row in returns():
        days = [row["slots"][day * 48 : (day + 1) * 48] for day in range(7)]
        apart = any(filled(day[:17]) >= 2 or filled(day[39:]) >= 2 for day in days)
        together = any(filled(day[:17]) + filled(day[39:]) >= 2 for day in days)
        assert apart == together
        people += apart
    assert people == 408


def test_a_few_work_nights_across_midnight() -> None:
    across = [
        row
        for row in returns()
        if any(row["slots"][day * 48 - 1] != "." != row["slots"][day * 48] for day in range(1, 7))
    ]
    assert 2 <= len(across) <= 3


def test_episodes_are_runs_and_not_confetti() -> None:
    lengths = [
        length for row in returns() for symbol, length in runs(row["slots"]) if symbol != "."
    ]
    assert 1.7 <= sum(lengths) / len(lengths) <= 2.5
    assert lengths.count(1) / len(lengths) < 0.5
    by_symbol = {
        symbol: [length for row in returns() for own, length in runs(row["slots"]) if own == symbol]
        for symbol in "KLe5"
    }
    mean = {symbol: sum(found) / len(found) for symbol, found in by_symbol.items()}
    assert max(mean["K"], mean["L"]) < 2  # telephone, travel
    assert mean["e"] > 3.5  # court reports
    assert mean["5"] > 4  # training


def test_people_use_some_of_the_activities() -> None:
    used = [len(set(row["slots"]) - {"."}) for row in returns()]
    assert 12 <= sum(used) / len(used) <= 18
    assert sum(8 <= number <= 22 for number in used) / len(used) > 0.95


def test_journeys_lead_to_visits() -> None:
    beside = journeys = 0
    for row in returns():
        episodes = runs(row["slots"])
        for place, (symbol, _) in enumerate(episodes):
            if symbol == TRAVEL_TO_CLIENTS:
                journeys += 1
                around = episodes[max(place - 1, 0) : place + 2]
                beside += any(own in VISITS for own, _ in around)
    assert beside / journeys > 0.9


# The report


def test_report_names_every_deviation() -> None:
    text = (TOP / "docs" / "reconstruction.md").read_text(encoding="utf-8")
    for start in (
        "| 3.3 | Sub total of client-related work | overall | 73% | 72% |",
        "| C1 | OIA1 | dass | 1% | 2% |",
        "| C1 | OIA1 | joint | 0% | 1% |",
        "| C1 | OIA1 | none | 0% | 1% |",
        "| 3.2 | 1-3 hours more | pvi | 19 | 18 |",
        "| 3.2 | 3-5 hours more | joint | 2 | 4 |",
        "| 3.2 | 6-8 hours more | joint | 4 | 2 |",
        "| 2.19 | 6-10 | joint | 6 | 7 |",
    ):
        assert start in text
    assert len(re.findall(r"^\| (C1|3\.3) \|", text, re.MULTILINE)) == 4


@pytest.mark.parametrize("name", ["README.md", "agencies.csv", "open_links.csv"])
def test_stored_texts_say_what_they_are(name: str) -> None:
    text = (STORED / name).read_text(encoding="utf-8")
    assert "invented" in text
