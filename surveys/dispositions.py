"""The nightly pull: dispositions follow returns, and never the other way.

Every open invitation's handle is derived, the state of the return behind it is read, and all
changes are written in random order in one transaction, so that no order, time or transaction
number joins an invitation to a return. Where fewer than the round's batch of changes wait in
an agency, they wait for more, or for the close.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from surveys.codes import derive_code, handle_of
from surveys.keys import KeysMissing, keys_of
from surveys.models import Invitation, OptOut, Return, Round

CHUNK = 1000
Disposition = Invitation.Disposition
FOLLOWS = {
    Return.State.STARTED: Disposition.STARTED,
    Return.State.SENT: Disposition.SENT,
    OptOut.Kind.REFUSED: Disposition.REFUSED,
    OptOut.Kind.WITHDRAWN: Disposition.WITHDRAWN,
}
OF_RETURNS = (Disposition.INVITED, Disposition.STARTED, Disposition.SENT)


def pull_round(round_: Round) -> int:
    """Bring a round's dispositions up to date; returns how many invitations changed."""
    try:
        waiting = _changes_by_agency(round_)
    except KeysMissing:
        return 0
    due: dict[str, list[UUID]] = defaultdict(list)
    for changes in waiting.values():
        for pk, disposition in _shown(changes, round_):
            due[disposition].append(pk)
    with transaction.atomic():
        for disposition, keys in due.items():
            secrets.SystemRandom().shuffle(keys)
            for start in range(0, len(keys), CHUNK):
                chunk = Invitation.objects.filter(pk__in=keys[start : start + CHUNK])
                chunk.update(disposition=disposition)
    return sum(map(len, due.values()))


def _shown(changes: list[tuple[UUID, str]], round_: Round) -> list[tuple[UUID, str]]:
    """The changes of one agency that may show tonight: all of many, and few not at all.

    With the close the last few come too, but for those who withdraw after it: they still wait,
    or the officer would see who did and in which night. Sealing brings all.
    """
    if len(changes) >= round_.pull_batch or not round_.can_be_left:
        return changes
    if round_.takes_returns:
        return []
    return [change for change in changes if change[1] in OF_RETURNS]


def _changes_by_agency(round_: Round) -> dict[UUID, list[tuple[UUID, str]]]:
    """Invitations whose disposition no longer says how their return stands, by agency."""
    states = _states(round_)
    waiting: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for agency, pk, handle, disposition in _handles(round_):
        state = states.get(handle)
        follows = FOLLOWS[state] if state else Disposition.INVITED
        if follows != disposition:
            waiting[agency].append((pk, follows))
    return waiting


def _states(round_: Round) -> dict[str, str]:
    """What each handle says: a return's state, or that its owner wants no more reminders.

    Whoever sent a return has sent it, with or without reminders.
    """
    opted_out = OptOut.objects.filter(round=round_).order_by("handle")
    states = dict(opted_out.values_list("handle", "kind"))
    returns = Return.objects.filter(round=round_, handle__isnull=False).order_by("handle")
    for handle, state in returns.values_list("handle", "state"):
        if state == Return.State.SENT or handle not in states:
            states[handle] = state
    return states


def _handles(round_: Round) -> Iterator[tuple[UUID, UUID, str, str]]:
    """Agency, key, handle and disposition of every invitation of a round."""
    keys = keys_of(round_.pk)
    rows = Invitation.objects.filter(agency__round=round_).order_by("pk")
    for agency, pk, version, disposition in rows.values_list(
        "agency_id", "pk", "code_version", "disposition"
    ).iterator(chunk_size=CHUNK):
        code = derive_code(keys.code, pk, version)
        yield agency, pk, handle_of(keys.linkage, code), disposition
