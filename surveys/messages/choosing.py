"""Whom a message is for, by what link officers know themselves.

Nothing here looks at a return or at a wish for no more reminders: those are looked at when a
message is sent (surveys/messages/sending.py), and nobody is told what was found.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from surveys.models import Agency, Invitation, Message, MessageKind, Round

Disposition = Invitation.Disposition
REACHABLE = Q(by_hand="") & ~Q(email="")
UNFINISHED = Q(disposition__in=[Disposition.INVITED, Disposition.STARTED])
STANDS = {
    MessageKind.INVITATION: Q(disposition=Disposition.INVITED, was_invited=False),
    MessageKind.NOT_STARTED: Q(disposition=Disposition.INVITED, was_invited=True),
    MessageKind.NOT_SENT: Q(disposition=Disposition.STARTED, was_invited=True),
}


@dataclass(frozen=True)
class Reach:
    """How many people of an agency each kind of message is for, and how many get none.

    `no_email` and `at_limit` are people whom a message would be for otherwise.
    """

    by_kind: dict[str, int]
    waiting: int
    no_email: int
    at_limit: int


def people_for(agency: Agency, kind: str, *, again: Collection[UUID] = ()) -> QuerySet[Invitation]:
    """The people of an agency whom a kind of message is for now.

    Not those who have one on its way, nor those who have had as many as one person may get.
    `again` names people whom an invitation is for a second time: they lost it, or have a new code.
    """
    wanted = _fits(agency.round, STANDS[MessageKind(kind)])
    if kind == MessageKind.INVITATION:
        wanted |= Q(pk__in=again) & _fits(agency.round, UNFINISHED)
    return _with_messages(agency).filter(wanted)


def reach_of(agency: Agency) -> Reach:
    """What the messages page of an agency says of its people, in one query."""
    found = _with_messages(agency).aggregate(
        **{
            f"kind_{number}": Count("pk", filter=_fits(agency.round, STANDS[kind]))
            for number, kind in enumerate(MessageKind)
        },
        waiting=Count("pk", filter=Q(has_one_waiting=True)),
        no_email=Count("pk", filter=UNFINISHED & Q(by_hand="", email="")),
        at_limit=Count("pk", filter=UNFINISHED & REACHABLE & Q(had__gte=agency.round.max_messages)),
    )
    by_kind = {kind.value: found[f"kind_{number}"] for number, kind in enumerate(MessageKind)}
    return Reach(by_kind, found["waiting"], found["no_email"], found["at_limit"])


def standing_of(round_: Round) -> dict[str, int]:
    """How many people of a round with an email address stand where a reminder would find them."""
    found = Invitation.objects.filter(REACHABLE, agency__round=round_).aggregate(
        not_started=Count("pk", filter=Q(disposition=Disposition.INVITED)),
        not_sent=Count("pk", filter=Q(disposition=Disposition.STARTED)),
    )
    return {
        MessageKind.NOT_STARTED: found["not_started"],
        MessageKind.NOT_SENT: found["not_sent"],
    }


def _fits(round_: Round, stands: Q) -> Q:
    return REACHABLE & stands & Q(has_one_waiting=False, had__lt=round_.max_messages)


def _with_messages(agency: Agency) -> QuerySet[Invitation]:
    """An agency's invitations with what they were sent: `was_invited`, `has_one_waiting`, `had`."""
    theirs = Message.objects.filter(invitation=OuterRef("pk")).order_by()
    number = theirs.counted().values("invitation").annotate(n=Count("pk")).values("n")
    on_the_way = theirs.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    return Invitation.objects.filter(agency=agency).annotate(
        was_invited=Exists(theirs.counted().filter(batch__kind=MessageKind.INVITATION)),
        has_one_waiting=Exists(on_the_way),
        had=Coalesce(Subquery(number, output_field=IntegerField()), 0),
    )
