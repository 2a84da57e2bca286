"""The grid as its browser tests see it: cells by day and half hour, drags, what is stored."""

from typing import Any

from playwright.sync_api import Page, expect

from diary.models import Diary
from diary.timeline import EMPTY_WEEK, SLOTS_PER_DAY
from tests.factories import InvitationFactory
from tests.respondent import Respondent

Place = tuple[int, int]  # day and half hour
BLANK_DAY = "." * SLOTS_PER_DAY


def open_grid(page: Page, live_server: Any, **cells: str) -> Diary:
    """A respondent's diary, holding `cells` (slots, statuses, complete), open at /diary/."""
    person = Respondent(InvitationFactory()).begin()
    diary = Diary.objects.get()
    for name, value in cells.items():
        setattr(diary, name, value)
    diary.save()
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in person.client.cookies.items()
            if morsel.value
        ]
    )
    page.goto("/diary/")
    expect(page.locator("[data-grid-app]")).to_be_visible()
    return diary


def week(*runs: tuple[int, int, int, str]) -> str:
    """A week of runs (day, first half hour, end, symbol), blank elsewhere."""
    slots = list(EMPTY_WEEK)
    for day, start, end, symbol in runs:
        for slot in range(start, end):
            slots[day * SLOTS_PER_DAY + slot] = symbol
    return "".join(slots)


def cell(page: Page, day: int, slot: int):
    return page.locator(f".dg-cell[data-index='{day * SLOTS_PER_DAY + slot}']")


def pick(page: Page, code: str) -> None:
    """Press an activity in the palette."""
    page.locator(".dg-pick").filter(has=page.get_by_text(code, exact=True)).click()


def point(page: Page, day: int, slot: int, part: float = 0.5) -> tuple[float, float]:
    """A place in a cell, `part` of its height from its top."""
    box = cell(page, day, slot).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * part


def drag(
    page: Page,
    start: tuple[int, int],
    end: tuple[int, int],
    parts: tuple[float, float] = (0.5, 0.5),
) -> None:
    """Press in one cell (day, half hour), move to another, let go."""
    cell(page, *start).evaluate("cell => cell.scrollIntoView({block: 'center'})")
    page.mouse.move(*point(page, *start, parts[0]))
    page.mouse.down()
    page.mouse.move(*point(page, *end, parts[1]), steps=4)
    page.mouse.up()


def saved(page: Page, diary: Diary) -> Diary:
    """The diary as the database holds it once the page says that all is saved."""
    expect(page.locator(".save-status")).to_have_text("All changes saved")
    diary.refresh_from_db()
    return diary


def says(page: Page, words: str) -> None:
    """What a listener hears."""
    expect(page.locator("[data-announcer]")).to_have_text(words)
