"""When nobody is written to: evenings, nights and weekends, by the clock on people's walls. Pure.

"Quiet from 18:00 until 08:00" runs over midnight; "from 12:00 until 13:00" lies in one day; from
a time until the same time is no time at all. Public holidays are not known here.
"""

import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5
_DAYS_AHEAD = 4  # from any moment a working day begins within these


def is_quiet(
    moment: datetime.datetime, *, quiet_from: datetime.time, quiet_until: datetime.time
) -> bool:
    """Whether an aware moment lies in the quiet hours or at a weekend, in London."""
    local = moment.astimezone(LONDON)
    if local.weekday() >= SATURDAY:
        return True
    clock = local.time()
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def next_moment(
    moment: datetime.datetime, *, quiet_from: datetime.time, quiet_until: datetime.time
) -> datetime.datetime:
    """The first moment from this one on that is not quiet. Aware, in UTC."""

    def quiet(at: datetime.datetime) -> bool:
        return is_quiet(at, quiet_from=quiet_from, quiet_until=quiet_until)

    if not quiet(moment):
        return moment.astimezone(datetime.UTC)
    today = moment.astimezone(LONDON).date()
    # Quiet ends with a day that begins loud, or when the quiet hours are over.
    ends = [
        at_clock(today + datetime.timedelta(days=days), clock)
        for days in range(_DAYS_AHEAD)
        for clock in sorted({datetime.time(0), quiet_until})
    ]
    return next(end for end in ends if end > moment and not quiet(end))


def at_clock(day: datetime.date, clock: datetime.time) -> datetime.datetime:
    """A day's time by the clock in London, in UTC.

    Where the clock shows it twice the first is meant; where it never does, as long after it.
    """
    return datetime.datetime.combine(day, clock, tzinfo=LONDON).astimezone(datetime.UTC)
