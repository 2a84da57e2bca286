"""A question as its template shows it: choices under their headings, ids, what describes what."""

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.forms import BoundField
from django.utils.dates import WEEKDAYS

from surveys.forms.fields import BESIDE
from surveys.instruments.types import Option, Question

if TYPE_CHECKING:
    from surveys.forms.questions import PageForm


@dataclass(frozen=True)
class Choice:
    """A radio button or checkbox, with the box that it opens."""

    option: Option
    id: str
    checked: bool
    details: BoundField | None


@dataclass(frozen=True)
class Line:
    """A row of a grid."""

    label: str
    field: BoundField
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ShownQuestion:
    """A question on its page; `waits` when answers on the same page bring it up or take it away."""

    question: Question
    form: "PageForm"
    asked: bool
    waits: bool

    @property
    def field(self) -> BoundField | None:
        """The question's field; a grid has one a row instead."""
        return None if self.question.type == "grid" else self.form[self.question.key]

    @property
    def hint_id(self) -> str:
        return f"hint-{self.question.key}" if self.question.hint else ""

    @property
    def described_by(self) -> str:
        """The ids of what describes the input: hint, error, unit."""
        key = self.question.key
        ids = [self.hint_id]
        if self.field and self.field.errors:
            ids.append(f"{self.field.auto_id}_error")
        if self.question.unit:
            ids.append(f"unit-{key}")
        if self.question.type == "long_text" and self.question.max_length:
            ids.append(f"count-{key}")
        return " ".join(filter(None, ids))

    @property
    def is_wrong(self) -> bool:
        return bool(self.field and self.field.errors)

    @property
    def groups(self) -> list[tuple[str, tuple[Choice, ...]]]:
        """The choices under their headings, "" for those that stand under none."""
        if self.question.type == "days":
            options = [Option(value=str(day), label=str(name)) for day, name in WEEKDAYS.items()]
        else:
            options = list(self.question.options)
        choices = _choices(self.form, self.form[self.question.key], options)
        by_group = itertools.groupby(choices, key=lambda choice: choice.option.group)
        return [(heading, tuple(listed)) for heading, listed in by_group]

    @property
    def lines(self) -> list[Line]:
        """A grid's rows."""
        rows = []
        for row in self.question.rows:
            field = self.form[f"{self.question.key}{BESIDE}{row.key}"]
            choices = _choices(self.form, field, list(self.question.options))
            rows.append(Line(row.label, field, tuple(choices)))
        return rows


def _choices(form: "PageForm", field: BoundField, options: list[Option]) -> list[Choice]:
    value = field.value()
    chosen = {str(one) for one in value} if isinstance(value, list | tuple) else {str(value)}
    return [
        Choice(
            option=option,
            id=f"{field.auto_id}_{place}",
            checked=option.value in chosen,
            details=form[option.details.key] if option.details else None,
        )
        for place, option in enumerate(options)
    ]
