"""Receipts prove that a return was sent, and identify nothing."""

import pytest

from surveys.receipts import is_receipt, new_receipt
from tests.factories import RoundFactory

pytestmark = pytest.mark.django_db


def test_receipt_is_recognised_in_its_round_only():
    one, other = RoundFactory(), RoundFactory()
    receipt = new_receipt(one.pk)

    assert is_receipt(one.pk, receipt)
    assert is_receipt(one.pk, receipt.lower().replace("-", " "))
    assert not is_receipt(other.pk, receipt)


def test_invented_receipt_is_not_recognised():
    round_ = RoundFactory()

    assert not is_receipt(round_.pk, "2222-2222-2222-2222")
    assert not is_receipt(round_.pk, "")
    assert not is_receipt(round_.pk, "é" * 16)


def test_two_receipts_of_one_round_differ():
    round_ = RoundFactory()

    assert new_receipt(round_.pk) != new_receipt(round_.pk)
