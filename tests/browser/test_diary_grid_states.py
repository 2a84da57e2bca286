"""The grid in its states: axe finds nothing, and nothing is wider than its window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe_violations, overflow
from tests.browser.diary_grid import cell, drag, open_grid, pick, week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILLED = {
    "slots": week((0, 12, 46, "C"), (1, 17, 26, "a"), (1, 26, 27, "8"), (3, 18, 20, "M")),
    "statuses": "WW.L...",
    "complete": "YY.....",
}
EMPTY: dict[str, str] = {}


def conflict(page: Page) -> None:
    from diary.models import Diary

    Diary.objects.update(slots=week((2, 20, 21, "a")))
    pick(page, "D3")
    drag(page, (2, 20), (2, 20))
    expect(page.locator(".dg-conflict")).to_be_visible()


def refused(page: Page) -> None:
    from diary.models import Diary

    Diary.objects.update(locked=True)
    pick(page, "D3")
    drag(page, (2, 20), (2, 20))
    expect(page.locator(".save-status")).to_contain_text("Not saved")


def search(page: Page) -> None:
    page.get_by_role("combobox", name="Find an activity").fill("phone")


def phone_entry(page: Page) -> None:
    page.get_by_role("button", name="Direct contact").click()
    page.locator(".dg-thumb[data-symbol='C']").last.click()
    page.get_by_role("button", name="Own agency").click()


STATES: dict[str, tuple[dict[str, str], Callable[[Page], object]]] = {
    "empty": (EMPTY, lambda page: None),
    "filled": (FILLED, lambda page: None),
    "activity in hand": (FILLED, lambda page: pick(page, "OA4")),
    "selection": (FILLED, lambda page: drag(page, (4, 20), (5, 24))),
    "focus in the grid": (FILLED, lambda page: cell(page, 0, 20).focus()),
    "search": (FILLED, search),
    "nothing found": (
        FILLED,
        lambda page: page.get_by_role("combobox", name="Find an activity").fill("zebra"),
    ),
    "day panel": (FILLED, lambda page: page.get_by_role("button", name="Tuesday 17").click()),
    "help": (FILLED, lambda page: page.get_by_text("How to fill your week").click()),
    "conflict": (EMPTY, conflict),
    "refused": (EMPTY, refused),
}
PHONE_STATES: dict[str, tuple[dict[str, str], Callable[[Page], object]]] = {
    "empty": (EMPTY, lambda page: None),
    "filled": (FILLED, lambda page: None),
    "entry": (EMPTY, phone_entry),
    "search": (FILLED, search),
    "episode": (
        FILLED,
        lambda page: page.get_by_role("button", name="06:00–23:00").click(),
    ),
    "day panel": (FILLED, lambda page: page.locator(".dg-day-status").click()),
}


@pytest.mark.parametrize("name", STATES)
def test_desk_is_accessible(new_context, live_server, name):
    cells, reach = STATES[name]
    page = new_context(viewport={"width": 1280, "height": 900})
    open_grid(page, live_server, **cells)
    reach(page)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe_violations(page) == []
    assert overflow(page) == 0
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PHONE_STATES)
def test_phone_is_accessible_down_to_320_pixels(new_context, live_server, name):
    cells, reach = PHONE_STATES[name]
    page = new_context(viewport={"width": 320, "height": 640})
    open_grid(page, live_server, **cells)
    reach(page)

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert axe_violations(page) == []
    assert overflow(page) == 0


def test_desk_without_a_connection_is_accessible(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, reduced_motion="reduce")
    page = context.new_page()
    open_grid(page, live_server)
    context.set_offline(True)
    cell(page, 2, 20).focus()
    page.keyboard.type("d3")
    expect(page.locator(".save-status")).to_contain_text("No connection")

    assert axe_violations(page) == []
    context.close()


def test_grid_at_900_pixels_fits(new_context, live_server):
    page = new_context(viewport={"width": 900, "height": 700})
    open_grid(page, live_server, **FILLED)

    expect(page.get_by_role("grid")).to_be_visible()
    assert overflow(page) == 0


def test_blocks_show_in_forced_colours(new_context, live_server):
    page = new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    open_grid(page, live_server, **FILLED)

    border = "cell => getComputedStyle(cell, '::before').borderLeftWidth"
    assert cell(page, 1, 20).evaluate(border) == "5px"
    assert cell(page, 1, 40).evaluate(border) == "0px"
