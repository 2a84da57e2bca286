"""Making rounds, their invitations and their own pages."""

import datetime

from django.db import transaction

from surveys.actions.audit import note_act
from surveys.codes import check_of, derive_code
from surveys.keys import keys_of, make_keys
from surveys.models import Agency, AuditEntry, Invitation, Round, RoundPage, User


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


def save_round_page(
    *, round: Round, kind: str, body: str, by: User, now: datetime.datetime
) -> None:
    """Keep a round's own text of one of its pages; None of its own where `body` is empty."""
    with transaction.atomic():
        if body.strip():
            RoundPage.objects.update_or_create(round=round, kind=kind, defaults={"body": body})
        else:
            RoundPage.objects.filter(round=round, kind=kind).delete()
        about = RoundPage.Kind(kind).label
        note_act(who=by, act=AuditEntry.Act.PAGE, now=now, round=round, about=about)
