"""Coming in: the access code, consent and a PIN. Each form returns values the survey works with."""

import itertools
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.codes import CodeError, parse_code

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
        label=lazy("Access code"),
        max_length=60,
        help_text=lazy(
            "16 letters and numbers, for example K7PQ-W3MN-AC4T-XR9D. "
            "Hyphens, spaces and small letters make no difference."
        ),
        error_messages={"required": lazy("Enter the access code from your invitation.")},
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
            raise forms.ValidationError(
                _("Enter %(least)d to %(most)d digits, and nothing else.")
                % {"least": least, "most": most}
            )
        return pin


class ConsentForm(PlainForm):
    """Consent, and a PIN chosen twice; cleaned, `pin`."""

    consent = forms.BooleanField(
        label=lazy(
            "I have read what this is and who will see my answers, and I agree to take part"
        ),
        error_messages={"required": lazy("Tick the box if you agree to take part.")},
    )
    pin = PinField(
        label=lazy("Choose a PIN"),
        help_text=lazy(
            "6 to 12 digits. You need it with your access code to come back, so that "
            "nobody who finds your code can open your answers."
        ),
        error_messages={"required": lazy("Choose a PIN of 6 to 12 digits.")},
    )
    pin_again = PinField(
        label=lazy("Enter the PIN again"),
        error_messages={"required": lazy("Enter the same PIN again.")},
    )

    def clean_pin(self) -> str:
        pin = self.cleaned_data["pin"]
        steps = {int(b) - int(a) for a, b in itertools.pairwise(pin)}
        if steps in ({0}, {1}, {-1}):
            raise forms.ValidationError(
                _("Choose digits that are harder to guess than one repeated or a row like 123456.")
            )
        return str(pin)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "pin" in data and "pin_again" in data and data["pin"] != data["pin_again"]:
            self.add_error("pin_again", _("Enter the same PIN as in the box above."))
        return data


class PinForm(PlainForm):
    """The PIN of a return that was started before."""

    pin = PinField(label=lazy("Your PIN"), error_messages={"required": lazy("Enter your PIN.")})
