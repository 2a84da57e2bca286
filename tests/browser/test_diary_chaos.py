"""The server is killed while somebody enters: what the page called saved is there, and the rest."""

import random
import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from diary.timeline import SLOTS_PER_DAY
from tests.browser.diary_grid import cell, pick, point
from tests.browser.diary_week import (
    Server,
    begin,
    enter,
    make_it_my_own_device,
    open_diary,
    saved,
    says,
    shown,
    stored,
    week_with,
)
from tests.factories import InvitationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CELLS = 7  # entered a round
MORNING = 16  # 08:00
# Whenever the page says that all is saved, what it shows then is written down; but for what a
# drag is still painting, which is nothing yet while the button is held down.
WITNESS = """() => {
  window.claims = [];
  const line = document.querySelector(".save-status");
  const look = () => {
    if (line.textContent !== "All changes saved") return;
    const cells = [...document.querySelectorAll(".dg-cell[data-symbol]:not(.is-touched)")];
    window.claims.push(cells.map((cell) => [Number(cell.dataset.index), cell.dataset.symbol]));
  };
  new MutationObserver(look).observe(line, { subtree: true, childList: true, characterData: true });
}"""


def places(number: int) -> int:
    """Where a round's cells begin: three rounds a day."""
    day, part = divmod(number, 3)
    return day * 48 + MORNING + part * CELLS


def missing(claims: list[list[list]]) -> list[list]:
    """What the page called saved and the database does not hold."""
    slots = stored()
    return [cell for claim in claims for cell in claim if slots[cell[0]] != cell[1]]


def type_and_kill(page: Page, server: Server, start: int, chance: random.Random) -> None:
    """Type a round's codes, a half hour at a time; the server dies somewhere on the way."""
    killer = threading.Timer(chance.uniform(0.02, 0.6), server.kill)
    killer.start()
    for index in range(start, start + CELLS):
        enter(page, index, ["R1"])
        page.wait_for_timeout(chance.choice([0, 30, 90, 150]))
    killer.join()


def paint_and_kill(page: Page, server: Server, start: int, chance: random.Random) -> None:
    """Paint a round's half hours in two drags; the server dies with the button held down.

    In the second drag the first is being saved, or has just been; every other time the server
    dies in the first already, and both are kept back.
    """
    half = CELLS // 2
    drags = [(start, start + half), (start + half + 1, start + CELLS - 1)]
    dying = chance.choice([0, 1, 1])
    if page.locator(".dg-pick[aria-pressed='true']").count() == 0:
        pick(page, "R1")
    for number, (first, last) in enumerate(drags):
        places_ = [divmod(index, SLOTS_PER_DAY) for index in (first, last)]
        cell(page, *places_[0]).evaluate("cell => cell.scrollIntoView({block: 'center'})")
        page.mouse.move(*point(page, *places_[0]))
        page.mouse.down()
        page.mouse.move(*point(page, *places_[1]), steps=3)
        if number == dying:
            page.wait_for_timeout(chance.choice([0, 60, 150, 260]))
            server.kill()
            page.wait_for_timeout(chance.choice([0, 60]))
        page.mouse.up()


@pytest.mark.parametrize(
    ("enter_and_kill", "rounds"), [(paint_and_kill, 20), (type_and_kill, 9)], ids=["paint", "type"]
)
def test_server_killed_again_and_again_while_entering_loses_nothing(
    own_context, server, enter_and_kill: Callable[[Page, Server, int, random.Random], None], rounds
):
    chance = random.Random(20_261_116)
    page = begin(own_context(), InvitationFactory(), server.url)
    page.evaluate(WITNESS)

    for number in range(rounds):
        enter_and_kill(page, server, places(number), chance)
        assert missing(page.evaluate("() => window.claims")) == []
        if number % 2:
            says(page, "No connection")
        server.start()
        if number % 3 == 2:
            saved(page)

    saved(page)
    expected = week_with(*((places(number), ["R1"] * CELLS) for number in range(rounds)))
    assert shown(page) == stored() == expected
    claims = page.evaluate("() => window.claims")
    assert len(claims) >= rounds // 3  # each time that it was waited for, at the least
    assert missing(claims) == []


def test_page_and_server_killed_together_lose_nothing_on_ones_own_device(own_context, server):
    chance = random.Random(2009)
    context = own_context()
    page = begin(context, InvitationFactory(), server.url)
    make_it_my_own_device(page)

    for number in range(6):
        enter(page, places(number), ["R1"] * CELLS)
        page.wait_for_timeout(chance.choice([20, 150, 230, 400]))
        server.kill()
        page.close()
        page = context.new_page()
        if number % 2:
            server.start()
        open_diary(page)
        first = cell(page, *divmod(places(number), SLOTS_PER_DAY))
        expect(first).to_have_attribute("data-symbol", "a")
        if not number % 2:
            server.start()

    saved(page)
    expected = week_with(*((places(number), ["R1"] * CELLS) for number in range(6)))
    assert shown(page) == stored() == expected
