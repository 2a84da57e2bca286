"""Settling answers, what makes them invalid, how people read them, and what is asked about."""

import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.answers import SoftCheck, problems, settle, show, soft_checks
from tests.surveys.instruments.made import (
    YES_NO,
    answers_of,
    instrument,
    number,
    question,
    some_of,
    value_of,
)

WHERE = {"value": "elsewhere", "label": "Elsewhere", "details": "Where"}
CHAIN = instrument(
    question(options=[*YES_NO, WHERE]),
    question(key="b", show_if={"question": "a", "equals": "yes"}),
    number(key="c", show_if={"question": "b", "answered": True}),
)
KINDS = instrument(
    some_of("x", "y", "z", key="some", at_most=2, at_most_refused=True),
    question(key="days", type="days", options=None),
    question(
        key="grid",
        type="grid",
        rows=[{"key": "one", "label": "One"}, {"key": "two", "label": "Two"}],
    ),
    number(key="number", unit="hours", unit_one="hour"),
    number(key="whole", whole=True),
    question(key="year", type="year", options=None, minimum=1950, maximum=2050),
    question(key="text", type="text", options=None, max_length=5),
)


@pytest.mark.parametrize(
    ("given_answers", "settled"),
    [
        ({"a": "yes", "b": "no", "c": 3}, {"a": "yes", "b": "no", "c": 3}),
        ({"a": "no", "b": "no", "c": 3}, {"a": "no"}),
        ({"b": "no", "c": 3}, {}),
        ({"a": "elsewhere", "a_details": " far \n"}, {"a": "elsewhere", "a_details": "far"}),
        ({"a": "no", "a_details": "far"}, {"a": "no"}),
        ({"a": "elsewhere", "a_details": "  "}, {"a": "elsewhere"}),
        ({"a": "", "b": None}, {}),
        ({"nothing": "of ours"}, {}),
    ],
)
def test_settled_answers_hang_on_nothing_that_is_gone(given_answers, settled):
    assert settle(CHAIN, given_answers) == settled


def test_settled_choices_stand_in_the_instruments_order_once():
    untidy = {"some": ["z", "x", "z"], "days": [4, 0, 4], "grid": {"two": "no", "one": ""}}

    assert settle(KINDS, untidy) == {"some": ["x", "z"], "days": [0, 4], "grid": {"two": "no"}}


def test_zero_is_an_answer():
    assert settle(KINDS, {"number": 0}) == {"number": 0}


@pytest.mark.parametrize(
    ("given_answers", "found"),
    [
        ({"some": ["x", "y"], "days": [0, 6], "grid": {"one": "yes"}, "number": 9}, []),
        ({"nothing": 1}, ["nothing: no such question"]),
        ({"some": "x"}, ["some: is not a list"]),
        ({"some": []}, ["some: is not a list"]),
        ({"some": ["w"]}, ["some: no such option"]),
        ({"some": ["y", "x"]}, ["some: is not in order"]),
        ({"some": ["x", "x"]}, ["some: is not in order"]),
        ({"some": ["x", "y", "z"]}, ["some: more than 2"]),
        ({"days": [7]}, ["days: no such option"]),
        ({"days": [True]}, ["days: no such option"]),
        ({"grid": {}}, ["grid: is not a grid"]),
        ({"grid": {"three": "yes"}}, ["grid: no such row as three"]),
        ({"grid": {"one": "perhaps"}}, ["grid: no such option"]),
        ({"number": "9"}, ["number: is not a number"]),
        ({"number": True}, ["number: is not a number"]),
        ({"number": float("nan")}, ["number: is not a number"]),
        ({"number": 9.5}, ["number: is not from 0 to 9"]),
        ({"number": -1}, ["number: is not from 0 to 9"]),
        ({"whole": 2.5}, ["whole: is not a whole number"]),
        ({"year": 1949}, ["year: is not from 1950 to 2050"]),
        ({"year": 1999.5}, ["year: is not a whole number"]),
        ({"text": "  "}, ["text: is not a text"]),
        ({"text": 5}, ["text: is not a text"]),
        ({"text": "longer"}, ["text: is longer than 5 characters"]),
    ],
)
def test_problems_name_each_invalid_answer(given_answers, found):
    assert problems(KINDS, given_answers) == found


@pytest.mark.parametrize(
    ("given_answers", "found"),
    [
        ({"a": "perhaps"}, ["a: no such option"]),
        ({"a": ["yes"]}, ["a: no such option"]),
        ({"a": "no", "b": "yes"}, ["b: is not asked"]),
        ({"a": "no", "a_details": "far"}, ["a_details: is not asked"]),
        (
            {"a": "elsewhere", "a_details": "x" * 501},
            ["a_details: is longer than 500 characters"],
        ),
    ],
)
def test_answers_that_are_not_asked_are_problems(given_answers, found):
    assert problems(CHAIN, given_answers) == found


@pytest.mark.parametrize(
    ("key", "answer", "shown"),
    [
        ("some", ["x", "z"], "X, Z"),
        ("days", [0, 4], "Monday, Friday"),
        ("grid", {"two": "no", "one": "yes"}, "One: Yes; Two: No"),
        ("number", 7.5, "7.5 hours"),
        ("number", 7.0, "7 hours"),
        ("number", 1, "1 hour"),
        ("number", 0, "0 hours"),
        ("whole", 3, "3"),
        ("year", 1999, "1999"),
        ("text", "Text", "Text"),
        ("text", None, ""),
        ("some", [], ""),
    ],
)
def test_answer_is_shown_as_people_read_it(key, answer, shown):
    assert show(KINDS.question(key), answer) == shown


def test_option_is_shown_by_its_label():
    assert show(CHAIN.question("a"), "elsewhere") == "Elsewhere"


def test_days_are_shown_in_the_readers_language():
    with translation.override("cy"):
        assert show(KINDS.question("days"), [0]) == "Dydd Llun"


def test_soft_checks_ask_about_what_may_be_a_slip():
    alone = {"value": "none", "label": "None of these", "exclusive": True}
    asks = instrument(
        number(usual=[2, 5], usual_text="Under 2 or over 5 is rare. Is this right?"),
        number(key="b", usual=[2, 5]),
        some_of("x", "y", "z", key="c", at_most=1),
        question(key="d", type="some_of", options=[*YES_NO, alone]),
    )

    doubtful = {"a": 6, "b": 1, "c": ["x", "y"], "d": ["no", "none"]}

    assert soft_checks(asks, doubtful) == [
        SoftCheck("section", "page", "a", "Under 2 or over 5 is rare. Is this right?"),
        SoftCheck("section", "page", "b", "That is unusual. Is it right?"),
        SoftCheck("section", "page", "c", "The question asks for 1 answer at most. You chose 2."),
        SoftCheck("section", "page", "d", "You chose “None of these” together with other answers."),
    ]
    assert soft_checks(asks, {"a": 5, "b": 2, "c": ["x"], "d": ["none"]}) == []


def test_2009_warns_above_three_client_groups_and_2_refuses():
    four = {"client_groups": ["child_protection", "looked_after", "older", "carers"]}

    warned = [check.question for check in soft_checks(load_instrument("2009"), four)]

    assert warned == ["client_groups"]
    assert problems(load_instrument("2009"), four) == []
    assert problems(load_instrument("2"), four) == ["client_groups: more than 3"]


@pytest.mark.parametrize("name", instrument_names())
@given(data=st.data())
def test_settled_answers_are_valid_and_settled(name, data):
    shipped = load_instrument(name)
    given_answers = data.draw(answers_of(shipped))

    settled = settle(shipped, given_answers)

    assert problems(shipped, settled) == []
    assert settle(shipped, settled) == settled
    assert settle(shipped, json.loads(json.dumps(settled, sort_keys=True))) == settled


@pytest.mark.parametrize("name", instrument_names())
@given(data=st.data())
def test_no_sequence_of_changes_leaves_an_orphan(name, data):
    shipped = load_instrument(name)
    keys = st.sampled_from([q.key for q in shipped.questions if q.show_if or q.type == "one_of"])
    stored = {}

    for _ in range(data.draw(st.integers(1, 12))):
        key = data.draw(keys)
        change = {key: data.draw(st.none() | value_of(shipped.question(key)))}
        stored = settle(shipped, {**stored, **change})
        texts = {d.key: "in words" for q in shipped.questions for _, d in q.details}
        stored = settle(shipped, {**texts, **stored})

        assert problems(shipped, stored) == []


@pytest.mark.parametrize("name", instrument_names())
@given(data=st.data())
def test_every_answer_can_be_shown(name, data):
    shipped = load_instrument(name)
    settled = settle(shipped, data.draw(answers_of(shipped)))

    unseen = [q.key for q in shipped.questions if q.key in settled and not show(q, settled[q.key])]

    assert unseen == []
