"""What the diary's browser tests share: a server that can be killed, and the grid by keyboard."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from diary.classification import BY_CODE
from diary.models import Diary
from surveys.actions import code_of
from surveys.codes import format_code
from surveys.models import Invitation
from tests.browser.pressing import follow, press
from tests.factories import PIN
from tests.respondent import Respondent

# Seconds until a test gives up: the page itself waits up to 30 for its next try, and a machine may
# be slow.
PATIENCE = 90
SAVED = "All changes saved"
NO_NETWORK = "Failed to load resource"  # what the browser itself says of a dead server
SHOWN = """() => {
  const cells = [...document.querySelectorAll(".dg-cell")];
  cells.sort((one, other) => one.dataset.index - other.dataset.index);
  return cells.map((cell) => cell.dataset.symbol ?? ".").join("");
}"""


class Server:
    """Caseweek as it is deployed, in a process of its own, on the test's database."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "server.log"
        self.process: subprocess.Popen | None = None
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.browser.server_settings",
            "CASEWEEK_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "CASEWEEK_VAR_DIR": str(django_settings.VAR_DIR),
            "CASEWEEK_KEY_DIR": str(django_settings.KEY_DIR),
            "CASEWEEK_BASE_URL": self.url,
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "WEB_CONCURRENCY": "1",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdout=log,
                stderr=log,
                cwd=django_settings.BASE_DIR,
                start_new_session=True,
            )
        wait_until(self.answers, self.log.read_text)

    def answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        """SIGKILL for every one of its processes."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def wait_until(holds, explain=str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.02)


@pytest.fixture
def server(transactional_db, tmp_path):
    made = Server(tmp_path)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def own_context(chromium: Browser, server):
    """Makes browser contexts on `server`; each fails the test on a page's own errors."""
    made: list[BrowserContext] = []
    problems: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NO_NETWORK):
            problems.append(message.text)

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", hear)

    def make() -> BrowserContext:
        context = chromium.new_context(
            base_url=server.url, locale="en-GB", viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.on("page", watch)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert problems == []


def begin(context: BrowserContext, invitation: Invitation, url: str) -> Page:
    """The diary of somebody who has just started, in a tab of `context`."""
    respondent = Respondent(invitation).begin()
    context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": url}
            for name, morsel in respondent.client.cookies.items()
            if morsel.value
        ]
    )
    page = context.new_page()
    open_diary(page)
    return page


def come_in(page: Page, invitation: Invitation, *, again: bool = False) -> None:
    """With the invitation's code as far as the task list; `again` with the PIN chosen before."""
    code = format_code(code_of(invitation))
    page.goto(f"/start/#{code}")
    expect(page.get_by_label("Access code")).to_have_value(code)
    press(page, "Continue")
    if again:
        page.get_by_label("PIN").fill(PIN)
        press(page, "Open my return")
    else:
        follow(page.get_by_role("link", name="Continue"))
        page.get_by_label("Choose a PIN").fill(PIN)
        page.get_by_label("Enter the PIN again").fill(PIN)
        page.get_by_label("I have read what this is").check()
        press(page, "Agree and start")
    expect(page).to_have_url(re.compile("/tasks/$"))


def open_diary(page: Page) -> None:
    page.goto("/diary/")
    expect(page.get_by_role("grid")).to_be_visible()


def enter(page: Page, start: int, codes: list[str]) -> None:
    """Type codes from a half hour on; each fills one and moves on. Index 0 is Monday 00:00."""
    page.locator(f".dg-cell[data-index='{start}']").focus()
    for code in codes:
        page.keyboard.type(code.lower())


def go_offline(page: Page) -> None:
    """Cut the connection, and wait until it is cut: the browser takes a moment."""
    page.context.set_offline(True)
    probe = "() => fetch('/health/', {cache: 'no-store'}).then(() => false, () => true)"
    wait_until(lambda: page.evaluate(probe))


def look_at(page: Page) -> None:
    """Come back to a tab. A browser without a screen does not tell its pages, so it is told."""
    page.bring_to_front()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")


def says(page: Page, words: str) -> None:
    expect(page.locator(".save-status")).to_contain_text(words)


def saved(page: Page) -> None:
    expect(page.locator(".save-status")).to_have_text(SAVED)


def shown(page: Page) -> str:
    """The 336 symbols that the grid shows."""
    return page.evaluate(SHOWN)


def stored() -> str:
    """The 336 symbols of the only diary in the database."""
    return Diary.objects.get().slots


def week_with(*runs: tuple[int, list[str]]) -> str:
    """A week that is blank but for runs of codes, each from a half hour on."""
    cells = ["."] * 336
    for start, codes in runs:
        for offset, code in enumerate(codes):
            cells[start + offset] = BY_CODE[code].symbol
    return "".join(cells)


def make_it_my_own_device(page: Page) -> None:
    """Choose it, and wait until the page could open without a connection."""
    page.get_by_text("Is this your own device?").click()
    page.get_by_label("This is my own device").check()
    expect(page.get_by_text("it opens without a connection")).to_be_visible()
    wait_until(lambda: shell_files(page) > 4)


def shell_files(page: Page) -> int:
    """How many files the browser keeps for opening the page offline."""
    return page.evaluate(
        """async () => {
          const ready = await navigator.serviceWorker.getRegistration();
          if (!ready?.active) return 0;
          const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
          const keys = await Promise.all(caches_.map((cache) => cache.keys()));
          return keys.flat().length;
        }"""
    )
