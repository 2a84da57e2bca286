"""What happens to a return once it is started: answers, sending, correcting, withdrawing."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from diary.checks import check_week
from diary.models import Diary
from surveys.actions.contacts import RoundClosed, remove_contact
from surveys.actions.desks import still_holding
from surveys.contracts import contract_of
from surveys.instruments import load_instrument
from surveys.instruments.answers import settle
from surveys.instruments.locks import check_unchanged
from surveys.models import OptOut, Return


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


def save_answers(*, handle: str, given: Mapping[str, Any]) -> None:
    """Lay what was given on a page over a return's answers; None takes an answer away.

    What is no longer asked goes too, so that no answer is left without its question, and with a
    changed text what researchers had made of it: its code, and its review for names. Raises
    RoundClosed when the return is sent or its round takes none, InstrumentChanged when the
    questionnaire's file is no longer the one that the round began with.
    """
    with transaction.atomic():
        found = _lock(handle)
        if found.is_sent:
            raise RoundClosed
        check_unchanged(found.instrument, found.round.instrument_digest)
        merged = {k: v for k, v in {**found.answers, **given}.items() if v is not None}
        answers = settle(load_instrument(found.instrument), merged)
        Return.objects.filter(pk=found.pk).update(answers=answers, **still_holding(found, answers))


def withdraw_return(*, handle: str) -> None:
    """Delete a return, its diary and its contact sheet for good; the wish to be left remains.

    Works until sealing begins. Raises RoundClosed, or Return.DoesNotExist. The contact sheet
    goes in a transaction of its own: nothing may join it to the return.
    """
    remove_contact(handle=handle)
    with transaction.atomic():
        found = _lock(handle, leaving=True)
        diary = found.diary_id
        if found.agency_id:  # a return by an open link has no invitation to be told of it
            OptOut.objects.update_or_create(
                handle=handle,
                defaults={"round": found.round, "kind": OptOut.Kind.WITHDRAWN},
            )
        found.delete()
        Diary.objects.filter(pk=diary).delete()


def _lock(handle: str, *, leaving: bool = False) -> Return:
    """The return behind a handle, locked. Raises RoundClosed when its round takes no returns."""
    returns = Return.objects.select_for_update(of=("self",)).select_related("round")
    found: Return = returns.get(handle=handle)
    allowed = found.round.can_be_left if leaving else found.round.takes_returns
    if not allowed:
        raise RoundClosed
    return found
