"""What can be said of answers without asking anybody: no database, no request.

`settle` makes answers whole, `problems` says what is wrong with stored ones (for us), and
`soft_checks` what may be a slip (for the respondent; never a reason to refuse).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext, ngettext

from surveys.instruments.types import Answers, Instrument, Question


@dataclass(frozen=True)
class SoftCheck:
    """Something to look at again: where it stands (keys), and what to ask."""

    section: str
    page: str
    question: str
    text: str


def settle(instrument: Instrument, answers: Answers) -> dict[str, Any]:
    """The answers in the instrument's order, without what is empty or no longer asked.

    Conditions look back only, so one pass drops what hangs on dropped answers too. Texts are
    stripped; choices, grid rows and days stand in the instrument's order, once. Keys that the
    instrument doesn't know are dropped. What is wrong otherwise stays: `problems` says so.
    """
    kept: dict[str, Any] = {}
    for question in instrument.questions:
        if not question.applies(kept):
            continue
        answer = _tidied(question, answers.get(question.key))
        if _is_empty(answer):
            continue
        kept[question.key] = answer
        for option, details in question.details:
            text = _stripped(answers.get(details.key))
            if question.wants_details(option, kept) and not _is_empty(text):
                kept[details.key] = text
    return kept


def problems(instrument: Instrument, answers: Answers) -> list[str]:
    """What makes stored answers invalid, each "key: what"; [] when they are valid."""
    found: list[str] = []
    known: set[str] = set()
    for question in instrument.questions:
        known.add(question.key)
        if question.key in answers:
            fault = _fault(question, answers[question.key])
            if not question.applies(answers):
                fault = "is not asked"
            if fault:
                found.append(f"{question.key}: {fault}")
        for option, details in question.details:
            known.add(details.key)
            if details.key in answers:
                fault = _text_fault(answers[details.key], details.max_length)
                if not question.wants_details(option, answers):
                    fault = "is not asked"
                if fault:
                    found.append(f"{details.key}: {fault}")
    return found + [f"{key}: no such question" for key in answers if key not in known]


def show(question: Question, answer: Any) -> str:
    """An answer as people read it, "" for none. Details boxes are texts: they show themselves."""
    if _is_empty(answer):
        return ""
    if question.type == "days":
        return ", ".join(str(WEEKDAYS[day]) for day in answer)
    if question.type == "number":
        unit = question.unit_one if answer == 1 and question.unit_one else question.unit
        return f"{_plain(answer)} {unit}".strip()
    if question.type == "grid":
        return "; ".join(
            f"{row.label}: {_label(question, answer[row.key])}"
            for row in question.rows
            if row.key in answer
        )
    if question.type == "some_of":
        return ", ".join(_label(question, value) for value in answer)
    if question.type == "one_of":
        return _label(question, answer)
    return str(answer)


def soft_checks(instrument: Instrument, answers: Answers) -> list[SoftCheck]:
    """What to ask about once before sending, in the instrument's order."""
    return [
        SoftCheck(section.key, page.key, question.key, text)
        for section in instrument.sections
        for page in section.pages
        for question in page.asked(answers)
        if question.key in answers
        for text in _doubts(question, answers[question.key])
    ]


def _doubts(question: Question, answer: Any) -> list[str]:
    found = []
    if question.usual and not question.usual[0] <= answer <= question.usual[1]:
        found.append(question.usual_text or gettext("That is unusual. Is it right?"))
    if question.type == "some_of":
        if question.at_most and len(answer) > question.at_most:
            found.append(
                ngettext(
                    "The question asks for %(most)s answer at most. You chose %(chosen)s.",
                    "The question asks for %(most)s answers at most. You chose %(chosen)s.",
                    question.at_most,
                )
                % {"most": question.at_most, "chosen": len(answer)}
            )
        alone = [o.label for o in question.options if o.exclusive and o.value in answer]
        if alone and len(answer) > 1:
            found.append(
                gettext("You chose “%(alone)s” together with other answers.") % {"alone": alone[0]}
            )
    return found


def _tidied(question: Question, answer: Any) -> Any:
    """An answer in its stored form; one of the wrong type comes back as it is."""
    if question.type in ("one_of", "text", "long_text"):
        return _stripped(answer)
    if question.type == "some_of" and isinstance(answer, list):
        order = [option.value for option in question.options]
        return _ordered(answer, order)
    if question.type == "days" and isinstance(answer, list):
        return _ordered(answer, list(range(7)))
    if question.type == "grid" and isinstance(answer, Mapping):
        order = [row.key for row in question.rows]
        given = {key: value for key, value in answer.items() if not _is_empty(value)}
        return {key: given[key] for key in _ordered(list(given), order)}
    return answer


def _ordered(given: list[Any], order: list[Any]) -> list[Any]:
    """Each once, in that order; what the order doesn't know comes last."""
    known = [value for value in order if value in given]
    return known + [value for value in given if value not in order]


def _stripped(answer: Any) -> Any:
    return answer.strip() if isinstance(answer, str) else answer


def _is_empty(answer: Any) -> bool:
    return answer is None or (isinstance(answer, str | list | dict) and not answer)


def _fault(question: Question, answer: Any) -> str:
    """What is wrong with an answer, "" for nothing."""
    if question.type in ("number", "year"):
        return _number_fault(question, answer)
    if question.type in ("text", "long_text"):
        return _text_fault(answer, question.max_length)
    if question.type == "one_of":
        return "" if isinstance(answer, str) and question.option(answer) else "no such option"
    if question.type == "grid":
        return _grid_fault(question, answer)
    if question.type == "days":
        return _list_fault(answer, list(range(7)))
    fault = _list_fault(answer, [option.value for option in question.options])
    if not fault and question.at_most_refused and len(answer) > (question.at_most or 0):
        return f"more than {question.at_most}"
    return fault


def _number_fault(question: Question, answer: Any) -> str:
    if isinstance(answer, bool) or not isinstance(answer, int | float) or not math.isfinite(answer):
        return "is not a number"
    if (question.whole or question.type == "year") and answer != int(answer):
        return "is not a whole number"
    low, high = question.minimum, question.maximum
    if (low is not None and answer < low) or (high is not None and answer > high):
        return f"is not from {_plain(low)} to {_plain(high)}"
    return ""


def _text_fault(answer: Any, longest: int) -> str:
    if not isinstance(answer, str) or not answer.strip():
        return "is not a text"
    return f"is longer than {longest} characters" if len(answer) > longest else ""


def _grid_fault(question: Question, answer: Any) -> str:
    if not isinstance(answer, Mapping) or not answer:
        return "is not a grid"
    if unknown := set(answer) - {row.key for row in question.rows}:
        return f"no such row as {', '.join(sorted(map(str, unknown)))}"
    values = {option.value for option in question.options}
    return "" if all(value in values for value in answer.values()) else "no such option"


def _list_fault(answer: Any, order: list[Any]) -> str:
    """A list in that order, each at most once, at least one."""
    if not isinstance(answer, list) or not answer:
        return "is not a list"
    if any(isinstance(value, bool) or value not in order for value in answer):
        return "no such option"
    places = [order.index(value) for value in answer]
    return "" if places == sorted(set(places)) else "is not in order"


def _label(question: Question, value: Any) -> str:
    option = question.option(value)
    return option.label if option else ""


def _plain(number: float | None) -> str:
    """As people write it: 37, not 37.0, and never with an exponent."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else str(number)
