"""Adding, changing and removing the people of an agency. Nothing here reads or writes a Return.

Every function writes down that it was done, and by whom; never whom it was done to.
"""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from surveys.actions.audit import note_act
from surveys.actions.rounds import code_of, new_invitation
from surveys.codes import check_of
from surveys.keys import keys_of
from surveys.models import Agency, AuditEntry, Invitation, Message, StagedUpload, User
from surveys.people.reading import Table
from surveys.people.reading.checking import Person
from surveys.people.reading.columns import guess_columns, has_headings
from surveys.people.staging import checked_of

BATCH = 5000
Act = AuditEntry.Act
Disposition = Invitation.Disposition
SETTLED = (Disposition.SENT, Disposition.REFUSED, Disposition.WITHDRAWN)


class PeopleClosed(Exception):
    """The round takes no more people, or changes of them."""


class AlreadyUsed(Exception):
    """The staged list was added or dropped before."""


class StillWrong(Exception):
    """Rows of the staged list can't be added as they are."""


class CodeRefused(Exception):
    """This person has sent, or wants no more reminders: no new code for them."""


class CannotRemove(Exception):
    """This person has begun, or was written to."""


def add_people(
    *, agency: Agency, people: Sequence[Person], who: User, now: datetime.datetime
) -> int:
    """Invite people, all of them or none. Raises PeopleClosed."""
    if not agency.round.takes_people:
        raise PeopleClosed
    made = [
        new_invitation(agency=agency, name=person.name, email=person.email, team=person.team)
        for person in people
    ]
    with transaction.atomic():
        Invitation.objects.bulk_create(made, batch_size=BATCH)
        note_act(who=who, act=Act.UPLOAD, now=now, agency=agency, about=_people(len(made)))
    return len(made)


def stage_upload(
    *, agency: Agency, table: Table, who: User, now: datetime.datetime
) -> StagedUpload:
    """Keep a list until its maker confirms it; nobody is invited by it. Raises PeopleClosed."""
    if not agency.round.takes_people:
        raise PeopleClosed
    headings = has_headings(table)
    with transaction.atomic():
        StagedUpload.objects.forgotten_by(now).delete()
        # One at a time: what its maker left unfinished goes.
        StagedUpload.objects.filter(agency=agency, made_by=who).delete()
        return StagedUpload.objects.create(
            agency=agency,
            made_by=who,
            made_at=now,
            rows=table.rows,
            notes=table.notes,
            columns=guess_columns(table, headings=headings),
            has_headings=headings,
        )


def confirm_upload(
    *, staged: StagedUpload, leave_wrong: bool, who: User, now: datetime.datetime
) -> int:
    """Add the people of a staged list in one transaction, and delete it; returns how many.

    Raises AlreadyUsed when it was confirmed before, StillWrong where rows are wrong and not
    `leave_wrong`, and PeopleClosed.
    """
    with transaction.atomic():
        # One list of an agency at a time: two at once could add the same person twice.
        Agency.objects.select_for_update(of=("self",)).get(pk=staged.agency_id)
        found = StagedUpload.objects.filter(pk=staged.pk).select_related("agency__round").first()
        if found is None:
            raise AlreadyUsed
        checked = checked_of(found)
        if checked.wrong and not leave_wrong:
            raise StillWrong
        people = [person for _number, person in checked.ready]
        found.delete()
        return add_people(agency=found.agency, people=people, who=who, now=now)


def forget_old_uploads(*, now: datetime.datetime) -> int:
    """Delete the staged lists that nobody confirmed within a day; returns how many."""
    return StagedUpload.objects.forgotten_by(now).delete()[0]


def change_person(
    *, invitation: Invitation, name: str, email: str, team: str, who: User, now: datetime.datetime
) -> None:
    """Correct what stands of somebody. Raises PeopleClosed."""

    def change(locked: Invitation) -> dict[str, Any]:
        return {"name": name, "email": email, "team": team}

    _change(invitation, change, who=who, now=now, about="1 invitation: name, email or team")


def set_by_hand(*, invitation: Invitation, by_hand: str, who: User, now: datetime.datetime) -> None:
    """Say what the link officer knows of somebody, "" for nothing. Raises PeopleClosed."""

    def change(locked: Invitation) -> dict[str, Any]:
        return {"by_hand": by_hand}

    _change(invitation, change, who=who, now=now, about="1 invitation: marked by hand")


def make_new_code(*, invitation: Invitation, who: User, now: datetime.datetime) -> None:
    """The old code stops working; the new one starts an empty return.

    Raises PeopleClosed, and CodeRefused for somebody who has sent, as far as the nightly pull
    has told, or who wants no more reminders: a new code would bring them back.
    """
    if not invitation.agency.round.takes_people:
        raise PeopleClosed

    def change(locked: Invitation) -> dict[str, Any]:
        if locked.disposition in SETTLED:
            raise CodeRefused
        locked.code_version += 1
        keys = keys_of(invitation.agency.round_id)
        code_check = check_of(keys.check, code_of(locked))
        return {"code_version": locked.code_version, "code_check": code_check}

    _change(invitation, change, who=who, now=now, act=Act.NEW_CODE, about="1 invitation")


def remove_person(*, invitation: Invitation, who: User, now: datetime.datetime) -> None:
    """Take somebody off the list who was added by mistake. Raises PeopleClosed, CannotRemove."""
    agency = invitation.agency
    if not agency.round.keeps_people:
        raise PeopleClosed
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not is_removable(locked):
            raise CannotRemove
        locked.delete()
        note_act(who=who, act=Act.PERSON, now=now, agency=agency, about="1 invitation: removed")


def is_removable(invitation: Invitation) -> bool:
    """Whether nothing came from this person and no message went to them, or is on its way."""
    if invitation.disposition != Disposition.INVITED:
        return False
    return not invitation.messages.exclude(state=Message.State.FAILED).exists()


def note_cards(*, agency: Agency, cards: int, who: User, now: datetime.datetime) -> None:
    """Write down that code cards were printed."""
    note_act(who=who, act=Act.CARDS, now=now, agency=agency, about=f"{cards} code cards")


def _change(
    invitation: Invitation,
    change: Callable[[Invitation], dict[str, Any]],
    *,
    who: User,
    now: datetime.datetime,
    about: str,
    act: AuditEntry.Act = Act.PERSON,
) -> None:
    """Write what `change` says of the locked row, and nothing else of it: the pull writes too."""
    agency = invitation.agency
    if not agency.round.keeps_people:
        raise PeopleClosed
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("agency")
        found = locked.get(pk=invitation.pk)
        Invitation.objects.filter(pk=found.pk).update(**change(found))
        note_act(who=who, act=act, now=now, agency=agency, about=about)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
