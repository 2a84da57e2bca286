"""What the week page and the day page show of a diary: plain values for the templates."""

import datetime
from dataclasses import dataclass

from diary import timeline
from diary.checks import BREAKS
from diary.classification import BLANK, Category
from diary.languages import classification
from diary.models import Diary

DAY_SLUGS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NINE = 18  # 09:00 in half hours


@dataclass(frozen=True)
class Part:
    """One category's part of a bar: its half hours, where it starts, and the whole bar's."""

    category: Category
    start: int
    half_hours: int
    whole: int

    @property
    def hours(self) -> str:
        return timeline.as_hours(self.half_hours)

    @property
    def share(self) -> int:
        """Its share of the bar as a whole percentage, a half rounded up."""
        return (200 * self.half_hours + self.whole) // (2 * self.whole)


@dataclass(frozen=True)
class DaySummary:
    """One day's line of the week page; `worked` where it is said to have been a plain day."""

    slug: str
    date: datetime.date
    status: str
    worked: bool
    half_hours: int
    parts: tuple[Part, ...]
    episodes: tuple["EpisodeLine", ...]

    @property
    def hours(self) -> str:
        return timeline.as_hours(self.half_hours)

    @property
    def done(self) -> bool:
        """Something was said of this day: half hours, or a status without any."""
        return bool(self.half_hours or self.status)


@dataclass(frozen=True)
class EpisodeLine:
    """A run of half hours as people read it."""

    start: str
    end: str
    code: str
    short: str
    category: Category

    @property
    def start_slot(self) -> int:
        """Where it lies in the picture of a day: half hours since midnight."""
        return _slot_at(self.start)

    @property
    def half_hours(self) -> int:
        return _slot_at(self.end) - _slot_at(self.start)

    @property
    def hours(self) -> str:
        return timeline.as_hours(self.half_hours)


@dataclass(frozen=True)
class WeekSummary:
    """The week page: its days and its totals, in half hours."""

    days: tuple[DaySummary, ...]
    parts: tuple[Part, ...]
    half_hours: int
    breaks: int

    @property
    def hours(self) -> str:
        return timeline.as_hours(self.half_hours)

    @property
    def without_breaks(self) -> int:
        return self.half_hours - self.breaks

    @property
    def hours_without_breaks(self) -> str:
        return timeline.as_hours(self.without_breaks)

    @property
    def days_done(self) -> int:
        return sum(day.done for day in self.days)

    @property
    def longest_day(self) -> int:
        """Half hours of the fullest day, and at least 16, so that bars share one scale."""
        return max(16, *(day.half_hours for day in self.days))


def summarise_day(diary: Diary, day: int) -> DaySummary:
    """One day of a diary for the page (0 is Monday)."""
    slots = diary.day(day)
    symbol = diary.statuses[day]
    by_symbol = classification().by_symbol
    return DaySummary(
        slug=DAY_SLUGS[day],
        date=diary.date_of(day),
        status=str(timeline.DAY_STATUSES.get(symbol, "")),
        worked=symbol == "W",
        half_hours=timeline.half_hours(slots),
        parts=_parts(slots),
        episodes=tuple(
            EpisodeLine(
                timeline.clock(episode.start),
                timeline.clock(episode.end),
                by_symbol[episode.symbol].code,
                by_symbol[episode.symbol].short,
                by_symbol[episode.symbol].category,
            )
            for episode in timeline.episodes(slots)
        ),
    )


def summarise_week(diary: Diary) -> WeekSummary:
    """A whole diary for the page."""
    return WeekSummary(
        days=tuple(summarise_day(diary, day) for day in range(timeline.DAYS)),
        parts=_parts(diary.slots),
        half_hours=timeline.half_hours(diary.slots),
        breaks=diary.slots.count(BREAKS),
    )


def next_stretch(slots: str) -> dict[str, int]:
    """Where the next entry of a day most likely goes: an hour from the end of its last one.

    Half hours since midnight; 09:00 on a day that is empty or full to its end.
    """
    filled = len(slots.rstrip(BLANK))
    start = filled if 0 < filled < timeline.SLOTS_PER_DAY else NINE
    return {"start": start, "end": min(start + 2, timeline.SLOTS_PER_DAY)}


def _parts(slots: str) -> tuple[Part, ...]:
    """The categories that occur, in the instrument's order, laid end to end."""
    if slots.strip(BLANK) == "":
        return ()
    counts = timeline.half_hours_by_category(slots)
    parts, start = [], 0
    for category in classification().categories:
        if counts[category.code]:
            parts.append(Part(category, start, counts[category.code], sum(counts.values())))
            start += counts[category.code]
    return tuple(parts)


def _slot_at(clock: str) -> int:
    """The half hour that starts at a clock time: "07:30" is 15, "24:00" is 48."""
    hours, minutes = clock.split(":")
    return int(hours) * 2 + int(minutes) // 30
