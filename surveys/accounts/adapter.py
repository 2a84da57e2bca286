"""What django-allauth asks of this service: words, brakes, emails, the audit trail.

The house rule is "no signals", so everything noted here comes through a method that allauth
calls: signing in, failing to, a new password, a changed second factor.
"""

import logging
import time
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from surveys import throttle
from surveys.accounts import second_factor
from surveys.accounts.emails import send_account_changed
from surveys.actions import note_act
from surveys.models import AuditEntry, User

Act = AuditEntry.Act
SIGNED_IN_AT = "staff_signed_in_at"  # in the session: when, in seconds since 1970
HOW = {
    "totp": "with the second factor",
    "recovery_codes": "with a recovery code",
}
NO_SECOND_FACTOR = "without a second factor"
# What allauth would send a notification of: how it is noted, and what the email says.
CHANGES = {
    "account/email/password_changed": (Act.PASSWORD, "own", lazy("Its password was changed.")),
    "account/email/password_reset": (
        Act.PASSWORD,
        "own, by an emailed link",
        lazy("Its password was set anew by the link that was sent to this address."),
    ),
    "mfa/email/totp_activated": (
        Act.SECOND_FACTOR,
        "set up",
        lazy("An authenticator app was set up as its second factor."),
    ),
    "mfa/email/totp_deactivated": (
        Act.SECOND_FACTOR,
        "removed",
        lazy("Its second factor was removed."),
    ),
    "mfa/email/recovery_codes_generated": (
        Act.SECOND_FACTOR,
        "new recovery codes",
        lazy("New recovery codes were made; the old ones no longer work."),
    ),
}
logger = logging.getLogger("caseweek.surveys")


class StaffAdapter(DefaultAccountAdapter):
    """Email and password of a member of staff."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": lazy(
            "Enter the email address and the password of your account. One of them is not right."
        ),
        "enter_current_password": lazy("Enter the password that you have now."),
        "incorrect_password": lazy("Enter the password of your account. This one is not right."),
        "too_many_login_attempts": lazy(
            "Too many wrong codes were entered. Wait ten minutes, then try again."
        ),
        "rate_limited": lazy(
            "Too many wrong codes were entered. Wait ten minutes, then try again."
        ),
        "invalid_password_reset": lazy("This link has been used, or is too old."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # staff are invited (joining.py)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Nobody's network address is read or remembered; brakes are by account."""
        return ""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow guessing down. Raises ValidationError while there is a wait for this address."""
        if minutes := throttle.sign_in_wait(credentials.get("email", "")):
            text = ngettext(
                "Too many wrong passwords were entered. Wait %(minutes)d minute, then try again.",
                "Too many wrong passwords were entered. Wait %(minutes)d minutes, then try again.",
                minutes,
            )
            raise ValidationError(text % {"minutes": minutes})

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user with this email and password. Raises ValidationError for a closed account."""
        user: User | None = super().authenticate(request, **credentials)
        if user is None:
            return None
        throttle.forget_wrong_passwords(credentials.get("email", ""))
        if not user.is_active:
            raise ValidationError(lazy("This account is closed. Ask the survey manager."))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttle.note_wrong_password(credentials.get("email", ""))
        note_failure(None, "wrong email address or password")

    def login(self, request: HttpRequest, user: User) -> None:
        """All steps are done: the session is the user's."""
        records = get_authentication_records(request, user)
        how = HOW.get(records[-1].get("type", "") if records else "", NO_SECOND_FACTOR)
        super().login(request, user)
        request.session[SIGNED_IN_AT] = time.time()
        note_act(who=user, act=Act.SIGN_IN, now=timezone.now(), about=how)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in need not enter the password again to set up a second factor."""
        signed_in_at = self.request.session.get(SIGNED_IN_AT, 0)
        if time.time() - signed_in_at < REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        throttle.forget_wrong_passwords(user.email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Under the service's own address, whatever host name the request came with."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.BASE_URL}{path}"

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an email; one that can't be sent must not tell which addresses have accounts."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            logger.warning("an email about an account could not be sent: %s", type(error).__name__)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Note what somebody changed about signing in, and tell them by email."""
        act, about, text = CHANGES[template_prefix]
        note_act(who=user, act=act, now=timezone.now(), about=about)
        send_account_changed(user=user, what=str(text))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The authenticator app and the recovery codes."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": lazy(
            "Enter the six digits that the app shows now, or a recovery code that you have not "
            "used yet."
        ),
        "cannot_generate_recovery_codes": lazy("Set up an authenticator app first."),
    }

    def get_totp_issuer(self) -> str:
        return "Caseweek"

    def encrypt(self, text: str) -> str:
        return second_factor.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_factor.unseal(encrypted_text)


def note_failure(who: User | None, about: str) -> None:
    """Note a sign-in that failed; never the address that was typed.

    Past a hundred an hour they are only counted: whoever guesses must not fill the trail.
    """
    failures = throttle.count_failed_sign_in()
    if failures > throttle.FAILURES_NOTED:
        return
    if failures == throttle.FAILURES_NOTED:
        about += "; more within this hour are not listed"
    note_act(who=who, act=Act.SIGN_IN_FAILED, now=timezone.now(), about=about)
