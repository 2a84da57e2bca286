"""Forms of the respondent's path. Each returns the values that the survey works with."""

import itertools
from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm

from surveys.codes import CodeError, parse_code
from surveys.instruments import DAYS, Question, Section

PIN_LENGTH = (6, 12)


class PlainForm(forms.Form):
    """A form that crispy renders inside our own <form> and error summary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.form_show_errors = True


class CodeForm(PlainForm):
    """A typed access code; cleaned, the 16 characters without hyphens."""

    code = forms.CharField(
        label="Access code",
        max_length=60,
        help_text="16 letters and numbers, for example K7PQ-W3MN-AC4T-XR9D. "
        "Hyphens, spaces and small letters make no difference.",
        error_messages={"required": "Enter the access code from your invitation."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
    )

    def clean_code(self) -> str:
        try:
            return parse_code(self.cleaned_data["code"])
        except CodeError as error:
            raise forms.ValidationError(str(error)) from None


class PinField(forms.CharField):
    """A PIN of 6 to 12 digits."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "pin-input"}
        super().__init__(max_length=40, widget=forms.PasswordInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        pin = "".join(str(super().clean(value)).split())
        least, most = PIN_LENGTH
        if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
            raise forms.ValidationError(f"Enter {least} to {most} digits, and nothing else.")
        return pin


class ConsentForm(PlainForm):
    """Consent, and a PIN chosen twice; cleaned, `pin`."""

    consent = forms.BooleanField(
        label="I have read what this is and who will see my answers, and I agree to take part",
        error_messages={"required": "Tick the box if you agree to take part."},
    )
    pin = PinField(
        label="Choose a PIN",
        help_text="6 to 12 digits. You need it with your access code to come back, so that "
        "nobody who finds your code can open your answers.",
        error_messages={"required": "Choose a PIN of 6 to 12 digits."},
    )
    pin_again = PinField(
        label="Enter the PIN again", error_messages={"required": "Enter the same PIN again."}
    )

    def clean_pin(self) -> str:
        pin = self.cleaned_data["pin"]
        steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
        if steps in ({0}, {1}, {-1}):
            raise forms.ValidationError(
                "Choose digits that are harder to guess than one repeated or a row like 123456."
            )
        return str(pin)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "pin" in data and "pin_again" in data and data["pin"] != data["pin_again"]:
            self.add_error("pin_again", "Enter the same PIN as in the box above.")
        return data


class PinForm(PlainForm):
    """The PIN of a return that was started before."""

    pin = PinField(label="Your PIN", error_messages={"required": "Enter your PIN."})


class SignInForm(AuthenticationForm):
    """Email and password of a member of staff; what is wrong is said for both at once."""

    error_messages: ClassVar[dict[str, str]] = {
        "invalid_login": "Enter the email address and the password of your account. One of them "
        "is not right.",
        "inactive": "This account is closed. Ask the survey manager.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Email address"
        self.fields["username"].error_messages["required"] = "Enter your email address."
        self.fields["password"].error_messages["required"] = "Enter your password."


class SectionForm(PlainForm):
    """One section of the questionnaire; it asks what the answers so far call for."""

    def __init__(
        self, *args: Any, section: Section, answers: Mapping[str, Any], **kwargs: Any
    ) -> None:
        # As people write numbers: 37, not 37.0.
        shown = {k: f"{v:g}" if isinstance(v, float) else v for k, v in answers.items()}
        super().__init__(*args, initial=shown, **kwargs)
        self.section = section
        self.questions = [q for q in section.questions if q.applies(answers)]
        for question in self.questions:
            self.fields[question.key] = _field(question)

    def answers(self) -> dict[str, Any]:
        """What was answered, by question; None for a question left unanswered."""
        return {
            question.key: self.cleaned_data.get(question.key)
            if question.type == "number"
            else self.cleaned_data.get(question.key) or None
            for question in self.questions
        }

    def brings_up(self, answers: Mapping[str, Any]) -> bool:
        """Whether these answers make the section ask a question that this page did not."""
        return any(q.applies(answers) and q not in self.questions for q in self.section.questions)


def _field(question: Question) -> forms.Field:
    if question.type == "number":
        least, most = f"{question.minimum:g}", f"{question.maximum:g}"
        wanted = (
            f"Enter a number of {question.unit} from {least} to {most}, for example 37 or 18.5."
        )
        return forms.FloatField(
            label=question.text,
            help_text=question.hint,
            required=False,
            min_value=question.minimum,
            max_value=question.maximum,
            error_messages={"invalid": wanted, "min_value": wanted, "max_value": wanted},
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number-input"}
            ),
        )
    if question.type == "days":
        return forms.TypedMultipleChoiceField(
            label=question.text,
            help_text=question.hint,
            required=False,
            choices=list(enumerate(DAYS)),
            coerce=int,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose days of the week in the list."},
        )
    return forms.ChoiceField(
        label=question.text,
        help_text=question.hint,
        required=False,
        choices=[(option.value, option.label) for option in question.options],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the answers in the list."},
    )
