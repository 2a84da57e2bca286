"""The keys of a round: the environment's root secret mixed with a random part in a key file.

The random part is made with the round and lies in KEY_DIR, outside the database and its
backups; destroying it (sealing) leaves nothing by which a code leads to a return.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32


class KeysMissing(Exception):
    """The round's key file is not here: it was sealed, or KEY_DIR is not the right folder."""


@dataclass(frozen=True, repr=False)
class RoundKeys:
    """`code` derives access codes, `check` hashes them, `linkage` leads from code to return."""

    code: bytes
    check: bytes
    linkage: bytes


def keys_of(round_id: UUID) -> RoundKeys:
    """The keys of a round. Raises KeysMissing."""
    path = _key_file(round_id)
    if not path.exists():  # destroyed by another process: what this one remembers ends too
        _read_keys.cache_clear()
        raise KeysMissing
    return _read_keys(path, settings.ROOT_SECRET)


def has_keys(round_id: UUID) -> bool:
    """Whether the round's key file is here."""
    try:
        keys_of(round_id)
    except KeysMissing:
        return False
    return True


def make_keys(round_id: UUID) -> RoundKeys:
    """Make a round's random part if it has none yet, and return its keys."""
    path = _key_file(round_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(2 * KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # whoever came first made the key; nobody overwrites one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return keys_of(round_id)


def destroy_keys(round_id: UUID) -> None:
    """Overwrite a round's random part and delete its file. Copies elsewhere are not ours."""
    path = _key_file(round_id)
    with suppress(FileNotFoundError):  # another worker was here first
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(2 * KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    _read_keys.cache_clear()


def _key_file(round_id: UUID) -> Path:
    return Path(settings.KEY_DIR) / f"round-{round_id}.key"


@lru_cache(maxsize=64)
def _read_keys(path: Path, root_secret: str) -> RoundKeys:
    try:
        random_part = path.read_bytes()
    except FileNotFoundError:
        raise KeysMissing from None
    if len(random_part) != 2 * KEY_BYTES:
        raise KeysMissing
    code_part, linkage_part = random_part[:KEY_BYTES], random_part[KEY_BYTES:]
    return RoundKeys(
        code=_derive(root_secret, code_part, b"caseweek access code"),
        check=_derive(root_secret, code_part, b"caseweek code check"),
        linkage=_derive(root_secret, linkage_part, b"caseweek linkage"),
    )


def _derive(root_secret: str, random_part: bytes, purpose: bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=random_part, info=purpose)
    return kdf.derive(root_secret.encode())
