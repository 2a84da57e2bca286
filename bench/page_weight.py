"""What each page of the respondent's way weighs over the wire, the first one and those after it.

    .venv/bin/python -m bench.page_weight

Prints bytes as chromium receives them, headers included: one page with an empty cache, then every
page of the questionnaire and of the way round it with a warm one. Exits with 1 when a page after
the first weighs GOAL kilobytes or more.
"""

import argparse
import platform
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from bench.diary_entry import Service, come_in, people

GOAL = 60  # kilobytes of a page after the first
ROUND = ("/tasks/", "/check/", "/contact/", "/withdraw/", "/diary/", "/diary/monday/", "/help/")


class Scale:
    """Adds up what a page and all it loads take."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bytes = 0
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._add)

    def weigh(self, path: str) -> float:
        """Kilobytes of opening a page."""
        self.bytes = 0
        self.page.goto(path, wait_until="networkidle")
        return self.bytes / 1024

    def _add(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])


def questionnaire() -> Iterator[str]:
    from surveys.instruments import load_instrument

    for section in load_instrument("2").sections:
        for page in section.pages:
            yield f"/questions/{section.key}/{page.key}/"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = options.parse_args()
    print(platform.platform())
    with tempfile.TemporaryDirectory() as name, Service(Path(name)) as service:
        (code,) = people(1)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chosen.chromium, args=["--no-sandbox"]
            )
            page = browser.new_context(base_url=service.url).new_page()
            come_in(page, code)
            scale = Scale(page)
            scale.session.send("Network.clearBrowserCache")
            print(f"{scale.weigh('/start/'):7.1f} KB  /start/ (the first page)")
            weights = {path: scale.weigh(path) for path in [*questionnaire(), *ROUND]}
            browser.close()
    for path, weight in weights.items():
        print(f"{weight:7.1f} KB  {path}")
    heaviest = max(weights.values())
    print(f"heaviest after the first: {heaviest:.1f} KB (goal: under {GOAL})")
    return int(heaviest >= GOAL)


if __name__ == "__main__":
    raise SystemExit(main())
