"""What a declaration must keep to. Each check raises InstrumentError naming the place."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from surveys.instruments.codebook import variables
from surveys.instruments.types import (
    TYPES,
    Condition,
    Instrument,
    InstrumentError,
    Question,
)

VARIABLE = re.compile(r"[a-z][a-z0-9_]*\Z")  # what SPSS, Stata, SAS and R all take
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")  # sections and pages: part of an address
LONGEST = 32  # Stata's and SAS's longest name of a variable
WITH_OPTIONS = ("one_of", "some_of", "grid")
# SPSS keeps these words for itself.
RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


def check_table(place: str, declared: Any, *, needs: str, may: str = "") -> None:
    """A table has the entries it needs, with something in them, and none that is unknown."""
    if not isinstance(declared, Mapping):
        raise InstrumentError(f"{place}: is not a table")
    wanted = set(needs.split())
    if unknown := set(declared) - wanted - set(may.split()):
        raise InstrumentError(f"{place}: does not know {', '.join(sorted(unknown))}")
    if missing := {entry for entry in wanted if declared.get(entry) in (None, "", [])}:
        raise InstrumentError(f"{place}: has no {', '.join(sorted(missing))}")
    for entry, value in declared.items():
        if isinstance(value, str) and value != value.strip():
            raise InstrumentError(f"{place}: {entry} begins or ends with a space")


def check_slug(place: str, key: Any) -> None:
    """The key of a section or page is part of an address."""
    if not SLUG.match(str(key)):
        raise InstrumentError(f"{place}: a key here is small letters, digits and single hyphens")


def once(place: str, keys: Iterable[str]) -> None:
    """Raises InstrumentError when a key stands twice."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise InstrumentError(f"{place}: {key} stands twice")
        seen.add(key)


def check_question(place: str, question: Question) -> None:
    """A question's entries go with its type."""
    if question.type not in TYPES:
        raise InstrumentError(f"{place}: no such type as {question.type!r}")
    if not VARIABLE.match(question.key):
        raise InstrumentError(f"{place}: a key is small letters, digits and _")
    if bool(question.options) != (question.type in WITH_OPTIONS):
        raise InstrumentError(
            f"{place}: {question.type} needs options"
            if question.type in WITH_OPTIONS
            else f"{place}: {question.type} has no options"
        )
    if bool(question.rows) != (question.type == "grid"):
        raise InstrumentError(f"{place}: a grid has rows, and nothing else has")
    _check_options(place, question)
    _check_limits(place, question)


def _check_options(place: str, question: Question) -> None:
    values = [option.value for option in question.options]
    keys = [row.key for row in question.rows]
    for names in (values, keys):
        for name in names:
            if not re.match(r"[a-z0-9][a-z0-9_]*\Z", name):
                raise InstrumentError(f"{place}: {name!r} is not a value")
            if names.count(name) > 1:
                raise InstrumentError(f"{place}: {name} stands twice")
    if question.type == "grid" and question.details:
        raise InstrumentError(f"{place}: a grid opens no box")
    if question.type != "some_of":
        if any(option.exclusive for option in question.options):
            raise InstrumentError(f"{place}: exclusive goes with some_of")
        if question.at_most is not None or question.at_most_refused:
            raise InstrumentError(f"{place}: at_most goes with some_of")
    if question.at_most is not None and not 1 <= question.at_most < len(values):
        raise InstrumentError(f"{place}: at_most is from 1 to one less than the options")
    if question.at_most_refused and question.at_most is None:
        raise InstrumentError(f"{place}: at_most_refused needs at_most")


def _check_limits(place: str, question: Question) -> None:
    numeric = question.type in ("number", "year")
    low, high, usual = question.minimum, question.maximum, question.usual
    if numeric:
        if low is None or high is None or low >= high:
            raise InstrumentError(f"{place}: needs a minimum below its maximum")
        if usual is not None and not (len(usual) == 2 and low <= usual[0] < usual[1] <= high):
            raise InstrumentError(f"{place}: usual lies within minimum and maximum")
    elif low is not None or high is not None or usual is not None or question.unit:
        raise InstrumentError(f"{place}: limits and units go with numbers and years")
    if question.whole and question.type != "number":
        raise InstrumentError(f"{place}: whole goes with numbers")
    if question.usual_text and usual is None:
        raise InstrumentError(f"{place}: usual_text needs usual")
    if (question.max_length > 0) != (question.type in ("text", "long_text")):
        raise InstrumentError(f"{place}: max_length goes with text and long_text")


def check_condition(
    place: str, condition: Condition, way: str, earlier: Mapping[str, Question]
) -> None:
    """A condition looks back, at options that are there."""
    asked = earlier.get(condition.question)
    if asked is None:
        raise InstrumentError(f"{place}: its condition needs an earlier question")
    if way == "answered":
        return
    if asked.type not in ("one_of", "some_of"):
        raise InstrumentError(f"{place}: {asked.key} has no options to be equal to")
    if not condition.values:
        raise InstrumentError(f"{place}: its condition names no value")
    values = {option.value for option in asked.options}
    if unknown := set(condition.values) - values:
        raise InstrumentError(f"{place}: {asked.key} has no option {', '.join(sorted(unknown))}")


def check_variables(instrument: Instrument) -> None:
    """All names of researchers' variables and of answers differ, and every package takes them."""
    seen: set[str] = set()
    for variable in variables(instrument):
        name = variable.name
        if name in seen:
            raise InstrumentError(f"{name}: two variables would have this name")
        if len(name) > LONGEST or not VARIABLE.match(name) or name in RESERVED:
            raise InstrumentError(
                f"{name}: a variable's name is up to {LONGEST} small letters, digits and _, "
                "and no word that SPSS keeps (give the question a `short`)"
            )
        seen.add(name)
    keys: set[str] = set()
    for question in instrument.questions:
        for key in (question.key, *(details.key for _, details in question.details)):
            if key in keys:
                raise InstrumentError(f"{key}: two answers would have this key")
            keys.add(key)
