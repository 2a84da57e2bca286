"""The week grid by keyboard alone: everything that a mouse can do."""

import pytest
from playwright.sync_api import Page, expect

from diary.timeline import EMPTY_WEEK
from tests.browser.diary_grid import cell, open_grid, saved, says, week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(page: Page, day: int, slot: int) -> None:
    expect(cell(page, day, slot)).to_be_focused()


def test_full_day_is_entered_corrected_copied_and_marked_complete(page, live_server):
    diary = open_grid(page, live_server)
    for _ in range(60):
        press(page, "Tab")
        if page.evaluate("() => document.activeElement.getAttribute('role')") == "gridcell":
            break
    at(page, 0, 18)

    page.keyboard.type("s7d3.d12")  # a team meeting, a visit of an hour, the way back
    press(page, "Shift+ArrowDown", "Shift+ArrowDown")
    page.keyboard.type("r1")
    page.keyboard.type("lunch")
    press(page, "Enter")
    page.keyboard.type("oa1.")
    at(page, 0, 28)
    entered = week(
        (0, 18, 19, "6"),
        (0, 19, 21, "C"),
        (0, 21, 22, "L"),
        (0, 22, 25, "a"),
        (0, 25, 26, "8"),
        (0, 26, 28, "M"),
    )
    assert saved(page, diary).slots == entered

    press(page, "ArrowUp", "Delete")
    assert saved(page, diary).slots[27] == "."
    press(page, "Control+z")
    assert saved(page, diary).slots == entered

    press(page, "Control+a", "Control+c", "ArrowRight", "Control+v")
    assert saved(page, diary).day(1) == diary.day(0)
    assert diary.statuses == "WW....."

    press(page, "Control+Enter")
    page.get_by_role("button", name="Mark this day complete").focus()
    press(page, "Enter")
    assert saved(page, diary).complete == ".Y....."


def test_arrows_and_pages_move_and_go_past_midnight(page, live_server):
    open_grid(page, live_server)
    cell(page, 2, 20).focus()

    for key, day, slot in [
        ("ArrowDown", 2, 21),
        ("ArrowRight", 3, 21),
        ("ArrowUp", 3, 20),
        ("ArrowLeft", 2, 20),
        ("PageDown", 2, 24),
        ("PageUp", 2, 20),
        ("Home", 0, 20),
        ("End", 6, 20),
        ("Control+End", 6, 47),
        ("Control+Home", 0, 0),
        ("ArrowUp", 0, 0),
        ("Control+End", 6, 47),
        ("Home", 0, 47),
        ("ArrowDown", 1, 0),
        ("ArrowUp", 0, 47),
    ]:
        press(page, key)
        at(page, day, slot)


def test_tab_stops_once_in_the_grid_and_once_among_the_days(page, live_server):
    open_grid(page, live_server)
    stops = "() => document.querySelectorAll('{} [tabindex=\"0\"]').length"

    assert page.evaluate(stops.format(".dg-grid")) == 1
    assert page.evaluate(stops.format(".dg-strip")) == 1


def test_selection_is_announced_and_filled_across_days(page, live_server):
    diary = open_grid(page, live_server)
    cell(page, 0, 18).focus()

    press(page, "Shift+ArrowDown", "Shift+ArrowRight", "Shift+ArrowRight")
    says(page, "Monday to Wednesday, 09:00 to 10:00 selected.")
    page.keyboard.type("ia3")

    assert saved(page, diary).slots == week(*((day, 18, 20, "T") for day in range(3)))


def test_night_shift_is_selected_through_midnight(page, live_server):
    diary = open_grid(page, live_server)
    cell(page, 4, 38).focus()

    press(page, "PageDown", "PageDown", *["Shift+ArrowDown"] * 4)
    says(page, "Friday 23:00 to Saturday 01:30 selected.")
    page.keyboard.type("d8")

    assert saved(page, diary).slots == week((4, 46, 48, "H"), (5, 0, 3, "H"))
    assert diary.statuses == "....WW."
    at(page, 5, 3)


def test_code_that_a_longer_one_could_follow_is_entered_after_a_pause(page, live_server):
    diary = open_grid(page, live_server)
    cell(page, 0, 18).focus()

    page.keyboard.type("d1")
    at(page, 0, 19)
    page.keyboard.type("d10")
    at(page, 0, 20)
    page.keyboard.type("s1")
    press(page, "Enter")

    assert saved(page, diary).slots == week((0, 18, 19, "A"), (0, 19, 20, "J"), (0, 20, 21, "0"))


def test_day_as_the_day_before_is_one_key(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 22, "C")), statuses="W......")
    cell(page, 1, 30).focus()

    press(page, "=")

    assert saved(page, diary).slots == week((0, 18, 22, "C"), (1, 18, 22, "C"))


def test_block_is_selected_cut_and_pasted_elsewhere(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 22, "C"), (2, 30, 31, "a")))
    cell(page, 0, 20).focus()

    press(page, "Shift+Space", "Control+x")
    cell(page, 2, 28).focus()
    press(page, "Control+v")

    assert saved(page, diary).slots == week((2, 28, 32, "C"))
    says(
        page,
        "Wednesday 14:00 to 16:00, pasted. "
        "It replaced ½ hour of other entries; undo brings them back.",
    )
    expect(page.locator(".dg-bar-told")).to_contain_text("It replaced ½ hour of other entries")
    press(page, "Control+z", "Control+z")
    assert saved(page, diary).slots == week((0, 18, 22, "C"), (2, 30, 31, "a"))
    press(page, "Control+y")
    assert saved(page, diary).slots == week((2, 30, 31, "a"))


def test_search_is_left_with_escape_and_nothing_is_entered(page, live_server):
    diary = open_grid(page, live_server)
    cell(page, 0, 18).focus()

    press(page, "Enter")
    expect(page.get_by_role("combobox", name="Find an activity")).to_be_focused()
    page.keyboard.type("phone")
    press(page, "Escape")

    at(page, 0, 18)
    assert saved(page, diary).slots == EMPTY_WEEK


def test_arrows_choose_among_what_was_found(page, live_server):
    diary = open_grid(page, live_server)
    cell(page, 0, 18).focus()

    page.keyboard.type("phone")
    press(page, "ArrowDown", "ArrowDown")
    chosen = page.locator(".dg-option[aria-selected='true'] .chip").inner_text()
    press(page, "Enter")

    symbol = page.locator(".dg-pick").filter(has_text=chosen).first.get_attribute("data-symbol")
    assert saved(page, diary).slots == week((0, 18, 19, symbol))
    at(page, 0, 19)


def test_early_hours_open_when_the_focus_gets_there(page, live_server):
    open_grid(page, live_server)
    cell(page, 0, 14).focus()

    press(page, "ArrowUp")

    at(page, 0, 13)
    expect(cell(page, 0, 13)).to_be_visible()
