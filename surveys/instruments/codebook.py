"""The variables of researchers' files, as an instrument's version declares them.

One a single choice, number, year or text; one of 0 and 1 an option that can be chosen with others
and a day; one a grid's row; one a details box; then the derived ones and what people coded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from surveys.instruments.types import (
    DAYS,
    Condition,
    Derived,
    DerivedValue,
    Instrument,
    Option,
    Question,
    Section,
)

NO_ANSWER, NOT_ASKED = "-9", "-8"  # as UK archives code them; a blank would say neither
TICKED = (("0", "No"), ("1", "Yes"))
KINDS: dict[str, str | Promise] = {
    "choice": gettext_lazy("one of the values"),
    "ticked": gettext_lazy("0 or 1"),
    "number": gettext_lazy("number"),
    "whole": gettext_lazy("whole number"),
    "year": gettext_lazy("year"),
    "text": gettext_lazy("free text"),
    "derived": gettext_lazy("derived, one of the values"),
    "coding": gettext_lazy("coded by people from free text, one of the values"),
}


@dataclass(frozen=True)
class Variable:
    """One column of researchers' files. `part` is its option's value, row's key or day."""

    name: str
    label: str
    type: str  # a key of KINDS
    source: str
    values: tuple[tuple[str, str], ...] = ()  # codes and their labels
    question: Question | None = None
    part: str | int | None = None
    option: Option | None = None  # the option whose details box this is
    derived: Derived | None = None

    @property
    def type_name(self) -> str:
        return str(KINDS[self.type])

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The codes for no value; free text is left blank, and derived values say it themselves."""
        if self.question is None or self.type == "text":
            return ()
        codes = [(NO_ANSWER, gettext("No answer"))]
        if self.question.show_if:
            codes.append((NOT_ASKED, gettext("Not asked")))
        return tuple(codes)


@dataclass(frozen=True)
class Entry:
    """A question (or derived variable) with its variables: what stands together in the codebook."""

    title: str
    text: str
    routing: str
    source: str
    variables: tuple[Variable, ...]

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The codes of its variables: the same for all of them but for free text."""
        return self.variables[0].values

    @property
    def lines(self) -> list[tuple[Variable, str]]:
        """Its variables, each with the part of its label that the title doesn't say."""
        return [
            (variable, variable.label.removeprefix(self.title).removeprefix(": "))
            for variable in self.variables
        ]


def variables(instrument: Instrument) -> tuple[Variable, ...]:
    """All variables, in the order of the questions, the derived ones last."""
    asked = (v for question in instrument.questions for v in question_variables(question))
    return (*asked, *(_derived_variable(derived) for derived in instrument.derived))


def question_variables(question: Question) -> tuple[Variable, ...]:
    """A question's own variables, then those of its details boxes."""
    return (*_own(question), *_boxes(question))


def entries(section: Section, instrument: Instrument) -> list[Entry]:
    """The codebook's entries for the questions of a section."""
    return [
        Entry(
            question.label,
            question.text,
            routing(question, instrument),
            question.source,
            question_variables(question),
        )
        for question in section.questions
    ]


def derived_entries(instrument: Instrument) -> list[Entry]:
    """The codebook's entries for the derived variables, with what each is made from."""
    return [
        Entry(derived.label, "", origin(derived), derived.source, (_derived_variable(derived),))
        for derived in instrument.derived
    ]


def routing(question: Question, instrument: Instrument) -> str:
    """Whom a question is asked of, in words; "" for everybody."""
    condition = question.show_if
    if condition is None:
        return ""
    asked = instrument.question(condition.question)
    if not condition.values or asked is None:
        return gettext("Asked where %(question)s is answered.") % {"question": condition.question}
    return gettext("Asked where %(question)s is: %(answers)s.") % {
        "question": condition.question,
        "answers": _labels(asked, condition),
    }


def origin(derived: Derived) -> str:
    """What a derived variable is made from, and where its values end, in words."""
    if derived.kind == "coding":
        return gettext("Coded by people from %(question)s.") % {"question": derived.question}
    if derived.function:
        made = gettext("Made by the function %(name)s.") % {"name": derived.function}
    else:
        made = gettext("Made from %(question)s.") % {"question": derived.question}
    if derived.kind == "any":
        chosen = gettext("yes: any of %(answers)s") % {"answers": ", ".join(derived.answers)}
        return f"{made} {chosen}."
    ends = [f"{v.value}: {end}" for v in derived.values if (end := _meaning(derived, v))]
    return f"{made} {'; '.join(ends)}." if ends else made


def _meaning(derived: Derived, value: DerivedValue) -> str:
    """What goes into a value, "" where its name or its label says it."""
    if derived.kind == "bands" and value.value != derived.missing:
        if value.below is not None:
            return gettext("below %(number)s") % {"number": f"{value.below:g}"}
        if value.up_to is not None:
            return gettext("up to %(number)s") % {"number": f"{value.up_to:g}"}
        return gettext("all above")
    return "" if value.answers == (value.value,) else ", ".join(value.answers)


def _labels(asked: Question, condition: Condition) -> str:
    return "; ".join(o.label for o in asked.options if o.value in condition.values)


def _own(question: Question) -> Iterator[Variable]:
    stem, label, source = question.stem, question.label, question.source
    options = tuple((option.value, option.label) for option in question.options)
    if question.type == "some_of":
        for value, name in options:
            yield Variable(
                f"{stem}_{value}", f"{label}: {name}", "ticked", source, TICKED, question, value
            )
    elif question.type == "days":
        for day, name in enumerate(DAYS):
            part = f"{stem}_{name[:3].lower()}"
            yield Variable(part, f"{label}: {name}", "ticked", source, TICKED, question, day)
    elif question.type == "grid":
        for row in question.rows:
            part, named = f"{stem}_{row.key}", f"{label}: {row.label}"
            yield Variable(part, named, "choice", source, options, question, row.key)
    else:
        kind = {"one_of": "choice", "year": "year", "number": "number"}.get(question.type, "text")
        kind = "whole" if question.whole else kind
        yield Variable(question.key, label, kind, source, options, question)


def _boxes(question: Question) -> Iterator[Variable]:
    for option, details in question.details:
        # The answer's key, but for a stem that is shorter than the question's key.
        name = question.stem + details.key.removeprefix(question.key)
        yield Variable(
            name, details.label, "text", question.source, (), question, None, option=option
        )


def _derived_variable(derived: Derived) -> Variable:
    return Variable(
        derived.key,
        derived.label,
        "coding" if derived.kind == "coding" else "derived",
        derived.source,
        tuple((value.value, value.label) for value in derived.values),
        derived=derived,
    )
