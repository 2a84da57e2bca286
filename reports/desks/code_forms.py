"""The form of a list of codes, and the two in which texts get theirs."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.coding import Code, declared_codings, text_questions
from surveys.forms.arrival import PlainForm
from surveys.instruments import Derived, Instrument
from surveys.instruments.codebook import variables
from surveys.models import CodeList, Round
from surveys.quality import NAMES

VALUE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
LABELLED = '<span lang="en-gb">{}</span> ({})'
MOST_CODES = 200
LABEL_LENGTH = 120


# What researchers' files and tables name their other columns (reports/microdata/wide.py).
OTHER_NAMES = (
    "id", "agency", "region", "authority_type", "service", "week", "weeks", "cluster", "stratum",
    "weight", "recorded_hours", "recorded_hours_no_s9",
)  # fmt: skip
BEGINNINGS = (
    "status_", "filled_", "hours_", "flag_", "long_day_", "long_run_", "blank_day_",
)  # fmt: skip


class CodeListForm(PlainForm):
    """A list of codes; cleaned, `fields` and `codes` for the action.

    A list that the instrument declares (`declared`) has its key, question and codes from there.
    Of a list in use the key, the questions and the number of coders are not asked again.
    """

    title = forms.CharField(
        label=lazy("Title"),
        max_length=120,
        help_text=lazy("What the variable is called in tables, for example “Role, as coded”."),
        error_messages={"required": lazy("Enter a title.")},
    )
    key = forms.RegexField(
        label=lazy("Name of the variable"),
        regex=r"^[a-z][a-z0-9_]*\Z",
        max_length=32,
        help_text=lazy("For files: small letters, digits and underscores, for example role_coded."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": lazy("Enter a name for the variable."),
            "invalid": lazy("Use small letters, digits and underscores, a letter first."),
            "max_length": lazy("Use at most 32 characters."),
        },
    )
    questions = forms.MultipleChoiceField(
        label=lazy("What it codes"),
        help_text=lazy("Answers to several questions of one return are coded together, as one."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose at least one question.")},
    )
    codes = forms.CharField(
        label=lazy("Codes"),
        help_text=lazy(
            "One code a line: a short value, a colon, and its label, for example "
            "“senior: Senior social worker”."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "class": "codes-input", "spellcheck": "false"}),
        error_messages={"required": lazy("Enter at least two codes.")},
    )
    coders = forms.ChoiceField(
        label=lazy("How many code each text?"),
        choices=[
            ("1", lazy("One person: what they choose counts")),
            ("2", lazy("Two people, each without seeing the other: what both choose counts")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose how many people code each text.")},
    )

    def __init__(
        self,
        *args: Any,
        round: Round,
        instrument: Instrument,
        code_list: CodeList | None = None,
        declared: Derived | None = None,
        used: set[str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.round, self.instrument, self.code_list = round, instrument, code_list
        self.declared, self.used = declared, used
        super().__init__(*args, initial=_initial(code_list, declared), **kwargs)
        self.fields["questions"].choices = [
            # Labels are English in every language, as in the codebook; sections are translated.
            (question.key, format_html(LABELLED, question.label, question.section))
            for question in text_questions(instrument)
        ]
        fixed = ["key", "questions", "codes"] if declared else []
        fixed += ["key", "questions", "coders"] if used is not None else []
        for name in dict.fromkeys(fixed):
            del self.fields[name]

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        others = self.round.code_lists.filter(key=key)
        taken = {variable.name for variable in variables(self.instrument)} | set(NAMES)
        taken |= set(OTHER_NAMES)
        if self.code_list:
            others = others.exclude(pk=self.code_list.pk)
        if others.exists() or key in taken or key.startswith(BEGINNINGS):
            raise ValidationError(_("Another variable has this name. Choose a different one."))
        return key

    def clean_codes(self) -> list[Code]:
        codes = [
            _code(line, number)
            for number, line in enumerate(self.cleaned_data["codes"].splitlines(), 1)
            if line.strip()
        ]
        values = [value for value, _label in codes]
        twice = sorted({value for value in values if values.count(value) > 1})
        gone = sorted((self.used or set()) - set(values))
        problems = {
            _("The value %(value)s stands twice.") % {"value": ", ".join(twice)}: twice,
            _("Texts are coded with %(value)s, so keep it.") % {"value": ", ".join(gone)}: gone,
            _("Enter at least two codes."): len(codes) < 2,
            _("Enter at most %(most)d codes.") % {"most": MOST_CODES}: len(codes) > MOST_CODES,
        }
        for problem, holds in problems.items():
            if holds:
                raise ValidationError(problem)
        return codes

    def values(self) -> tuple[dict[str, Any], list[Code]]:
        """The list's fields, and its own codes (none of one that the instrument declares)."""
        data, old = self.cleaned_data, self.code_list
        fields = {
            "title": data["title"],
            "key": data["key"] if "key" in data else self._key(),
            "questions": data["questions"] if "questions" in data else self._questions(),
            "two_coders": data["coders"] == "2" if "coders" in data else old and old.two_coders,
        }
        return fields, data.get("codes", [])

    def _key(self) -> str:
        return self.declared.key if self.declared else self.code_list.key  # type: ignore[union-attr]

    def _questions(self) -> list[str]:
        if self.declared:
            return [self.declared.question]
        return list(self.code_list.questions)  # type: ignore[union-attr]


class CodeForm(PlainForm):
    """One text's code; cleaned, `code`. `of` is the digest of the text as it was shown."""

    of = forms.CharField(max_length=32, widget=forms.HiddenInput)
    code = forms.ChoiceField(
        label=lazy("Which code fits?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose a code, or skip this text.")},
    )

    def __init__(self, *args: Any, codes: tuple[Code, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = codes
        # The page is there to be answered: the first code, or the one chosen, has the keyboard.
        self.fields["code"].widget.attrs["autofocus"] = True


def declared_left(round_: Round, instrument: Instrument) -> list[Derived]:
    """What the instrument says is coded by hand, and nobody has begun to code here."""
    begun = set(round_.code_lists.values_list("key", flat=True))
    return [found for key, found in declared_codings(instrument).items() if key not in begun]


def _initial(code_list: CodeList | None, declared: Derived | None) -> dict[str, Any]:
    if code_list is None:
        return {"coders": "1", "title": declared.label if declared else ""}
    return {
        "title": code_list.title,
        "key": code_list.key,
        "questions": code_list.questions,
        "coders": "2" if code_list.two_coders else "1",
        "codes": "\n".join(f"{code.value}: {code.label}" for code in code_list.codes.all()),
    }


def _code(line: str, number: int) -> Code:
    value, _colon, label = (part.strip() for part in line.partition(":"))
    problem: str | Promise = ""
    if not VALUE.fullmatch(value):
        problem = _("begin with a value of small letters, digits, hyphens or underscores")
    elif not label:
        problem = _("write a colon and the code’s label after its value")
    elif len(label) > LABEL_LENGTH:
        problem = _("use at most %(most)d characters for the label") % {"most": LABEL_LENGTH}
    if problem:
        raise ValidationError(
            _("Line %(number)d: %(problem)s.") % {"number": number, "problem": problem}
        )
    return value, label
