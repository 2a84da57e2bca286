"""Authorities, agencies and open links, and who came through which.

Section 1.5 and Table 1.1: 30 authorities in all nine regions, four of them in London; 28 with
separate departments, of which 27 for children and 23 for adults took part; two with one joint
department; a large fostering agency and a children's voluntary organisation; and two professional
associations who sent the survey to their members. All names are invented. Sizes, weeks and numbers
invited are assumptions.
"""

import random
from dataclasses import dataclass

from tools.reconstruction.margins import People

INVENTED = " (invented)"

# (place, region, type of authority, departments: c children, a adults, j joint)
AUTHORITIES = (
    ("Tarnmouth", "North East", "metropolitan", "ca"),
    ("Eskerby", "North East", "metropolitan", "ca"),
    ("Hallowdene", "North East", "unitary", "c"),
    ("Calderholt", "North West", "metropolitan", "ca"),
    ("Mosskirk", "North West", "metropolitan", "ca"),
    ("Brindlow", "North West", "metropolitan", "c"),
    ("Merrowshire", "North West", "county", "ca"),
    ("Quayholme", "North West", "unitary", "ca"),
    ("Airbeck", "Yorkshire and the Humber", "metropolitan", "ca"),
    ("Donnersfield", "Yorkshire and the Humber", "metropolitan", "ca"),
    ("Ravensgill", "Yorkshire and the Humber", "county", "ca"),
    ("Soarminster", "East Midlands", "unitary", "ca"),
    ("Fosseshire", "East Midlands", "county", "ca"),
    ("Wolderland", "East Midlands", "county", "ca"),
    ("Tamebridge", "West Midlands", "metropolitan", "ca"),
    ("Arrowhurst", "West Midlands", "metropolitan", "c"),
    ("Clunshire", "West Midlands", "county", "j"),
    ("Brinkmarsh", "East of England", "unitary", "a"),
    ("Fenwardshire", "East of England", "county", "ca"),
    ("Orwellham", "East of England", "county", "ca"),
    ("Fleetgate", "London", "london", "ca"),
    ("Wandlebourne", "London", "london", "ca"),
    ("Leamarsh", "London", "london", "c"),
    ("Tyburnside", "London", "london", "ca"),
    ("Kingsdownshire", "South East", "county", "ca"),
    ("Otterlow", "South East", "county", "ca"),
    ("Solentry", "South East", "unitary", "ca"),
    ("Sedgeshire", "South West", "county", "c"),
    ("Severncombe", "South West", "unitary", "ca"),
    ("Tamarleigh", "South West", "unitary", "j"),
)

SERVICE_OF_LETTER = {"c": "children", "a": "adults", "j": "joint"}
DEPARTMENT = {
    "children": "children's services",
    "adults": "adult services",
    "joint": "children's and adult services",
}
ORGANISATIONS = (
    ("Lanternwood Fostering", "fostering"),
    ("Kite and Anchor Children's Aid", "voluntary"),
)
OPEN_LINKS = (
    ("open1", "Society of Children's Guardians" + INVENTED, "2009-05-11"),
    ("open2", "Guild of Independent Social Workers" + INVENTED, "2009-05-18"),
)

# Diary weeks and how many agencies choose them; the third is for inspections and delays.
WEEKS = {"2009-05-11": 28, "2009-05-18": 22, "2009-06-01": 4}
LEAST_RETURNS = 4


@dataclass
class Agency:
    """A participating agency. An agency outside the authorities has no region or type."""

    key: str
    name: str
    authority: str
    region: str
    authority_type: str
    service: str
    week: str
    invited: int = 0


def all_agencies(rng: random.Random) -> list[Agency]:
    """The 54 agencies, without numbers invited."""
    listed = []
    for place, region, kind, letters in AUTHORITIES:
        for letter in letters:
            service = SERVICE_OF_LETTER[letter]
            name = f"{place} {DEPARTMENT[service]}{INVENTED}"
            listed.append((name, place + INVENTED, region, kind, service))
    listed += [(name + INVENTED, "", "", "", service) for name, service in ORGANISATIONS]
    weeks = [week for week, times in WEEKS.items() for _ in range(times)]
    rng.shuffle(weeks)
    return [
        Agency(f"a{n:02d}", *entry, week)
        for n, (entry, week) in enumerate(zip(listed, weeks, strict=True), 1)
    ]


def shared_out(agencies: list[Agency], people: int, rng: random.Random) -> list[str]:
    """The agency keys of `people` returns: agencies of different size, none of them tiny."""
    large = {"county": 1.6, "metropolitan": 1.1}
    sizes = [rng.uniform(0.3, 1.7) * large.get(agency.authority_type, 0.8) for agency in agencies]
    keys = [agency.key for agency in agencies for _ in range(LEAST_RETURNS)]
    more = people - len(keys)
    keys += rng.choices([agency.key for agency in agencies], sizes, k=more)
    rng.shuffle(keys)
    return keys


def add_agencies(people: People, seed: int) -> list[Agency]:
    """Adds everyone's `agency` (or open link); returns the agencies with how many were asked."""
    rng = random.Random(f"{seed} agencies")
    agencies = all_agencies(rng)
    by_service = {
        service: [agency for agency in agencies if agency.service == service]
        for service in ("children", "adults", "joint", "fostering", "voluntary")
    }
    place_of = {
        "children_department": "children",
        "adults_department": "adults",
        "joint_department": "joint",
        "fostering": "fostering",
        "voluntary": "voluntary",
    }
    people["agency"] = [""] * len(people["sector"])
    for kind in sorted(set(people["agency_type"])):
        numbers = [n for n, own in enumerate(people["agency_type"]) if own == kind]
        if kind in place_of:
            keys = shared_out(by_service[place_of[kind]], len(numbers), rng)
        elif kind == "independent":
            keys = ["open1"] * 6 + ["open2"] * (len(numbers) - 6)
        else:
            # Those who did not say where they work came through anyone.
            any_agency = [agency.key for agency in agencies]
            keys = ["open1", "open2", "open2", *rng.sample(any_agency, len(numbers) - 3)]
        for number, key in zip(numbers, keys, strict=True):
            people["agency"][number] = key
    for agency in agencies:
        returns = people["agency"].count(agency.key)
        agency.invited = round(returns / rng.uniform(0.4, 0.7))
    return agencies
