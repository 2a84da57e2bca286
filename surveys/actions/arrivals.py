"""Where a code leads, and the start of a return."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from diary.models import Diary
from surveys.actions.contacts import RoundClosed
from surveys.codes import check_of, handle_of
from surveys.instruments import load_instrument
from surveys.instruments.locks import check_unchanged, digest
from surveys.keys import KeysMissing, keys_of
from surveys.models import Agency, DiaryWeek, Invitation, OpenLink, OptOut, Return, Round


@dataclass(frozen=True)
class Arrival:
    """Where a valid code leads: its round, where it comes from, and its return if started."""

    round: Round
    week: DiaryWeek
    handle: str
    agency: Agency | None = None
    open_link: OpenLink | None = None


def arrival_by_code(code: str) -> Arrival | None:
    """Where a code leads among the rounds that are not being sealed; None for an unknown code.

    Reads only. A code of an open link has no invitation: it is known once its return exists.
    Once a round is closed only codes whose return exists lead anywhere: to it.
    """
    for open_round in Round.objects.before_sealing():
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
            if not (open_round.takes_returns or Return.objects.filter(handle=handle).exists()):
                continue
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
    """Make the return and its empty diary; None when the code has started one already.

    Somebody who withdrew may start anew. The round's first return fixes the questionnaire: from
    then on its file may not change. Raises RoundClosed, or InstrumentChanged.
    """
    if not arrival.round.takes_returns:
        raise RoundClosed
    _fix_instrument(arrival.round)
    try:
        with transaction.atomic():
            OptOut.objects.filter(handle=arrival.handle, kind=OptOut.Kind.WITHDRAWN).delete()
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


def _fix_instrument(round_: Round) -> None:
    if round_.instrument_digest:
        check_unchanged(round_.instrument, round_.instrument_digest)
        return
    fixed = digest(load_instrument(round_.instrument))
    Round.objects.filter(pk=round_.pk, instrument_digest="").update(instrument_digest=fixed)
