"""Encrypted cookies: what a respondent's browser keeps, readable by the server only.

"arrival" holds a code for the minutes between entering it and choosing a PIN. "return" holds a
return's handle and nothing else, and ends after an idle hour. "receipt" holds the receipt that
was just given, so that its page can be opened again for half an hour.
"""

import base64
import time
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

ARRIVAL = "caseweek_arrival"
RETURN = "caseweek_return"
RECEIPT = "caseweek_receipt"
SHORT = 30 * 60  # seconds
FRESH = 60  # seconds in which a cookie is not written anew


@lru_cache(maxsize=4)
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
        return box.decrypt(sealed.encode(), ttl=_lifetime(name)).decode()
    except (InvalidToken, UnicodeError):
        return ""


def is_fresh(request: HttpRequest, name: str) -> bool:
    """Whether a cookie that was read was written within the last minute."""
    written = _box(settings.SECRET_KEY, name).extract_timestamp(request.COOKIES[name].encode())
    return time.time() - written < FRESH


def write(response: HttpResponse, name: str, value: str) -> None:
    """Set the cookie, encrypted; it goes with the browser session, or after its lifetime."""
    sealed = _box(settings.SECRET_KEY, name).encrypt(value.encode()).decode()
    response.set_cookie(
        name,
        sealed,
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
