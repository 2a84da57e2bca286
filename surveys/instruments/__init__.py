"""Instruments: each version of the questionnaire is one reviewed file, read into these types.

Routing knows "equals" and "any of" and no more. No database, no request.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TYPES = ("one_of", "number", "days")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class InstrumentError(ValueError):
    """The declared instrument contradicts itself; the message names the place."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Condition:
    """The question is asked when another one's answer is among these values."""

    question: str
    values: tuple[str, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        return answers.get(self.question) in self.values


@dataclass(frozen=True)
class Question:
    key: str
    label: str
    text: str
    type: str
    source: str
    hint: str = ""
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[Option, ...] = ()
    show_if: Condition | None = None

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is asked, given the answers so far."""
        return self.show_if is None or self.show_if.holds(answers)

    def show(self, answer: Any) -> str:
        """An answer as people read it, "" for none."""
        if answer is None or answer == "":
            return ""
        if self.type == "days":
            return ", ".join(DAYS[day] for day in answer)
        if self.type == "number":
            return f"{answer:g} {self.unit}".strip()
        return {option.value: option.label for option in self.options}.get(answer, "")


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Instrument:
    """One version: its sections and questions, in the order they are asked."""

    name: str
    title: str
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def dropped_by(self, answers: Mapping[str, Any]) -> set[str]:
        """Keys of answers whose question no longer applies, so that none is left orphaned."""
        kept = dict(answers)
        for question in self.questions:  # in order: a condition looks back only
            if not question.applies(kept):
                kept.pop(question.key, None)
        return set(answers) - set(kept)


@cache
def load_instrument(name: str) -> Instrument:
    """The instrument of that name. Raises InstrumentError."""
    if name not in instrument_names():
        raise InstrumentError(f"There is no instrument called {name!r}.")
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    return build_instrument(tomllib.loads(text))


def instrument_names() -> list[str]:
    """The versions that ship."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def build_instrument(declared: Mapping[str, Any]) -> Instrument:
    """Check a declaration and return it as types. Raises InstrumentError naming the place."""
    seen: dict[str, Question] = {}
    sections = []
    for entry in declared["section"]:
        questions = []
        for raw in entry["question"]:
            question = _question(raw, seen)
            seen[question.key] = question
            questions.append(question)
        sections.append(
            Section(entry["key"], entry["title"], entry.get("intro", ""), tuple(questions))
        )
    return Instrument(declared["name"], declared["title"], tuple(sections))


def _question(raw: Mapping[str, Any], earlier: Mapping[str, Question]) -> Question:
    place = raw["key"]
    if place in earlier:
        raise InstrumentError(f"{place}: stands twice")
    if raw["type"] not in TYPES:
        raise InstrumentError(f"{place}: no such type as {raw['type']!r}")
    options = tuple(Option(**option) for option in raw.get("options", ()))
    if (raw["type"] == "one_of") != bool(options):
        raise InstrumentError(f"{place}: a one_of question has options, and no other has")
    if len({option.value for option in options}) != len(options):
        raise InstrumentError(f"{place}: an option's value stands twice")
    fields = {key: value for key, value in raw.items() if key not in ("options", "show_if")}
    return Question(**fields, options=options, show_if=_condition(raw, earlier))


def _condition(raw: Mapping[str, Any], earlier: Mapping[str, Question]) -> Condition | None:
    declared = raw.get("show_if")
    if declared is None:
        return None
    asked = earlier.get(declared["question"])
    if asked is None:
        raise InstrumentError(f"{raw['key']}: its condition needs an earlier question")
    values = tuple(declared.get("any_of", ())) or (declared["equals"],)
    unknown = set(values) - {option.value for option in asked.options}
    if unknown:
        raise InstrumentError(
            f"{raw['key']}: {asked.key} has no option {', '.join(sorted(unknown))}"
        )
    return Condition(asked.key, values)
