"""What administrators (and, for their own rounds, survey managers) do to accounts and roles.

Each writes its audit entry in the same transaction. An account in an entry is named by its
key, never by a person's name; the page that shows the entry looks the name up.
"""

import datetime
from collections.abc import Iterable

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.accounts.second_factor import take_second_factor
from surveys.actions import note_act
from surveys.models import Agency, AuditEntry, Round, RoundRole, User

Act = AuditEntry.Act
Role = RoundRole.Role


class Refused(Exception):
    """The change breaks a rule; the message says which, for the one who asked."""


class OwnAccount(Refused):
    """Nobody changes their own roles, or closes themselves."""


class OtherRole(Refused):
    """The person has another role in this round, or looks after accounts."""


def about_account(user: User, what: str) -> str:
    """What an audit entry says: numbers and names of things, and the account's key."""
    return f"{what}; account {user.pk}"


def open_account(
    *,
    email: str,
    name: str,
    by: User | None,
    now: datetime.datetime,
    is_administrator: bool = False,
) -> User:
    """A new account that nobody can sign in to before its owner has chosen a password."""
    with transaction.atomic():
        made = User.objects.create_user(email=email, name=name, is_administrator=is_administrator)
        kind = "administrator's account opened" if is_administrator else "opened"
        note_act(who=by, act=Act.ACCOUNT, now=now, about=about_account(made, kind))
    return made


def give_role(
    *,
    user: User,
    round: Round,
    role: str,
    by: User,
    now: datetime.datetime,
    agencies: Iterable[Agency] = (),
    is_deputy: bool = False,
) -> RoundRole:
    """A part in a round. A link officer who has it already gets the further agencies.

    Raises OwnAccount; OtherRole where there is another role in the round (a researcher is never
    also an officer or a manager of it) or the account is an administrator's.
    """
    _refuse_own(user, by)
    if user.is_administrator:
        raise OtherRole(_("An administrator has no part in a round. Use another account for it."))
    named = list(agencies)
    if any(agency.round_id != round.pk for agency in named):
        raise ValueError("An officer's agencies belong to the role's round.")
    with transaction.atomic():
        given, created = RoundRole.objects.get_or_create(
            user=user, round=round, defaults={"role": role, "is_deputy": is_deputy}
        )
        if given.role != role:
            text = _(
                "This person has the role “%(role)s” in “%(round)s”. Nobody has two roles in a "
                "round: take that one away first."
            )
            raise OtherRole(text % {"role": given.get_role_display(), "round": round.title})
        new = [agency for agency in named if not given.agencies.filter(pk=agency.pk).exists()]
        given.agencies.add(*new)
        label = "Deputy link officer" if given.is_deputy else given.get_role_display()
        if created:
            about = about_account(user, f"{label} given")
            note_act(who=by, act=Act.ROLE, now=now, round=round, about=about)
        for agency in new:
            about = about_account(user, f"{label} for an agency")
            note_act(who=by, act=Act.ROLE, now=now, agency=agency, about=about)
    return given


def take_role(*, role: RoundRole, by: User, now: datetime.datetime) -> None:
    """End somebody's part in a round. Raises OwnAccount."""
    _refuse_own(role.user, by)
    with transaction.atomic():
        about = about_account(role.user, f"{role.get_role_display()} taken away")
        note_act(who=by, act=Act.ROLE, now=now, round=role.round, about=about)
        role.delete()


def close_account(*, user: User, by: User, now: datetime.datetime) -> None:
    """Nobody can sign in to it any more; open sessions end with their next page."""
    _refuse_own(user, by)
    _set_active(user, active=False, by=by, now=now)


def reopen_account(*, user: User, by: User, now: datetime.datetime) -> None:
    """Sign-in works again, with the password and the second factor from before."""
    _refuse_own(user, by)
    _set_active(user, active=True, by=by, now=now)


def let_make_rounds(*, user: User, allowed: bool, by: User, now: datetime.datetime) -> None:
    """Whether somebody may begin new rounds, whose manager they then are. Raises Refused."""
    _refuse_own(user, by)
    if user.is_administrator:
        raise OtherRole(_("An administrator has no part in a round. Use another account for it."))
    with transaction.atomic():
        user.makes_rounds = allowed
        user.save(update_fields=["makes_rounds"])
        what = "may begin rounds" if allowed else "may no longer begin rounds"
        note_act(who=by, act=Act.ACCOUNT, now=now, about=about_account(user, what))


def reset_second_factor(*, user: User, by: User, now: datetime.datetime) -> None:
    """For somebody who has lost both the app and the recovery codes. Raises OwnAccount."""
    _refuse_own(user, by)
    with transaction.atomic():
        take_second_factor(user)
        note_act(who=by, act=Act.SECOND_FACTOR, now=now, about=about_account(user, "reset"))


def void_join_links(user: User) -> None:
    """Links that were sent before stop working; only for an account without a password."""
    user.password = make_password(None)  # another random one: a link is made from it
    user.save(update_fields=["password"])


def join(*, user: User, password: str, now: datetime.datetime) -> None:
    """The owner of an invited account has chosen a password."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        note_act(who=user, act=Act.ACCOUNT, now=now, about=about_account(user, "joined"))


def _set_active(user: User, *, active: bool, by: User, now: datetime.datetime) -> None:
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        what = "reopened" if active else "closed"
        note_act(who=by, act=Act.ACCOUNT, now=now, about=about_account(user, what))


def _refuse_own(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise OwnAccount(_("Nobody changes their own account. Ask another administrator."))
