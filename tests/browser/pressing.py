"""Presses that lead to another page, and the wait until it is there.

A click comes back before the browser has asked for the next page. Whatever does not wait by itself
(an address, a count, a script, a look at the database, going elsewhere) would still find the page
before, and going elsewhere would even take back what was sent.
"""

from playwright.sync_api import Locator, Page


def follow(link: Locator) -> None:
    """Press a link or a button that leads to another page, and wait until that has loaded."""
    with link.page.expect_navigation():
        link.click()


def press(page: Page, name: str) -> None:
    """Press the button of exactly this name, and wait until the next page has loaded."""
    follow(page.get_by_role("button", name=name, exact=True))


def press_enter(page: Page) -> None:
    """Press Enter on what has the focus, and wait until the next page has loaded."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
