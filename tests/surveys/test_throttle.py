"""Counting that must not break a page."""

from django.core.cache import caches

from surveys import throttle


def test_failures_are_counted():
    assert [throttle.count_failed_sign_in() for _ in range(3)] == [1, 2, 3]


def test_count_whose_time_ends_while_it_is_counted_begins_anew(monkeypatch):
    backend = type(caches["default"])
    monkeypatch.setattr(backend, "add", lambda *arguments: True)  # and it is gone at once

    assert throttle.count_failed_sign_in() == 1
    assert throttle.count_failed_sign_in() == 2
