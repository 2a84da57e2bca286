"""The states of the task list and the lines of "check your answers": pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveys.instruments import Instrument, Section


@dataclass(frozen=True)
class SectionTask:
    """A section in the task list: how many of its questions are answered."""

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
    """A question and its answer in words, "" for none."""

    key: str
    text: str
    answer: str


def section_tasks(instrument: Instrument, answers: Mapping[str, Any]) -> list[SectionTask]:
    """Each section with what it asks of this respondent."""
    tasks = []
    for section in instrument.sections:
        asked = [q for q in section.questions if q.applies(answers)]
        answered = sum(q.key in answers for q in asked)
        tasks.append(SectionTask(section, len(asked), answered))
    return tasks


def answer_lines(
    instrument: Instrument, answers: Mapping[str, Any]
) -> list[tuple[Section, list[AnswerLine]]]:
    """Each section with the questions it asks of this respondent and their answers."""
    return [
        (
            section,
            [
                AnswerLine(q.key, q.text, q.show(answers.get(q.key)))
                for q in section.questions
                if q.applies(answers)
            ],
        )
        for section in instrument.sections
    ]
