"""The week grid with a mouse: painting, dragging, copying, what it says, and what is stored."""

import pytest
from playwright.sync_api import expect

from diary.timeline import EMPTY_WEEK
from surveys.models import Return
from tests.browser.diary_grid import (
    BLANK_DAY,
    cell,
    drag,
    open_grid,
    pick,
    point,
    saved,
    says,
    week,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_painting_fills_half_hours_and_takes_the_day_for_worked(page, live_server):
    diary = open_grid(page, live_server)

    pick(page, "D3")
    drag(page, (1, 18), (1, 20))

    assert saved(page, diary).slots == week((1, 18, 21, "C"))
    assert diary.statuses == ".W....."
    says(page, "Tuesday 09:00 to 10:30, D3 Planned visit.")
    assert cell(page, 1, 18).inner_text() == "D3 Planned visit"


def test_painting_across_days_fills_a_rectangle(page, live_server):
    diary = open_grid(page, live_server)

    pick(page, "S7")
    drag(page, (3, 20), (0, 18))

    wanted = week(*((day, 18, 21, "6") for day in range(4)))
    assert saved(page, diary).slots == wanted
    says(page, "Monday to Thursday, 09:00 to 10:30, S7 Team and office work.")


def test_what_is_selected_first_is_filled_by_a_press(page, live_server):
    diary = open_grid(page, live_server)

    drag(page, (2, 18), (2, 19))
    expect(page.locator(".dg-bar-told")).to_contain_text("Wednesday 09:00 to 10:00")
    pick(page, "R5")

    assert saved(page, diary).slots == week((2, 18, 20, "e"))
    expect(page.locator(".dg-pick[aria-pressed='true']")).to_have_count(0)


def test_edge_of_a_block_is_dragged_longer_and_shorter(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C"), (0, 22, 24, "a")))

    drag(page, (0, 19), (0, 21), (0.95, 0.5))
    assert saved(page, diary).slots == week((0, 18, 22, "C"), (0, 22, 24, "a"))

    drag(page, (0, 18), (0, 20), (0.05, 0.5))
    assert saved(page, diary).slots == week((0, 20, 22, "C"), (0, 22, 24, "a"))


def test_block_is_moved_to_another_day(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 21, "C")))

    drag(page, (0, 19), (3, 25))

    assert saved(page, diary).slots == week((3, 24, 27, "C"))
    says(page, "Thursday 12:00 to 13:30, D3 Planned visit.")


def test_escape_drops_a_drag(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 21, "C")))

    page.mouse.move(*point(page, 0, 19))
    page.mouse.down()
    page.mouse.move(*point(page, 4, 30), steps=3)
    page.keyboard.press("Escape")
    page.mouse.up()

    assert saved(page, diary).slots == week((0, 18, 21, "C"))


def test_erasing_clears_what_is_dragged_over(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 22, "C"), (1, 18, 22, "C")))

    page.get_by_role("button", name="Erase").click()
    drag(page, (0, 20), (1, 21))

    assert saved(page, diary).slots == week((0, 18, 20, "C"), (1, 18, 20, "C"))


def test_undo_and_redo_go_all_the_way(page, live_server):
    diary = open_grid(page, live_server)
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    pick(page, "D3")
    for slot in (18, 20, 22):
        drag(page, (0, slot), (0, slot))
    full = saved(page, diary).slots
    assert full == week((0, 18, 19, "C"), (0, 20, 21, "C"), (0, 22, 23, "C"))

    for _ in range(3):
        undo.click()
    assert saved(page, diary).slots == EMPTY_WEEK
    assert diary.statuses == "......."
    expect(undo).to_be_disabled()

    for _ in range(3):
        redo.click()
    assert saved(page, diary).slots == full
    expect(redo).to_be_disabled()


def test_day_is_copied_in_three_presses(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 24, "C")), statuses="W......")

    page.get_by_role("button", name="Monday 16").click()
    page.get_by_role("button", name="Thursday", exact=True).click()
    page.get_by_role("button", name="Copy", exact=True).click()

    assert saved(page, diary).slots == week((0, 18, 24, "C"), (3, 18, 24, "C"))
    assert diary.statuses == "W..W..."
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_copying_over_entries_says_so_and_can_be_undone(page, live_server):
    before = week((0, 18, 24, "C"), (1, 30, 33, "a"))
    diary = open_grid(page, live_server, slots=before, statuses="WW.....")

    page.get_by_role("button", name="Monday 16").click()
    page.get_by_role("button", name="Tuesday", exact=True).click()
    expect(page.locator(".dg-warning")).to_have_text(
        "Tuesday has 1½ hours here already. The copy replaces that; undo brings it back."
    )
    page.get_by_role("button", name="Replace and copy").click()
    assert saved(page, diary).slots == week((0, 18, 24, "C"), (1, 18, 24, "C"))

    page.get_by_role("button", name="Undo").click()
    assert saved(page, diary).slots == before


def test_day_is_made_the_same_as_the_day_before(page, live_server):
    diary = open_grid(page, live_server, slots=week((3, 18, 24, "C")), statuses="...W...")

    page.get_by_role("button", name="Friday 20").click()
    page.get_by_role("button", name="Same as Thursday").click()

    assert saved(page, diary).slots == week((3, 18, 24, "C"), (4, 18, 24, "C"))
    assert diary.statuses == "...WW.."


def test_selection_is_copied_to_the_same_times_of_other_days(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C"), (1, 30, 31, "a")))

    cell(page, 0, 18).click()
    page.get_by_role("button", name="Copy to days…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Monday to Friday").click()
    dialog.get_by_role("button", name="Copy", exact=True).click()

    wanted = week(*((day, 18, 20, "C") for day in range(5)), (1, 30, 31, "a"))
    assert saved(page, diary).slots == wanted


def test_kind_of_day_and_complete_are_kept(page, live_server):
    diary = open_grid(page, live_server)

    page.get_by_role("button", name="Saturday 21").click()
    page.get_by_role("button", name="Not a working day").click()
    page.get_by_role("button", name="Saturday is complete").click()

    assert saved(page, diary).statuses == ".....N."
    assert diary.complete == ".....Y."
    expect(page.locator(".dg-figures")).to_contain_text("1 of 7")


def test_figures_follow_with_and_without_breaks(page, live_server):
    open_grid(page, live_server, slots=week((0, 18, 26, "C"), (0, 26, 28, "8")))

    expect(page.locator(".dg-figure").nth(0)).to_have_text("Monday5 h4 without lunch and breaks")
    pick(page, "R1")
    drag(page, (1, 18), (1, 20))

    expect(page.locator(".dg-figure").nth(0)).to_have_text("Tuesday1½ h")
    expect(page.locator(".dg-figure").nth(1)).to_have_text(
        "This week6½ h5½ without lunch and breaks"
    )
    expect(page.get_by_role("img", name="Direct contact 4 h; Case recording 1½ h")).to_be_visible()


def test_checks_are_asked_in_plain_words_and_lead_to_the_day(page, live_server):
    slots = week((0, 12, 46, "C"), (3, 18, 20, "a"))
    open_grid(page, live_server, slots=slots, statuses="W..L...")

    expect(page.locator(".dg-checks-list li > span")).to_have_text(
        [
            "Monday has 17 hours. Is that right?",
            "Monday has one activity for more than 5 hours without a break. Is that right?",
            "Tuesday is blank. What kind of day was it?",
            "Wednesday is blank. What kind of day was it?",
            "Thursday is “Annual leave”, and has 1 hour. Are both right?",
        ]
    )
    page.get_by_role("button", name="Go to Thursday").click()
    expect(cell(page, 3, 18)).to_be_focused()


def test_activity_is_found_by_everyday_words(page, live_server):
    diary = open_grid(page, live_server)
    search = page.get_by_role("combobox", name="Find an activity")

    for words, code in {"home visit": "D3", "lunch": "S9", "court": "R5"}.items():
        search.fill(words)
        expect(page.locator(".dg-option[aria-selected='true'] .chip")).to_have_text(code)
    page.locator(".dg-option").first.click()
    drag(page, (0, 18), (0, 19))

    assert saved(page, diary).slots == week((0, 18, 20, "e"))


def test_definition_is_one_press_away(page, live_server):
    open_grid(page, live_server)
    pick(page, "OA2")
    expect(page.locator(".dg-definition")).to_have_text(
        "OA2: Collecting and assessing information, checking records"
    )


def test_folded_hours_never_hide_an_entry(page, live_server):
    open_grid(page, live_server, slots=week((0, 44, 48, "H"), (1, 0, 11, "H")))

    for day, slot in ((0, 44), (0, 47), (1, 0), (1, 10)):
        expect(cell(page, day, slot)).to_be_visible()


def test_early_and_late_hours_unfold_by_a_press(page, live_server):
    open_grid(page, live_server)
    expect(cell(page, 0, 13)).to_be_hidden()
    expect(cell(page, 0, 40)).to_be_hidden()

    page.get_by_role("button", name="Earlier than 07:00").click()
    page.get_by_role("button", name="Later than 20:00").click()

    expect(cell(page, 0, 0)).to_be_visible()
    expect(cell(page, 0, 47)).to_be_visible()


def test_what_another_device_had_is_told_and_can_be_taken(page, live_server):
    diary = open_grid(page, live_server)
    diary.slots = week((0, 18, 19, "a"))
    diary.save()

    pick(page, "D3")
    drag(page, (0, 18), (0, 18))
    expect(page.locator(".dg-conflict li")).to_have_text(
        "Monday 09:00 to 09:30: there R1 Recording after contact, here D3 Planned visit"
    )
    page.get_by_role("button", name="Use the other").click()

    assert saved(page, diary).slots == week((0, 18, 19, "a"))
    expect(page.locator(".dg-conflict")).to_be_hidden()


def test_sent_diary_can_be_read_and_not_changed(page, live_server):
    diary = open_grid(page, live_server, slots=week((0, 18, 20, "C")))
    diary.locked = True
    diary.save()
    Return.objects.update(state=Return.State.SENT)
    page.reload()

    drag(page, (0, 24), (0, 26))
    cell(page, 0, 30).focus()
    page.keyboard.type("d3")

    expect(page.get_by_role("grid")).to_have_attribute("aria-readonly", "true")
    expect(page.locator(".dg-palette")).to_be_hidden()
    assert saved(page, diary).slots == week((0, 18, 20, "C"))
    assert diary.day(1) == BLANK_DAY


def test_touch_on_a_wide_screen_paints_with_an_activity_in_hand(new_context, live_server):
    page = new_context(viewport={"width": 1100, "height": 900}, has_touch=True)
    diary = open_grid(page, live_server)

    page.locator(".dg-pick[data-symbol='C']").tap()
    cell(page, 2, 20).tap()

    assert saved(page, diary).slots == week((2, 20, 21, "C"))
