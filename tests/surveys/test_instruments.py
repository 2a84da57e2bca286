"""The declared questionnaire, its routing and the sector derived from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments import (
    InstrumentError,
    build_instrument,
    instrument_names,
    load_instrument,
)
from surveys.sectors import Sector, sector_of

CORE = load_instrument("core-1")


def test_core_instrument_asks_what_the_main_tables_need():
    assert [(s.key, [q.key for q in s.questions]) for s in CORE.sections] == [
        ("working-week", ["contracted_hours", "contracted_days", "worked_hours", "average_week"]),
        ("your-work", ["setting", "serves", "role"]),
    ]


@pytest.mark.parametrize("name", instrument_names())
def test_shipped_instrument_names_itself_and_its_sources(name):
    instrument = load_instrument(name)

    assert instrument.name == name
    assert [q.key for q in instrument.questions if not q.source] == []


def declared(*questions):
    section = {"key": "one", "title": "One", "question": list(questions)}
    return {"name": "test", "title": "Test", "section": [section]}


def question(**changes):
    options = [{"value": "yes", "label": "Yes"}]
    base = {"key": "a", "label": "A", "text": "A?", "type": "one_of", "source": "1"}
    return {**base, "options": options, **changes}


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ([question(), question()], "a: stands twice"),
        ([question(type="colour")], "a: no such type as 'colour'"),
        ([question(options=[])], "a: a one_of question has options, and no other has"),
        ([question(type="number")], "a: a one_of question has options, and no other has"),
        (
            [question(options=[{"value": "x", "label": "1"}, {"value": "x", "label": "2"}])],
            "a: an option's value stands twice",
        ),
        (
            [question(show_if={"question": "b", "equals": "yes"})],
            "a: its condition needs an earlier question",
        ),
        (
            [question(), question(key="b", show_if={"question": "a", "any_of": ["no"]})],
            "b: a has no option no",
        ),
    ],
)
def test_wrong_declaration_is_refused_by_place(questions, problem):
    with pytest.raises(InstrumentError) as refused:
        build_instrument(declared(*questions))

    assert str(refused.value) == problem


def test_unknown_instrument_is_refused_even_as_a_path():
    with pytest.raises(InstrumentError):
        load_instrument("../instruments/core-1")


answers = st.fixed_dictionaries(
    {},
    optional={
        q.key: st.sampled_from([o.value for o in q.options]) if q.options else st.floats(0, 100)
        for q in CORE.questions
    },
)


@given(answers)
def test_no_answer_is_left_whose_question_does_not_apply(given_answers):
    dropped = CORE.dropped_by(given_answers)
    kept = {k: v for k, v in given_answers.items() if k not in dropped}

    assert [q.key for q in CORE.questions if q.key in kept and not q.applies(kept)] == []
    assert dropped <= {"serves"}


@pytest.mark.parametrize(
    ("setting", "serves", "sector"),
    [
        ("la_children", None, Sector.CSD),
        ("la_adults", None, Sector.DASS),
        ("la_joint", None, Sector.JOINT),
        ("nhs", "children", Sector.CSD),
        ("nhs", "adults", Sector.DASS),
        ("joint", "both", Sector.JOINT),
        ("joint", None, Sector.NONE),
        ("private", "children", Sector.PVI),
        ("voluntary", None, Sector.PVI),
        ("independent", "adults", Sector.PVI),
        ("other", None, Sector.NONE),
        (None, None, Sector.NONE),
    ],
)
def test_sector_follows_the_setting(setting, serves, sector):
    given_answers = {"setting": setting, "serves": serves}

    assert sector_of({k: v for k, v in given_answers.items() if v}) is sector
