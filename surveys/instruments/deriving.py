"""Derived variables: read from their declaration, and made from answers."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveys.instruments.checking import check_table, once
from surveys.instruments.derivations import CHOICES, NUMBERS
from surveys.instruments.types import (
    Answers,
    Derived,
    DerivedValue,
    Instrument,
    InstrumentError,
    Question,
)

YES_NO = (DerivedValue("yes", "Yes"), DerivedValue("no", "No"))
FUNCTIONS: Mapping[str, Mapping[str, Any]] = {"function": CHOICES, "bands": NUMBERS}


def derive(instrument: Instrument, answers: Answers, codings: Mapping[str, str]) -> dict[str, str]:
    """Each derived variable's value for one return, by key. Expects valid answers."""
    return {
        derived.key: _value(derived, answers, codings) or derived.missing
        for derived in instrument.derived
    }


def _value(derived: Derived, answers: Answers, codings: Mapping[str, str]) -> str | None:
    if derived.kind == "function":
        return CHOICES[derived.function](answers)
    if derived.kind == "coding":
        given = codings.get(derived.key)
        return given if any(given == value.value for value in derived.values) else None
    if derived.kind == "bands":
        number = (
            NUMBERS[derived.function](answers)
            if derived.function
            else answers.get(derived.question)
        )
        return None if number is None else _band(derived, number)
    answer = answers.get(derived.question)
    if answer is None:
        return None
    if derived.kind == "any":
        return "yes" if set(answer) & set(derived.answers) else "no"
    return next((value.value for value in derived.values if answer in value.answers), None)


def _band(derived: Derived, number: float) -> str | None:
    bands = (value for value in derived.values if value.value != derived.missing)
    return next((band.value for band in bands if band.holds(number)), None)


def build_derived(declared: Iterable[Any], questions: Sequence[Question]) -> tuple[Derived, ...]:
    """The derived variables of a declaration. Raises InstrumentError naming the place."""
    by_key = {question.key: question for question in questions}
    made = tuple(_derived(entry, by_key) for entry in declared)
    once("derived", (derived.key for derived in made))
    return made


def _derived(declared: Mapping[str, Any], questions: Mapping[str, Question]) -> Derived:
    place = f"derived/{declared.get('key', 'a variable without a key')}"
    check_table(
        place,
        declared,
        needs="key label source kind missing",
        may="values question function answers",
    )
    if "values" not in declared and declared["kind"] != "any":
        raise InstrumentError(f"{place}: has no values")
    values = [_derived_value(place, entry) for entry in declared.get("values", ())]
    missing = declared["missing"]
    if declared["kind"] == "any":
        values = list(YES_NO)
    if not isinstance(missing, str):
        values.append(_derived_value(place, missing))
        missing = missing["value"]
    derived = Derived(
        key=declared["key"],
        label=declared["label"],
        source=declared["source"],
        kind=declared["kind"],
        values=tuple(values),
        missing=missing,
        question=declared.get("question", ""),
        function=declared.get("function", ""),
        answers=tuple(declared.get("answers", ())),
    )
    _check(place, derived, questions)
    return derived


def _derived_value(place: str, declared: Any) -> DerivedValue:
    check_table(f"{place}/values", declared, needs="value label", may="answers below up_to")
    return DerivedValue(**{**declared, "answers": tuple(declared.get("answers", ()))})


def _check(place: str, derived: Derived, questions: Mapping[str, Question]) -> None:
    once(place, (value.value for value in derived.values))
    if derived.missing not in {value.value for value in derived.values}:
        raise InstrumentError(f"{place}: its missing is none of its values")
    if derived.kind not in ("map", "any", "bands", "function", "coding"):
        raise InstrumentError(f"{place}: no such kind as {derived.kind!r}")
    if bool(derived.question) == bool(derived.function):
        raise InstrumentError(f"{place}: is made from a question or by a function")
    if derived.function and derived.function not in FUNCTIONS.get(derived.kind, ()):
        raise InstrumentError(f"{place}: no such function as {derived.function!r}")
    if derived.question:
        _check_question(place, derived, questions)
    if bool(derived.answers) != (derived.kind == "any"):
        raise InstrumentError(f"{place}: any has answers, and nothing else has")
    if derived.kind != "map" and any(value.answers for value in derived.values):
        raise InstrumentError(f"{place}: only a map's values stand for answers")
    if derived.kind == "bands":
        _check_bands(place, derived)
    elif any(v.below is not None or v.up_to is not None for v in derived.values):
        raise InstrumentError(f"{place}: only bands end somewhere")


def _check_question(place: str, derived: Derived, questions: Mapping[str, Question]) -> None:
    question = questions.get(derived.question)
    if question is None:
        raise InstrumentError(f"{place}: there is no question {derived.question}")
    types = {
        "map": ("one_of",),
        "any": ("some_of",),
        "bands": ("number", "year"),
        "coding": ("text", "long_text"),
    }
    if question.type not in types.get(derived.kind, ()):
        raise InstrumentError(f"{place}: {derived.kind} can't be made from {question.type}")
    options = [option.value for option in question.options]
    if derived.kind == "map":
        used = [answer for value in derived.values for answer in value.answers]
        once(place, used)
        if set(used) != set(options):
            wrong = ", ".join(sorted(set(used) ^ set(options)))
            raise InstrumentError(f"{place}: its answers are not the question's options: {wrong}")
    elif unknown := set(derived.answers) - set(options):
        raise InstrumentError(f"{place}: {question.key} has no {', '.join(sorted(unknown))}")


def _check_bands(place: str, derived: Derived) -> None:
    """Bands leave no gap: each ends higher than the one before, and the last ends nowhere."""
    bands = [value for value in derived.values if value.value != derived.missing]
    ends = []
    for number, band in enumerate(bands, start=1):
        if band.below is not None and band.up_to is not None:
            raise InstrumentError(f"{place}/{band.value}: ends below or up to, not both")
        open_ended = band.below is None and band.up_to is None
        if open_ended != (number == len(bands)):
            raise InstrumentError(f"{place}/{band.value}: the last band, and only it, has no end")
        if not open_ended:
            ends.append((band.below, 0) if band.below is not None else (band.up_to, 1))
    if any(earlier >= later for earlier, later in itertools.pairwise(ends)):
        raise InstrumentError(f"{place}: each band ends higher than the one before")
