"""The contact sheet, and the tick that withdrawing asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.forms.arrival import PlainForm
from surveys.models import ContactSheet

FEWEST_DIGITS = 7
LONGEST_TIMES = 500
Prefers = ContactSheet.Prefers


class ContactForm(PlainForm):
    """How somebody may be reached; cleaned, the fields of actions.Contact."""

    name = forms.CharField(
        label=lazy("Your name"),
        help_text=lazy("As you want to be called. A first name is enough."),
        required=False,
        max_length=120,
        error_messages={"max_length": lazy("Enter a name of at most 120 characters.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    prefers = forms.ChoiceField(
        label=lazy("How should we get in touch?"),
        required=False,
        choices=[
            (Prefers.EMAIL, lazy("By email")),
            (Prefers.TELEPHONE, lazy("By telephone")),
            (Prefers.EITHER, lazy("Either")),
        ],
        error_messages={"invalid_choice": lazy("Choose one of the three ways.")},
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=lazy("Email address"),
        help_text=lazy(
            "A private address is better than one at work: your employer can't read it."
        ),
        required=False,
        error_messages={
            "invalid": lazy("Enter a whole email address, for example name@example.org.")
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    telephone = forms.CharField(
        label=lazy("Telephone number"),
        required=False,
        max_length=40,
        error_messages={"max_length": lazy("Enter a telephone number of at most 40 characters.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    times = forms.CharField(
        label=lazy("Times that suit you"),
        help_text=lazy("For example: Tuesday and Thursday after 17:00."),
        required=False,
        max_length=LONGEST_TIMES,
        error_messages={"max_length": lazy("Enter at most 500 characters.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_telephone(self) -> str:
        number = str(self.cleaned_data["telephone"])
        digits = sum(c.isdigit() for c in number)
        if number and (digits < FEWEST_DIGITS or any(c.isalpha() for c in number)):
            raise forms.ValidationError(
                _("Enter a telephone number with all its digits, for example 01632 960 001.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.is_empty:
            self._ask_for_the_way(data)
        return data

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given; a way chosen without an address is something."""
        return not any(self.cleaned_data.get(name) for name in self.fields)

    def _ask_for_the_way(self, data: dict[str, Any]) -> None:
        if data["prefers"] == Prefers.EMAIL and not data["email"]:
            self.add_error("email", _("Enter your email address, or choose another way."))
        elif data["prefers"] == Prefers.TELEPHONE and not data["telephone"]:
            self.add_error("telephone", _("Enter your telephone number, or choose another way."))
        elif not (data["email"] or data["telephone"]):
            self.add_error(
                "email",
                _("Enter an email address or a telephone number, so that we can reach you."),
            )


class WithdrawForm(PlainForm):
    """The tick without which nothing is deleted."""

    sure = forms.BooleanField(
        label=lazy("I want to withdraw, and I know that this can’t be undone"),
        error_messages={
            "required": lazy(
                "Tick the box if you want to withdraw. If you don’t, go back: nothing has changed."
            )
        },
    )
