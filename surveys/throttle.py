"""Soft brakes: guessing gets slower, nobody is locked out, no address is remembered."""

import hashlib
import logging

from django.core.cache import cache

FREE_TRIES = 5
LONGEST_WAIT = 60 * 60  # seconds
MEMORY = 24 * 60 * 60  # seconds after the last wrong PIN
ALARM_AT = 200  # unknown codes an hour, over the whole service
logger = logging.getLogger("caseweek.surveys")


def pin_wait(handle: str) -> int:
    """Minutes until another PIN may be tried for this return; 0 for now."""
    wait = cache.get(_key(handle, "wait"), 0)
    return -(-wait // 60)


def note_wrong_pin(handle: str) -> None:
    """Count a wrong PIN; from the fifth on each doubles the wait, up to an hour."""
    tries_key = _key(handle, "tries")
    cache.add(tries_key, 0, MEMORY)
    tries = cache.incr(tries_key)
    cache.touch(tries_key, MEMORY)
    if tries >= FREE_TRIES:
        wait = min(60 * 2 ** min(tries - FREE_TRIES, 10), LONGEST_WAIT)
        cache.set(_key(handle, "wait"), wait, wait)


def forget_wrong_pins(handle: str) -> None:
    """The right PIN came: start afresh."""
    cache.delete_many([_key(handle, "tries"), _key(handle, "wait")])


def note_unknown_code() -> None:
    """Count a code that leads nowhere; say so in the log when there are very many."""
    cache.add("unknown-codes", 0, 60 * 60)
    if cache.incr("unknown-codes") == ALARM_AT:
        logger.warning("%d unknown access codes were entered within an hour", ALARM_AT)


def _key(handle: str, what: str) -> str:
    return f"pin-{what}-{hashlib.sha256(handle.encode()).hexdigest()}"
