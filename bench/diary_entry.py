"""How many actions a week takes: the standard week entered in four ways in a real chromium.

    .venv/bin/python -m bench.diary_entry

The week of bench/standard_week.toml is entered in the order of the day and without copying: by
painting (1280 px), by keyboard alone, on a phone (360 px, touch), and without JavaScript; then a
day is copied to another. An action is a press, a drag or a keystroke; a chord is one. What the
database holds afterwards is compared with the file, so a way that enters something else fails.

The person's seconds are the keystroke-level model's (Card, Moran and Newell 1983): a mental
preparation M = 1.35 s an episode, a keystroke K = 0.2 s, pointing P = 1.1 s, pressing or letting
go of a button B = 0.1 s, moving the hand between mouse and keyboard H = 0.4 s. A press is P + 2B, a
drag P + B + P + B, a tap P + B. Waiting for the page is not counted: it is the script's.
"""

import argparse
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PIN = "482915"
M, K, P, B, H = 1.35, 0.2, 1.1, 0.1, 0.4
PRESS, DRAG, TAP = P + 2 * B, 2 * P + 2 * B, P + B
GOALS = {"painting": 120, "keyboard": 200, "phone": 150, "no JavaScript": None}
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass(frozen=True)
class Episode:
    """An activity from one half hour of the week on."""

    start: int
    length: int
    code: str
    symbol: str

    @property
    def day(self) -> int:
        return self.start // 48


@dataclass
class Count:
    """Actions taken and the model's seconds for them."""

    actions: int = 0
    seconds: float = 0.0
    notes: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, seconds: float, times: int = 1) -> None:
        self.actions += times
        self.seconds += seconds * times
        self.notes[what] = self.notes.get(what, 0) + times


def standard_week() -> list[Episode]:
    """The episodes of the file, in order."""
    from diary.classification import BY_CODE

    declared = tomllib.loads((ROOT / "bench" / "standard_week.toml").read_text(encoding="utf-8"))
    episodes = []
    for day, entry in enumerate(declared["day"]):
        hours, minutes = entry["start"].split(":")
        at = day * 48 + int(hours) * 2 + int(minutes) // 30
        for code, length in entry["episodes"]:
            episodes.append(Episode(at, length, code, BY_CODE[code].symbol))
            at += length
    return episodes


def laid_out(episodes: list[Episode]) -> str:
    """The 336 symbols of the week."""
    cells = ["."] * 336
    for episode in episodes:
        cells[episode.start : episode.start + episode.length] = episode.symbol * episode.length
    return "".join(cells)


# --- Four ways ------------------------------------------------------------------------------


def paint(page: Page, episodes: list[Episode], count: Count) -> None:
    """Choose an activity beside the grid, drag over its half hours."""
    for episode in episodes:
        count.seconds += M
        page.locator(f".dg-pick[data-symbol='{episode.symbol}']").click()
        count.add("presses on an activity", PRESS)
        drag(page, episode.start, episode.start + episode.length - 1)
        count.add("drags over half hours", DRAG if episode.length > 1 else PRESS)


def drag(page: Page, first: int, last: int) -> None:
    page.locator(f".dg-cell[data-index='{first}']").scroll_into_view_if_needed()
    boxes = [page.locator(f".dg-cell[data-index='{i}']").bounding_box() for i in (first, last)]
    (x0, y0), (x1, y1) = (
        (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box
    )
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x1, y1, steps=3)
    page.mouse.up()


def by_keyboard(page: Page, episodes: list[Episode], count: Count) -> None:
    """Type codes; a full stop repeats the last; arrows from day to day."""
    page.locator("[role=gridcell][tabindex='0']").focus()  # one Tab on the page, not counted
    for before, episode in zip([None, *episodes], episodes, strict=False):
        count.seconds += M
        if before is None or before.day != episode.day:
            count.add("keys to the next day", K, go_to(page, before, episode))
        page.keyboard.type(episode.code.lower())
        count.add("keys of codes", K, len(episode.code))
        for _ in range(episode.length - 1):
            page.keyboard.press(".")
            count.add("keys that repeat", K)


def go_to(page: Page, before: Episode | None, episode: Episode) -> int:
    """From where a day ended to where the next begins; returns the keys pressed."""
    keys = ["ArrowRight"] if before else []
    keys.append("Control+ArrowUp")
    for key in keys:
        page.keyboard.press(key)
    at = int(page.evaluate("document.activeElement.dataset.index"))
    for _ in range(abs(episode.start - at)):
        page.keyboard.press("ArrowDown" if episode.start > at else "ArrowUp")
    return len(keys) + abs(episode.start - at)


def by_phone(page: Page, episodes: list[Episode], count: Count) -> None:
    """Tap what came next, and how long it took when it was not half an hour."""
    day = -1
    for episode in episodes:
        count.seconds += M
        if episode.day != day:
            day = episode.day
            page.locator(".dg-tab").nth(day).tap()
            count.add("taps on a day", TAP)
            start = page.get_by_label("From", exact=True)
            if start.input_value() != str(episode.start % 48):
                start.select_option(str(episode.start % 48))
                count.add("choices of a start", 2 * TAP, 1)
                count.actions += 1  # opening the list, and choosing in it
        choose_on_phone(page, episode, count)
        if episode.length > 1:
            words = {2: "1 hour", 3: "1½ hours", 4: "2 hours"}[episode.length]
            page.get_by_role("group", name="For how long?").get_by_role(
                "button", name=words, exact=True
            ).tap()
            count.add("taps on a length", TAP)


def choose_on_phone(page: Page, episode: Episode, count: Count) -> None:
    quick = page.get_by_role("group", name="Recent and most used")
    found = quick.locator(f"[data-symbol='{episode.symbol}']")
    if not found.count():
        group = episode.code.rstrip("0123456789")
        page.locator(f"[data-open='{group}']").tap()
        count.add("taps on a category", TAP)
        found = page.locator(f".dg-thumb-open [data-symbol='{episode.symbol}']")
    found.tap()
    count.add("taps on an activity", TAP)


def without_javascript(page: Page, episodes: list[Episode], count: Count) -> None:
    """ "Fill a stretch" on a page a day; From is offered where the last entry ended."""
    from diary.weeks import DAY_SLUGS

    day = -1
    for episode in episodes:
        count.seconds += M
        if episode.day != day:
            day = episode.day
            page.goto(f"/diary/{DAY_SLUGS[day]}/")
            count.add("presses on a day", PRESS)
        wanted = {
            "stretch-start": str(episode.start % 48),
            "stretch-end": str((episode.start + episode.length - 1) % 48 + 1),
            "stretch-activity": episode.symbol,
        }
        for name, value in wanted.items():
            box = page.locator(f"[name={name}]")
            if box.input_value() != value:
                box.select_option(value)
                count.add("lists opened and chosen in", 2 * PRESS)
                count.actions += 1  # opening, and choosing
        page.get_by_role("button", name="Fill", exact=True).click()
        count.add("presses on Fill", PRESS)


def copy_a_day(page: Page) -> int:
    """Tuesday as Monday was, by keyboard from where Tuesday is; returns the actions."""
    page.locator("[role=gridcell][data-index='64']").focus()
    page.keyboard.press("=")
    return 1


# --- Around them ----------------------------------------------------------------------------


class Service:
    """Caseweek on a free port with a database of its own, as `make run` has it."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        os.environ |= {
            "CASEWEEK_VAR_DIR": str(folder),
            "CASEWEEK_BASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright's loop runs in this thread
            "WEB_CONCURRENCY": "1",
        }

    def __enter__(self) -> "Service":
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
        self.process = subprocess.Popen([*command, "-b", self.url[7:], "config.wsgi"], cwd=ROOT)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def people(number: int) -> list[str]:
    """Access codes of so many invitations in an open round."""
    import datetime

    from surveys.actions import code_of, create_round, new_invitation
    from surveys.codes import format_code

    monday = datetime.date(2026, 11, 16)
    round_ = create_round(
        slug="bench",
        title="Benchmark",
        instrument="2",
        opens_on=monday,
        closes_on=monday,
        weeks=[monday],
        state="open",
    )
    agency = round_.agencies.create(name="Bench", service="children", week=round_.weeks.get())
    invitations = [new_invitation(agency=agency) for _ in range(number)]
    for invitation in invitations:
        invitation.save()
    return [format_code(code_of(invitation)) for invitation in invitations]


def come_in(page: Page, code: str) -> None:
    page.goto("/start/")
    page.get_by_label("Access code").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("I have read what this is").check()
    page.get_by_label("Choose a PIN").fill(PIN)
    page.get_by_label("Enter the PIN again").fill(PIN)
    page.get_by_role("button", name="Agree and start").click()
    page.goto("/diary/")


def stored() -> str:
    """The diary that was written last: the only one that was not there before."""
    from diary.models import Diary

    return Diary.objects.exclude(pk__in=SEEN).get().slots


SEEN: set[object] = set()


def run(
    browser: Browser,
    service: Service,
    code: str,
    way: Callable[[Page, list[Episode], Count], None],
    **options: object,
) -> tuple[Count, float, Page]:
    """Enter the week in one way and check what was stored."""
    from diary.models import Diary

    SEEN.update(Diary.objects.values_list("pk", flat=True))
    page = browser.new_context(base_url=service.url, **options).new_page()  # type: ignore[arg-type]
    come_in(page, code)
    episodes, count = standard_week(), Count()
    started = time.perf_counter()
    way(page, episodes, count)
    seconds = time.perf_counter() - started
    if options.get("java_script_enabled", True):
        expect(page.locator(".save-status")).to_have_text("All changes saved", timeout=10_000)
    wrong = [i for i, (a, b) in enumerate(zip(stored(), laid_out(episodes), strict=True)) if a != b]
    assert not wrong, f"not the standard week at half hours {wrong}"
    return count, seconds, page


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    chosen = options.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print("command: python -m bench.diary_entry")
    wide = {"viewport": {"width": 1280, "height": 900}}
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    ways = {
        "painting": (paint, wide),
        "keyboard": (by_keyboard, wide),
        "phone": (by_phone, phone),
        "no JavaScript": (without_javascript, {**wide, "java_script_enabled": False}),
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        Service(Path(folder)) as service,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=CHROMIUM)
        codes = people(len(ways))
        print(f"\nchromium {browser.version}; {len(standard_week())} episodes\n")
        print(
            f"{'way':14} {'actions':>8} {'goal':>6} {'model, week':>12} {'a day':>7} {'script':>8}"
        )
        for code, (name, (way, context)) in zip(codes, ways.items(), strict=True):
            count, seconds, page = run(browser, service, code, way, **context)
            goal = GOALS[name]
            print(
                f"{name:14} {count.actions:8} {goal or '–':>6} {count.seconds:10.0f} s "
                f"{count.seconds / 5:5.0f} s {seconds:6.1f} s   "
                + ", ".join(f"{times} {what}" for what, times in count.notes.items())
            )
            if name == "keyboard":
                print(f"{'  copy a day':14} {copy_a_day(page):8} {3:6}")
                expect(page.locator(".save-status")).to_have_text("All changes saved")
                assert stored()[48:96] == stored()[:48], "the day was not copied"
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
