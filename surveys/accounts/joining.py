"""Joining by email: an invited person chooses a password by a link that works once.

The link's token stands in the path. After "#", where access codes stand, it would reach no
server at all, but then the page could not open without JavaScript. So it is worth little once
it could be seen: it works once, for seven days, and dies with the next one that is sent; the
service writes no access log, and Referer goes to our own pages only.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from surveys.accounts import emails
from surveys.accounts.actions import Refused, give_role, open_account, void_join_links
from surveys.models import Agency, Round, RoundRole, User

SALT = "surveys.accounts.joining"
LINK_DAYS = 7


@dataclass(frozen=True)
class Invited:
    """What came of an invitation: the account, whether it is new, whether an email went out."""

    user: User
    is_new: bool
    email_sent: bool


def invite_staff(
    *,
    email: str,
    name: str,
    round: Round | None,
    role: str | None,
    agencies: Iterable[Agency] = (),
    invited_by: User,
    now: datetime.datetime,
    is_deputy: bool = False,
    is_administrator: bool = False,
) -> Invited:
    """Open an account and email the link to join by, or give an existing one the role.

    Call it outside a transaction: the email must not go out before the account is kept. Raises
    Refused (OwnAccount, OtherRole) with a sentence for the one who invites; then nothing has
    changed.
    """
    found = User.objects.filter(email=email.lower()).first()
    if found and not found.is_active:
        raise Refused(_("This account is closed. An administrator can open it again."))
    if found and is_administrator:
        raise Refused(_("There is an account with this email address already."))
    with transaction.atomic():
        user = found or open_account(
            email=email, name=name, by=invited_by, now=now, is_administrator=is_administrator
        )
        if round and role:
            give_role(
                user=user,
                round=round,
                role=role,
                by=invited_by,
                now=now,
                agencies=agencies,
                is_deputy=is_deputy,
            )
    if user.has_usable_password():
        sent = bool(round) and emails.send_role_given(user=user, round=round, work=_work(role))
    else:
        sent = send_join_link(user=user, round=round, role=role)
    return Invited(user, is_new=found is None, email_sent=sent)


def send_join_link(*, user: User, round: Round | None = None, role: str | None = None) -> bool:
    """Email a new link to somebody who has not joined; those sent before stop working.

    Without a round the email speaks of one that the person has a part in, if there is any.
    Returns whether it was handed over. Raises Refused for an account that has been joined.
    """
    if user.has_usable_password():
        raise Refused(_("This person has joined already."))
    void_join_links(user)
    if round is None:
        first = user.roles.select_related("round").first()
        round, role = (first.round, first.role) if first else (None, None)
    work = _work(role)
    if round:
        work = _("%(work)s in “%(round)s”") % {"work": work, "round": round.title}
    elif user.is_administrator:
        work = _("as an administrator of accounts")
    return emails.send_join_link(user=user, link=join_link(user), days=LINK_DAYS, work=work)


def join_link(user: User) -> str:
    """The address by which an account without a password is joined."""
    token = signing.dumps(_state(user), salt=SALT)
    return f"{settings.BASE_URL}{reverse('surveys:join_staff', args=[user.pk, token])}"


def joining_user(user_id: UUID, token: str) -> User | None:
    """Whom a link belongs to; None when it was used, replaced, is too old, or is not ours."""
    user: User | None = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or user.has_usable_password():
        return None
    try:
        state = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return user if constant_time_compare(str(state), _state(user)) else None


def _state(user: User) -> str:
    """Changes when a password is set and with every new link: an older token is void."""
    return salted_hmac(SALT, f"{user.pk} {user.email} {user.password}").hexdigest()


def _work(role: str | None) -> str:
    """What somebody is asked to do, as a phrase after "You are asked to work on the survey"."""
    if role is None:
        return ""
    return str(
        {
            RoundRole.Role.MANAGER: _("as its survey manager"),
            RoundRole.Role.OFFICER: _("as a link officer"),
            RoundRole.Role.RESEARCHER: _("as a researcher"),
        }[RoundRole.Role(role)]
    )
