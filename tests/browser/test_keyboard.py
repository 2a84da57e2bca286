"""A whole return by keyboard alone: Tab, typing, arrows, Space and Enter."""

import pytest
from playwright.sync_api import Page, expect

from surveys.actions import code_of
from surveys.codes import format_code
from surveys.models import Return
from tests.browser.pressing import follow, press_enter
from tests.factories import PIN, InvitationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUSED = """() => {
  const it = document.activeElement;
  const label = it.labels && it.labels[0] ? it.labels[0].textContent : "";
  const role = it.getAttribute("role") || "";
  return [label, it.getAttribute("aria-label") || "", it.textContent, it.name || "", role]
    .join(" ").replace(/\\s+/g, " ").trim();
}"""
VISIBLE_FOCUS = """() => {
  const seen = (part) => {
    const style = getComputedStyle(document.activeElement, part);
    return style.outlineStyle !== "none" || style.boxShadow !== "none";
  };
  return seen(null) || seen("::after");
}"""


def tab_to(page: Page, words: str, most: int = 120) -> None:
    """Press Tab until what has the focus says `words`; its focus must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if words in page.evaluate(FOCUSED):
            assert page.evaluate(VISIBLE_FOCUS), f"the focus on {words!r} is not seen"
            return
    raise AssertionError(f"Tab never reached {words!r}")


def press(page: Page, words: str) -> None:
    tab_to(page, words)
    press_enter(page)


def test_return_is_made_and_sent_by_keyboard_alone(page):
    invitation = InvitationFactory()
    page.goto("/start/")
    tab_to(page, "Access code")
    page.keyboard.type(format_code(code_of(invitation)).lower())
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
    page.keyboard.press("ArrowRight")
    for _ in range(5):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.type("r1")
    expect(page.locator(".save-status")).to_have_text("All changes saved")
    page.goto("/tasks/")
    press(page, "Your working week")
    tab_to(page, "contracted to work")
    page.keyboard.type("37")
    press(page, "Save and go to the task list")
    press(page, "Check and send")
    press(page, "Send my return")

    sent = Return.objects.sent().get()
    assert sent.diary.day(1)[18:24] == "a" * 6
    assert sent.answers == {"contracted_hours": 37}


def test_first_tab_skips_to_the_main_content(page):
    page.goto("/start/")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate(FOCUSED)

    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()


def test_error_summary_takes_the_focus_and_leads_to_the_field(page):
    page.goto("/start/")
    follow(page.get_by_role("button", name="Continue"))
    assert "There is a problem" in page.evaluate(FOCUSED)

    page.get_by_role("link", name="Enter the access code from your invitation.").click()

    expect(page.locator("[name=code]")).to_be_focused()
