"""Writes that touch several models. Every writer takes what it needs by name.

No function here writes an Invitation and a Return: rows written in one transaction could be
joined by their transaction number (docs/confidentiality.md).
"""

import datetime
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from diary.checks import check_week
from diary.models import Diary
from surveys.codes import check_of, derive_code, handle_of
from surveys.contracts import contract_of
from surveys.keys import KeysMissing, keys_of, make_keys
from surveys.models import Agency, DiaryWeek, Invitation, OpenLink, Return, Round


class RoundClosed(Exception):
    """The round takes no returns now."""


@dataclass(frozen=True)
class Arrival:
    """Where a valid code leads: its round, where it comes from, and its return if started."""

    round: Round
    week: DiaryWeek
    handle: str
    agency: Agency | None = None
    open_link: OpenLink | None = None


def create_round(
    *,
    slug: str,
    title: str,
    instrument: str,
    opens_on: datetime.date,
    closes_on: datetime.date,
    weeks: list[datetime.date],
    state: str = Round.State.DRAFT,
    note: str = "",
) -> Round:
    """Make a round with its diary weeks and its key file; the last week is the fallback."""
    with transaction.atomic():
        made = Round.objects.create(
            slug=slug,
            title=title,
            instrument=instrument,
            opens_on=opens_on,
            closes_on=closes_on,
            state=state,
            note=note,
        )
        for week in weeks:
            made.weeks.create(starts_on=week, is_fallback=week == weeks[-1] and len(weeks) > 1)
        make_keys(made.pk)
    return made


def new_invitation(
    *, agency: Agency, name: str = "", email: str = "", team: str = ""
) -> Invitation:
    """An invitation with its code's hash, not yet saved (so that many can be saved at once)."""
    invitation = Invitation(agency=agency, name=name, email=email, team=team)
    keys = keys_of(agency.round_id)
    code = derive_code(keys.code, invitation.pk, invitation.code_version)
    invitation.code_check = check_of(keys.check, code)
    return invitation


def code_of(invitation: Invitation) -> str:
    """The access code of an invitation, derived anew each time it is wanted."""
    keys = keys_of(invitation.agency.round_id)
    return derive_code(keys.code, invitation.pk, invitation.code_version)


def arrival_by_code(code: str) -> Arrival | None:
    """Where a code leads among the rounds that take returns; None for an unknown code.

    Reads only. A code of an open link has no invitation: it is known once its return exists.
    """
    for open_round in Round.objects.taking_returns():
        try:
            keys = keys_of(open_round.pk)
        except KeysMissing:
            continue
        handle = handle_of(keys.linkage, code)
        invitation = (
            Invitation.objects.filter(
                code_check=check_of(keys.check, code), agency__round=open_round
            )
            .select_related("agency__week")
            .first()
        )
        if invitation:
            agency = invitation.agency
            return Arrival(open_round, agency.week, handle, agency=agency)
        started = (
            Return.objects.filter(handle=handle, round=open_round)
            .select_related("open_link__week")
            .first()
        )
        if started and started.open_link:
            link = started.open_link
            return Arrival(open_round, link.week, handle, open_link=link)
    return None


def arrival_by_open_link(open_link: OpenLink, *, code: str) -> Arrival:
    """Where somebody stands who comes by an open link with a code made for them.

    Raises RoundClosed.
    """
    if not (open_link.is_active and open_link.round.takes_returns):
        raise RoundClosed
    handle = handle_of(keys_of(open_link.round_id).linkage, code)
    return Arrival(open_link.round, open_link.week, handle, open_link=open_link)


def start_return(*, arrival: Arrival, pin: str) -> Return | None:
    """Make the return and its empty diary; None when the code has started one already."""
    if not arrival.round.takes_returns:
        raise RoundClosed
    try:
        with transaction.atomic():
            return Return.objects.create(
                round=arrival.round,
                agency=arrival.agency,
                open_link=arrival.open_link,
                diary=Diary.objects.create(starts_on=arrival.week.starts_on),
                handle=arrival.handle,
                pin_hash=make_password(pin),
                instrument=arrival.round.instrument,
            )
    except IntegrityError:
        if Return.objects.filter(handle=arrival.handle).exists():
            return None
        raise


def send_return(*, handle: str) -> None:
    """Send a return: from now on it counts, and its diary takes no changes.

    What the gentle checks notice is kept with it by name. Sending twice is sending once.
    Raises RoundClosed, or Return.DoesNotExist.
    """
    with transaction.atomic():
        found = _lock(handle)
        diary = Diary.objects.select_for_update().get(pk=found.diary_id)
        flags = check_week(diary.slots, diary.statuses, contract_of(found.answers))
        Return.objects.filter(pk=found.pk).update(
            state=Return.State.SENT, flags=[[flag.name, flag.day] for flag in flags]
        )
        Diary.objects.filter(pk=diary.pk).update(locked=True)


def reopen_return(*, handle: str) -> None:
    """Open a sent return again, until the round closes. Raises as `send_return`."""
    with transaction.atomic():
        found = _lock(handle)
        Return.objects.filter(pk=found.pk).update(state=Return.State.STARTED, flags=[])
        Diary.objects.filter(pk=found.diary_id).update(locked=False)


def save_answers(*, handle: str, answers: dict[str, object], dropped: set[str]) -> None:
    """Lay a section's answers over a return's; those whose question no longer applies go.

    Raises RoundClosed when the return is sent or its round takes none.
    """
    with transaction.atomic():
        found = _lock(handle)
        if found.is_sent:
            raise RoundClosed
        merged = {k: v for k, v in {**found.answers, **answers}.items() if k not in dropped}
        Return.objects.filter(pk=found.pk).update(answers=merged)


def _lock(handle: str) -> Return:
    """The return behind a handle, locked. Raises RoundClosed when its round takes no returns."""
    returns = Return.objects.select_for_update(of=("self",)).select_related("round")
    found: Return = returns.get(handle=handle)
    if not found.round.takes_returns:
        raise RoundClosed
    return found
