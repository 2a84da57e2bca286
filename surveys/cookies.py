"""Encrypted cookies: what a respondent's browser keeps, readable by the server only.

"arrival" holds a code for the minutes between entering it and choosing a PIN. "return" holds a
return's handle and nothing else, and ends after an idle hour. "receipt" holds the receipt that
was just given, so that its page can be opened again for half an hour. "held" holds what was
typed when a session had ended (surveys/held.py), compressed.
"""

import base64
import time
import zlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ARRIVAL = "caseweek_arrival"
RETURN = "caseweek_return"
RECEIPT = "caseweek_receipt"
HELD = "caseweek_held"
SHORT = 30 * 60  # seconds
FRESH = 60  # seconds in which a cookie is not written anew


@lru_cache(maxsize=8)
def _box(secret_key: str, name: str) -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"caseweek cookie {name}".encode())
    return Fernet(base64.urlsafe_b64encode(kdf.derive(secret_key.encode())))


def read(request: HttpRequest, name: str) -> str:
    """What the cookie holds, or "" when it is missing, not ours, or too old."""
    sealed = request.COOKIES.get(name, "")
    if not sealed:
        return ""
    try:
        box = _box(settings.SECRET_KEY, name)
        opened = box.decrypt(sealed.encode(), ttl=_lifetime(name))
        return (zlib.decompress(opened) if name == HELD else opened).decode()
    except (InvalidToken, UnicodeError, zlib.error):
        return ""


def is_fresh(request: HttpRequest, name: str) -> bool:
    """Whether a cookie that was read was written within the last minute."""
    written = _box(settings.SECRET_KEY, name).extract_timestamp(request.COOKIES[name].encode())
    return time.time() - written < FRESH


def seal(name: str, value: str) -> str:
    """The value as the cookie keeps it: encrypted."""
    plain = zlib.compress(value.encode(), 9) if name == HELD else value.encode()
    return _box(settings.SECRET_KEY, name).encrypt(plain).decode()


def write(response: HttpResponse, name: str, value: str) -> None:
    """Set the cookie, encrypted; it goes with the browser session, or after its lifetime."""
    response.set_cookie(
        name,
        seal(name, value),
        max_age=_lifetime(name),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def clear(response: HttpResponse, name: str) -> None:
    """Take the cookie back."""
    response.delete_cookie(name, samesite="Lax")


def _lifetime(name: str) -> int:
    return settings.RESPONDENT_IDLE_MINUTES * 60 if name == RETURN else SHORT
