"""The JSON that the save endpoint takes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.models import Change
from diary.payload import PayloadError, Sent, parse_change
from diary.timeline import Edit

GOOD = {"device": "device-1", "sequence": 3, "slots": [[0, ".", "A"]], "days": [[6, ".", "W"]]}


def problems(**changes):
    with pytest.raises(PayloadError) as refused:
        parse_change(json.dumps({**GOOD, **changes}).encode())
    return refused.value.problems


def test_change_is_read_whole():
    sent = {**GOOD, "complete": [[6, ".", "Y"]], "owner": "somebody"}

    assert parse_change(json.dumps(sent).encode()) == Sent(
        Change("device-1", 3, (Edit(0, ".", "A"),), (Edit(6, ".", "W"),), (Edit(6, ".", "Y"),)),
        owner="somebody",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"slots": [[336, ".", "A"]]}, ["slots, entry 1: the index must be 0 to 335."]),
        ({"slots": [[-1, ".", "A"]]}, ["slots, entry 1: the index must be 0 to 335."]),
        ({"slots": [[True, ".", "A"]]}, ["slots, entry 1: the index must be 0 to 335."]),
        (
            {"slots": [[0, ".", "Z"]]},
            ["slots, entry 1: a symbol is none of the activity symbols."],
        ),
        (
            {"slots": [[0, ".", ["A"]]]},
            ["slots, entry 1: a symbol is none of the activity symbols."],
        ),
        (
            {"slots": [[0, ".", "A"], [0, "A", "B"]]},
            ["slots, entry 2: index 0 stands twice; send it once."],
        ),
        ({"slots": [[0, "."]]}, ["slots, entry 1: send [index, symbol seen, symbol to set]."]),
        ({"slots": {}}, ["slots: send a list of at most 336 entries."]),
        ({"days": [[7, ".", "W"]]}, ["days, entry 1: the index must be 0 to 6."]),
        ({"complete": [[7, ".", "Y"]]}, ["complete, entry 1: the index must be 0 to 6."]),
        (
            {"complete": [[0, ".", "W"]]},
            ["complete, entry 1: a symbol is none of the activity symbols."],
        ),
        (
            {"slots": [], "days": []},
            ["Send at least one entry in slots, days or complete."],
        ),
        ({"owner": 7}, ["owner: send the text that the page was given."]),
        ({"device": "x"}, ["device: send 8 to 40 letters, digits, hyphens or underscores."]),
        ({"sequence": -1}, ["sequence: send a whole number, rising by device."]),
        ({"sequence": True}, ["sequence: send a whole number, rising by device."]),
    ],
)
def test_wrong_entry_is_named_with_its_remedy(changes, expected):
    assert problems(**changes) == expected


def test_every_wrong_entry_is_named_at_once():
    assert problems(sequence=None, slots=[[400, ".", "A"], [1, ".", "!"]]) == [
        "sequence: send a whole number, rising by device.",
        "slots, entry 1: the index must be 0 to 335.",
        "slots, entry 2: a symbol is none of the activity symbols.",
    ]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 30_000, b"x" * 40_000])
def test_body_that_is_no_change_is_refused(body):
    with pytest.raises(PayloadError):
        parse_change(body)


scalars = st.none() | st.booleans() | st.integers(-9, 400) | st.sampled_from([".", "A", "W", "é"])
entries = st.lists(st.lists(scalars, min_size=2, max_size=4) | scalars, max_size=4)
anything = scalars | entries | st.dictionaries(st.text(max_size=3), scalars, max_size=2)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "device": st.just("device-1") | anything,
            "sequence": anything,
            "slots": anything,
            "days": anything,
            "complete": anything,
            "owner": anything,
        },
    )
)
def test_any_json_is_either_a_change_in_range_or_refused(sent):
    try:
        change = parse_change(json.dumps(sent).encode()).change
    except PayloadError as error:
        assert error.problems
    else:
        assert change.slots or change.days or change.complete
        assert all(0 <= edit.index < 336 for edit in change.slots)
        assert all(0 <= edit.index < 7 for edit in change.days)
