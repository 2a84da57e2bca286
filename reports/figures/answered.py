"""Variables and numbers made from answers, a chunk of returns at a time. No database.

A derived variable is what surveys.instruments.deriving says it is; here it is made for a chunk at
once, from the codes of the question it hangs on, because a call a return and variable would take
longer than reading the returns. A test holds the two together.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext_noop
from numpy.typing import NDArray

from reports.figures.frame import Bools, Codes, Numbers
from surveys.instruments.derivations import CHOICES, NUMBERS
from surveys.instruments.types import Answers, Derived, DerivedValue, Instrument, Question

NONE_GIVEN = "none_given"  # the value of no answer: some questions have an option "none"
NONE = "none"
NO_ANSWER = gettext_noop("No answer")
NOT_CODED = gettext_noop("Not coded")
YES, NO = ("yes", gettext_noop("Yes")), ("no", gettext_noop("No"))
NUMERIC = ("number", "year")
WIDTH = 256  # values that a byte tells apart
EMPTY: Mapping[str, str] = {}

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A variable before it is read: its declaration, and how a chunk's codes are made."""

    key: str
    label: str
    values: Values
    missing: str
    make: Callable[["Chunk"], Codes]


@dataclass(frozen=True)
class CodeBook:
    """A list of codes that people sorted free text into: the variable's name and its codes."""

    key: str
    label: str
    values: Values


class Chunk:
    """Answers and codings of some returns, and what several variables take from them."""

    def __init__(self, answers: Sequence[Answers], codings: Sequence[Mapping[str, str]]) -> None:
        self.answers = answers
        self.codings = codings
        self._kept: dict[Any, Any] = {}

    def number(self, name: str) -> Numbers:
        """The numbers of a question or a function of NUMBERS, NaN where there is none."""
        return self._once(("number", name), lambda: _numbers(self.answers, name))

    def answer(self, question: Question) -> Codes:
        """The places of a single choice among its options, one more for no answer."""
        return self._once(("answer", question.key), lambda: _answers(self.answers, question))

    def chosen(self, question: Question) -> tuple[Bools, Bools]:
        """Which options were chosen, shape (returns, options), and who answered at all."""
        return self._once(("chosen", question.key), lambda: _chosen(self.answers, question))

    def grid(self, question: Question) -> list[Mapping[str, str]]:
        """A grid's answers by row."""
        return self._once(
            ("grid", question.key), lambda: [a.get(question.key) or EMPTY for a in self.answers]
        )

    def _once(self, name: Any, make: Callable[[], Any]) -> Any:
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]


def columns_of(instrument: Instrument, lists: Sequence[CodeBook] = ()) -> tuple[Column, ...]:
    """All variables that answers give, each key once: derived ones before questions before lists.

    A list of codes whose key the instrument has is the instrument's own coding.
    """
    questions = {question.key: question for question in instrument.questions}
    made: dict[str, Column] = {}
    for derived in instrument.derived:
        made[derived.key] = _derived(derived, questions.get(derived.question))
    for question in instrument.questions:
        for column in _of_question(question):
            made.setdefault(column.key, column)
    for codes in lists:
        made.setdefault(codes.key, _of_list(codes))
    return tuple(made.values())


def number_names(instrument: Instrument) -> tuple[str, ...]:
    """The numbers that answers give: questions by key, then functions by name."""
    asked = (question.key for question in instrument.questions if question.type in NUMERIC)
    return (*asked, *NUMBERS)


def bands_of(bands: Sequence[tuple[int, DerivedValue]], numbers: Numbers, missing: int) -> Codes:
    """The place of the first band, each with its place, that holds each number."""
    codes = np.full(len(numbers), missing, dtype=np.uint8)
    left = ~np.isnan(numbers)
    for place, band in bands:
        if band.below is not None:
            held = left & (numbers < band.below)
        else:
            held = left if band.up_to is None else left & (numbers <= band.up_to)
        codes[held] = place
        left = left & ~held
    return codes


def as_codes(places: list[int], values: int) -> Codes:
    """Places as an array of bytes, or wider where there are more values than a byte has."""
    if values <= WIDTH:
        return np.frombuffer(bytes(places), dtype=np.uint8)
    wide: Any = np.array(places, dtype=np.uint16)  # rare, and indexes and counts alike
    return wide


def _derived(derived: Derived, question: Question | None) -> Column:
    values = tuple((value.value, value.label) for value in derived.values)
    places = {value: place for place, (value, _label) in enumerate(values)}
    missing = places[derived.missing]
    if derived.kind == "function":
        make = _by_function(CHOICES[derived.function], places, missing)
    elif derived.kind == "coding":
        make = _by_coding(derived.key, places, missing)
    elif derived.kind == "bands":
        make = _by_bands(derived, missing)
    else:
        assert question is not None, "checked when the instrument was built"
        by = _by_any if derived.kind == "any" else _by_map
        make = by(derived, question, places, missing)
    return Column(derived.key, derived.label, values, derived.missing, make)


def _by_function(
    function: Callable[[Answers], str | None], places: Mapping[str, int], missing: int
) -> Callable[[Chunk], Codes]:
    # As derive() has it: what the function gives is a value, and None is missing.
    given: dict[str | None, int] = {None: missing}
    given.update(places.items())

    def make(chunk: Chunk) -> Codes:
        return as_codes([given[function(answers)] for answers in chunk.answers], len(places))

    return make


def _by_coding(key: str, places: Mapping[str, int], missing: int) -> Callable[[Chunk], Codes]:
    def make(chunk: Chunk) -> Codes:
        given = [places.get(codings.get(key, ""), missing) for codings in chunk.codings]
        return as_codes(given, len(places))

    return make


def _by_bands(derived: Derived, missing: int) -> Callable[[Chunk], Codes]:
    bands = [item for item in enumerate(derived.values) if item[1].value != derived.missing]
    name = derived.function or derived.question
    return lambda chunk: bands_of(bands, chunk.number(name), missing)


def _by_any(
    derived: Derived, question: Question, places: Mapping[str, int], missing: int
) -> Callable[[Chunk], Codes]:
    wanted = [option.value in derived.answers for option in question.options]

    def make(chunk: Chunk) -> Codes:
        chosen, answered = chunk.chosen(question)
        any_of_them = np.any(chosen[:, wanted], axis=1)
        return _yes_or_no(any_of_them, answered, places, missing)

    return make


def _by_map(
    derived: Derived, question: Question, places: Mapping[str, int], missing: int
) -> Callable[[Chunk], Codes]:
    stands_for = {answer: places[v.value] for v in derived.values for answer in v.answers}
    options = [stands_for.get(option.value, missing) for option in question.options]
    table = np.array([*options, missing], dtype=np.uint8)
    return lambda chunk: table[chunk.answer(question)]


def _of_question(question: Question) -> Iterator[Column]:
    options = tuple((option.value, option.label) for option in question.options)
    if question.type == "one_of":
        values, missing = _with_missing(options, NONE_GIVEN, NO_ANSWER)
        yield Column(
            question.key, question.label, values, missing, lambda chunk: chunk.answer(question)
        )
    elif question.type == "some_of":
        yield from (_of_option(question, place) for place in range(len(options)))
    elif question.type == "grid":
        yield from (_of_row(question, row.key, row.label, options) for row in question.rows)


def _of_option(question: Question, place: int) -> Column:
    option = question.options[place]
    values, missing = _with_missing((YES, NO), NONE, NO_ANSWER)
    places = {value: place for place, (value, _label) in enumerate(values)}

    def make(chunk: Chunk) -> Codes:
        chosen, answered = chunk.chosen(question)
        return _yes_or_no(chosen[:, place], answered, places, places[missing])

    label = f"{question.label}: {option.label}"
    return Column(f"{question.key}.{option.value}", label, values, missing, make)


def _of_row(question: Question, row: str, label: str, options: Values) -> Column:
    values, missing = _with_missing(options, NONE, NO_ANSWER)
    places = {value: place for place, (value, _label) in enumerate(values)}
    none = places[missing]

    def make(chunk: Chunk) -> Codes:
        given = [places.get(rows.get(row, missing), none) for rows in chunk.grid(question)]
        return as_codes(given, len(values))

    return Column(f"{question.key}.{row}", f"{question.label}: {label}", values, missing, make)


def _of_list(codes: CodeBook) -> Column:
    values, missing = _with_missing(codes.values, NONE, NOT_CODED)
    places = {value: place for place, (value, _label) in enumerate(values)}
    return Column(
        codes.key, codes.label, values, missing, _by_coding(codes.key, places, places[missing])
    )


def _with_missing(values: Values, missing: str, label: str) -> tuple[Values, str]:
    """The values with that of no answer last; it gets another name where an option has its."""
    if any(value == missing for value, _label in values):
        missing = f"{missing}_given"
    return (*values, (missing, label)), missing


def _yes_or_no(yes: Bools, answered: Bools, places: Mapping[str, int], missing: int) -> Codes:
    codes = np.where(yes, np.uint8(places["yes"]), np.uint8(places["no"]))
    codes[~answered] = missing
    return codes


def _numbers(answers: Sequence[Answers], name: str) -> Numbers:
    if name in NUMBERS:
        function = NUMBERS[name]
        return np.array([function(a) for a in answers], dtype=np.float64)  # None becomes NaN
    return np.array([a.get(name) for a in answers], dtype=np.float64)


def _answers(answers: Sequence[Answers], question: Question) -> Codes:
    places: dict[Any, int] = {option.value: place for place, option in enumerate(question.options)}
    none, key = len(places), question.key
    return as_codes([places.get(a.get(key), none) for a in answers], none + 1)


def _chosen(answers: Sequence[Answers], question: Question) -> tuple[Bools, NDArray[np.bool_]]:
    width, key = len(question.options), question.key
    places = {option.value: place for place, option in enumerate(question.options)}
    given = [a.get(key) for a in answers]
    flat = [
        row * width + places[value]
        for row, values in enumerate(given)
        for value in values or ()
        if value in places
    ]
    chosen = np.zeros(len(given) * width, dtype=np.bool_)
    chosen[flat] = True
    answered = np.array([values is not None for values in given], dtype=np.bool_)
    return chosen.reshape(-1, width), answered
