"""Derived variables: the rows of published tables, made from answers."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.demo.source import demo_returns
from surveys.instruments import InstrumentError, build_instrument, instrument_names, load_instrument
from surveys.instruments.answers import settle
from surveys.instruments.deriving import derive
from tests.surveys.instruments.made import answers_of, declared, number, question, some_of

NONE = {"value": "none", "label": "No information"}


def derived(key, answers, name="2009", codings=None):
    return derive(load_instrument(name), answers, codings or {})[key]


def bands(*ends):
    return [{"value": f"b{n}", "label": f"Band {n}", **end} for n, end in enumerate(ends)]


@pytest.mark.parametrize(
    ("worked", "band"),
    [
        (36.99, "less"),
        (37, "same"),
        (37.5, "to_3"),
        (40, "to_3"),
        (40.01, "to_5"),
        (42, "to_5"),
        (45, "to_8"),
        (49, "to_12"),
        (52, "to_15"),
        (57, "to_20"),
        (62, "to_25"),
        (67, "to_30"),
        (67.5, "over_30"),
        (None, "none"),
    ],
)
def test_extra_hours_fall_in_the_bands_of_table_3_1(worked, band):
    answers = {"contracted_hours": 37, "worked_hours": worked}

    answered = {key: value for key, value in answers.items() if value is not None}

    assert derived("extra_table_3_1", answered) == band
    assert derived("extra_table_3_1", answered, name="2") == band


def test_extra_hours_are_those_people_wrote():
    answers = {"contracted_hours": 37.1, "worked_hours": 40.1}  # as floats, 3.0000000000000071

    assert derived("extra_table_3_1", answers) == "to_3"


@pytest.mark.parametrize(
    ("key", "question", "found"),
    [
        (
            "practice_table_2_12",
            "practice_years",
            {0.5: "under_1", 1: "1_3", 3.5: "1_3", 25: "21_25", 26: "over_25"},
        ),
        ("post_table_2_13", "post_years", {0: "under_1", 10: "7_10", 11: "11_15", 40: "over_25"}),
        (
            "qualified_table_2_9",
            "qualified_year",
            {1964: "before_1965", 1965: "1965_69", 2004: "2000_04", 2009: "2005_on"},
        ),
        (
            "active_table_2_19",
            "active_cases",
            {0: "0", 5: "1_5", 6: "6_10", 100: "61_100", 101: "over_100"},
        ),
        ("inactive_table_2_22", "inactive_cases", {0: "0", 1: "1_5", 31: "31_40"}),
        (
            "active_table_3_10",
            "active_cases",
            {10: "to_10", 11: "11_20", 30: "21_30", 31: "over_30"},
        ),
        (
            "applications_table_2_30",
            "outside_applications",
            {0: "0", 1: "1", 2: "2_3", 4: "over_3"},
        ),
    ],
)
@pytest.mark.parametrize("name", instrument_names())
def test_numbers_fall_in_the_bands_of_their_table(name, key, question, found):
    assert {n: derived(key, {question: n}, name=name) for n in found} == found


HOURS = {
    15: "to_15",
    16: "16_20",
    20: "16_20",
    34.5: "31_34",
    35: "35_38",
    37: "35_38",
    38.5: "39_40",
    41: "over_40",
}


def test_hours_by_week_or_fortnight_fall_in_the_bands_of_table_2_15():
    weekly = {n: derived("hours_table_2_15", {"post_hours_week": n}) for n in HOURS}
    fortnightly = {n: derived("hours_table_2_15", {"post_hours_fortnight": 2 * n}) for n in HOURS}

    assert weekly == HOURS
    assert fortnightly == HOURS


def test_version_2_asks_hours_once_for_tables_2_15_2_16_and_3_9():
    part, full = {"contracted_hours": 20}, {"contracted_hours": 35}
    tables = ("hours_table_2_15", "full_time_table_2_16", "hours_table_3_9")

    assert [derived(key, part, name="2") for key in tables] == ["16_20", "part", "to_20"]
    assert [derived(key, full, name="2") for key in tables] == ["35_38", "full", "over_20"]


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ({"post_days_week": 1}, "1"),
        ({"post_days_week": 2.5}, "2_3"),
        ({"post_days_fortnight": 7}, "3_4"),
        ({"post_days_fortnight": 9}, "4_5"),
        ({"post_days_fortnight": 9, "post_hours_week": 37}, "5"),  # compressed, as the note says
        ({"post_days_fortnight": 9, "post_hours_week": 30}, "4_5"),
        ({"post_days_week": 6}, "5"),
        ({}, "none"),
    ],
)
def test_days_fall_in_the_bands_of_table_2_14(answers, band):
    assert derived("days_table_2_14", answers) == band


def test_version_2_counts_the_contracted_days():
    assert derived("days_table_2_14", {"contracted_days": [0, 2, 4]}, name="2") == "3_4"


@pytest.mark.parametrize(
    ("answers", "side"),
    [
        ({"setting": "la_children", "client_groups": ["older"]}, "children"),
        ({"setting": "la_adults"}, "adults"),
        ({"setting": "nhs", "serves": "adults"}, "adults"),
        ({"setting": "la_joint", "client_groups": ["older", "carers", "sen"]}, "adults"),
        ({"setting": "la_joint", "client_groups": ["looked_after"]}, "children"),
        ({"setting": "la_joint", "client_groups": ["looked_after", "older"]}, "none"),
        ({"setting": "la_joint", "client_groups": ["asylum", "other"]}, "none"),
        ({"setting": "other", "client_groups": ["looked_after"]}, "none"),
        ({}, "none"),
    ],
)
def test_side_follows_setting_then_client_groups(answers, side):
    assert derived("client_side_table_2_5", answers) == side


@pytest.mark.parametrize(
    ("role", "setting", "codes"),
    [
        ("social_worker", "la_children", ("social_worker", "social_worker")),
        ("senior", "la_adults", ("senior", "senior")),
        ("manager", "la_children", ("manager", "manager_children")),
        ("manager", "la_adults", ("manager", "manager_adult")),
        ("manager", "other", ("manager", "other")),
        ("reviewing_officer", "la_children", ("social_worker", "other")),
        ("other", "la_children", ("social_worker", "other")),
        (None, "la_children", ("none", "other")),
    ],
)
def test_version_2_makes_both_published_codings_from_the_role(role, setting, codes):
    answers = {"setting": setting} | ({"role": role} if role else {})

    made = derive(load_instrument("2"), answers, {})

    assert (made["role_table_2_4"], made["role_table_3_11"]) == codes


def test_2009_takes_both_codings_from_what_people_coded():
    codings = {"role_table_2_4": "social_worker", "role_table_3_11": "other"}

    made = derive(load_instrument("2009"), {"job_title": "IRO"}, codings)

    assert (made["role_table_2_4"], made["role_table_3_11"]) == ("social_worker", "other")


def test_coding_that_is_not_declared_is_no_information():
    assert derived("role_table_2_4", {}, codings={"role_table_2_4": "pilot"}) == "none"


@pytest.mark.parametrize(
    ("held", "counted"),
    [
        (["degree", "non_uk"], "degree"),
        (["non_uk"], "non_uk"),
        (["cqsw", "dipsw", "teaching"], "dipsw"),
        (["teaching"], "none"),
        ([], "none"),
    ],
)
def test_table_2_7_counts_one_qualification_each(held, counted):
    assert derived("qualification_table_2_7", {"qualifications": held}) == counted


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        (["family_support"], "yes"),
        (["child_protection", "older"], "yes"),
        (["older"], "no"),
        (None, "none"),
    ],
)
def test_group_of_table_3_4_holds_where_any_of_it_is_chosen(groups, found):
    answers = {"client_groups": groups} if groups else {}

    assert derived("protection_table_3_4", answers) == found


@pytest.mark.parametrize(
    ("answer", "in_three", "of_those_who_answered"),
    [
        ("very_satisfied", "satisfied", "satisfied"),
        ("neither", "neither_or_none", "neither"),
        ("dissatisfied", "dissatisfied", "dissatisfied"),
        (None, "neither_or_none", "none"),
    ],
)
def test_satisfaction_is_grouped_as_in_tables_3_14_and_3_15(
    answer, in_three, of_those_who_answered
):
    made = derive(load_instrument("2"), {"satisfaction": answer} if answer else {}, {})

    assert made["satisfaction_table_3_14"] == in_three
    assert made["satisfaction_table_3_15"] == of_those_who_answered


@pytest.mark.parametrize("frequency", ["six_weekly", "less_often", "irregular", "none"])
def test_what_2009_called_other_supervision_is_asked_by_name(frequency):
    answers = {"supervision_frequency": frequency}

    assert derived("supervision_table_2_26", answers, name="2") == "other"


@pytest.mark.parametrize(
    ("answers", "tables"),
    [
        ({"gender": "other", "ethnicity": "white_roma"}, ("none", "white")),
        ({"gender": "prefer_not_to_say", "ethnicity": "prefer_not_to_say"}, ("none", "none")),
        ({"gender": "female", "ethnicity": "arab"}, ("female", "other")),
    ],
)
def test_version_2_maps_to_the_published_categories(answers, tables):
    made = derive(load_instrument("2"), answers, {})

    assert (made["gender_table_2_2"], made["ethnicity_table_2_3"]) == tables


def test_both_versions_derive_the_same_variables_with_the_same_values():
    one, two = (
        {d.key: [value.value for value in d.values] for d in load_instrument(name).derived}
        for name in ("2009", "2")
    )

    assert one == two


# Printed rows, in the tables' order; none is no information.
PRINTED = {
    "client_side_table_2_5": {"children": 840, "adults": 304, "none": 9},
    "agency_table_2_6": {
        "csd": 725, "dass": 284, "joint": 26, "voluntary": 30, "private": 70, "independent": 9,
        "none": 9,
    },
    "practice_table_2_12": {
        "under_1": 26, "1_3": 216, "4_6": 207, "7_10": 212, "11_15": 106, "16_20": 108,
        "21_25": 88, "over_25": 71, "none": 119,
    },
    "days_table_2_14": {"1": 5, "2_3": 34, "3_4": 86, "4_5": 98, "5": 824, "none": 106},
    "hours_table_2_15": {
        "to_15": 8, "16_20": 65, "21_25": 51, "26_30": 79, "31_34": 15, "35_38": 805, "39_40": 7,
        "over_40": 5, "none": 118,
    },
    "extra_table_3_1": {
        "less": 138, "same": 332, "to_3": 214, "to_5": 113, "to_8": 119, "to_12": 59, "to_15": 28,
        "to_20": 21, "to_25": 9, "to_30": 1, "over_30": 5, "none": 114,
    },
}  # fmt: skip


def test_derived_variables_of_the_reconstruction_count_to_the_printed_tables():
    instrument = load_instrument("2009")

    made = [derive(instrument, item.answers, item.codings) for item in demo_returns()]

    assert {key: Counter(one[key] for one in made) for key in PRINTED} == PRINTED


@pytest.mark.parametrize("name", instrument_names())
@given(data=st.data())
def test_derived_value_is_always_a_declared_one(name, data):
    shipped = load_instrument(name)
    answers = settle(shipped, data.draw(answers_of(shipped)))
    codings = data.draw(st.dictionaries(st.sampled_from(["role_table_2_4", "x"]), st.text()))

    made = derive(shipped, answers, codings)

    declared_values = {d.key: {value.value for value in d.values} for d in shipped.derived}
    assert list(made) == list(declared_values)
    assert [key for key, value in made.items() if value not in declared_values[key]] == []


QUESTIONS = [question(), number(key="n"), some_of("x", "y", key="s")]


def variable(**changes):
    base = {"key": "d", "label": "D", "source": "Table 9", "kind": "map", "missing": NONE}
    mapped = [{"value": v, "label": v, "answers": [v]} for v in ("yes", "no")]
    return {"question": "a", "values": mapped, **base, **changes}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "guess"}, "derived/d: no such kind as 'guess'"),
        ({"colour": 1}, "derived/d: does not know colour"),
        ({"values": []}, "derived/d: its answers are not the question's options: no, yes"),
        ({"missing": "maybe"}, "derived/d: its missing is none of its values"),
        ({"question": ""}, "derived/d: is made from a question or by a function"),
        ({"question": "z"}, "derived/d: there is no question z"),
        ({"question": "n"}, "derived/d: map can't be made from number"),
        ({"function": "sector"}, "derived/d: is made from a question or by a function"),
        ({"answers": ["x"]}, "derived/d: any has answers, and nothing else has"),
        ({"missing": {**NONE, "answers": ["yes"]}}, "derived/d: yes stands twice"),
        (
            {"kind": "function", "question": "", "function": "colour", "values": bands({})},
            "derived/d: no such function as 'colour'",
        ),
        (
            {"kind": "any", "question": "s", "values": [], "answers": ["z"]},
            "derived/d: s has no z",
        ),
        (
            {"kind": "bands", "question": "n", "values": bands({"below": 2}, {"up_to": 4})},
            "derived/d/b1: the last band, and only it, has no end",
        ),
        (
            {"kind": "bands", "question": "n", "values": bands({}, {})},
            "derived/d/b0: the last band, and only it, has no end",
        ),
        (
            {"kind": "bands", "question": "n", "values": bands({"below": 2, "up_to": 4}, {})},
            "derived/d/b0: ends below or up to, not both",
        ),
        (
            {"kind": "bands", "question": "n", "values": bands({"up_to": 2}, {"below": 2}, {})},
            "derived/d: each band ends higher than the one before",
        ),
        (
            {"kind": "coding", "question": "a", "values": bands({})},
            "derived/d: coding can't be made from one_of",
        ),
        (
            {"values": bands({"below": 2})},
            "derived/d: its answers are not the question's options",
        ),
        ({"key": "a"}, "a: two variables would have this name"),
    ],
)
def test_wrong_derived_variable_is_refused_by_place(changes, problem):
    with pytest.raises(InstrumentError) as refused:
        build_instrument(declared(*QUESTIONS, derived=[variable(**changes)]))

    assert problem in str(refused.value)


def test_band_may_end_at_a_number_that_the_one_before_stops_short_of():
    made = build_instrument(
        declared(
            *QUESTIONS,
            derived=[
                variable(
                    kind="bands",
                    question="n",
                    values=bands({"below": 2}, {"up_to": 2}, {}),
                )
            ],
        )
    )

    found = [derive(made, {"n": n}, {})["d"] for n in (1.9, 2, 2.1)]

    assert found == ["b0", "b1", "b2"]
