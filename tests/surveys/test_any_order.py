"""Any sequence of answers, steps back and changes leaves a valid return, with nothing orphaned."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from surveys.actions import save_answers
from surveys.forms import PageForm
from surveys.forms.fields import BESIDE
from surveys.instruments import Page, Question, load_instrument
from surveys.instruments.answers import problems
from surveys.models import Return
from tests.factories import ReturnFactory, RoundFactory

WORDS = st.sampled_from(["", " ", "a few words", "x" * 600, "two\r\nlines", "<b>&amp;", "½", "–"])
NUMBERS = st.sampled_from(["", "0", "3", "18½", "37,5", "1999", "-1", "1e9", "nan", "many", "2.5"])


def chosen_of(question: Question) -> st.SearchStrategy[list[str]]:
    """What a browser, or somebody without one, may send for a question with options."""
    values = [option.value for option in question.options] or [str(day) for day in range(7)]
    most = 1 if question.type in ("one_of", "grid") else len(values)
    return st.lists(st.sampled_from([*values, "no such option"]), max_size=most)


def fields_drawn(question: Question) -> dict[str, st.SearchStrategy[list[str]]]:
    if question.type in ("number", "year"):
        drawn = {question.key: st.lists(NUMBERS, max_size=1)}
    elif question.type in ("text", "long_text"):
        drawn = {question.key: st.lists(WORDS, max_size=1)}
    elif question.type == "grid":
        drawn = {f"{question.key}{BESIDE}{row.key}": chosen_of(question) for row in question.rows}
    else:
        drawn = {question.key: chosen_of(question)}
    boxes = {details.key: st.lists(WORDS, max_size=1) for _option, details in question.details}
    return drawn | boxes


@st.composite
def visits(draw: Any, pages: list[Page]) -> tuple[Page, dict[str, list[str]], bool]:
    """A page, what is typed on it, and whether it was opened before the latest answers."""
    page = draw(st.sampled_from(pages))
    strategies: dict[str, Any] = {}
    for question in page.questions:
        strategies |= fields_drawn(question)
    return page, draw(st.fixed_dictionaries(strategies)), draw(st.booleans())


def sent(data: dict[str, list[str]], seen: str) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, values in data.items():
        post.setlist(name, values)
    post["seen"] = seen
    return post


class AnyOrder(TestCase):
    """Hypothesis' own test case rolls each example back."""

    @pytest.fixture(autouse=True)
    def _keys(self, own_folders: None) -> None:
        """The round's keys lie in the test's own folder."""

    def stays_valid(self, name: str, data: st.DataObject) -> None:
        instrument = load_instrument(name)
        pages = [page for section in instrument.sections for page in section.pages]
        pages += [p for p in pages if any(q.show_if for q in p.questions)] * 3  # the risky ones
        round_ = RoundFactory(instrument=name)
        handle = ReturnFactory(round=round_, instrument=name).handle
        first_seen: dict[str, str] = {}
        for page, typed, is_old in data.draw(st.lists(visits(pages), min_size=1, max_size=12)):
            stored = Return.objects.get(handle=handle).answers
            seen = PageForm(page, stored).seen()
            first_seen.setdefault(page.key, seen)
            form = PageForm(page, stored, sent(typed, first_seen[page.key] if is_old else seen))

            save_answers(handle=handle, given=form.given())

            assert problems(instrument, Return.objects.get(handle=handle).answers) == []

    @settings(max_examples=40)
    @given(st.data())
    def test_version_2_stays_valid(self, data: st.DataObject) -> None:
        self.stays_valid("2", data)

    @settings(max_examples=40)
    @given(st.data())
    def test_version_2009_stays_valid(self, data: st.DataObject) -> None:
        self.stays_valid("2009", data)
