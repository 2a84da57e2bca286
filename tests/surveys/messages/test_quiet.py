"""Quiet hours by the clock in London, summer time included."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.messages.quiet import LONDON, at_clock, is_quiet, next_moment

UTC = datetime.UTC
EVENING, MORNING = datetime.time(18), datetime.time(8)
MOMENTS = st.datetimes(
    datetime.datetime(2026, 1, 1), datetime.datetime(2028, 1, 1), timezones=st.just(UTC)
)
CLOCKS = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def london(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def next_in_london(text, quiet_from=EVENING, quiet_until=MORNING):
    found = next_moment(london(text), quiet_from=quiet_from, quiet_until=quiet_until)
    return found.astimezone(LONDON).strftime("%a %d %b %H:%M:%S %Z")


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ("2026-11-17T10:00", "Tue 17 Nov 10:00:00 GMT"),  # within hours: at once
        ("2026-11-17T08:00", "Tue 17 Nov 08:00:00 GMT"),  # the first moment counts
        ("2026-11-17T07:59:59", "Tue 17 Nov 08:00:00 GMT"),
        ("2026-11-17T17:59:59", "Tue 17 Nov 17:59:59 GMT"),
        ("2026-11-17T18:00", "Wed 18 Nov 08:00:00 GMT"),  # and the last does not
        ("2026-11-20T18:30", "Mon 23 Nov 08:00:00 GMT"),  # Friday evening
        ("2026-11-21T12:00", "Mon 23 Nov 08:00:00 GMT"),  # Saturday
        ("2026-03-27T19:00", "Mon 30 Mar 08:00:00 BST"),  # clocks go forward on the 29th
        ("2026-10-23T19:00", "Mon 26 Oct 08:00:00 GMT"),  # and back on the 25th
    ],
)
def test_message_waits_for_the_end_of_the_quiet_hours(asked, sent):
    assert next_in_london(asked) == sent


def test_quiet_hours_follow_the_clock_on_the_wall_not_utc():
    """08:00 in London is 07:00 UTC in summer and 08:00 UTC in winter."""
    july = next_moment(london("2026-07-01T03:00"), quiet_from=EVENING, quiet_until=MORNING)
    january = next_moment(london("2026-01-07T03:00"), quiet_from=EVENING, quiet_until=MORNING)

    assert (july.hour, january.hour) == (7, 8)
    assert july.tzinfo is january.tzinfo is UTC


def test_quiet_hours_within_a_day():
    noon, one = datetime.time(12), datetime.time(13)

    assert next_in_london("2026-11-17T12:30", noon, one) == "Tue 17 Nov 13:00:00 GMT"
    assert next_in_london("2026-11-17T23:30", noon, one) == "Tue 17 Nov 23:30:00 GMT"
    assert next_in_london("2026-11-21T12:30", noon, one) == "Mon 23 Nov 00:00:00 GMT"


def test_quiet_from_a_time_until_the_same_time_is_never_but_at_weekends():
    eight = datetime.time(8)

    assert next_in_london("2026-11-17T08:00", eight, eight) == "Tue 17 Nov 08:00:00 GMT"
    assert next_in_london("2026-11-22T08:00", eight, eight) == "Mon 23 Nov 00:00:00 GMT"


@given(moment=MOMENTS, quiet_from=CLOCKS, quiet_until=CLOCKS, share=st.floats(0, 0.999999))
def test_next_moment_is_loud_and_everything_before_it_is_quiet(
    moment, quiet_from, quiet_until, share
):
    def quiet(at):
        return is_quiet(at, quiet_from=quiet_from, quiet_until=quiet_until)

    found = next_moment(moment, quiet_from=quiet_from, quiet_until=quiet_until)

    assert found >= moment
    assert not quiet(found)
    assert found == moment or quiet(moment + (found - moment) * share)


@given(moment=MOMENTS, quiet_from=CLOCKS, quiet_until=CLOCKS)
def test_nobody_is_written_to_at_the_weekend(moment, quiet_from, quiet_until):
    found = next_moment(moment, quiet_from=quiet_from, quiet_until=quiet_until)

    assert found.astimezone(ZoneInfo("Europe/London")).weekday() < 5


@given(day=st.dates(datetime.date(2026, 1, 1), datetime.date(2028, 1, 1)), clock=CLOCKS)
def test_clock_time_of_a_day_is_that_time_but_where_the_clock_skips_it(day, clock):
    shown = at_clock(day, clock).astimezone(LONDON)

    skipped = day in (datetime.date(2026, 3, 29), datetime.date(2027, 3, 28)) and clock.hour == 1
    expected = clock.replace(hour=2) if skipped else clock
    assert (shown.date(), shown.time()) == (day, expected)
