"""Access codes: derived, typed, checked."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import codes

KEY = b"k" * 32


def test_alphabet_has_27_characters_none_like_another():
    assert len(set(codes.ALPHABET)) == 27
    assert not set("0O1IL5SUB") & set(codes.ALPHABET)


def test_derived_code_is_repeatable_and_changes_with_each_ingredient():
    someone, other = uuid.UUID(int=1), uuid.UUID(int=2)
    code = codes.derive_code(KEY, someone, 1)

    assert code == codes.derive_code(KEY, someone, 1)
    others = {
        codes.derive_code(KEY, someone, 2),
        codes.derive_code(KEY, other, 1),
        codes.derive_code(b"x" * 32, someone, 1),
    }
    assert len(others | {code}) == 4


@given(st.uuids(), st.integers(1, 9), st.sampled_from(["", " ", "-", "\u2013", " - "]))
def test_code_is_read_however_it_is_typed(key, version, gap):
    code = codes.derive_code(KEY, key, version)
    typed = gap.join(code[start : start + 4] for start in range(0, 16, 4))

    assert codes.parse_code(f"  {typed.lower()} ") == code
    assert codes.parse_code(codes.format_code(code)) == code


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("K7PQ", "Enter all 16 characters of your access code. You entered 4."),
        (
            "K7PQ-W3MN-AC4T-XR9DD",
            "Enter all 16 characters of your access code. You entered 17.",
        ),
        (
            "K7PQ-W3MN-AC4T-XRO1",
            "Access codes never contain 1, O. Check those characters against your invitation.",
        ),
    ],
)
def test_wrong_code_says_what_to_enter(typed, advice):
    with pytest.raises(codes.CodeError) as refused:
        codes.parse_code(typed)

    assert str(refused.value) == advice


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_refused(typed):
    try:
        code = codes.parse_code(typed)
    except codes.CodeError as error:
        assert str(error)
    else:
        assert len(code) == 16
        assert set(code) <= set(codes.ALPHABET)


def test_check_and_handle_are_keyed_and_reveal_nothing_of_each_other():
    code = codes.random_code()

    assert codes.check_of(KEY, code) != codes.check_of(b"x" * 32, code)
    assert codes.handle_of(b"y" * 32, code) != codes.check_of(KEY, code)
    assert code not in codes.handle_of(KEY, code)
