"""How an address names a return: its id, enciphered with a key of the round.

An id in an address could reach a log or a browser's history, and would lead from there to a row of
a copied database. A reference does not, without the environment's root secret. It is the same for
all researchers of a round, so that two of them can speak of one return, and another after sealing,
when every return gets another id. It is no permission: reports/access.py asks for that.
"""

import base64
import binascii
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SHORT = 6  # characters by which people call a return


def reference_of(round_id: UUID, return_id: UUID) -> str:
    """26 small letters and digits: one block of AES, which an id fills exactly."""
    encryptor = _cipher(round_id, settings.ROOT_SECRET).encryptor()
    block = encryptor.update(return_id.bytes) + encryptor.finalize()
    return _written(block)


def return_id_of(round_id: UUID, reference: str) -> UUID | None:
    """The id behind a reference, None for what can't be one; a made-up one gives a wrong id."""
    try:
        block = base64.b32decode(f"{reference.upper()}======")
    except (binascii.Error, ValueError):
        return None
    if len(block) != 16 or _written(block) != reference:
        return None
    decryptor = _cipher(round_id, settings.ROOT_SECRET).decryptor()
    return UUID(bytes=decryptor.update(block) + decryptor.finalize())


def short(reference: str) -> str:
    """What people call a return by: "Return 7KQ2PD"."""
    return reference[:SHORT].upper()


def _written(block: bytes) -> str:
    return base64.b32encode(block).decode().rstrip("=").lower()


@lru_cache(maxsize=32)
def _cipher(round_id: UUID, root_secret: str) -> Cipher:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=round_id.bytes, info=b"caseweek desk reference")
    # One block of random bits at a time, so no mode is needed; S305 is about longer texts.
    return Cipher(algorithms.AES(kdf.derive(root_secret.encode())), modes.ECB())  # noqa: S305
