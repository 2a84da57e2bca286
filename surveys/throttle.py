"""Soft brakes: guessing gets slower, nobody is locked out, no address is remembered."""

import hashlib
import logging

from django.core.cache import cache

FREE_TRIES = 5
LONGEST_WAIT = 60 * 60  # seconds, for a PIN
LONGEST_SIGN_IN_WAIT = 15 * 60  # seconds: others must not keep somebody out of their work
MEMORY = 24 * 60 * 60  # seconds after the last wrong one
ALARM_AT = 200  # unknown codes an hour, over the whole service
FAILURES_NOTED = 100  # failed sign-ins an hour that the audit trail lists one by one
logger = logging.getLogger("caseweek.surveys")


def pin_wait(handle: str) -> int:
    """Minutes until another PIN may be tried for this return; 0 for now."""
    return _wait("pin", handle)


def note_wrong_pin(handle: str) -> None:
    """Count a wrong PIN; from the fifth on each doubles the wait, up to an hour."""
    _note_wrong("pin", handle, longest=LONGEST_WAIT)


def forget_wrong_pins(handle: str) -> None:
    """The right PIN came: start afresh."""
    _forget("pin", handle)


def sign_in_wait(email: str) -> int:
    """Minutes until another password may be tried for this email address; 0 for now."""
    return _wait("sign-in", email.lower())


def note_wrong_password(email: str) -> None:
    """Count a wrong password; from the fifth on each doubles the wait, up to 15 minutes.

    Counted for addresses without an account too: a wait says nothing about whether there is one.
    """
    _note_wrong("sign-in", email.lower(), longest=LONGEST_SIGN_IN_WAIT)


def forget_wrong_passwords(email: str) -> None:
    """The right password came, or a new one was set: start afresh."""
    _forget("sign-in", email.lower())


def count_failed_sign_in() -> int:
    """How many sign-ins have failed within this hour, over the whole service, with this one."""
    return _count("failed-sign-ins", 60 * 60)


def note_unknown_code() -> None:
    """Count a code that leads nowhere; say so in the log when there are very many."""
    if _count("unknown-codes", 60 * 60) == ALARM_AT:
        logger.warning("%d unknown access codes were entered within an hour", ALARM_AT)


def _wait(kind: str, owner: str) -> int:
    wait = cache.get(_key(kind, owner, "wait"), 0)
    return -(-wait // 60)


def _note_wrong(kind: str, owner: str, *, longest: int) -> None:
    tries_key = _key(kind, owner, "tries")
    tries = _count(tries_key, MEMORY)
    cache.touch(tries_key, MEMORY)
    if tries >= FREE_TRIES:
        wait = min(60 * 2 ** min(tries - FREE_TRIES, 10), longest)
        cache.set(_key(kind, owner, "wait"), wait, wait)


def _count(key: str, seconds: int) -> int:
    """One more of something within so many seconds of the first."""
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:  # the time ended, or the cache was emptied, between the two
        cache.set(key, 1, seconds)
        return 1


def _forget(kind: str, owner: str) -> None:
    cache.delete_many([_key(kind, owner, "tries"), _key(kind, owner, "wait")])


def _key(kind: str, owner: str, what: str) -> str:
    return f"{kind}-{what}-{hashlib.sha256(owner.encode()).hexdigest()}"
