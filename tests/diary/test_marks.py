"""What the diary's templates draw: groups of half hours, and where the next entry goes."""

import pytest
from django.urls import reverse

from diary.classification import CATEGORIES
from diary.forms import DayForm
from diary.models import Diary
from diary.templatetags.diary_marks import slot_groups
from diary.timeline import SLOTS_PER_DAY
from diary.weeks import EpisodeLine, next_stretch
from tests.factories import InvitationFactory
from tests.respondent import Respondent

WORKING_DAY = range(14, 40)


def day(symbols):
    return "".join(symbols.get(slot, ".") for slot in range(SLOTS_PER_DAY))


def groups_of(symbols, data=None):
    form = DayForm(data, day=0, slots=day(symbols), status=".")
    return slot_groups(form, WORKING_DAY)


def test_slot_groups_hold_each_half_hour_once_in_order():
    groups = groups_of({})

    times = [row.time for group in groups for row in group.rows]
    assert [group.title for group in groups] == ["Before 07:00", "07:00 to 20:00", "After 20:00"]
    assert times == [f"{slot // 2:02d}:{slot % 2 * 30:02d}" for slot in range(SLOTS_PER_DAY)]


def test_slot_groups_open_where_something_is_entered():
    groups = groups_of({4: "C", 41: "a", 42: "a"})

    assert [(g.key, g.is_open, g.hours) for g in groups] == [
        ("early", True, "½"),
        ("day", False, "0"),
        ("late", True, "1"),
    ]
    assert [(r.time, r.category) for g in groups for r in g.rows if r.category] == [
        ("02:00", "D"),
        ("20:30", "R"),
        ("21:00", "R"),
    ]


def test_slot_groups_open_where_something_is_wrong():
    data = {"saw": day({}), "saw_status": ".", "slot_47": "?"}
    assert [group.is_open for group in groups_of({}, data)] == [False, False, True]


@pytest.mark.parametrize(
    ("symbols", "start", "end"),
    [({}, 18, 20), ({18: "C", 21: "C"}, 22, 24), ({46: "C"}, 47, 48), ({47: "C"}, 18, 20)],
)
def test_next_stretch_follows_the_last_entry(symbols, start, end):
    assert next_stretch(day(symbols)) == {"start": start, "end": end}


def test_episode_line_knows_its_place_in_the_picture_of_the_day():
    line = EpisodeLine("07:30", "24:00", "D3", "Planned visit", CATEGORIES[0])
    assert (line.start_slot, line.half_hours, line.hours) == (15, 33, "16½")


@pytest.mark.django_db
def test_day_page_keeps_a_stretch_that_was_chosen_whichever_button_saves():
    person = Respondent(InvitationFactory()).begin()
    sent = {
        "saw": day({}),
        "saw_status": ".",
        "stretch-start": "18",
        "stretch-end": "20",
        "stretch-activity": "C",
        "then": "tuesday",
    }

    response = person.client.post(reverse("diary:day", args=["monday"]), sent)

    assert response.url == reverse("diary:day", args=["tuesday"])
    assert Diary.objects.get().day(0) == day({18: "C", 19: "C"})
