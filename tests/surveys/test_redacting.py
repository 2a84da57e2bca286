"""Names in free text: what is blacked out, what is suggested, and what may leave. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import redacting

TEXT = "My manager Mary Smith helps. Ask Mary, or Will; willing hands help Will’s team."


def blacked(text, *words):
    return redacting.redacted(text, redacting.spans_of(text, words))


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            ["Mary Smith"],
            "My manager [name removed] helps. Ask Mary, or Will; willing hands help Will’s team.",
        ),
        (
            ["Mary", "Mary Smith", "Will"],
            "My manager [name removed] helps. Ask [name removed], or [name removed]; willing "
            "hands help [name removed]’s team.",
        ),
        (["mary", "Smit"], TEXT),
        ([], TEXT),
        (["", "  "], TEXT),
    ],
)
def test_words_are_blacked_out_wherever_they_stand_as_whole_words(words, left):
    assert blacked(TEXT, *words) == left


def test_phrase_is_found_over_a_line_break():
    assert blacked("Ask Mary\n Smith.", "Mary Smith") == "Ask [name removed]."


def test_marks_and_signs_are_no_patterns():
    assert blacked("(a+b) a.b axb", "a.b") == "(a+b) [name removed] axb"


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_pieces_put_together_are_the_text_and_none_that_is_gone_is_shown(text, spans):
    pieces = list(redacting.pieces(text, spans))

    assert "".join(piece for piece, _gone in pieces) == text
    gone = {place for start, end in spans for place in range(start, min(end, len(text)))}
    at, shown = 0, set()
    for piece, is_gone in pieces:
        shown |= set() if is_gone else set(range(at, at + len(piece)))
        at += len(piece)
    assert shown == set(range(len(text))) - gone


@given(st.text(max_size=80), st.lists(st.text(max_size=8), max_size=4))
def test_what_was_blacked_out_can_be_found_again(text, words):
    spans = redacting.spans_of(text, words)

    again = redacting.spans_of(text, redacting.words_at(text, spans))

    assert redacting.joined([*spans, *again]) == again


def test_candidates_are_addresses_numbers_and_capitalised_words_within_sentences():
    text = (
        "The team is good. I talk to Mary Smith and Dr. Patel every Monday. Jane helps too, and "
        "J. O’Brien at CAMHS in Northtown. Call 0191 498 0123 or +44 7700 900123, write to "
        "mary.smith@council.gov.uk, NE1 4AB. My caseload of 25 in 2009 was 0.5 higher."
    )

    assert redacting.candidates(text) == [
        "Mary Smith",
        "Dr. Patel",
        "J. O’Brien",
        "Northtown",
        "0191 498 0123",
        "+44 7700 900123",
        "mary.smith@council.gov.uk",
        "NE1 4AB",
    ]


@pytest.mark.parametrize(
    "text", ["Team Manager", "SENIOR PRACTITIONER", "Social worker", "", "Good. Better.\nBest"]
)
def test_titles_and_beginnings_of_sentences_suggest_nothing(text):
    assert redacting.candidates(text) == []


@given(st.text(max_size=200))
def test_each_candidate_stands_in_the_text(text):
    assert all(word in text for word in redacting.candidates(text))


def test_text_leaves_only_once_somebody_has_read_it_for_names():
    answers = {"job_title": "Manager for Mary", "why": "Nothing"}
    title = redacting.reviewed(
        answers["job_title"], redacting.spans_of(answers["job_title"], ["Mary"])
    )
    redactions = {"job_title": title, "why": redacting.reviewed("Something else", [])}

    left = {key: redacting.safe_text(answers, redactions, key) for key in ("job_title", "why", "x")}

    assert left == {"job_title": "Manager for [name removed]", "why": None, "x": ""}
    assert redacting.shown_text(answers, redactions, "why") == "Nothing"
    assert title == {"of": title["of"], "spans": [[12, 16]]}


def test_text_without_names_leaves_as_it_is_once_read():
    answers, read = {"why": "The people"}, redacting.reviewed("The people", [])

    assert redacting.safe_text(answers, {"why": read}, "why") == "The people"
    assert redacting.is_reviewed("The People", read) is False


def test_reviews_of_texts_that_changed_or_went_do_not_hold():
    read = {key: redacting.reviewed("One", []) for key in ("same", "changed", "gone")}

    kept = redacting.still_true(read, {"same": "One", "changed": "Two"})

    assert kept == {"same": read["same"]}
