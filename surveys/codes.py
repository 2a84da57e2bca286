"""Access codes: pure functions, no database.

A code is 16 characters of 27 that can't be mistaken for one another, in four blocks:
"K7PQ-W3MN-AC4T-XR9D". It is derived from an invitation with a round's key, so it is stored
nowhere; a handle, derived from the code with another key, finds the return behind it.
"""

import hashlib
import hmac
import secrets
import uuid

from django.utils.translation import gettext, ngettext

ALPHABET = "2346789ACDEFGHJKMNPQRTVWXYZ"
LENGTH = 16
BLOCK = 4
_SPACE = len(ALPHABET) ** LENGTH  # about 2 ** 76
_LOOKALIKES = str.maketrans({"B": "8"})  # B is not in the alphabet; nothing else is guessed


class CodeError(ValueError):
    """What was typed can't be an access code; the message says what to enter."""


def derive_code(code_key: bytes, invitation_id: uuid.UUID, version: int) -> str:
    """The 16 characters of an invitation's code, without hyphens."""
    message = invitation_id.bytes + version.to_bytes(4, "big")
    digest = hmac.digest(code_key, message, hashlib.sha256)
    return encode(int.from_bytes(digest, "big") % _SPACE, LENGTH)


def random_code() -> str:
    """A code for somebody who comes by an open link."""
    return encode(secrets.randbelow(_SPACE), LENGTH)


def encode(number: int, length: int) -> str:
    """A number as `length` characters of the alphabet, the most significant first."""
    characters = []
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))


def format_code(code: str) -> str:
    """A code as people read it: four blocks of four."""
    return "-".join(code[start : start + BLOCK] for start in range(0, len(code), BLOCK))


def parse_code(typed: str) -> str:
    """The code somebody typed: spaces, hyphens and small letters make no difference.

    Raises CodeError, which says what to enter.
    """
    characters = [c for c in typed.upper() if not c.isspace() and c not in "-‐‑–—_.·"]
    code = "".join(characters).translate(_LOOKALIKES)
    strange = sorted({c for c in code if c not in ALPHABET})
    if strange:
        text = gettext(
            "Access codes never contain %(characters)s. Check those characters against your "
            "invitation."
        )
        raise CodeError(text % {"characters": ", ".join(strange[:4])})
    if len(code) != LENGTH:
        text = ngettext(
            "Enter all %(length)s characters of your access code. You entered %(count)s.",
            "Enter all %(length)s characters of your access code. You entered %(count)s.",
            len(code),
        )
        raise CodeError(text % {"length": LENGTH, "count": len(code)})
    return code


def check_of(check_key: bytes, code: str) -> str:
    """The keyed hash that an invitation keeps of its code: it finds, and does not reveal."""
    return hmac.digest(check_key, code.encode(), hashlib.sha256).hex()


def handle_of(linkage_key: bytes, code: str) -> str:
    """The handle by which a return is found from its code."""
    return hmac.digest(linkage_key, code.encode(), hashlib.sha256).hex()
