"""One return as researchers look at it: nothing on it says whose it is, or of which agency."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from diary.timeline import DAYS
from diary.weeks import DaySummary, WeekSummary, summarise_week
from surveys.coding import TEXTS
from surveys.contracts import contract_of
from surveys.instruments import Answers, Question, Section
from surveys.instruments.answers import show
from surveys.languages import instrument_here
from surveys.models import Return
from surveys.quality import LABELS, Evidence, explain, flags_of
from surveys.redacting import is_reviewed, shown_text
from surveys.sectors import sector_of
from surveys.thresholds import thresholds_from

FILLED: dict[str, str | Promise] = {
    "S": lazy("on the day, or before"),
    "N": lazy("the day after"),
    "L": lazy("later"),
}


@dataclass(frozen=True)
class FreeText:
    """What somebody wrote: with names blacked out once it was read for them."""

    key: str
    label: str  # of the option whose details these are, "" for a question's own answer
    text: str
    is_read: bool


@dataclass(frozen=True)
class AnswerView:
    """A question that was asked, its answer in words ("" for none) and what was written."""

    question: Question
    answer: str
    texts: tuple[FreeText, ...]


@dataclass(frozen=True)
class FlagView:
    """A raised flag: its label, what it means, and the days it was noticed on when sent."""

    name: str
    label: str
    explanation: str
    days: tuple[str | Promise, ...]


@dataclass(frozen=True)
class DayView:
    """A day of the week without its date: a week may be one agency's."""

    summary: DaySummary
    name: str | Promise
    filled: str | Promise


@dataclass(frozen=True)
class ReturnView:
    """All of the page. Hours as people stated them, None where they did not."""

    week: WeekSummary
    days: tuple[DayView, ...]
    flags: tuple[FlagView, ...]
    sections: tuple[tuple[Section, tuple[AnswerView, ...]], ...]
    sector: str
    region: str
    contracted: float | None
    worked: float | None
    contracted_days: str


def view_of(found: Return) -> ReturnView:
    """A sent return with its diary and agency, as the desk shows it."""
    answers, diary = found.answers, found.diary
    contract = contract_of(answers)
    week = summarise_week(diary)
    authority = found.agency.authority if found.agency else None
    return ReturnView(
        week=week,
        days=tuple(
            DayView(week.days[day], WEEKDAYS[day], FILLED.get(diary.filled[day], ""))
            for day in range(DAYS)
        ),
        flags=flag_views(found),
        sections=_sections(found),
        sector=_(sector_of(answers).label),
        region=authority.region if authority else "",
        contracted=contract.hours,
        worked=contract.worked,
        contracted_days=", ".join(str(WEEKDAYS[day]) for day in contract.days or ()),
    )


def flag_views(found: Return) -> tuple[FlagView, ...]:
    """The flags that a return has raised, explained with the round's thresholds."""
    diary = found.diary
    thresholds = thresholds_from(found.round.thresholds)
    evidence = Evidence(diary.slots, diary.statuses, diary.filled, found.answers, found.flags)
    return tuple(
        FlagView(
            name,
            _(LABELS[name]),
            explain(name, thresholds),
            tuple(WEEKDAYS[day] for kept, day in found.flags if kept == name and day is not None),
        )
        for name, raised in flags_of(evidence, thresholds).items()
        if raised
    )


def _sections(found: Return) -> tuple[tuple[Section, tuple[AnswerView, ...]], ...]:
    instrument = instrument_here(found.instrument)
    listed = [
        (
            section,
            tuple(
                _answer(question, found)
                for question in section.questions
                if question.applies(found.answers)
            ),
        )
        for section in instrument.sections
    ]
    return tuple((section, views) for section, views in listed if views)


def _answer(question: Question, found: Return) -> AnswerView:
    answers: Answers = found.answers
    boxes = [(details.key, option.label) for option, details in question.details]
    texts = tuple(
        _free_text(key, label, found)
        for key, label in [(question.key, ""), *boxes]
        if answers.get(key) and (label or question.type in TEXTS)
    )
    in_words = question.type in TEXTS or question.key not in answers
    return AnswerView(question, "" if in_words else show(question, answers[question.key]), texts)


def _free_text(key: str, label: str, found: Return) -> FreeText:
    return FreeText(
        key,
        label,
        shown_text(found.answers, found.redactions, key),
        is_reviewed(found.answers[key], found.redactions.get(key)),
    )
