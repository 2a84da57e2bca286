"""Round keys: a root secret and a key file, and neither is enough alone."""

import stat
import uuid

import pytest

from surveys import keys


def test_keys_need_both_the_root_secret_and_the_key_file(settings):
    round_id = uuid.uuid4()
    made = keys.make_keys(round_id)

    settings.ROOT_SECRET = "another root secret " * 3
    assert keys.keys_of(round_id) != made

    (settings.KEY_DIR / f"round-{round_id}.key").rename(settings.KEY_DIR / "moved")
    keys._read_keys.cache_clear()
    with pytest.raises(keys.KeysMissing):
        keys.keys_of(round_id)


def test_making_keys_twice_keeps_the_first():
    round_id = uuid.uuid4()

    assert keys.make_keys(round_id) == keys.make_keys(round_id)


def test_key_file_is_readable_by_its_owner_only(settings):
    round_id = uuid.uuid4()
    keys.make_keys(round_id)

    mode = (settings.KEY_DIR / f"round-{round_id}.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_three_keys_of_a_round_differ_and_are_never_printed():
    made = keys.make_keys(uuid.uuid4())

    assert len({made.code, made.check, made.linkage}) == 3
    assert made.code.hex() not in repr(made)
    assert repr(made.code) not in repr(made)


def test_rounds_have_keys_of_their_own():
    assert keys.make_keys(uuid.uuid4()) != keys.make_keys(uuid.uuid4())
