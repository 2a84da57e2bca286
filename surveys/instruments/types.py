"""What an instrument is made of. No database, no request.

Answers are JSON: a mapping of variable keys to
  one_of            the option's value
  some_of           a list of option values, in the options' order, at least one
  number            an int or float
  year              an int
  text, long_text   a string that is not blank
  grid              a mapping of row keys to column values, rows without an answer left out
  days              a list of days, 0 (Monday) to 6, in order, at least one
and the text of a "please give details" box under its own key, beside its question's. What was
not answered is not there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TYPES = ("one_of", "some_of", "number", "year", "text", "long_text", "grid", "days")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Answers = Mapping[str, Any]


class InstrumentError(ValueError):
    """The declared instrument contradicts itself; the message names the place."""


@dataclass(frozen=True)
class Details:
    """The text box that an option opens."""

    key: str
    label: str  # for researchers' files
    text: str = "Please give details"
    max_length: int = 500


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    hint: str = ""
    group: str = ""  # the heading it stands under, for options listed in groups
    details: Details | None = None
    exclusive: bool = False  # in some_of: goes with no other ("None of these")


@dataclass(frozen=True)
class Row:
    """One line of a grid; its variable in researchers' files is <stem>_<key>."""

    key: str
    label: str


@dataclass(frozen=True)
class Condition:
    """Asked when another question has one of these answers, or, without values, any answer."""

    question: str
    values: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        found = answers.get(self.question)
        if found is None:
            return False
        if not self.values:
            return True
        given = found if isinstance(found, list) else [found]
        return any(value in self.values for value in given)


@dataclass(frozen=True)
class Question:
    """One question. `minimum` and `maximum` are refused beyond, `usual` is asked about."""

    key: str
    label: str  # a variable label for researchers
    text: str  # what the respondent reads
    type: str
    source: str  # where it stands in Appendix A of the 2009 report, or "new"
    hint: str = ""
    unit: str = ""
    unit_one: str = ""  # the unit after 1
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False  # numbers without a fraction only
    usual: tuple[float, float] | None = None  # beyond it, a soft check asks whether it is right
    usual_text: str = ""  # what the soft check says
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    at_most: int | None = None  # some_of: how many the instrument asks for
    at_most_refused: bool = False  # whether more are refused (else a soft check says so)
    max_length: int = 0  # text and long_text
    show_if: Condition | None = None
    short: str = ""  # what its variables in researchers' files begin with, where the key is long

    @property
    def stem(self) -> str:
        """What the names of its several variables begin with."""
        return self.short or self.key

    def option(self, value: Any) -> Option | None:
        return next((option for option in self.options if option.value == value), None)

    def applies(self, answers: Answers) -> bool:
        """Whether it is asked, given the answers so far."""
        return self.show_if is None or self.show_if.holds(answers)

    @property
    def details(self) -> tuple[tuple[Option, Details], ...]:
        """The options that open a box, with their boxes."""
        return tuple((option, option.details) for option in self.options if option.details)

    def wants_details(self, option: Option, answers: Answers) -> bool:
        """Whether an option's box is open: the option is chosen, and the question asked."""
        given = answers.get(self.key)
        chosen = given if isinstance(given, list) else [given]
        return self.applies(answers) and option.value in chosen


@dataclass(frozen=True)
class Page:
    """One topic: the questions that are shown together."""

    key: str
    title: str
    intro: str
    questions: tuple[Question, ...]

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.applies(answers))


@dataclass(frozen=True)
class Section:
    """One line of the task list: a few pages."""

    key: str
    title: str
    intro: str
    pages: tuple[Page, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    def page(self, key: str) -> Page | None:
        return next((page for page in self.pages if page.key == key), None)

    def asked_pages(self, answers: Answers) -> tuple[Page, ...]:
        """The pages that ask this respondent something."""
        return tuple(page for page in self.pages if page.asked(answers))


@dataclass(frozen=True)
class Instrument:
    """One version: its sections, pages and questions, in the order they are asked."""

    name: str
    title: str
    sections: tuple[Section, ...]
    language: str = ""
    derived: tuple["Derived", ...] = ()  # researchers' variables; nobody is asked them

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)


@dataclass(frozen=True)
class DerivedValue:
    """One value of a derived variable: a row of a published table, named as it is there.

    In a "map", the answers that become it; in "bands", where it ends: the numbers below `below`
    or up to and with `up_to` that no earlier band holds, all that are left where neither is given.
    """

    value: str
    label: str
    answers: tuple[str, ...] = ()
    below: float | None = None
    up_to: float | None = None

    def holds(self, number: float) -> bool:
        """Whether a number that no earlier band holds is in this one."""
        if self.below is not None:
            return number < self.below
        return self.up_to is None or number <= self.up_to


@dataclass(frozen=True)
class Derived:
    """A variable made from answers, with the rows of a published table as its values.

    kind "map"       an answer of the question stands for a value
         "any"       "yes" where any of `answers` is chosen, "no" where the question is answered
         "bands"     the question's number, or the function's, lies in a value's range
         "function"  the function in derivations.py says the value
         "coding"    people coded the question's free text; the value is in the return's codings
    `missing` is the value where there is nothing to go by.
    """

    key: str
    label: str
    source: str  # the published table
    kind: str
    values: tuple[DerivedValue, ...]
    missing: str
    question: str = ""
    function: str = ""
    answers: tuple[str, ...] = ()
