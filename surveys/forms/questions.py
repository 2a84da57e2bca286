"""One page of the questionnaire as a form, built from what the instrument declares."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms

from surveys.forms.fields import BESIDE, fields_of
from surveys.forms.showing import ShownQuestion
from surveys.instruments.types import Page, Question

SEEN = "seen"  # what the page showed, so that only what was changed on it is saved
TOUCHED = "touched"  # questions that the script saw change, even if they were changed back
SHOWN = "shown"  # the conditional questions that the page showed


class PageForm(forms.Form):
    """The questions of a page, those that it does not ask yet among them.

    A question that the page's own answers do not call for is neither checked nor kept. `data` may
    come from a page that was opened long ago: what it did not change is left as it is stored.
    """

    def __init__(
        self, page: Page, answers: Mapping[str, Any], data: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(data, initial=dict(initial_values(page, answers)), **kwargs)
        self.page = page
        self.stored = answers
        for question in page.questions:
            self.fields |= fields_of(question)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of answers that this page can give."""
        return tuple(key for question in self.page.questions for key in keys_of_question(question))

    def clean(self) -> dict[str, Any]:
        """Lay the page's answers over the stored ones, in order: a condition looks back only."""
        data: dict[str, Any] = super().clean() or {}
        self.merged = {k: v for k, v in self.stored.items() if k not in self.keys}
        for question in self.page.questions:
            if not question.applies(self.merged):
                self._forget(fields_of(question))
                continue
            self._lay(question.key, with_boxes(question, _value(question, data), data))
            for option, details in question.details:
                if question.wants_details(option, self.merged):
                    self._lay(details.key, data.get(details.key) or None)
                else:
                    self._forget([details.key])
        return data

    def given(self) -> dict[str, Any]:
        """Key to value, or None for what was emptied; without what is wrong or was not changed."""
        wrong = self._wrong_keys()
        given = {key: self.merged.get(key) for key in self.keys if key not in wrong}
        return {key: value for key, value in given.items() if self._is_changed(key, value)}

    def brought_up(self) -> list[Question]:
        """The questions that the answers call for and the page did not show."""
        shown = set(self.data.getlist(SHOWN))
        return [
            question
            for question in self.page.questions
            if question.show_if and question.key not in shown and question.applies(self.merged)
        ]

    def questions(self) -> Iterator[ShownQuestion]:
        """What the template shows, in order, with those that only a script brings up."""
        here = {question.key for question in self.page.questions}
        answers = self.stored
        if self.is_bound and self.errors is not None:  # reading the errors checks the form
            answers = self.merged
        for question in self.page.questions:
            asked = question.applies(answers)
            waits = question.show_if is not None and question.show_if.question in here
            if asked or waits:
                yield ShownQuestion(question, self, asked=asked, waits=waits)

    def problems(self) -> list[tuple[str, str, str]]:
        """Each problem for the summary: the id of the input it leads to, its label, what to do."""
        return [
            (self.first_input(name), self.fields[name].label or "", message)
            for name, messages in self.errors.items()
            for message in messages
        ]

    def first_input(self, name: str) -> str:
        """The id of a field's first input."""
        several = isinstance(self.fields[name], forms.ChoiceField)
        return f"id_{name}_0" if several else f"id_{name}"

    def seen(self) -> str:
        """A mark for each answer as the page shows it."""
        if self.is_bound:
            return str(self.data.get(SEEN, ""))
        return " ".join(f"{key}:{_mark(self.stored.get(key))}" for key in self.keys)

    def touched(self) -> str:
        return str(self.data.get(TOUCHED, "")) if self.is_bound else ""

    def _lay(self, key: str, value: Any) -> None:
        """Take an answer of the page; where it is wrong, the stored one stands."""
        if key in self._wrong_keys():
            value = self.stored.get(key)
        if value is not None:
            self.merged[key] = value

    def _wrong_keys(self) -> set[str]:
        return {name.partition(BESIDE)[0] for name in self.errors}

    def _is_changed(self, key: str, value: Any) -> bool:
        seen = dict(entry.split(":", 1) for entry in self.seen().split() if ":" in entry)
        return key in self.touched().split() or seen.get(key) != _mark(value)

    def _forget(self, names: Any) -> None:
        for name in names:
            self.errors.pop(name, None)


def keys_of_question(question: Question) -> tuple[str, ...]:
    """The keys of a question's answer and of its details boxes."""
    return (question.key, *(details.key for _option, details in question.details))


def initial_values(page: Page, answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Stored answers as the fields show them: 37 for 37.0, a grid by its rows."""
    for question in page.questions:
        for key in keys_of_question(question):
            value = answers.get(key)
            if isinstance(value, Mapping):
                yield from ((f"{key}{BESIDE}{row}", column) for row, column in value.items())
            elif value is not None:
                yield key, f"{value:g}" if isinstance(value, float) else value


def with_boxes(question: Question, value: Any, data: Mapping[str, Any]) -> Any:
    """The value with the options whose details were written but which were not ticked.

    Without a script every box stands open, and somebody may fill one in and tick nothing.
    """
    if question.type not in ("one_of", "some_of"):
        return value
    written = [option for option, details in question.details if data.get(details.key)]
    if question.type == "one_of":
        return value or next((option.value for option in written), None)
    chosen = {*(value or ()), *(option.value for option in written)}
    return [option.value for option in question.options if option.value in chosen] or None


def _value(question: Question, data: Mapping[str, Any]) -> Any:
    """A question's answer from its cleaned fields, None for none."""
    if question.type == "grid":
        rows = {row.key: data.get(f"{question.key}{BESIDE}{row.key}") for row in question.rows}
        return {row: column for row, column in rows.items() if column} or None
    found = data.get(question.key)
    return None if found in ("", []) else found


def _mark(value: Any) -> str:
    """Tells one answer from another; "-" for none."""
    if value is None:
        return "-"
    if isinstance(value, float) and value == int(value):
        value = int(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()
