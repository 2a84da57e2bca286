"""The ids of returns in files: keyed to one release, so that two releases do not join.

An id is 80 bits of an HMAC of the return's own id, as 16 letters and digits. The key is made for
the release and thrown away. A return that came from a release's file keeps that id inside its own
(mixed with the round's, so that a file can be loaded into several rounds): `kept_id` finds it
again, and only there.
"""

import base64
import hashlib
import hmac
import re
import secrets
import uuid

KEY_BYTES = 32
_BYTES = 10  # 80 bits: of 100,000 returns two are the same once in 10^14 releases
RELEASE_ID = re.compile(r"[a-z2-7]{16}")
FOREIGN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def release_id(key: bytes, return_id: uuid.UUID) -> str:
    """A return's id in the release of this key."""
    digest = hmac.digest(key, return_id.bytes, hashlib.sha256)
    return base64.b32encode(digest[:_BYTES]).decode().lower()


def return_id_for(own: str, round_id: uuid.UUID) -> uuid.UUID:
    """The id of the return that an id of a release's file becomes in a round."""
    padded = bytes(16 - _BYTES) + base64.b32decode(own.upper())
    return uuid.UUID(bytes=_mixed(padded, round_id))


def kept_id(return_id: uuid.UUID, round_id: uuid.UUID) -> str | None:
    """The release id that a return was loaded under; None for one that came another way.

    By chance alone a return would look loaded once in 2^48.
    """
    padded = _mixed(return_id.bytes, round_id)
    if any(padded[: 16 - _BYTES]):
        return None
    return base64.b32encode(padded[16 - _BYTES :]).decode().lower()


def _mixed(sixteen: bytes, round_id: uuid.UUID) -> bytes:
    pad = hashlib.sha256(b"loaded into " + round_id.bytes).digest()
    return bytes(a ^ b for a, b in zip(sixteen, pad, strict=False))
