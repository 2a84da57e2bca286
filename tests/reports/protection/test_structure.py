"""Which values are parts of which."""

from itertools import product

import pytest

from reports.figures.results import Figure, Group, Line, Measure, Panel, Result
from reports.protection.adding_up import Relation, relations
from reports.protection.reading import read
from reports.protection.structure import FUNCTIONS, MISSING, Structure, structure_of
from surveys.instruments import derivations, load_instrument
from tests.reports.protection.made import FACTS, TABLES, table, tabulate

VERSIONS = [load_instrument("2009"), load_instrument("2")]


def atoms(structure: Structure, variable: str, *values: str) -> frozenset[str]:
    return structure.condition(variable, values)[1]


@pytest.mark.parametrize("instrument", VERSIONS, ids=["2009", "2"])
def test_bands_of_one_number_are_parts_of_each_other(instrument):
    structure = structure_of(instrument)

    coarse = atoms(structure, "active_table_3_10", "to_10")

    assert coarse == atoms(structure, "active_table_2_19", "0", "1_5", "6_10")
    assert atoms(structure, "full_time_table_2_16", "part") == atoms(
        structure, "hours_table_2_15", "to_15", "16_20", "21_25", "26_30", "31_34"
    )
    assert atoms(structure, "hours_table_3_9", "to_20") == atoms(
        structure, "hours_table_2_15", "to_15", "16_20"
    )


def test_answers_in_three_are_made_of_those_in_five():
    structure = structure_of(VERSIONS[0])

    neither = atoms(structure, "satisfaction_table_3_14", "neither_or_none")

    assert neither == atoms(structure, "satisfaction_table_2_31", "neither", "none")


def test_any_of_several_client_groups_holds_each_of_them():
    structure = structure_of(VERSIONS[0])

    either = atoms(structure, "protection_table_3_4", "yes")

    assert either == atoms(structure, "client_groups.child_protection", "yes") | atoms(
        structure, "client_groups.family_support", "yes"
    )
    assert structure.condition("fostering_table_3_6", ["yes"]) == structure.condition(
        "client_groups.foster_carers", ["yes"]
    )


def test_no_answer_is_the_same_for_all_options_of_a_question():
    structure = structure_of(VERSIONS[0])
    family, missing = structure.condition("client_groups.sen", ["none"])
    other, same = structure.condition("client_groups.camhs", ["none"])

    assert family != other
    assert structure.canonical({family: missing}) == structure.canonical({other: same})


@pytest.mark.parametrize("functions", [("agency", "sector"), ("role_2_4", "role_3_11")])
def test_functions_give_values_that_share_an_atom(functions):
    """Whatever is answered, the values that two functions give have a part in common."""
    settings = (
        "la_children",
        "la_adults",
        "la_joint",
        "nhs",
        "voluntary",
        "private",
        "other",
        None,
    )
    roles = ("manager", "senior", "social_worker", "reviewing_officer", None)
    for setting, serves, role in product(settings, ("children", "adults", "both", None), roles):
        given = {"setting": setting, "serves": serves, "role": role}
        answers = {key: value for key, value in given.items() if value}
        found = []
        for name in functions:
            value = derivations.CHOICES[name](answers)
            if value is None:
                value = "other" if name == "role_3_11" else "none"
            found.append(frozenset(FUNCTIONS[name][1][value]))
        assert found[0] & found[1], given


def test_families_of_functions_are_no_questions():
    for instrument in VERSIONS:
        questions = {question.key for question in instrument.questions}
        assert questions.isdisjoint(family for family, _atoms in FUNCTIONS.values())


def test_structure_of_no_version_keeps_what_all_agree_on():
    structure = structure_of()

    assert atoms(structure, "active_table_3_10", "to_10") == atoms(
        structure, "active_table_2_19", "0", "1_5", "6_10"
    )
    assert MISSING in atoms(structure, "hours_table_2_15", "none")


def test_relations_hold_for_the_numbers_that_they_are_of():
    people = [((*own,), (1, 2, 3, 4, 5, 6)) for own in product(*FACTS.values())]
    results = [tabulate(own, people) for own in TABLES]
    reading = read(results, structure_of(VERSIONS[0]), 5)

    found = relations(reading)

    values = [quantity.value for quantity in reading.quantities]
    assert len(found) > 100
    for one in found:
        assert values[one.whole] == sum(values[part] for part in one.parts)


def test_relations_that_numbers_contradict_are_none():
    """In 2009 titles were coded twice, by different rules: more are senior in one table."""

    def coded(number: str, variable: str, **counts: int) -> Result:
        whole = sum(counts.values())
        lines = [
            Line(key, (key,), (Figure(Measure.RESPONDENTS, n, whole, n, n),))
            for key, n in counts.items()
        ]
        group = Group(("",), ("",), whole, is_total=True)
        panel = Panel("numbers", "", tuple(lines))
        return Result(table(number, "counts", variable), (group,), (panel,), whole)

    first = coded("31", "role_table_2_4", manager=10, senior=20, social_worker=60, none=10)
    second = coded(
        "32",
        "role_table_3_11",
        manager_adult=8,
        manager_children=7,
        senior=25,
        social_worker=50,
        other=10,
    )
    reading = read([first, second], structure_of(VERSIONS[1]), 5)

    found = relations(reading)

    places = {q.value: n for n, q in enumerate(reading.quantities) if q.printed}
    managers = [one for one in found if one.whole == places[10]]
    assert [q.key[0] for q in reading.quantities if q.value == 25] == ["respondents = 25"]
    assert not any({places[8], places[7]} <= set(one.parts) for one in managers)
    assert all(isinstance(one, Relation) for one in found)
