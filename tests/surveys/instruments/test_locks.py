"""A released version does not change; a round notices when the file behind its answers did."""

import dataclasses

import pytest

from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.locks import (
    InstrumentChanged,
    check_unchanged,
    digest,
    locked_digests,
)
from tests.surveys.instruments.made import instrument, number, question

ADVICE = (
    "The meaning of a released version changed. Answers were given to the old one: make a new "
    "version (a new file in surveys/instruments/versions/) and leave this one as it was. Only for "
    "a version that nobody has answered yet, set its digest in surveys/instruments/locks.toml."
)


def test_released_versions_are_unchanged():
    assert {name: digest(load_instrument(name)) for name in instrument_names()} == (
        locked_digests()
    ), ADVICE


@pytest.mark.parametrize(
    "changed",
    [
        question(text="B?"),
        question(hint="Think."),
        question(label="B"),
        question(key="b"),
        question(options=[{"value": "yes", "label": "Yes"}]),
        number(),
    ],
)
def test_digest_changes_with_the_meaning(changed):
    assert digest(instrument(changed)) != digest(instrument(question()))


def test_digest_changes_with_routing_and_limits():
    made = [
        instrument(question(), number(key="n", **changes))
        for changes in ({}, {"show_if": {"question": "a", "equals": "yes"}}, {"maximum": 8})
    ]

    assert len({digest(one) for one in made}) == 3


def test_digest_leaves_out_what_nobody_answers():
    none = {"value": "none", "label": "No information"}
    derived = {"key": "d", "label": "D", "source": "Table 9", "kind": "function"}
    derived |= {"function": "sector", "missing": none, "values": [{"value": "csd", "label": "C"}]}
    plain = instrument(question())

    assert digest(instrument(question(), derived=[derived])) == digest(plain)
    assert digest(dataclasses.replace(plain, language="cy")) == digest(plain)


def test_round_whose_questionnaire_is_unchanged_goes_on():
    assert check_unchanged("2", digest(load_instrument("2"))) is None
    assert check_unchanged("2", "") is None  # nothing was answered yet


def test_round_whose_questionnaire_changed_is_refused():
    with pytest.raises(InstrumentChanged, match="'2' was changed after its first answer"):
        check_unchanged("2", digest(load_instrument("2009")))
