"""The diary row: saved whole, merged by half hour, repeated changes ignored."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from diary.models import MAX_DEVICES, Change, Diary, DiaryLocked
from diary.timeline import EMPTY_WEEK, Conflict, Edit
from tests.factories import MONDAY, DiaryFactory

pytestmark = pytest.mark.django_db


def change(sequence, *edits, device="device-1", days=()):
    return Change(device, sequence, tuple(Edit(*e) for e in edits), tuple(Edit(*e) for e in days))


def apply(diary, made, today=MONDAY):
    """As a request does it: the diary is read, then changed."""
    return Diary.objects.apply(Diary.objects.get(pk=diary.pk), made, today=today)


def test_change_sets_slots_statuses_and_remembers_its_sequence():
    diary = DiaryFactory()

    outcome = apply(diary, change(1, (16, ".", "C"), days=[(0, ".", "W")]))

    diary.refresh_from_db()
    assert (diary.slots, diary.statuses) == (outcome.slots, outcome.statuses)
    assert diary.slots == EMPTY_WEEK[:16] + "C" + EMPTY_WEEK[17:]
    assert diary.statuses == "W......"
    assert diary.devices == [["device-1", 1]]


def test_repeated_change_never_overwrites_newer_work():
    diary = DiaryFactory()
    apply(diary, change(1, (0, ".", "A")))
    apply(diary, change(2, (0, "A", "B")))

    outcome = apply(diary, change(1, (0, ".", "A")))

    diary.refresh_from_db()
    assert outcome.repeated
    assert outcome.slots[0] == diary.slots[0] == "B"


def test_other_device_wins_by_arriving_later_and_is_told_what_it_replaced():
    diary = DiaryFactory()
    apply(diary, change(5, (0, ".", "A")))

    outcome = apply(diary, change(1, (0, ".", "B"), device="device-2"))

    assert outcome.slots[0] == "B"
    assert outcome.slot_conflicts == [Conflict(0, was="A", now="B")]


def test_two_devices_that_set_the_same_do_not_conflict():
    diary = DiaryFactory()
    apply(diary, change(1, (0, ".", "A")))

    outcome = apply(diary, change(1, (0, ".", "A"), device="device-2"))

    assert outcome.slot_conflicts == []


def test_page_without_a_device_leaves_no_sequence():
    diary = DiaryFactory()

    apply(diary, change(0, (0, ".", "A"), device=""))
    apply(diary, change(0, (0, "A", "B"), device=""))

    diary.refresh_from_db()
    assert (diary.slots[0], diary.devices) == ("B", [])


def test_only_the_newest_devices_are_remembered():
    diary = DiaryFactory()
    for n in range(MAX_DEVICES + 2):
        apply(diary, change(n, (n, ".", "A"), device=f"device-{n:02}"))

    diary.refresh_from_db()
    expected = [[f"device-{n:02}", n] for n in range(2, MAX_DEVICES + 2)]
    assert diary.devices == expected


def test_change_to_a_diary_that_moved_on_is_merged_with_what_it_has_become():
    diary = DiaryFactory()
    read_before = Diary.objects.get(pk=diary.pk)
    apply(diary, change(1, (0, ".", "A"), (1, ".", "A")))

    late = change(1, (1, ".", "B"), (2, ".", "B"), device="device-2")
    outcome = Diary.objects.apply(read_before, late, today=MONDAY)

    diary.refresh_from_db()
    assert diary.slots[:3] == outcome.slots[:3] == "ABB"
    assert outcome.slot_conflicts == [Conflict(1, was="A", now="B")]
    assert (diary.version, diary.devices) == (2, [["device-1", 1], ["device-2", 1]])


def test_diary_locked_since_it_was_read_takes_no_change():
    diary = DiaryFactory()
    read_before = Diary.objects.get(pk=diary.pk)
    Diary.objects.update(locked=True)

    with pytest.raises(DiaryLocked):
        Diary.objects.apply(read_before, change(1, (0, ".", "A")), today=MONDAY)

    diary.refresh_from_db()
    assert diary.slots == EMPTY_WEEK


def test_locked_diary_takes_no_change():
    diary = DiaryFactory(locked=True)

    with pytest.raises(DiaryLocked):
        apply(diary, change(1, (0, ".", "A")))

    diary.refresh_from_db()
    assert diary.slots == EMPTY_WEEK


@pytest.mark.parametrize(
    "wrong",
    [{"slots": "A" * 335}, {"slots": " " * 336}, {"statuses": "X......"}, {"statuses": "WW"}],
)
def test_database_refuses_what_is_no_week(wrong):
    diary = DiaryFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Diary.objects.filter(pk=diary.pk).update(**wrong)

    diary.refresh_from_db()
    assert (diary.slots, diary.statuses) == (EMPTY_WEEK, "." * 7)


def days_after(number):
    return MONDAY + datetime.timedelta(days=number)


@pytest.mark.parametrize(
    ("arrives", "band"),
    [(-7, "S"), (1, "S"), (2, "N"), (3, "L"), (400, "L")],
)
def test_day_remembers_how_long_after_it_its_first_half_hour_came(arrives, band):
    diary, tuesday = DiaryFactory(), 48

    outcome = apply(diary, change(1, (tuesday, ".", "A")), days_after(arrives))

    diary.refresh_from_db()
    assert diary.filled == outcome.filled == f".{band}....."


def test_later_changes_of_a_day_leave_its_first_band():
    diary = DiaryFactory()
    apply(diary, change(1, (0, ".", "A")), days_after(0))

    apply(diary, change(2, (1, ".", "A"), (49, ".", "A")), days_after(2))
    apply(diary, change(3, (0, "A", "."), (1, "A", ".")), days_after(3))
    apply(diary, change(4, (0, ".", "A")), days_after(5))

    diary.refresh_from_db()
    assert diary.filled == "SN....."


def test_day_that_was_begun_before_bands_were_kept_gets_none():
    diary = DiaryFactory(slots="A" + EMPTY_WEEK[1:])

    apply(diary, change(1, (0, "A", "."), (1, ".", "B")), days_after(9))

    diary.refresh_from_db()
    assert diary.filled == "......."


def test_status_or_a_cleared_half_hour_gets_no_band():
    diary = DiaryFactory()

    apply(diary, change(1, (0, "A", "."), days=[(1, ".", "L")]), days_after(0))

    diary.refresh_from_db()
    assert diary.filled == "......."


def test_repeated_change_leaves_the_bands():
    diary = DiaryFactory()
    apply(diary, change(1, (0, ".", "A")), days_after(0))

    outcome = apply(diary, change(1, (48, ".", "A")), days_after(0))

    diary.refresh_from_db()
    assert outcome.filled == diary.filled == "S......"
