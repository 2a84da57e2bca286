"""Sends what is due: claims a row, looks whether it is still wanted, hands it over, says what came.

One row at a time, each claim committed before SMTP is spoken to, so that a worker that is killed
leaves at most one message unsure. Who has sent a return, or wants no more reminders, is asked of
the live state right then, and their row goes the same way as all others: nothing is kept of what
was found. No transaction here writes a Message and reads a Return; none locks or writes a Return.
"""

import datetime
import logging
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from surveys.codes import derive_code, handle_of
from surveys.keys import KeysMissing, keys_of
from surveys.messages.choosing import Disposition
from surveys.messages.courier import Courier, Postponed, Refused, Uncertain, Unreachable
from surveys.messages.planning import may_send
from surveys.messages.texts import Text, fill, values_for
from surveys.models import Message, MessageKind, OptOut, Return, Round

logger = logging.getLogger("caseweek.surveys")
CHUNK = 50  # rows that a worker looks at together
RUN_SECONDS = 40  # one run; other jobs wait no longer than this
GIVE_UP = datetime.timedelta(days=3)
State = Message.State
Clock = Callable[[], datetime.datetime]
# The states of a return that a kind of message is for; None is no return. Whoever has started
# with a card or with a code that they lost may need the link of an invitation.
WANTED_OF = {
    MessageKind.INVITATION: (None, Return.State.STARTED),
    MessageKind.NOT_STARTED: (None,),
    MessageKind.NOT_SENT: (Return.State.STARTED,),
}


def send_due(*, clock: Clock = timezone.now, seconds: float = RUN_SECONDS) -> Counter[str]:
    """Send what is due, for a while; returns how many rows ended in which state.

    Any number of workers may do this at once: a row is claimed by one of them.
    """
    ends = time.monotonic() + seconds
    done: Counter[str] = Counter()
    with Courier() as courier:
        try:
            while time.monotonic() < ends and (chunk := _next_chunk(clock())):
                courier.connect()
                for message in chunk:
                    done[_send_one(message, courier, clock)] += 1
        except Unreachable:
            pass  # logged; the schedule tries again
    done.pop("", None)
    return done


def sweep(*, now: datetime.datetime) -> int:
    """Messages whose worker died become unsure; returns how many."""
    patience = datetime.timedelta(seconds=settings.MESSAGE_HEARTBEAT_TIMEOUT)
    return Message.objects.sweep(before=now - patience)


def anything_due(*, now: datetime.datetime) -> bool:
    return bool(_next_chunk(now))


def _next_chunk(now: datetime.datetime) -> list[Message]:
    """Some of the rows that may be sent now, those of the oldest batches first."""
    rounds = [r.pk for r in Round.objects.taking_returns() if _can_write(r, now)]
    due = Message.objects.due(now=now).filter(batch__agency__round__in=rounds)
    chunk = list(
        due.select_related("invitation", "batch__agency__round", "batch__agency__week").order_by(
            "batch__send_from", "batch", "pk"
        )[:CHUNK]
    )
    random.shuffle(chunk)  # workers that look at the same rows meet less often
    return chunk


def _can_write(round_: Round, now: datetime.datetime) -> bool:
    try:
        keys_of(round_.pk)
    except KeysMissing:
        return False
    return may_send(round_, now=now)


def _send_one(message: Message, courier: Courier, clock: Clock) -> str:
    """Claim a row and bring it to its end; returns its state, "" where it was not to be had.

    Raises Unreachable when the mail server takes nothing, with the row waiting as before.
    """
    claimed = clock()
    if not may_send(message.batch.agency.round, now=claimed):
        return ""
    if not Message.objects.claim(message.pk, now=claimed):
        return ""
    state, reason = State.SENT, ""
    try:
        if _is_wanted(message):
            courier.hand_over(compose(message))
    except Unreachable:
        Message.objects.settle(message.pk, claimed=claimed, state=State.WAITING)
        raise
    except Postponed:
        state, reason = _put_off(message, claimed)
    except Refused as refused:
        state, reason = State.FAILED, refused.reason
    except Uncertain:
        state = State.UNSURE
    except Exception:  # ours, or the server's beyond all rules: it may have been sent
        logger.exception("message %s: unsure", message.pk)
        state = State.UNSURE
    Message.objects.settle(message.pk, claimed=claimed, state=state, reason=reason)
    return state


def _put_off(message: Message, now: datetime.datetime) -> tuple[str, str]:
    if now - message.batch.send_from < GIVE_UP:
        return State.WAITING, ""
    return State.FAILED, _("The mail server has put it off for three days.")


def _is_wanted(message: Message) -> bool:
    """Whether the one whom a message is for still is one whom it is for, as of this moment."""
    invitation = message.invitation
    if not invitation.email or invitation.by_hand:
        return False
    if invitation.disposition not in (Disposition.INVITED, Disposition.STARTED):
        return False
    handles = _handles(message)
    if OptOut.objects.filter(handle__in=handles).exists():
        return False
    # Read, never locked: a lock would leave this transaction's number on the row.
    states = dict(Return.objects.filter(handle__in=handles).values_list("handle", "state"))
    if Return.State.SENT in states.values():
        return False
    return states.get(handles[-1]) in WANTED_OF[MessageKind(message.batch.kind)]


def _handles(message: Message) -> list[str]:
    """The handles behind every code that a person has had, the present one last."""
    invitation = message.invitation
    keys = keys_of(message.batch.agency.round_id)
    versions = range(1, invitation.code_version + 1)
    codes = (derive_code(keys.code, invitation.pk, version) for version in versions)
    return [handle_of(keys.linkage, code) for code in codes]


def compose(message: Message) -> EmailMessage:
    """The email of one row, with its person's code."""
    invitation, batch = message.invitation, message.batch
    agency = batch.agency
    code = derive_code(keys_of(agency.round_id).code, invitation.pk, invitation.code_version)
    values = values_for(agency, name=invitation.name, code=code)
    filled = fill(Text(batch.subject, batch.body), values)
    return EmailMessage(
        subject=filled.subject,
        body=filled.body,
        from_email=sender_of(agency.round),
        to=[invitation.email],
        reply_to=[agency.round.team_email] if agency.round.team_email else None,
        headers={"Message-ID": _message_id(), "Auto-Submitted": "auto-generated"},
    )


def sender_of(round_: Round) -> str:
    """The survey's team; from another address where the mail server insists on one."""
    address = settings.MESSAGES_FROM or round_.team_email or settings.DEFAULT_FROM_EMAIL
    return formataddr((round_.team_name or round_.title, address))


def _message_id() -> str:
    """Random: Django's own holds the time and the process, and one of ours would hold the row."""
    return f"<{secrets.token_hex(16)}@{urlsplit(settings.BASE_URL).hostname}>"
