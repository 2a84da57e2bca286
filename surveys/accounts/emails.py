"""Short plain emails about an account. None carries a name, a round's figures or an answer."""

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from surveys.models import Round, User

logger = logging.getLogger("caseweek.surveys")


def send_join_link(*, user: User, link: str, days: int, work: str) -> bool:
    """The link to choose a password by, once. `work` says what for. False: not handed over."""
    context = {"link": link, "days": days, "work": work}
    return _send(user, _("Join Caseweek"), "join", context)


def send_role_given(*, user: User, round: Round, work: str) -> bool:
    """Somebody with an account has got a part in a round. False: not handed over."""
    context = {"round": round, "work": work}
    return _send(user, _("You have a part in a survey round"), "role_given", context)


def send_account_changed(*, user: User, what: str) -> bool:
    """Something about signing in was changed, by the owner or by an administrator."""
    return _send(user, _("Your Caseweek account was changed"), "changed", {"what": what})


def emails_go_out() -> bool:
    """False on an installation without a mail server, such as a laptop."""
    return settings.EMAIL_BACKEND.split(".")[-2] not in ("dummy", "filebased")


def _send(user: User, subject: str, name: str, context: dict[str, Any]) -> bool:
    """Hand an email over; False when it could not be, which is logged without its address."""
    body = render_to_string(
        f"surveys/accounts/email/{name}.txt", {**context, "base_url": settings.BASE_URL}
    )
    try:
        EmailMessage(subject=subject, body=body, to=[user.email]).send()
    except (OSError, SMTPException) as error:
        logger.warning("an email about an account could not be sent: %s", type(error).__name__)
        return False
    return True
