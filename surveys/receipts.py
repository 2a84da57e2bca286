"""Receipts: a random number and the survey's signature on it, stored nowhere.

A receipt proves that somebody sent a return in a round; nothing says who, or which.
"""

import hashlib
import hmac
import secrets
from uuid import UUID

from surveys.codes import ALPHABET, encode, format_code
from surveys.keys import KeysMissing, keys_of

NUMBER = 8
SIGNATURE = 8


def new_receipt(round_id: UUID) -> str:
    """A fresh receipt of a round, in four blocks."""
    number = encode(secrets.randbelow(len(ALPHABET) ** NUMBER), NUMBER)
    return format_code(number + _sign(round_id, number))


def is_receipt(round_id: UUID, receipt: str) -> bool:
    """Whether the survey gave out this receipt in this round (never once it is sealed)."""
    characters = receipt.replace("-", "").replace(" ", "").upper()
    number, signature = characters[:NUMBER], characters[NUMBER:]
    try:
        return hmac.compare_digest(_sign(round_id, number).encode(), signature.encode())
    except KeysMissing:
        return False


def _sign(round_id: UUID, number: str) -> str:
    key = hmac.digest(keys_of(round_id).linkage, b"receipt", hashlib.sha256)
    digest = hmac.digest(key, number.encode(), hashlib.sha256)
    return encode(int.from_bytes(digest, "big") % len(ALPHABET) ** SIGNATURE, SIGNATURE)
