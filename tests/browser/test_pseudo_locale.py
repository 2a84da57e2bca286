"""Every page in the pseudo-language: no word was forgotten, and longer words fit a small phone.

What stands outside ⟦brackets⟧ was never marked for translation. Codes of activities and of access
stay as they are in every language; what people typed is listed from the database and the state;
what a page itself marks as being in another language (lang=…) or in none (translate="no", as for
formulas and what a file holds) is not looked at.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from surveys.actions import send_return
from surveys.models import (
    Agency,
    Authority,
    Code,
    CodeList,
    Invitation,
    OpenLink,
    Return,
    Round,
    RoundPage,
    User,
)
from tests.browser.conftest import overflow
from tests.browser.diary_grid import cell, drag, open_grid, pick, week
from tests.browser.test_every_page import LONG, STATES, State, open_state, until_drawn
from tests.plugins.pseudo import LANGUAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED_BY_PEOPLE = {
    Round: ("title", "note", "team_name", "team_email"),
    RoundPage: ("body",),
    Agency: ("name",),
    Authority: ("name",),
    Invitation: ("name", "team", "email"),
    OpenLink: ("name",),
    User: ("name", "email"),
    CodeList: ("title",),
    Code: ("label",),
}
UNTRANSLATED = ["Caseweek"]
TYPED_IN_STATES = [LONG, "a@b.example"]
SAVE = "**/diary/changes/"
WIDE = {"width": 1280, "height": 900}
SMALL = {"width": 320, "height": 640}
WORDS_OUTSIDE = r"""(allowed) => {
  const page = document.documentElement;
  const skipped =
    "script, style, noscript, textarea, kbd, code, [lang]:not(html), [translate='no']";
  const codes = /(?<![\p{L}\d])(?:(?:D|OA|IA|R|OIA|S)\d{0,2}|\w{4}(?:-\w{4}){3})(?![\p{L}\d])/gu;
  const outside = (text) => {
    let left = text;
    for (const words of allowed) left = left.replaceAll(words, "");
    for (let before = ""; before !== left; ) {
      before = left;
      left = left.replace(/⟦[^⟦⟧]*⟧/gu, "");
    }
    return /\p{L}/u.test(left.replace(codes, "")) ? text.trim().replace(/\s+/g, " ") : null;
  };
  const found = [];
  const texts = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!parentElement.closest(skipped)) found.push(outside(data));
  }
  for (const element of page.querySelectorAll("*")) {
    if (element.closest(skipped)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"]) {
      if (element.hasAttribute(name)) found.push(outside(element.getAttribute(name)));
    }
  }
  return [...new Set(found.filter(Boolean))];
}"""


def typed(state: State) -> list[str]:
    """Everything that people typed, longest first, so that no part of it is taken out alone."""
    values = {
        value
        for model, fields in TYPED_BY_PEOPLE.items()
        for row in model.objects.values_list(*fields)
        for value in row
        if value
    }
    return sorted(
        values | {*state.fill.values(), *TYPED_IN_STATES, *UNTRANSLATED}, key=len, reverse=True
    )


@pytest.mark.parametrize("name", STATES)
def test_page_holds_no_word_that_is_not_marked_and_fits(
    new_context: Any, live_server: Any, pseudo_language: Callable[[str], str], name: str
):
    state = STATES[name]()
    state.press, state.opens = pseudo_language(state.press), pseudo_language(state.opens)
    page = new_context(viewport=SMALL)
    language = {"name": "caseweek_language", "value": LANGUAGE, "url": live_server.url}
    page.context.add_cookies([language])

    open_state(page, state, live_server.url)

    assert page.evaluate("() => document.documentElement.lang") == LANGUAGE
    assert page.evaluate(WORDS_OUTSIDE, typed(state)) == []
    assert overflow(page) <= 0
    page.set_viewport_size(WIDE)
    until_drawn(page)
    assert page.evaluate(WORDS_OUTSIDE, typed(state)) == []
    assert overflow(page) <= 0


def in_english(page: Page) -> list[str]:
    """What the page says in English as it now stands, what it says to a listener included."""
    page.wait_for_timeout(150)  # the announcer speaks a moment later
    found: list[str] = page.evaluate(WORDS_OUTSIDE, [*UNTRANSLATED])
    return found


def lose_the_server(page: Page) -> None:
    """Nothing that the page sends is taken; for the page that is as good as no connection."""
    page.route(SAVE, lambda route: route.fulfill(status=404))


@pytest.fixture
def diary_page(
    new_context: Any, live_server: Any, pseudo_language: Callable[[str], str]
) -> Callable[..., Page]:
    """Opens a respondent's diary in the pseudo-language, in a window of some size."""

    def open_diary(size: dict[str, int], **cells: str) -> Page:
        page: Page = new_context(viewport=size)
        language = {"name": "caseweek_language", "value": LANGUAGE, "url": live_server.url}
        page.context.add_cookies([language])
        open_grid(page, live_server, **cells)
        return page

    return open_diary


def test_week_grid_speaks_the_language_whatever_is_done_in_it(diary_page):
    page = diary_page(
        WIDE,
        slots=week((0, 0, 36, "C"), (1, 18, 22, "a"), (3, 18, 20, "C")),
        statuses="WL.W...",
    )
    assert in_english(page) == []  # with three checks

    pick(page, "R1")
    drag(page, (2, 18), (2, 24))
    assert in_english(page) == []
    for keys in (
        ["Escape", "Shift+ArrowDown", "Shift+ArrowRight"],  # a selection over two days
        ["Control+c", "ArrowDown", "Control+v"],  # which replaces something
        ["Control+z", "Control+y", "Delete"],
        ["Control+a", "Escape", "="],
        ["d", "1"],
    ):
        for key in keys:
            page.keyboard.press(key)
        assert in_english(page) == []
    page.keyboard.press("Enter")
    page.keyboard.type("xyz")  # finds nothing
    assert in_english(page) == []
    page.keyboard.press("Escape")
    for day in (0, 2):
        cell(page, day, 18).focus()
        page.keyboard.press("Control+Enter")
        assert in_english(page) == []
        page.locator(".dg-copy .dg-chip-button").nth(3).click()
        assert in_english(page) == []
        page.keyboard.press("Escape")


def test_phone_and_its_dialogs_speak_the_language(diary_page):
    page = diary_page({"width": 360, "height": 740}, slots=week((0, 18, 22, "C"), (0, 24, 26, "a")))
    assert in_english(page) == []

    page.locator(".dg-thumb-category").first.click()
    page.locator(".dg-thumb-open .dg-thumbs .dg-thumb").first.click()
    assert in_english(page) == []
    page.locator(".dg-episode-line").first.click()
    page.locator("#dg-time-end").select_option("1")
    page.locator(".dg-episode .btn-primary").click()
    assert in_english(page) == []
    assert overflow(page) <= 0


def test_saving_and_its_troubles_speak_the_language(diary_page):
    page = diary_page(WIDE)
    lose_the_server(page)
    pick(page, "R1")
    drag(page, (2, 18), (2, 24))
    expect(page.locator(".save-status")).to_have_attribute("data-kind", "offline")
    assert in_english(page) == []

    page.context.clear_cookies(name="caseweek_return")
    page.unroute(SAVE)
    expect(page.locator(".save-status")).to_have_attribute("data-kind", "expired")

    assert in_english(page) == []


def test_diary_that_was_sent_says_so_in_the_language(diary_page):
    page = diary_page(WIDE)
    lose_the_server(page)
    pick(page, "R1")
    drag(page, (2, 18), (2, 24))
    send_return(handle=Return.objects.get().handle)

    page.unroute(SAVE)

    expect(page.locator(".save-status")).to_have_attribute("data-kind", "refused")
    assert in_english(page) == []
