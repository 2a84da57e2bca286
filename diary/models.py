"""One row a diary: a week as a string, saved whole or not at all."""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import ClassVar

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from diary import timeline
from diary.classification import BLANK
from diary.timeline import Conflict, Edit

MAX_DEVICES = 16


class DiaryLocked(Exception):
    """The diary was sent, or its round is closed: it takes no changes."""


@dataclass(frozen=True)
class Change:
    """What one device sends at a time.

    `sequence` rises by device; a change whose sequence is not higher than the last one kept
    for its device was applied before. A page without JavaScript has no device ("") and no
    sequence: it is merged by what it saw alone. `slots`, `days` (statuses) and `complete`
    (days marked complete) hold edits by index: 0 to 335, 0 to 6, 0 to 6.
    """

    device: str = ""
    sequence: int = 0
    slots: tuple[Edit, ...] = ()
    days: tuple[Edit, ...] = ()
    complete: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a change led to: the whole diary as it now is, and the conflicts to tell."""

    slots: str
    statuses: str
    complete: str
    filled: str
    repeated: bool = False
    slot_conflicts: list[Conflict] = field(default_factory=list)
    day_conflicts: list[Conflict] = field(default_factory=list)
    complete_conflicts: list[Conflict] = field(default_factory=list)


class DiaryQuerySet(models.QuerySet["Diary"]):
    def apply(self, diary: "Diary", change: Change, *, today: datetime.date) -> Outcome:
        """Merge one change into a diary as it was read a moment ago.

        `today` is the day on which the change arrived: it is kept only as one of three letters,
        for a day that had no half hour before. Written only if nobody else has written it since,
        by its version; otherwise the diary is read and merged again. Each further round means
        that another change went in, so it ends.
        Raises Diary.DoesNotExist, or DiaryLocked when the diary takes no changes.
        """
        while True:
            outcome = diary.merged_with(change, today=today)
            if outcome.repeated:
                return outcome
            unchanged = self.filter(pk=diary.pk, version=diary.version, locked=False)
            written = unchanged.update(
                version=diary.version + 1,
                slots=outcome.slots,
                statuses=outcome.statuses,
                complete=outcome.complete,
                filled=outcome.filled,
                devices=diary.devices_after(change),
            )
            if written:
                return outcome
            diary = self.get(pk=diary.pk)


class Diary(models.Model):
    """A week of half hours. It does not know whose it is, nor when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    starts_on = models.DateField()
    slots = models.CharField(max_length=timeline.SLOTS_PER_WEEK, default=timeline.EMPTY_WEEK)
    statuses = models.CharField(max_length=timeline.DAYS, default=timeline.EMPTY_STATUSES)
    complete = models.CharField(max_length=timeline.DAYS, default=timeline.EMPTY_STATUSES)
    # When each day first got a half hour: S its own day or before, N the next day, L later.
    filled = models.CharField(max_length=timeline.DAYS, default=timeline.EMPTY_STATUSES)
    devices = models.JSONField(default=list)  # [device, last sequence kept], longest unheard first
    version = models.PositiveIntegerField(default=0)  # rises with every change written
    locked = models.BooleanField(default=False)

    objects: ClassVar = DiaryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="diary_slots_are_a_week",
                condition=Exact(Length("slots"), timeline.SLOTS_PER_WEEK)
                & models.Q(slots__regex=r"^[!-~]+$"),
            ),
            models.CheckConstraint(
                name="diary_complete_is_a_week",
                condition=models.Q(complete__regex=rf"^[.Y]{{{timeline.DAYS}}}$"),
            ),
            models.CheckConstraint(
                name="diary_filled_is_a_week",
                condition=models.Q(filled__regex=rf"^[.SNL]{{{timeline.DAYS}}}$"),
            ),
            models.CheckConstraint(
                name="diary_statuses_are_a_week",
                condition=models.Q(
                    statuses__regex=rf"^[.{''.join(timeline.DAY_STATUSES)}]{{{timeline.DAYS}}}$"
                ),
            ),
        ]

    def __str__(self) -> str:
        return "diary"

    def date_of(self, day: int) -> datetime.date:
        """The date of a day of this diary (0 is its Monday)."""
        return self.starts_on + datetime.timedelta(days=day)

    def day(self, day: int) -> str:
        """The 48 symbols of one day."""
        return timeline.day_of(self.slots, day)

    def merged_with(self, change: Change, *, today: datetime.date) -> Outcome:
        """What the diary becomes with a change that arrives today; nothing is written.

        Raises DiaryLocked when the diary takes no changes.
        """
        if self.locked:
            raise DiaryLocked
        if change.device and change.sequence <= dict(self.devices).get(change.device, -1):
            return Outcome(self.slots, self.statuses, self.complete, self.filled, repeated=True)
        slots, slot_conflicts = timeline.merge(self.slots, change.slots)
        statuses, day_conflicts = timeline.merge(self.statuses, change.days)
        complete, complete_conflicts = timeline.merge(self.complete, change.complete)
        return Outcome(
            slots,
            statuses,
            complete,
            self._filled_after(slots, change, today),
            slot_conflicts=slot_conflicts,
            day_conflicts=day_conflicts,
            complete_conflicts=complete_conflicts,
        )

    def _filled_after(self, slots: str, change: Change, today: datetime.date) -> str:
        """`filled` with the days that now get their first half hour.

        What was kept on a device without a network counts from its arrival. A day that was
        emptied again keeps its letter.
        """
        filled = self.filled
        for day in {edit.index // timeline.SLOTS_PER_DAY for edit in change.slots}:
            begins = filled[day] == BLANK and not timeline.half_hours(self.day(day))
            if begins and timeline.half_hours(timeline.day_of(slots, day)):
                band = timeline.filled_band(self.date_of(day), today)
                filled = filled[:day] + band + filled[day + 1 :]
        return filled

    def devices_after(self, change: Change) -> list[list[str | int]]:
        """The last sequences with this change's added; the device longest unheard may drop out."""
        if not change.device:
            return list(self.devices)
        others = [[name, last] for name, last in self.devices if name != change.device]
        return [*others, [change.device, change.sequence]][-MAX_DEVICES:]
