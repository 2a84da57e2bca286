"""allauth's forms in our words: each label, each error says what to enter; no placeholders."""

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.accounts.adapter import note_failure
from surveys.forms.arrival import PlainForm
from surveys.models import User

NEW_PASSWORD_HINT = lazy(
    "At least 12 characters. Three or four words that do not belong together are easy to "
    "remember and hard to guess."
)
OWN_CODE = lazy("Enter the six digits that the app shows now.")


class Worded(forms.Form):
    """Sets labels, hints and "required" texts of fields that another form brings."""

    words: ClassVar[dict[str, tuple[Any, Any, Any]]] = {}  # field: label, hint, required

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint, required) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = required
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "pin-input"}


class SignInForm(Worded, LoginForm):
    """Email and password; what is wrong is said for both at once."""

    words: ClassVar = {
        "login": (lazy("Email address"), "", lazy("Enter your email address.")),
        "password": (lazy("Password"), "", lazy("Enter your password.")),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}
        self.fields["login"].error_messages["invalid"] = lazy(
            "Enter an email address, for example name@example.org."
        )


class PasswordAgainForm(Worded, ReauthenticateForm):
    """The password once more, before something that protects the account is changed."""

    words: ClassVar = {"password": (lazy("Your password"), "", lazy("Enter your password."))}


class ForgottenPasswordForm(Worded, ResetPasswordForm):
    """The email address that a link is sent to."""

    words: ClassVar = {"email": (lazy("Email address"), "", lazy("Enter your email address."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = lazy(
            "Enter an email address, for example name@example.org."
        )


NEW_PASSWORD_WORDS = {
    "password1": (lazy("New password"), NEW_PASSWORD_HINT, lazy("Enter a new password.")),
    "password2": (
        lazy("The new password again"),
        "",
        lazy("Enter the new password a second time."),
    ),
}


class NewPasswordForm(Worded, ResetPasswordKeyForm):
    """A new password, by the link that was sent."""

    words: ClassVar = NEW_PASSWORD_WORDS


class OtherPasswordForm(Worded, ChangePasswordForm):
    """A new password, by the one that is known."""

    words: ClassVar = {
        "oldpassword": (
            lazy("Your password now"),
            "",
            lazy("Enter the password that you have now."),
        ),
        **NEW_PASSWORD_WORDS,
    }


class SecondFactorForm(Worded, AuthenticateForm):
    """The second step of signing in: a code of the app, or a recovery code."""

    words: ClassVar = {
        "code": (
            lazy("Code"),
            lazy("Six digits from your authenticator app, or one of your recovery codes."),
            lazy("Enter the six digits that the app shows now, or a recovery code."),
        )
    }

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        # The password was right, so the owner should learn of it: the entry names the account.
        note_failure(self.user, "wrong code of the second factor")


class SecondFactorAgainForm(Worded, CodeAgainForm):
    """A code once more, before something that protects the account is changed."""

    words: ClassVar = SecondFactorForm.words


class SetUpForm(Worded, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    words: ClassVar = {
        "code": (
            lazy("Code from the app"),
            lazy("Six digits, which change twice a minute."),
            OWN_CODE,
        )
    }

    @property
    def key_parts(self) -> list[str]:
        """The app's secret in groups of four, to be typed where there is no camera."""
        return [self.secret[start : start + 4] for start in range(0, len(self.secret), 4)]

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError as error:
            if error.code == "incorrect_code":  # there are no recovery codes yet
                raise forms.ValidationError(OWN_CODE, code=error.code) from None
            raise


class JoinForm(PlainForm):
    """The first password of an invited person, twice."""

    password1 = forms.CharField(
        label=lazy("Choose a password"),
        help_text=NEW_PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": lazy("Choose a password.")},
    )
    password2 = forms.CharField(
        label=lazy("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": lazy("Enter the password a second time.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "password1" in data and "password2" in data and data["password1"] != data["password2"]:
            self.add_error("password2", _("Enter the same password as in the box above."))
        return data
