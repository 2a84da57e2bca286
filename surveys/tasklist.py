"""The states of the task list and the lines of "check your answers": pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from surveys.instruments import Answers, Instrument, Page, Question, Section
from surveys.instruments.answers import show


@dataclass(frozen=True)
class SectionTask:
    """A section in the task list: how many of the questions it asks are answered."""

    section: Section
    asked: int
    answered: int

    @property
    def state(self) -> str:
        if self.answered == self.asked:
            return "done"
        return "partly" if self.answered else "to do"


@dataclass(frozen=True)
class AnswerLine:
    """A question and its answer in words, "" for none; `details` as (option, what was written)."""

    page: Page
    question: Question
    answer: str
    details: tuple[tuple[str, str], ...] = ()

    @property
    def is_text(self) -> bool:
        return self.question.type == "long_text"


def section_tasks(instrument: Instrument, answers: Answers) -> list[SectionTask]:
    """Each section that asks this respondent something, with how much of it is answered."""
    tasks = []
    for section in instrument.sections:
        asked = [question for question in section.questions if question.applies(answers)]
        if asked:
            answered = sum(question.key in answers for question in asked)
            tasks.append(SectionTask(section, len(asked), answered))
    return tasks


def totals(tasks: Sequence[SectionTask]) -> tuple[int, int]:
    """Questions answered, and questions asked."""
    return sum(task.answered for task in tasks), sum(task.asked for task in tasks)


def answer_lines(
    instrument: Instrument, answers: Answers
) -> list[tuple[Section, list[AnswerLine]]]:
    """Each section with the questions it asks of this respondent and their answers."""
    listed = [
        (
            section,
            [
                answer_line(page, question, answers)
                for page in section.pages
                for question in page.asked(answers)
            ],
        )
        for section in instrument.sections
    ]
    return [(section, lines) for section, lines in listed if lines]


def answer_line(page: Page, question: Question, answers: Answers) -> AnswerLine:
    given = answers.get(question.key)
    return AnswerLine(
        page,
        question,
        "" if given is None else show(question, given),
        tuple(
            (option.label, str(answers[details.key]))
            for option, details in question.details
            if details.key in answers
        ),
    )
