"""The questionnaire's columns, made a chunk of returns at a time.

Derived variables and codings are what figures count (reports/figures/answered.py); answers are
coded here, because files tell "no answer" from "not asked".
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.figures import answered
from reports.figures.answered import Chunk, CodeBook
from reports.microdata.columns import NOTHING, Column
from surveys.instruments import Answers, Instrument, Question
from surveys.instruments.codebook import NO_ANSWER, NOT_ASKED, Variable, routing, variables
from surveys.instruments.codebook import origin as origin_of
from surveys.redacting import safe_text

Redactions = Mapping[str, Any]
NUMBERS = ("number", "whole", "year")
MISSING = {code: int(code) for code in (NO_ANSWER, NOT_ASKED)}


class UnknownAnswer(ValueError):
    """A stored answer is none of the question's; the message names the question."""


class AnswerColumns:
    """Gathers the columns of an instrument: `add` chunks, then take the `columns`."""

    def __init__(
        self, instrument: Instrument, lists: Sequence[CodeBook], *, free_text: bool
    ) -> None:
        self._instrument = instrument
        self._free_text = free_text
        self._variables = [
            v
            for v in variables(instrument)
            if v.derived is None and (free_text or v.type != "text")
        ]
        keys = {derived.key for derived in instrument.derived} | {own.key for own in lists}
        self._made = [c for c in answered.columns_of(instrument, lists) if c.key in keys]
        self._data: dict[str, list[NDArray[Any]]] = {
            name: [] for name in [*(v.name for v in self._variables), *(c.key for c in self._made)]
        }
        self.texts_unread = 0  # texts that nobody has read for names, which stay behind

    def add(
        self,
        answers: Sequence[Answers],
        codings: Sequence[Mapping[str, str]],
        redactions: Sequence[Redactions],
    ) -> None:
        """Take some returns. Raises UnknownAnswer."""
        chunk = Chunk(answers, codings)
        absent: dict[str, NDArray[np.int16]] = {}
        for variable in self._variables:
            question = variable.question
            assert question is not None, "derived variables are made below"
            if variable.type == "text":
                data = self._texts(variable, answers, redactions)
            else:
                if question.key not in absent:
                    absent[question.key] = _absent(question, answers)
                try:
                    data = _coded(variable, question, chunk, absent[question.key])
                except KeyError:
                    raise UnknownAnswer(
                        f"A return's answer to {question.key} is none of the questionnaire's."
                    ) from None
            self._data[variable.name].append(data)
        for column in self._made:
            # Places from 0 on; files number values from 1 on.
            self._data[column.key].append(column.make(chunk).astype(np.int16) + 1)

    def columns(self) -> list[Column]:
        """The columns of all that was added, questions first, in the codebook's order."""
        asked = [self._asked(variable) for variable in self._variables]
        return asked + [self._derived(column) for column in self._made]

    def _asked(self, v: Variable) -> Column:
        question = v.question
        assert question is not None, "derived variables are not asked"
        common = {
            "source": v.source,
            "note": " ".join(filter(None, (question.text, routing(question, self._instrument)))),
            "missing": tuple(code for code, _label in v.missing),
        }
        if v.type == "text":
            return Column(v.name, v.label, "text", self._joined(v.name, object), **common)
        if v.type in NUMBERS:
            data = self._joined(v.name, np.float64)
            whole = v.type in ("whole", "year")
            return Column(v.name, v.label, "number", data, measure="scale", whole=whole, **common)
        first = 0 if v.type == "ticked" else 1
        data = self._joined(v.name, np.int16)
        return Column(v.name, v.label, "codes", data, values=v.values, first=first, **common)

    def _derived(self, column: answered.Column) -> Column:
        derived = next((d for d in self._instrument.derived if d.key == column.key), None)
        return Column(
            column.key,
            column.label,
            "codes",
            self._joined(column.key, np.int16),
            values=column.values,
            measure="ordinal" if derived and derived.kind == "bands" else "nominal",
            source=derived.source if derived else "",
            note=origin_of(derived) if derived else "Coded by hand from free text.",
        )

    def _texts(
        self, v: Variable, answers: Sequence[Answers], redactions: Sequence[Redactions]
    ) -> NDArray[Any]:
        key = text_key(v)
        found = np.empty(len(answers), dtype=object)
        for row, (own, read) in enumerate(zip(answers, redactions, strict=True)):
            text = safe_text(own, read, key)
            self.texts_unread += text is None
            found[row] = text or ""
        return found

    def _joined(self, name: str, kind: Any) -> NDArray[Any]:
        parts = self._data[name]
        return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def text_key(v: Variable) -> str:
    """The key under which answers hold a text variable."""
    if v.option and v.option.details:
        return v.option.details.key
    assert v.question is not None, "texts are asked for"
    return v.question.key


def _absent(question: Question, answers: Sequence[Answers]) -> NDArray[np.int16]:
    """The missing code of those who gave no answer, 0 for those who did."""
    key, always = question.key, question.show_if is None
    no_answer, not_asked = MISSING[NO_ANSWER], MISSING[NOT_ASKED]
    return np.array(
        [
            0 if key in own else no_answer if always or question.applies(own) else not_asked
            for own in answers
        ],
        dtype=np.int16,
    )


def _coded(
    variable: Variable, question: Question, chunk: Chunk, absent: NDArray[np.int16]
) -> NDArray[Any]:
    """A chunk's cells of one variable. Raises KeyError where an answer is no value."""
    if variable.type in NUMBERS:
        return np.where(absent, absent, np.nan_to_num(chunk.number(question.key)))
    if variable.type == "ticked":
        chosen, _answered = (_days if question.type == "days" else Chunk.chosen)(chunk, question)
        place = variable.part if question.type == "days" else _place(question, variable.part)
        return np.where(absent, absent, chosen[:, place].astype(np.int16))
    if question.type == "grid":
        code = {option.value: number for number, option in enumerate(question.options, 1)}
        cells = [own.get(variable.part) for own in chunk.grid(question)]
        given = [MISSING[NO_ANSWER] if cell is None else code[cell] for cell in cells]
        return np.where(absent, absent, np.array(given, dtype=np.int16))
    return _one_of(question, chunk.answers, absent)


def _one_of(
    question: Question, answers: Sequence[Answers], absent: NDArray[np.int16]
) -> NDArray[Any]:
    code = {option.value: number for number, option in enumerate(question.options, 1)}
    key = question.key
    given = [code[own[key]] if key in own else NOTHING for own in answers]
    return np.where(absent, absent, np.array(given, dtype=np.int16))


def _place(question: Question, value: Any) -> int:
    return next(n for n, option in enumerate(question.options) if option.value == value)


def _days(chunk: Chunk, question: Question) -> tuple[NDArray[np.bool_], None]:
    """Which days were chosen, shape (returns, 7)."""
    chosen = np.zeros((len(chunk.answers), 7), dtype=np.bool_)
    for row, own in enumerate(chunk.answers):
        for day in own.get(question.key, ()):
            chosen[row, day] = True
    return chosen, None
