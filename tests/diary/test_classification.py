"""The 40 activities of the 2009 instrument, as data."""

from typing import Any

import pytest

from diary.classification import (
    ACTIVITIES,
    BY_CODE,
    CATEGORIES,
    CLASSIFICATION,
    ClassificationError,
    build_classification,
    translate_classification,
)


def test_classification_has_the_instruments_codes_in_its_order():
    counts = {"D": 12, "OA": 5, "IA": 4, "R": 7, "OIA": 2, "S": 10}
    expected = [f"{group}{n}" for group, most in counts.items() for n in range(1, most + 1)]

    assert [activity.code for activity in ACTIVITIES] == expected


def test_client_related_work_is_direct_contact_own_agency_inter_agency_and_recording():
    assert {c.code: c.client_related for c in CATEGORIES} == {
        "D": True, "OA": True, "IA": True, "R": True, "OIA": False, "S": False,
    }  # fmt: skip


def test_each_activity_has_a_symbol_of_its_own_that_never_changes():
    symbols = "".join(activity.symbol for activity in ACTIVITIES)

    assert symbols == "ABCDEFGHIJKLMNOPQRSTUabcdefghi0123456789"


def test_labels_are_the_instruments_and_short_labels_fit_a_phone():
    assert BY_CODE["D12"].label == (
        "Time spent travelling to and from meetings with child / young person / family"
    )
    assert BY_CODE["S9"].label == "Lunch/ breaks" or BY_CODE["S9"].label == "Lunch / breaks"
    assert [a.short for a in ACTIVITIES if len(a.short) > 26] == []
    assert [a.code for a in ACTIVITIES if not a.search] == []


def entry(**changes):
    return {"code": "D1", "symbol": "A", "label": "One", "short": "One", "search": [], **changes}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"code": "X1"}, "X1: no such category"),
        ({"symbol": "."}, "D1: '.' can't be a symbol"),
        ({"symbol": "AB"}, "D1: 'AB' can't be a symbol"),
        ({"symbol": "é"}, "D1: 'é' can't be a symbol"),
    ],
)
def test_wrong_declaration_is_refused_by_name(changes, problem):
    category = {"code": "D", "label": "Direct", "short": "Direct", "client_related": True}

    with pytest.raises(ClassificationError) as refused:
        build_classification({"category": [category], "activity": [entry(**changes)]})

    assert str(refused.value) == problem


def test_symbol_that_stands_twice_is_refused():
    category = {"code": "D", "label": "Direct", "short": "Direct", "client_related": True}
    twice = [entry(), entry(code="D2", short="Two")]

    with pytest.raises(ClassificationError, match="symbol stands twice: A"):
        build_classification({"category": [category], "activity": twice})


def translation(**changes: Any) -> dict[str, Any]:
    """A translation of the whole classification; `changes` replace entries of activities."""
    activities: dict[str, Any] = {
        a.code: {"label": f"~{a.label}", "short": f"~{a.short}", "search": ["~"]}
        for a in ACTIVITIES
    }
    categories = {c.code: {"label": f"~{c.label}", "short": f"~{c.short}"} for c in CATEGORIES}
    entries = {code: entry for code, entry in (activities | changes).items() if entry is not None}
    return {"category": categories, "activity": entries}


def test_translation_changes_the_words_and_nothing_else():
    made = translate_classification(CLASSIFICATION, translation())

    assert [(a.code, a.symbol, a.category.code) for a in made.activities] == [
        (a.code, a.symbol, a.category.code) for a in ACTIVITIES
    ]
    assert [(a.label, a.short, a.search) for a in made.activities] == [
        (f"~{a.label}", f"~{a.short}", ("~",)) for a in ACTIVITIES
    ]
    assert {a.category for a in made.activities} == set(made.categories)
    assert [c.client_related for c in made.categories] == [c.client_related for c in CATEGORIES]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"D3": None}, "missing or unknown in the translation: D3"),
        ({"D99": {"label": "a", "short": "b", "search": []}}, "missing or unknown .*: D99"),
        ({"D3": {"label": "a", "short": "", "search": []}}, "D3: a text is missing"),
        ({"D3": {"label": "a", "short": "~Other", "search": []}}, "short stands twice: ~Other"),
    ],
)
def test_translation_that_is_not_whole_is_refused(changes, problem):
    with pytest.raises(ClassificationError, match=problem):
        translate_classification(CLASSIFICATION, translation(**changes))
