"""The server is killed while somebody enters: what the page called saved is there, and the rest."""

import random
import threading

import pytest
from playwright.sync_api import expect

from tests.browser.diary_week import (
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

ROUNDS = 20
CELLS = 7  # entered a round
MORNING = 16  # 08:00
# Whenever the page says that all is saved, what it shows then is written down.
WITNESS = """() => {
  window.claims = [];
  const line = document.querySelector(".save-status");
  const look = () => {
    if (line.textContent !== "All changes saved") return;
    const cells = [...document.querySelectorAll(".dg-cell[data-symbol]")];
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


def test_server_killed_twenty_times_while_entering_loses_nothing(own_context, server):
    chance = random.Random(20_261_116)
    page = begin(own_context(), InvitationFactory(), server.url)
    page.evaluate(WITNESS)

    for number in range(ROUNDS):
        killer = threading.Timer(chance.uniform(0.02, 0.6), server.kill)
        killer.start()
        for cell in range(CELLS):
            enter(page, places(number) + cell, ["R1"])
            page.wait_for_timeout(chance.choice([0, 30, 90, 150]))
        killer.join()
        assert missing(page.evaluate("() => window.claims")) == []
        if number % 2:
            says(page, "No connection")
        server.start()
        if number % 3 == 2:
            saved(page)

    saved(page)
    expected = week_with(*((places(number), ["R1"] * CELLS) for number in range(ROUNDS)))
    assert shown(page) == stored() == expected
    claims = page.evaluate("() => window.claims")
    assert len(claims) > ROUNDS // 3
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
        cell = page.locator(f".dg-cell[data-index='{places(number)}']")
        expect(cell).to_have_attribute("data-symbol", "a")
        if not number % 2:
            server.start()

    saved(page)
    expected = week_with(*((places(number), ["R1"] * CELLS) for number in range(6)))
    assert shown(page) == stored() == expected
