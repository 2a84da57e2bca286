"""Who respondents are, in single answers: ages, qualifications, years of practice.

Bands come from Tables 2.1 to 2.13; where in a band an answer lies is invented, so that it fits the
others: nobody practised before they qualified, nor is longer in post than in practice.
"""

import random

from tools.reconstruction.margins import People

SURVEY_YEAR = 2009
# One person's answers by variable; lists are joined by "|".
Answers = dict[str, str]

# Ethnic groups of Table 2.3 within, by weight. Invented but for the groups.
ETHNICITIES: dict[str, dict[str, int]] = {
    "white": {"white_british": 90, "white_irish": 4, "white_other": 6},
    "black": {"black_caribbean": 24, "black_african": 22, "black_other": 5},
    "asian": {"asian_indian": 13, "asian_pakistani": 6, "asian_bangladeshi": 3, "asian_other": 3},
    "mixed": {"mixed_caribbean": 11, "mixed_african": 5, "mixed_asian": 6, "mixed_other": 4},
    "other": {"arab": 1, "other": 1},
}
# How many of those without an age said that they prefer not to say. Invented.
PREFER_NOT_TO_SAY = 12

# Table 2.10 and its notes: who holds which together, and how many of them work with adults.
PROFESSIONAL: dict[str, tuple[int, int]] = {
    "teaching": (29, 9),
    "nursing": (8, 3),
    "allied_health": (2, 1),
    "nvq": (30, 6),
    "other_professional": (103, 15),
    "teaching|allied_health": (1, 0),
    "teaching|nvq": (1, 0),
    "teaching|other_professional": (9, 3),
    "nursing|nvq": (2, 1),
    "nursing|other_professional": (1, 0),
    "allied_health|other_professional": (1, 0),
    "nvq|other_professional": (9, 2),
}
# Section 2.6: nine people with a UK qualification have one from elsewhere as well; of those who
# qualified in the UK 4% did so outside England; for 83% to be England, some did not say.
ALSO_NON_UK, WITHOUT_COUNTRY = 9, 33
OUTSIDE_ENGLAND = {"wales": 17, "scotland": 20, "northern_ireland": 9}
# Section 2.6, in per cent of everyone.
FURTHER = {"top_up": 8, "post_qualifying": 32, "other_degree": 27, "other_diploma": 6}

# The oldest of each age group, and the age from which people qualify.
OLDEST = {"20_24": 24, "25_29": 29, "30_34": 34, "35_39": 39, "40_44": 44, "45_49": 49, "50_54": 54}
QUALIFIED_FROM = 21
FIRST_YEAR = {"pre": 1962, "1965": 1965}
YEARS_IN_BAND = 5
# Bands of Tables 2.12 and 2.13 as years: from, and below.
YEARS = {
    "0": (0, 1), "1-3": (1, 4), "4-6": (4, 7), "7-10": (7, 11),
    "11-15": (11, 16), "16-20": (16, 21), "21-25": (21, 26), "25+": (26, 44),
}  # fmt: skip
# Section 2.8, in per cent of those who say for how long: both, only children, only adults.
BOTH_KINDS, SAID_BOTH = 0.17, 0.97


def number(value: float) -> str:
    """A number as stored."""
    return f"{value:g}"


def weighed(weights: dict[str, int], rng: random.Random) -> str:
    """One of the keys, in proportion to its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def add_personal(rows: list[Answers], people: People, rng: random.Random) -> None:
    """Age, gender and ethnicity."""
    without = [n for n, own in enumerate(people["age"]) if own == "unknown"]
    # Those who say that they prefer not to say do answer other questions.
    without.sort(key=lambda n: (people["gender"][n] == "unknown", rng.random()))
    refusing = set(without[:PREFER_NOT_TO_SAY])
    for n, row in enumerate(rows):
        if people["age"][n] != "unknown":
            row["age"] = people["age"][n]
        elif n in refusing:
            row["age"] = "prefer_not_to_say"
        if people["gender"][n] != "unknown":
            row["gender"] = people["gender"][n]
        if people["ethnic_group"][n] != "unknown":
            row["ethnicity"] = weighed(ETHNICITIES[people["ethnic_group"][n]], rng)


def add_qualifications(rows: list[Answers], people: People, rng: random.Random) -> None:
    """Qualifications, further qualifications, and where people qualified."""
    known = [n for n, own in enumerate(people["qualification"]) if own != "unknown"]
    held = {n: [people["qualification"][n]] for n in known}
    abroad = {n for n in known if people["qualification"][n] == "non_uk"}
    more = [n for n in known if people["qualification"][n] in {"dipsw", "degree"}]
    for n in rng.sample(more, ALSO_NON_UK):
        held[n].append("non_uk")
        abroad.add(n)
    free = {
        side: [n for n in known if people["side"][n] == side] for side in ("adults", "children")
    }
    for numbers in free.values():
        rng.shuffle(numbers)
    for names, (total, adults) in PROFESSIONAL.items():
        for side, size in (("adults", adults), ("children", total - adults)):
            for _ in range(size):
                held[free[side].pop()] += names.split("|")
    at_home = [n for n in known if n not in abroad]
    rng.shuffle(at_home)
    country = dict.fromkeys(at_home, "england") | dict.fromkeys(abroad, "elsewhere")
    for name, size in OUTSIDE_ENGLAND.items():
        for _ in range(size):
            country[at_home.pop()] = name
    for n in at_home[:WITHOUT_COUNTRY]:
        del country[n]
    for n in known:
        rows[n]["qualifications"] = "|".join(held[n])
        if n in country:
            rows[n]["qualified_in"] = country[n]
    for name, share in FURTHER.items():
        for n in rng.sample(known, round(share * len(rows) / 100)):
            own = rows[n].get("further_qualifications")
            rows[n]["further_qualifications"] = f"{own}|{name}" if own else name


def youngest_year(age: str) -> int:
    """The first year in which someone of an age group may have qualified."""
    if age not in OLDEST:
        return 0
    return SURVEY_YEAR - OLDEST[age] + QUALIFIED_FROM


def qualified_year(band: str, practice: str, age: str, rng: random.Random) -> int:
    """A year in a band of Table 2.9 that fits the age and a band of Table 2.12."""
    first = FIRST_YEAR.get(band, 0) or int(band)
    years = [year for year in range(first, first + YEARS_IN_BAND) if year <= SURVEY_YEAR]
    if band == "pre":
        years = [1962, 1963, 1964]
    years = [year for year in years if year >= youngest_year(age)] or years[-1:]
    if practice in YEARS:
        least = YEARS[practice][0]
        years = [year for year in years if SURVEY_YEAR - year >= least] or years[:1]
        if practice == "0":
            years = [2008, 2009]
    return rng.choice(years)


def years_in(band: str, most: float, rng: random.Random) -> float:
    """A number of years in a band of Tables 2.12 and 2.13, at most `most` where it can be."""
    low, high = YEARS[band]
    if band == "0":
        return rng.choice([years for years in (0.25, 0.5, 0.75) if years <= most])
    halves = [n / 2 for n in range(2 * low, 2 * high)]
    fitting = [years for years in halves if years <= most] or halves[:1]
    # Whole years come most often, and people rarely stop in between.
    weights = [(6 if years % 1 == 0 else 1) * (1 + place) for place, years in enumerate(fitting)]
    return rng.choices(fitting, weights)[0]


def add_experience(rows: list[Answers], people: People, rng: random.Random) -> None:
    """The year of qualification, and years in practice, with children and with adults, in post."""
    for n, row in enumerate(rows):
        band, practice = people["qualified_band"][n], people["practice_band"][n]
        year = youngest_year(people["age"][n])
        if band != "unknown":
            year = qualified_year(band, practice, people["age"][n], rng)
            row["qualified_year"] = str(year)
        most = SURVEY_YEAR - year + 0.5
        if row.get("qualified_in") == "elsewhere":
            add_abroad(row, rng)
        if practice != "unknown":
            years = years_in(practice, most, rng)
            row["practice_years"] = number(years)
            most = years
            add_kinds_of_practice(row, years, people["side"][n], rng)
        if people["post_band"][n] != "unknown":
            row["post_years"] = number(years_in(people["post_band"][n], most, rng))


def add_abroad(row: Answers, rng: random.Random) -> None:
    """Years of practice outside the UK and the first year of practice in it."""
    year = int(row.get("qualified_year", "0"))
    years = rng.choices([1, 2, 3, 4, 5, 7, 10, 14], [3, 4, 4, 3, 3, 2, 2, 1])[0]
    if year:
        years = min(years, SURVEY_YEAR - year)
        row["uk_practice_year"] = str(min(SURVEY_YEAR, year + years + rng.choice([0, 0, 0, 1])))
    row["years_outside_uk"] = str(years)


def add_kinds_of_practice(row: Answers, years: float, side: str, rng: random.Random) -> None:
    """Years with children and with adults, which together are not more than those in practice."""
    if rng.random() > SAID_BOTH:
        return
    main, other = ("adults", "children") if side == "adults" else ("children", "adults")
    apart = 0.0
    if years >= 2 and rng.random() < BOTH_KINDS:
        apart = float(rng.randint(1, max(1, int(years / 2))))
    row[f"{main}_years"] = number(years - apart)
    row[f"{other}_years"] = number(apart)


def add_background(rows: list[Answers], people: People, seed: int) -> None:
    """Adds sections 1 to 5."""
    rng = random.Random(f"{seed} background")
    add_personal(rows, people, rng)
    add_qualifications(rows, people, rng)
    add_experience(rows, people, rng)
