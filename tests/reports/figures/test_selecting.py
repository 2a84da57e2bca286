"""Selections: in an address, a job's parameters, on pages, and of a frame's returns."""

import json

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.frame import Frame, Sample, Variable
from reports.figures.selecting import FILTERS, Selection, filters_of
from surveys.instruments import instrument_names, load_instrument

INSTRUMENT = load_instrument("2")
REGIONS = ("North East", "London")
WORDS = st.text(max_size=8)
SELECTIONS = st.builds(
    Selection,
    st.dictionaries(
        st.sampled_from(["sector", "region", "client_groups"]), st.lists(WORDS.filter(bool))
    ),
    st.booleans(),
    st.booleans(),
)


def frame_of(**variables):
    """A frame of returns with these variables, each a list of values."""
    made = {}
    for key, values in variables.items():
        known = sorted(set(values))
        codes = np.array([known.index(value) for value in values], dtype=np.uint8)
        made[key] = Variable(key, key, tuple((value, value) for value in known), codes)
    n = len(next(iter(variables.values())))
    return Frame(
        slots=np.full((n, 336), ord("."), dtype=np.uint8),
        statuses=np.full((n, 7), ord("."), dtype=np.uint8),
        variables=made,
        numbers={},
        sample=Sample(np.arange(n, dtype=np.int32), np.zeros(n, dtype=np.int32)),
    )


def from_query(text):
    return Selection.from_query(
        QueryDict(text), INSTRUMENT, regions=REGIONS, others=("round", "page")
    )


@pytest.mark.parametrize("name", instrument_names())
def test_every_version_offers_every_filter(name):
    offered = filters_of(load_instrument(name), REGIONS)

    assert tuple(own.key for own in offered) == FILTERS
    assert {own.key: own.values for own in offered}["region"] == (
        ("North East", "North East"),
        ("London", "London"),
        ("none", "No authority"),
    )


def test_query_is_read_with_its_names_and_values_in_any_order():
    selection, problems = from_query(
        "sector=pvi&spreads=yes&region=London&sector=csd&weighted=no&round=2009&page=3&sector="
    )

    assert selection == Selection(
        {"region": ("London",), "sector": ("csd", "pvi")}, weighted=False, spreads=True
    )
    assert problems == []


def test_query_that_is_not_ours_is_told_and_left_out():
    selection, problems = from_query(
        "sector=csd&sector=nhs&colour=blue&weighted=maybe&region=%00%3Cb%3E&client_groups=cats"
    )

    assert selection == Selection({"sector": ("csd",)})
    assert problems == [
        "“Sector” has no value “nhs”. It is left out.",
        "There is no filter “colour”. It is left out.",
        "“weighted” is “yes” or “no”, not “maybe”.",
        "“Region” has no value “\0<b>”. It is left out.",
        "“Main client groups” has no value “cats”. It is left out.",
    ]


@given(query=st.dictionaries(st.sampled_from([*FILTERS, "weighted"]) | WORDS, st.lists(WORDS)))
def test_any_query_is_a_selection_with_problems(query):
    given_ = QueryDict(mutable=True)
    for name, values in query.items():
        given_.setlist(name, values)

    selection, problems = Selection.from_query(given_, INSTRUMENT, regions=REGIONS)

    assert from_query(selection.query()) == (selection, [])
    assert all(problems)


@given(selection=SELECTIONS)
def test_selection_comes_back_from_its_parameters(selection):
    stored = json.loads(json.dumps(selection.parameters()))

    assert Selection.from_parameters(stored) == selection
    assert Selection.from_parameters({**stored, "use": "internal"}) == selection


def test_same_selection_has_the_same_parameters_and_query():
    one = Selection({"sector": ("pvi", "csd"), "region": ("London",), "client_groups": ()})
    other = Selection({"region": ["London"], "sector": ["csd", "pvi", "csd"]})

    assert one == other
    assert json.dumps(one.parameters()) == json.dumps(other.parameters())
    assert one.query() == other.query() == "region=London&sector=csd&sector=pvi"
    assert Selection().query() == ""


def test_everybody_is_kept_without_filters():
    assert Selection(weighted=True).keep(frame_of(sector=["csd", "pvi"])) is None


def test_returns_are_kept_that_have_a_value_of_every_filter():
    frame = frame_of(
        sector=["csd", "pvi", "dass", "csd", "pvi"],
        region=["London", "London", "London", "North East", "North East"],
    )

    kept = Selection({"sector": ("csd", "pvi"), "region": ("London",)}).keep(frame)

    assert kept.tolist() == [True, True, False, False, False]


def test_returns_are_kept_that_name_any_of_the_client_groups():
    frame = frame_of(
        **{
            "client_groups.older": ["yes", "no", "yes", "none"],
            "client_groups.carers": ["no", "yes", "yes", "none"],
            "client_groups.asylum": ["no", "no", "no", "yes"],
        }
    )

    kept = Selection({"client_groups": ("older", "carers")}).keep(frame)

    assert kept.tolist() == [True, True, True, False]


@pytest.mark.parametrize("key", ["sector", "region", "client_groups"])
def test_nobody_is_kept_of_a_value_that_the_frame_lacks(key):
    kept = Selection({key: ("nowhere",)}).keep(frame_of(sector=["csd", "pvi"]))

    assert kept.tolist() == [False, False]


def test_selection_is_described_in_the_order_of_pages_and_values():
    selection = Selection(
        {
            "region": ("none", "Gone", "North East"),
            "sector": ("pvi", "csd"),
            "client_groups": ("older",),
        }
    )

    assert selection.describe(INSTRUMENT, regions=REGIONS) == (
        ("Sector", ("CSD", "PVI")),
        ("Region", ("North East", "No authority", "Gone")),
        ("Main client groups", ("Older people",)),
    )
