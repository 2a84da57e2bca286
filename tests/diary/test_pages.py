"""The diary's pages and its save endpoint, as a respondent's browser meets them."""

import json
import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from diary.classification import ACTIVITIES
from diary.models import Diary
from surveys.models import Return, Round
from tests.factories import InvitationFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def text(response):
    return response.content.decode()


def diary():
    return Diary.objects.get()


def save(person, **payload):
    body = json.dumps({"device": "device-1", "sequence": 1, **payload})
    return person.client.post(reverse("diary:save"), body, content_type="application/json")


def test_day_page_saves_what_was_changed(person):
    person.fill_day("tuesday", {18: "C", 19: "C", 20: "a"}, "W")

    assert diary().day(1)[18:21] == "CCa"
    assert diary().statuses == ".W....."
    assert diary().slots.count(".") == 333


def test_day_with_half_hours_and_nothing_said_was_worked(person):
    person.fill_day("monday", {18: "C"})

    assert diary().statuses == "W......"


def test_day_off_is_a_status_without_half_hours(person):
    person.fill_day("saturday", {}, "N")

    assert (diary().statuses, diary().slots) == (".....N.", "." * 336)


def test_stretch_fills_half_hours_and_loses_nothing_else_on_the_page(person):
    form = person.get("diary:day", "monday").context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields} | {
        "slot_30": "8", "fill": "1", "stretch-start": "18", "stretch-end": "22",
        "stretch-activity": "C",
    }  # fmt: skip

    person.post("diary:day", data, "monday")

    assert diary().day(0)[18:31] == "CCCC........8"


@pytest.mark.parametrize(
    ("stretch", "advice"),
    [
        (("22", "18", "C"), "Choose an end time that is after the start time."),
        (("18", "18", "C"), "Choose an end time that is after the start time."),
        (("18", "20", ""), "Choose an activity."),
    ],
)
def test_wrong_stretch_is_refused_and_changes_nothing(person, stretch, advice):
    form = person.get("diary:day", "monday").context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields} | {
        "fill": "1",
        "slot_30": "8",
    }
    data |= dict(zip(("stretch-start", "stretch-end", "stretch-activity"), stretch, strict=True))

    page = person.post("diary:day", data, "monday")

    assert advice in text(page)
    assert diary().slots == "." * 336
    assert chosen(text(page))["slot_30"] == "8"  # nothing that was entered is lost


@pytest.mark.parametrize("wrong", [{"slot_18": "Z"}, {"slot_18": "CC"}, {"status": "X"}])
def test_invalid_code_is_refused_and_changes_nothing(person, wrong):
    form = person.get("diary:day", "monday").context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields} | {"slot_20": "C", **wrong}

    page = person.post("diary:day", data, "monday")

    assert page.status_code == 422
    assert "There is a problem" in text(page)
    assert diary().slots == "." * 336


def test_slot_out_of_range_is_refused_and_changes_nothing(person):
    response = save(person, slots=[[20, ".", "C"], [336, ".", "C"]])

    assert response.status_code == 400
    assert response.json()["problems"] == ["slots, entry 2: the index must be 0 to 335."]
    assert diary().slots == "." * 336


@pytest.mark.parametrize("day", ["someday", "2026-12-24"])
def test_day_outside_the_diary_week_is_no_page(person, day):
    page = person.get("diary:day", day)

    assert page.status_code == 404
    assert "There is no page at this address" in text(page)


def test_page_left_open_never_overwrites_what_it_did_not_touch(person):
    stale = person.get("diary:day", "monday").context["form"]
    save(person, slots=[[20, ".", "C"]])
    data = {name: stale.initial.get(name, "") for name in stale.fields} | {"slot_22": "a"}

    person.post("diary:day", data, "monday")

    assert diary().day(0)[20:23] == "C.a"


def test_conflict_is_told_with_what_was_replaced(person):
    stale = person.get("diary:day", "monday").context["form"]
    save(person, slots=[[20, ".", "C"]])
    data = {name: stale.initial.get(name, "") for name in stale.fields} | {"slot_20": "a"}

    page = person.post("diary:day", data, "monday")

    assert diary().day(0)[20] == "a"
    assert "10:00 was D3" in text(page)
    assert chosen(text(page))["slot_20"] == "a"


def test_day_page_goes_on_to_the_next_day_when_asked(person):
    form = person.get("diary:day", "monday").context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields}

    page = person.post("diary:day", {**data, "then": "tuesday"}, "monday")

    assert page.request["PATH_INFO"] == reverse("diary:day", args=["tuesday"])


def test_day_page_goes_nowhere_else_when_asked(person):
    form = person.get("diary:day", "monday").context["form"]
    data = {name: form.initial.get(name, "") for name in form.fields}

    page = person.post("diary:day", {**data, "then": "https://elsewhere.example/"}, "monday")

    assert page.request["PATH_INFO"] == reverse("diary:day", args=["monday"])


def test_week_page_shows_hours_a_day_and_a_category(person):
    person.fill_day("monday", {**dict.fromkeys(range(18, 24), "C"), 24: "8", 25: "a"}, "W")
    person.fill_day("tuesday", {18: "a"}, "W")

    week = person.get("diary:week").context["week"]

    assert [day.hours for day in week.days] == ["4", "½", "0", "0", "0", "0", "0"]
    assert (week.hours, week.hours_without_breaks, week.days_done) == ("4½", "4", 2)
    assert [(p.category.code, p.half_hours) for p in week.parts] == [("D", 6), ("R", 2), ("S", 1)]


def test_save_endpoint_answers_with_the_whole_diary(person):
    response = save(person, slots=[[18, ".", "C"]], days=[[0, ".", "W"]])

    assert response.json() == {
        "sequence": 1,
        "repeated": False,
        "slots": diary().slots,
        "statuses": "W......",
        "complete": ".......",
        "conflicts": {"slots": [], "days": [], "complete": []},
    }
    assert diary().slots[18] == "C"


def test_save_endpoint_is_idempotent(person):
    save(person, sequence=1, slots=[[18, ".", "C"]])
    save(person, sequence=2, slots=[[18, "C", "a"]])

    again = save(person, sequence=1, slots=[[18, ".", "C"]])

    assert (again.json()["repeated"], again.json()["slots"][18]) == (True, "a")
    assert diary().slots[18] == "a"


def test_save_endpoint_tells_conflicts_with_both_values(person):
    save(person, slots=[[18, ".", "C"]])

    response = save(person, device="device-2", slots=[[18, ".", "a"]])

    assert response.json()["conflicts"] == {
        "slots": [[18, "C", "a"]], "days": [], "complete": [],
    }  # fmt: skip


def test_day_is_marked_complete(person):
    response = save(person, complete=[[2, ".", "Y"]])

    assert response.json()["complete"] == diary().complete == "..Y...."


def test_save_endpoint_never_saves_into_another_persons_diary(person):
    other = Respondent(InvitationFactory()).begin()
    kept = other.client.get(reverse("diary:state")).json()["owner"]

    response = save(person, owner=kept, slots=[[18, ".", "C"]])

    assert (response.status_code, response.json()["reason"]) == (409, "owner")
    assert set(Diary.objects.values_list("slots", flat=True)) == {"." * 336}


def test_state_says_how_the_diary_stands(person):
    person.answer("working-week")
    save(person, slots=[[18, ".", "C"]], days=[[0, ".", "W"]])

    state = person.client.get(reverse("diary:state")).json()

    assert (state["slots"], state["statuses"]) == (diary().slots, "W......")
    assert state["contract"] == {"hours": 37.0, "worked": 41.5, "days": [0, 1, 2, 3, 4]}
    assert (state["writable"], state["refusal"]) == (True, "")
    handle = Return.objects.get().handle
    assert state["owner"] != handle
    assert len(state["owner"]) == 32


def test_shell_for_use_offline_holds_nobodys_diary(person):
    person.fill_day("monday", {18: "C"})

    with_session = text(person.get("diary:offline"))
    without = text(Respondent().get("diary:offline"))

    assert with_session == without
    assert '"slots": null' in without


def test_service_worker_keeps_the_shell_and_static_files_only(settings):
    source = text(Respondent().get("diary:service_worker"))

    (kept,) = re.findall(r"\[\"/diary/offline/[^\]]*\]", source)
    shell, *files = json.loads(kept)
    assert re.fullmatch(r"/diary/offline/\?v=[0-9a-f]{12}", shell)
    assert [f for f in files if not f.startswith(settings.STATIC_URL)] == []
    assert "__SHELL_FILES__" not in source


def test_week_page_hands_the_grid_its_own_diary(person):
    save(person, slots=[[18, ".", "C"]])

    data = person.get("diary:week").context["grid_data"]

    assert (data["slots"], data["startsOn"]) == (diary().slots, diary().starts_on.isoformat())
    assert [a["code"] for a in data["activities"]] == [a.code for a in ACTIVITIES]
    assert data["saveUrl"] == reverse("diary:save")


def test_own_week_shows_how_its_time_divides(person):
    person.fill_day("monday", {**dict.fromkeys(range(18, 24), "C"), 24: "8", 25: "a"}, "W")
    person.send()

    page = person.get("diary:own_week")

    parts = page.context["week"].parts
    assert [(p.category.code, p.hours, p.share) for p in parts] == [
        ("D", "3", 75), ("R", "½", 13), ("S", "½", 13),
    ]  # fmt: skip
    assert reverse("diary:download") in text(page)
    assert "09:00" in text(page)


def test_own_diary_is_downloaded_as_excel(person):
    person.fill_day("tuesday", {18: "C", 24: "8"}, "W")

    response = person.client.get(reverse("diary:download"))

    assert response["Content-Disposition"] == 'attachment; filename="my-diary-week.xlsx"'
    book = load_workbook(BytesIO(response.content))
    rows = list(book["Week"].iter_rows(values_only=True))
    tuesday = f"{diary().date_of(1):%A %-d %B %Y}"
    assert rows[0][2] == tuesday
    entered = [row[2] for row in rows[1:] if row[2]]
    assert entered == ["Worked", "D3 Planned visit", "S9 Lunch and breaks"]
    totals = {row[1]: row[3] for row in book["Hours by activity"].iter_rows(values_only=True)}
    assert (totals["All activities"], totals["Without lunch and breaks"]) == (1, 0.5)


def test_save_endpoint_refuses_a_sent_diary(person):
    person.send()

    response = save(person, slots=[[18, ".", "C"]])

    assert response.status_code == 409
    assert response.json()["problems"] == [
        "You have sent your return. To change your diary, open your return again first."
    ]
    assert diary().slots == "." * 336


def test_save_endpoint_refuses_a_closed_round(person):
    Round.objects.update(state=Round.State.CLOSED)

    response = save(person, slots=[[18, ".", "C"]])

    assert response.status_code == 409
    assert response.json()["problems"] == [
        "The survey is closed, so your diary can no longer be changed."
    ]


def test_save_endpoint_without_a_session_asks_for_the_code(person):
    person.post("surveys:leave")

    response = save(person, slots=[[18, ".", "C"]])

    assert response.status_code == 403
    assert response.json()["problems"] == ["Enter your access code and PIN again."]


def test_save_endpoint_needs_its_own_sites_token():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(
        reverse("diary:save"), b"{}", content_type="application/json"
    )

    assert response.status_code == 403
    assert "This page was open for too long" in text(response)


def test_save_costs_two_queries(person, django_assert_num_queries):
    # One finds the diary by the session, one writes it unless it has changed meanwhile.
    with django_assert_num_queries(2):
        save(person, slots=[[18, ".", "C"]])


def test_sent_day_can_be_read_and_not_saved(person):
    person.fill_day("monday", {18: "C"}, "W")
    person.send()

    page = text(person.get("diary:day", "monday"))

    assert 'name="save"' not in page
    assert "You have sent your return" in page


def test_activities_page_has_all_forty_official_labels(person):
    page = text(person.get("diary:activities"))

    assert "Therapeutic intervention / group work" in page
    assert page.count("Time spent travelling") == 5


class Selects(HTMLParser):
    """The chosen option of each select of a page."""

    def __init__(self):
        super().__init__()
        self.name, self.found = "", {}

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "select":
            self.name = attributes.get("name", "")
        elif tag == "option" and "selected" in attributes:
            self.found[self.name] = attributes["value"]


def chosen(page):
    parser = Selects()
    parser.feed(page)
    return parser.found
