"""From a declaration (a version's file as Python reads it) to an instrument.

Every fault is refused with the place it stands at: InstrumentError, "section/page/question: …".
"""

from collections.abc import Mapping
from typing import Any

from surveys.instruments.checking import (
    check_condition,
    check_question,
    check_slug,
    check_table,
    check_variables,
    once,
)
from surveys.instruments.deriving import build_derived
from surveys.instruments.types import (
    Condition,
    Details,
    Instrument,
    InstrumentError,
    Option,
    Page,
    Question,
    Row,
    Section,
)

MAX_LENGTHS = {"text": 200, "long_text": 4000}
Declared = Mapping[str, Any]


def build_instrument(declared: Declared) -> Instrument:
    """Check a declaration and return it as types. Raises InstrumentError naming the place."""
    check_table("instrument", declared, needs="name title section", may="choices derived")
    reader = _Reader(declared.get("choices", {}))
    sections = tuple(reader.section(entry) for entry in declared["section"])
    once("instrument", (section.key for section in sections))
    questions = tuple(q for section in sections for q in section.questions)
    derived = build_derived(declared.get("derived", ()), questions)
    instrument = Instrument(declared["name"], declared["title"], sections, derived=derived)
    check_variables(instrument)
    return instrument


class _Reader:
    """Reads section by section, and knows the questions that came before."""

    def __init__(self, choices: Mapping[str, list[Declared]]) -> None:
        self.choices = choices
        self.earlier: dict[str, Question] = {}

    def section(self, declared: Declared) -> Section:
        place = _named(declared, "a section")
        check_table(place, declared, needs="key title page", may="intro")
        check_slug(place, place)
        pages = tuple(self.page(place, entry) for entry in declared["page"])
        once(place, (page.key for page in pages))
        return Section(place, declared["title"], declared.get("intro", ""), pages)

    def page(self, section: str, declared: Declared) -> Page:
        key = _named(declared, "a page")
        place = f"{section}/{key}"
        check_table(place, declared, needs="key title question", may="intro")
        check_slug(place, key)
        questions = tuple(self.question(place, entry) for entry in declared["question"])
        return Page(key, declared["title"], declared.get("intro", ""), questions)

    def question(self, page: str, declared: Declared) -> Question:
        place = f"{page}/{_named(declared, 'a question')}"
        check_table(
            place,
            declared,
            needs="key label text type source",
            may="hint unit unit_one minimum maximum whole usual usual_text options rows at_most "
            "at_most_refused max_length show_if short",
        )
        given = {k: v for k, v in declared.items() if k not in ("options", "rows", "show_if")}
        given.setdefault("max_length", MAX_LENGTHS.get(declared["type"], 0))
        if "usual" in given:
            given["usual"] = tuple(given["usual"])
        question = Question(
            **given,
            options=self.options(place, declared),
            rows=tuple(_row(place, entry) for entry in declared.get("rows", ())),
            show_if=self.condition(place, declared.get("show_if")),
        )
        check_question(place, question)
        if question.key in self.earlier:
            raise InstrumentError(f"{place}: stands twice")
        self.earlier[question.key] = question
        return question

    def options(self, place: str, declared: Declared) -> tuple[Option, ...]:
        """The options; those that open a box get its key: see the naming rule in the document."""
        entries = declared.get("options", ())
        if isinstance(entries, str):
            if entries not in self.choices:
                raise InstrumentError(f"{place}: there are no choices called {entries!r}")
            entries = self.choices[entries]
        several = sum("details" in entry for entry in entries) > 1
        return tuple(_option(place, declared["key"], entry, several) for entry in entries)

    def condition(self, place: str, declared: Declared | None) -> Condition | None:
        if declared is None:
            return None
        check_table(f"{place}/show_if", declared, needs="question", may="equals any_of answered")
        ways = [way for way in ("equals", "any_of", "answered") if way in declared]
        if len(ways) != 1:
            raise InstrumentError(f"{place}: a condition says equals, any_of or answered")
        values = declared.get("any_of", ())
        if "equals" in declared:
            values = [declared["equals"]]
        condition = Condition(declared["question"], tuple(values))
        check_condition(place, condition, ways[0], self.earlier)
        return condition


def _named(declared: Any, kind: str) -> str:
    """What to call it when something is wrong with it: its key, if it has one."""
    key = declared.get("key") if isinstance(declared, Mapping) else None
    return str(key or f"{kind} without a key")


def _row(place: str, declared: Declared) -> Row:
    check_table(f"{place}/rows", declared, needs="key label")
    return Row(**declared)


def _option(place: str, question: str, declared: Declared, several: bool) -> Option:
    check_table(
        f"{place}/options", declared, needs="value label", may="hint group details exclusive"
    )
    key = f"{question}_{declared['value']}_details" if several else f"{question}_details"
    details = declared.get("details")
    if isinstance(details, str):
        details = {"label": details}
    if details is not None:
        check_table(f"{place}/options/details", details, needs="label", may="text max_length")
        details = Details(key=key, **details)
    return Option(**{**declared, "details": details})
