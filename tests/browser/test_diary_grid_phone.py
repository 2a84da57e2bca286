"""The diary on a phone: one day at a time, with a thumb."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import overflow
from tests.browser.diary_grid import open_grid, saved, week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def page(new_context) -> Page:
    return new_context(**PHONE)


def press(page: Page, *names: str) -> None:
    for name in names:
        page.locator(".dg-phone").get_by_role("button", name=name).first.click()


def test_entries_follow_one_another(page, live_server):
    diary = open_grid(page, live_server)
    expect(page.get_by_role("heading", name="What did you do first?")).to_be_visible()

    press(page, "Direct contact", "D3 Planned visit", "1½ hours")
    expect(page.get_by_role("heading", name="What did you do next?")).to_be_visible()
    expect(page.get_by_label("From")).to_have_value("21")  # 10:30
    press(page, "Case recording", "R1", "D3 Planned visit")

    assert saved(page, diary).slots == week((0, 18, 21, "C"), (0, 21, 22, "a"), (0, 22, 23, "C"))
    assert diary.statuses == "W......"


def test_length_can_be_made_shorter_again(page, live_server):
    diary = open_grid(page, live_server)

    press(page, "Direct contact", "D3 Planned visit", "3 hours", "1 hour", "Longer")

    assert saved(page, diary).slots == week((0, 18, 21, "C"))


def test_night_shift_runs_on_into_the_next_day(page, live_server):
    diary = open_grid(page, live_server)

    page.get_by_label("From").select_option(label="22:00")
    press(page, "Direct contact", "D8", "4 hours")

    assert saved(page, diary).slots == week((0, 44, 48, "H"), (1, 0, 4, "H"))


def test_activity_is_found_by_a_word(page, live_server):
    diary = open_grid(page, live_server)

    page.get_by_role("combobox", name="Find an activity").fill("lunch")
    page.locator(".dg-option").first.click()

    assert saved(page, diary).slots == week((0, 18, 19, "8"))


def test_entry_is_corrected_from_the_list(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C"), (0, 20, 22, "a")))

    press(page, "09:00–10:00")
    page.get_by_label("End").select_option(label="09:30")
    page.get_by_role("button", name="Save").click()
    assert saved(page, diary).slots == week((0, 18, 19, "C"), (0, 20, 22, "a"))

    press(page, "10:00–11:00")
    page.get_by_label("End").select_option(label="08:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Choose an end time that is after the start time."
    )
    page.get_by_role("button", name="Delete").click()
    assert saved(page, diary).slots == week((0, 18, 19, "C"))
    press(page, "Undo")
    assert saved(page, diary).slots == week((0, 18, 19, "C"), (0, 20, 22, "a"))


def test_activity_of_an_entry_is_changed(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C")))

    press(page, "09:00–10:00")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Change the activity").click()
    dialog.get_by_role("combobox", name="Find an activity").fill("court report")
    dialog.locator(".dg-option").first.click()

    assert saved(page, diary).slots == week((0, 18, 20, "e"))


def test_gap_is_filled_where_it_is(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C"), (0, 22, 24, "a")))

    press(page, "nothing entered", "R1")
    assert saved(page, diary).slots == week((0, 18, 20, "C"), (0, 20, 21, "a"), (0, 22, 24, "a"))


def test_days_are_reached_by_tab_and_by_swipe(page, live_server):
    open_grid(page, live_server)
    heading = page.locator(".dg-day-name")

    page.get_by_role("button", name="Wednesday 18").click()
    expect(heading).to_have_text("Wednesday 18 November")
    client = page.context.new_cdp_session(page)
    for kind, x in [("touchStart", 300), ("touchMove", 200), ("touchMove", 80), ("touchEnd", 80)]:
        points = [] if kind == "touchEnd" else [{"x": x, "y": 400}]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    expect(heading).to_have_text("Thursday 19 November")


def test_kind_of_day_complete_and_copy(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C")), statuses="W......")

    press(page, "Complete", "Worked")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Tuesday", exact=True).click()
    dialog.get_by_role("button", name="Copy", exact=True).click()
    press(page, "Wednesday 18", "What kind of day was it?")
    dialog.get_by_role("button", name="Annual leave").click()

    assert saved(page, diary).slots == week((0, 18, 20, "C"), (1, 18, 20, "C"))
    assert diary.statuses == "WWL...."
    assert diary.complete == "Y......"


def test_everything_is_thumb_sized_and_nothing_scrolls_sideways(page, live_server):
    open_grid(page, live_server, slots=week((0, 18, 20, "C"), (0, 22, 23, "a")))
    press(page, "Direct contact", "D11 Other phone contact")

    small = page.evaluate(
        """() => [...document.querySelectorAll(".dg-phone :is(button, select, input)")]
            .filter((item) => item.getClientRects().length)
            .filter((item) => item.getBoundingClientRect().height < 44)
            .map((item) => item.textContent)"""
    )
    assert small == []
    assert overflow(page) == 0


def test_turning_the_phone_keeps_what_was_entered(page, live_server):
    diary = open_grid(page, live_server)
    press(page, "Direct contact", "D3 Planned visit")

    page.set_viewport_size({"width": 1000, "height": 700})

    expect(page.get_by_role("grid")).to_be_visible()
    assert saved(page, diary).slots == week((0, 18, 19, "C"))
