"""Translations of what respondents read: whole, checked by a speaker, or refused."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from surveys.instruments import InstrumentError, instrument_names, load_instrument
from surveys.instruments.locks import digest
from surveys.instruments.translations import read_translation, texts_of, translate
from tests.surveys.instruments.made import YES_NO, instrument, number, question

BOX = {"value": "other", "label": "Other", "hint": "Any", "details": "Other, named"}
MADE = instrument(
    question(hint="Think.", options=[*YES_NO, BOX]),
    number(key="n", unit="hours", unit_one="hour", usual=[1, 2], usual_text="Right?"),
    question(key="g", type="grid", rows=[{"key": "one", "label": "One"}]),
)


def declaration(**changes):
    texts = {place: f"[{text}]" for place, text in texts_of(MADE).items()}
    base = {"instrument": "made", "language": "cy", "checked_by": "A speaker, May 2026"}
    return {**base, "texts": texts, **changes}


def test_texts_are_what_respondents_read_by_place():
    assert texts_of(MADE) == {
        "section.title": "Section",
        "section/page.title": "Page",
        "a.text": "A?",
        "a.hint": "Think.",
        "a/yes.label": "Yes",
        "a/no.label": "No",
        "a/other.label": "Other",
        "a/other.hint": "Any",
        "a/other/details.text": "Please give details",
        "n.text": "A?",
        "n.unit": "hours",
        "n.unit_one": "hour",
        "n.usual_text": "Right?",
        "g.text": "A?",
        "g/yes.label": "Yes",
        "g/no.label": "No",
        "g/one.label": "One",
    }


def test_translating_rewrites_every_text_and_nothing_else():
    upper = translate(MADE, str.upper)

    assert texts_of(upper) == {place: text.upper() for place, text in texts_of(MADE).items()}
    assert translate(upper, lambda text: text) == upper
    labels = [(q.label, [d.label for _, d in q.details]) for q in upper.questions]
    assert labels == [("A", ["Other, named"]), ("A", []), ("A", [])]


@pytest.mark.parametrize("name", instrument_names())
def test_translating_a_shipped_version_back_and_forth_changes_nothing(name):
    shipped = load_instrument(name)

    there = translate(shipped, lambda text: text[::-1])

    assert set(texts_of(there).values()) == {text[::-1] for text in texts_of(shipped).values()}
    assert digest(translate(there, lambda text: text[::-1])) == digest(shipped)


def test_translation_is_read_whole():
    assert read_translation(declaration(), MADE, "cy") == declaration()["texts"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"checked_by": " "}, "made.cy: no speaker has checked it"),
        ({"language": "gd"}, "made.cy: is of another instrument or language"),
        ({"instrument": "2"}, "made.cy: is of another instrument or language"),
        ({"notes": "?"}, "made.cy: does not know notes"),
        ({"texts": {**declaration()["texts"], "z.text": "Z"}}, "made.cy: does not know z.text"),
        ({"texts": {**declaration()["texts"], "a.text": ""}}, "made.cy: lacks a.text"),
    ],
)
def test_translation_that_is_not_whole_or_checked_is_refused(changes, problem):
    with pytest.raises(InstrumentError) as refused:
        read_translation(declaration(**changes), MADE, "cy")

    assert problem in str(refused.value)


def test_instrument_comes_in_the_language_where_somebody_translated_it(tmp_path):
    texts = {place: f"[{text}]" for place, text in texts_of(load_instrument("2")).items()}
    lines = ['instrument = "2"', 'language = "cy"', 'checked_by = "A speaker"', "[texts]"]
    lines += [f"{json.dumps(place)} = {json.dumps(text)}" for place, text in texts.items()]
    (tmp_path / "2.cy.toml").write_text("\n".join(lines), encoding="utf-8")

    welsh = load_instrument("2", "cy", tmp_path)

    assert (welsh.language, texts_of(welsh)) == ("cy", texts)
    assert [q.key for q in welsh.questions] == [q.key for q in load_instrument("2").questions]
    assert load_instrument("2", "fr", tmp_path) == load_instrument("2")
    assert load_instrument("2009", "cy", tmp_path) == load_instrument("2009")


def test_no_translation_ships_that_no_speaker_has_checked():
    found = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("**/*.toml")]
    assert found == []
