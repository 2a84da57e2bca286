"""Contact sheets, and the wish for no more reminders. Nothing here writes a Return.

No function here locks a Return either: a lock leaves the transaction's number on the row.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from surveys.keys import keys_of
from surveys.models import ContactSheet, OptOut, Return, Round

BLOCK = 512  # boxes are filled up to a multiple, so that their length says little


class RoundClosed(Exception):
    """The round takes no returns now."""


@dataclass(frozen=True)
class Contact:
    """What a contact sheet says. `prefers` is a value of ContactSheet.Prefers, or ""."""

    name: str = ""
    prefers: str = ""
    email: str = ""
    telephone: str = ""
    times: str = ""


def save_contact(
    *, handle: str, name: str, prefers: str, email: str, telephone: str, times: str
) -> None:
    """Keep the contact sheet of the respondent behind a return's handle.

    Raises RoundClosed once sealing has begun.
    """
    round_ = _round_before_sealing(handle)
    contact = Contact(name=name, prefers=prefers, email=email, telephone=telephone, times=times)
    box = _shut(_fernet(round_.pk), contact)
    ContactSheet.objects.update_or_create(
        handle=_handle(round_.pk, handle), defaults={"round": round_, "box": box}
    )


def contact_of(handle: str) -> Contact | None:
    """The contact sheet of the respondent behind a return's handle, None without one."""
    round_ = _round_of(handle)
    if round_ is None:
        return None
    sheet = ContactSheet.objects.filter(handle=_handle(round_.pk, handle)).first()
    return _open(_fernet(round_.pk), sheet.box) if sheet else None


def remove_contact(*, handle: str) -> None:
    """Delete the contact sheet behind a return's handle, if there is one."""
    round_ = _round_before_sealing(handle)
    ContactSheet.objects.filter(handle=_handle(round_.pk, handle)).delete()


def stop_reminders(*, round: Round, handle: str) -> None:
    """No more reminders for whoever has the code behind a handle, with a return or without.

    Raises RoundClosed once sealing has begun. Saying it twice is saying it once.
    """
    if not round.can_be_left:
        raise RoundClosed
    OptOut.objects.get_or_create(
        handle=handle, defaults={"round": round, "kind": OptOut.Kind.REFUSED}
    )


def resume_reminders(*, handle: str) -> None:
    """Take the wish for no more reminders back."""
    OptOut.objects.filter(handle=handle, kind=OptOut.Kind.REFUSED).delete()


def reminders_stopped(handle: str) -> bool:
    """Whether the one behind this handle wants no more reminders, or withdrew."""
    return OptOut.objects.filter(handle=handle).exists()


def has_withdrawn(handle: str) -> bool:
    return OptOut.objects.filter(handle=handle, kind=OptOut.Kind.WITHDRAWN).exists()


def reopened_boxes(round_id: UUID, boxes: Iterable[str]) -> list[Contact]:
    """What the contact sheets of a round say, as long as its key file is there."""
    return [found for box in boxes if (found := _open(_fernet(round_id), box))]


def shut_for_team(round_id: UUID, contact: Contact) -> str:
    """A box that outlives the round's key file, with a key of the environment's secret alone."""
    return _shut(_team_fernet(round_id), contact)


def opened_for_team(round_id: UUID, box: str) -> Contact | None:
    """A sealed round's contact sheet, for the survey's team."""
    return _open(_team_fernet(round_id), box)


def _round_of(handle: str) -> Round | None:
    found = Return.objects.filter(handle=handle).select_related("round").first() if handle else None
    return found.round if found else None


def _round_before_sealing(handle: str) -> Round:
    round_ = _round_of(handle)
    if round_ is None or not round_.can_be_left:
        raise RoundClosed
    return round_


def _handle(round_id: UUID, handle: str) -> str:
    key = keys_of(round_id).linkage
    return hmac.digest(key, b"contact sheet" + handle.encode(), hashlib.sha256).hex()


def _fernet(round_id: UUID) -> Fernet:
    return _fernet_with(keys_of(round_id).linkage, b"contact sheet box")


def _team_fernet(round_id: UUID) -> Fernet:
    return _fernet_with(settings.ROOT_SECRET.encode(), b"contact sheet of" + round_id.bytes)


def _fernet_with(secret: bytes, purpose: bytes) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret, purpose, hashlib.sha256)))


def _shut(fernet: Fernet, contact: Contact) -> str:
    text = json.dumps(asdict(contact)).encode()
    filled = text.ljust(-(-len(text) // BLOCK) * BLOCK)
    # Encrypted "at" the year 1970: a token says when it was made, and nothing here may.
    return fernet.encrypt_at_time(filled, 0).decode()


def _open(fernet: Fernet, box: str) -> Contact | None:
    try:
        return Contact(**json.loads(fernet.decrypt(box.encode())))
    except InvalidToken:
        return None
