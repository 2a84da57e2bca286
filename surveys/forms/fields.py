"""The fields of the questionnaire's types. None is required; what is wrong says what to enter."""

import math
import re
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.instruments.types import Details, Question

BESIDE = "-"  # between a grid's key and a row's in a field's name; no key has one
GROUPED = re.compile(r"\d{1,3}(,\d{3})+")  # 1,200
HALF = "½"


class NumberField(forms.FloatField):
    """A number as people type one: 37, 18.5, 18,5, 18½, 1,200 or 37 hours."""

    def __init__(self, question: Question) -> None:
        self.question = question
        wanted = _wanted(question)
        super().__init__(
            label=question.text,
            required=False,
            min_value=question.minimum,
            max_value=question.maximum,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wanted),
        )

    def to_python(self, value: Any) -> float | int | None:
        typed = str(value or "").strip()
        for unit in (self.question.unit, self.question.unit_one):
            typed = typed.removesuffix(unit).strip()
        if HALF in typed:
            typed = f"{typed.replace(HALF, '').strip() or '0'}.5"
        typed = typed.replace(",", "" if GROUPED.fullmatch(typed) else ".")
        number: float | None = super().to_python(typed)
        if number is None:
            return None
        if not math.isfinite(number):
            raise forms.ValidationError(self.error_messages["invalid"])
        if number != int(number):
            if self.question.whole or self.question.type == "year":
                raise forms.ValidationError(self.error_messages["invalid"])
            return number
        return int(number)


class WordsField(forms.CharField):
    """Text; a new line counts as one character, however the browser sends it."""

    def __init__(self, *, label: str, most: int) -> None:
        super().__init__(label=label, required=False)
        self.most = most

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n")))

    def validate(self, value: str) -> None:
        over = len(value) - self.most
        if self.most and over > 0:
            message = ngettext(
                "Shorten your answer by %(over)d character. It may have %(most)d.",
                "Shorten your answer by %(over)d characters. It may have %(most)d.",
                over,
            )
            raise forms.ValidationError(message % {"over": over, "most": self.most})


def fields_of(question: Question) -> dict[str, forms.Field]:
    """The fields of a question by name: its own (one a row for a grid), and its details boxes."""
    boxes = {details.key: _details_field(details) for _option, details in question.details}
    if question.type == "grid":
        rows = {
            f"{question.key}{BESIDE}{row.key}": _choice(row.label, question)
            for row in question.rows
        }
        return rows | boxes
    return {question.key: _field(question)} | boxes


def _field(question: Question) -> forms.Field:
    if question.type in ("number", "year"):
        return NumberField(question)
    if question.type in ("text", "long_text"):
        return WordsField(label=question.text, most=question.max_length)
    if question.type == "one_of":
        return _choice(question.text, question)
    if question.type == "days":
        return forms.TypedMultipleChoiceField(
            label=question.text,
            required=False,
            choices=list(WEEKDAYS.items()),
            coerce=int,
            empty_value=[],
            error_messages={"invalid_choice": _("Choose days of the week in the list.")},
        )
    return SomeOfField(question)


class SomeOfField(forms.MultipleChoiceField):
    """Several options, in the instrument's order, and no more than it takes."""

    def __init__(self, question: Question) -> None:
        super().__init__(
            label=question.text,
            required=False,
            choices=[(option.value, option.label) for option in question.options],
            error_messages={"invalid_choice": _("Choose answers in the list.")},
        )
        self.most = question.at_most if question.at_most_refused else None

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        if self.most and len(chosen) > self.most:
            message = ngettext(
                "Choose at most %(most)d answer.", "Choose at most %(most)d answers.", self.most
            )
            raise forms.ValidationError(message % {"most": self.most})
        return [key for key, _label in self.choices if key in chosen]


def _choice(label: str, question: Question) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[(option.value, option.label) for option in question.options],
        error_messages={"invalid_choice": _("Choose one of the answers in the list.")},
    )


def _details_field(details: Details) -> WordsField:
    return WordsField(label=details.text, most=details.max_length)


def _wanted(question: Question) -> str:
    """What to enter, with the limits and an example."""
    unit = question.unit
    limits = {"least": f"{question.minimum or 0:g}", "most": f"{question.maximum or 0:g}"}
    if question.type == "year":
        return _("Enter a year from %(least)s to %(most)s, for example 2004.") % limits
    if question.minimum is None or question.maximum is None:
        return _("Enter a number in figures, for example 7.")
    if question.whole:
        return _("Enter a whole number from %(least)s to %(most)s, for example 3.") % limits
    if unit:
        text = _("Enter a number of %(unit)s from %(least)s to %(most)s, for example 37 or 18.5.")
        if question.maximum < 100:
            text = _("Enter a number of %(unit)s from %(least)s to %(most)s, for example 4 or 2.5.")
        return text % {**limits, "unit": unit}
    return _("Enter a number from %(least)s to %(most)s, for example 4 or 2.5.") % limits
