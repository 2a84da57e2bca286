"""The difference between two versions, in words."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from surveys.instruments import load_instrument
from surveys.instruments.differences import differences
from tests.surveys.instruments.made import YES_NO, instrument, number, question, some_of

NONE = {"value": "none", "label": "No information"}
BOX = {"value": "other", "label": "Other", "details": "Other, named"}


def banded(**changes):
    band = {"key": "band", "label": "Band", "source": "Table 9", "kind": "bands", "question": "n"}
    ends = [{"value": "low", "label": "Low", "up_to": 3}, {"value": "high", "label": "High"}]
    return {**band, "missing": NONE, "values": ends, **changes}


OLD = instrument(
    question(),
    question(key="kept", options=[*YES_NO, BOX]),
    number(key="n", maximum=20),
    some_of("x", "y", "z", key="some", at_most=1),
    question(key="gone", type="text", options=None, text="Why?"),
    question(key="grid", type="grid", rows=[{"key": "one", "label": "One"}]),
    question(key="last", show_if={"question": "a", "equals": "yes"}),
    derived=[banded(), banded(key="dropped")],
)
NEW = instrument(
    question(text="A, please?"),
    question(key="kept", options=[{**YES_NO[0], "label": "Yes!"}, {**BOX, "details": None}]),
    number(key="n", whole=True, usual=[1, 5]),
    some_of("y", "x", "w", key="some", at_most=1, at_most_refused=True),
    question(key="new", type="text", options=None, text="Why not?"),
    question(key="grid", type="grid", rows=[{"key": "two", "label": "Two"}]),
    number(key="last", show_if={"question": "a", "answered": True}),
    derived=[banded(label="Bands"), banded(key="added", label="Another")],
)


def test_difference_is_told_question_by_question():
    assert differences(OLD, NEW) == [
        "a: text was “A?”, is “A, please?”",
        "kept: option yes was “Yes”, is “Yes!”",
        "kept: option no dropped: No",
        "kept: option other no longer opens a box",
        "n: limits were 0 to 20, are 0 to 9; whole; usually 1 to 5",
        "some: option w added: W",
        "some: option z dropped: Z",
        "some: the options' order changed",
        "some: limits were at most 1, more asked about, are at most 1, more refused",
        "new: added to section/page (text): Why not?",
        "grid: row two added: Two",
        "grid: row one dropped: One",
        "last: type was one_of, is number",
        "last: option yes dropped: Yes",
        "last: option no dropped: No",
        "last: was asked where a is yes, is asked where a is answered",
        "last: limits were none, are 0 to 9",
        "gone: dropped from section/page (text): Why?",
        "band: derived in another way",
        "added: derived variable added: Another",
        "dropped: derived variable dropped",
    ]


def test_question_that_moved_says_where_to():
    old = instrument(question())
    page = {"key": "other", "title": "Other", "question": [question()]}
    new = instrument(question(), section=[{"key": "section", "title": "Section", "page": [page]}])

    assert differences(old, new) == ["a: moved from section/page to section/other"]


def test_version_does_not_differ_from_itself():
    assert differences(load_instrument("2"), load_instrument("2")) == []


def test_command_prints_each_difference_and_their_number():
    out = StringIO()

    call_command("compare_instruments", "2009", "2", stdout=out)

    lines = out.getvalue().splitlines()
    found = differences(load_instrument("2009"), load_instrument("2"))
    assert lines == [*found, f"{len(found)} differences."]


def test_command_refuses_a_version_that_is_not_there():
    with pytest.raises(CommandError, match="There is no instrument called 'core-1'"):
        call_command("compare_instruments", "core-1", "2")
