"""A real chromium on a real server."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.diary_week import PATIENCE, own_context, server  # noqa: F401 (fixtures)
from tests.plugins.chromium import chromium_path

expect.set_options(timeout=PATIENCE * 1000)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
AXE_SOURCE = AXE.read_text(encoding="utf-8") if AXE.is_file() else ""
# Only what is wrong leaves the page: what passes is long, and nobody reads it.
AXE_RUN = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const wanted = { runOnly: tags, resultTypes: ["violations"], preload: false };
  const found = await axe.run(document, wanted);
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].target} ${one.help}`);
}"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright's own loop runs in this thread, which makes Django think that it is asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium: Browser, live_server, settings):
    """Makes browser contexts on the test's server; each fails the test on a page's own errors."""
    settings.BASE_URL = live_server.url
    made: list[BrowserContext] = []
    problems: list[str] = []

    def make(**options) -> Page:
        context = chromium.new_context(base_url=live_server.url, locale="en-GB", **options)
        context.set_default_timeout(PATIENCE * 1000)
        made.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text)
                if message.type == "error" and "status of 4" not in message.text
                else None
            ),
        )
        return page

    yield make
    for context in made:
        context.close()
    assert problems == []


@pytest.fixture
def page(new_context) -> Page:
    return new_context(viewport={"width": 1280, "height": 900})


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands, each with its first place."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SOURCE)
    return page.evaluate(AXE_RUN)


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
