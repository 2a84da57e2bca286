"""A full day by keyboard alone: from the start page over entering, correcting, copying to sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from diary.models import Diary
from surveys.actions import code_of
from surveys.codes import format_code
from surveys.models import Return
from tests.browser.diary_grid import cell, saved, week
from tests.browser.test_keyboard import press, tab_to
from tests.factories import PIN, InvitationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTERED = (
    (0, 18, 19, "6"),  # S7 team and office work
    (0, 19, 21, "C"),  # D3 planned visit
    (0, 21, 22, "L"),  # D12 travel to clients
    (0, 22, 25, "a"),  # R1 recording after contact
    (0, 25, 26, "8"),  # S9 lunch and breaks, by a word
    (0, 26, 28, "M"),  # OA1 formal case meetings
    (0, 28, 32, "f"),  # R6 referral forms, which were meant to be core assessments
    (0, 32, 34, "R"),  # IA1 calls and email
)
CORRECTED = tuple((*run[:3], "c" if run[3] == "f" else run[3]) for run in ENTERED)


def begin(page: Page) -> None:
    """From the start page to the grid, with the code and a PIN typed."""
    page.goto("/start/")
    tab_to(page, "Access code")
    page.keyboard.type(format_code(code_of(InvitationFactory())))
    press(page, "Continue")
    press(page, "Continue")
    tab_to(page, "I have read what this is")
    page.keyboard.press("Space")
    tab_to(page, "Choose a PIN")
    page.keyboard.type(PIN)
    tab_to(page, "Enter the PIN again")
    page.keyboard.type(PIN)
    press(page, "Agree and start")
    press(page, "Diary")
    expect(page.get_by_role("grid")).to_be_visible()
    tab_to(page, "gridcell")
    expect(cell(page, 0, 18)).to_be_focused()


def enter_the_day(page: Page) -> None:
    page.keyboard.type("s7d3.d12")
    keys(page, "Shift+ArrowDown", "Shift+ArrowDown")
    page.keyboard.type("r1")
    page.keyboard.type("lunch")
    keys(page, "Enter")
    page.keyboard.type("oa1.")
    keys(page, *["Shift+ArrowDown"] * 3)
    page.keyboard.type("r6ia1.")
    expect(cell(page, 0, 34)).to_be_focused()


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def test_full_day_is_entered_corrected_copied_and_sent_by_keyboard_alone(page):
    begin(page)
    diary = Diary.objects.get()

    enter_the_day(page)
    assert saved(page, diary).slots == week(*ENTERED)

    # Corrected: the whole block of referral forms becomes core assessments.
    keys(page, *["ArrowUp"] * 4, "Shift+Space")
    page.keyboard.type("r3")
    assert saved(page, diary).slots == week(*CORRECTED)

    # Copied: to Tuesday by the clipboard, to Wednesday as the day before, which is marked complete.
    keys(page, "Control+a", "Control+c", "ArrowRight", "Control+v")
    keys(page, "ArrowRight", "=", "Control+Enter")
    tab_to(page, "Mark this day complete")
    keys(page, "Enter")
    saved(page, diary)
    assert diary.slots == week(*((day, *run[1:]) for day in range(3) for run in CORRECTED))
    assert (diary.statuses, diary.complete) == ("WWW....", "..Y....")

    keys(page, "Escape")
    press(page, "Back to your task list")
    press(page, "Check and send")
    press(page, "Send my return")

    expect(page).to_have_url(re.compile(r"/receipt/$"))
    sent = Return.objects.sent().get()
    assert sent.diary.slots == diary.slots
    assert sent.diary.locked
