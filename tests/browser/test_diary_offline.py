"""Nothing lost: no connection, one's own device, several tabs, sessions that end."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from diary.models import Diary
from surveys.actions import reopen_return, send_return
from surveys.models import Return
from tests.browser.conftest import axe_violations
from tests.browser.diary_week import (
    begin,
    come_in,
    enter,
    go_offline,
    look_at,
    make_it_my_own_device,
    open_diary,
    saved,
    says,
    shown,
    stored,
    wait_until,
    week_with,
)
from tests.browser.pressing import follow, press
from tests.factories import InvitationFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NINE, TUESDAY_NINE, WEDNESDAY_NINE = 18, 48 + 18, 2 * 48 + 18
KEPT_HERE = """async () => [
  (await indexedDB.databases()).map(({ name }) => name),
  await caches.keys(),
  (await navigator.serviceWorker.getRegistrations()).length,
]"""


@pytest.fixture
def invitation():
    return InvitationFactory()


@pytest.fixture
def context(own_context) -> BrowserContext:
    return own_context()


@pytest.fixture
def page(context, invitation, server) -> Page:
    return begin(context, invitation, server.url)


def sign_in_again(context: BrowserContext, invitation) -> Page:
    """In a tab of its own, as the page asks for."""
    page = context.new_page()
    come_in(page, invitation, again=True)
    return page


def test_day_offline_survives_reload_closing_and_reopening(context, page):
    make_it_my_own_device(page)
    go_offline(page)
    days = [(day * 48 + NINE, ["R1"] * 10) for day in range(3)]
    for start, codes in days:
        enter(page, start, codes)
    # 30 half hours, and three days that were worked since
    says(page, "No connection: 33 changes kept on this device")

    page.reload()
    says(page, "No connection: 33 changes kept on this device")
    assert shown(page) == week_with(*days)
    page.close()
    page = context.new_page()
    open_diary(page)
    says(page, "No connection: 33 changes kept on this device")
    assert shown(page) == week_with(*days)
    enter(page, 3 * 48 + NINE, ["S9"])
    says(page, "No connection: 35 changes kept on this device")

    context.set_offline(False)
    saved(page)
    assert stored() == shown(page) == week_with(*days, (3 * 48 + NINE, ["S9"]))


def test_page_opened_offline_asks_for_the_code_when_the_session_has_ended(
    context, page, invitation
):
    make_it_my_own_device(page)
    go_offline(page)
    enter(page, NINE, ["R1", "R2"])
    page.reload()
    says(page, re.compile(r"No connection: [23] changes kept on this device"))
    context.clear_cookies(name="caseweek_return")

    context.set_offline(False)

    says(page, re.compile(r"Enter your access code again to go on: [23] changes kept"))
    assert shown(page) == week_with((NINE, ["R1", "R2"]))
    follow(page.get_by_role("link", name="Enter your code"))
    come_in(page, invitation, again=True)
    open_diary(page)
    saved(page)
    assert stored() == week_with((NINE, ["R1", "R2"]))


def test_browser_keeps_nothing_before_somebody_calls_the_device_their_own(context, page):
    enter(page, NINE, ["R1"])
    saved(page)
    assert page.evaluate(KEPT_HERE) == [[], [], 0]

    page.get_by_text("Is this your own device?").click()

    expect(page.get_by_label("This is my own device")).not_to_be_checked()
    assert axe_violations(page) == []


def test_browser_keeps_no_page_and_no_answer_in_its_cache(page):
    make_it_my_own_device(page)
    enter(page, NINE, ["R1"])
    saved(page)
    page.reload()
    saved(page)

    kept = page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          return Promise.all((await cache.keys()).map(async ({ url }) => [
            new URL(url).pathname,
            await (await cache.match(url)).clone().text(),
          ]));
        }"""
    )

    paths = sorted(path for path, _ in kept)
    assert [path for path in paths if not path.startswith("/static/")] == ["/diary/offline/"]
    shell = dict(kept)["/diary/offline/"]
    owner = page.evaluate(
        "() => JSON.parse(document.getElementById('diary-data').textContent).owner"
    )
    assert owner not in shell
    assert stored() not in shell


def test_taking_the_choice_back_removes_everything_and_keeps_the_changes_going(context, page):
    make_it_my_own_device(page)
    enter(page, NINE, ["R1"])
    saved(page)

    page.get_by_label("This is my own device").uncheck()

    expect(page.get_by_text("Your diary is then also kept")).to_be_visible()
    wait_until(lambda: page.evaluate(KEPT_HERE) == [[], [], 0])
    enter(page, NINE + 1, ["R2"])
    saved(page)
    assert stored() == week_with((NINE, ["R1", "R2"]))


def test_finishing_on_this_device_clears_everything_local(context, page):
    make_it_my_own_device(page)
    enter(page, NINE, ["R1"])

    press(page, "Finish on this device")

    expect(page.get_by_text("You have finished on this device")).to_be_visible()
    assert page.evaluate(KEPT_HERE) == [[], [], 0]
    assert stored() == week_with((NINE, ["R1"]))


def test_finishing_hides_the_diary_in_the_other_tabs(context, page):
    other = context.new_page()
    open_diary(other)

    press(page, "Finish on this device")

    says(other, "Enter your access code again to go on")
    expect(other.get_by_role("grid")).to_be_hidden()


def test_finishing_with_unsent_changes_asks_first(context, page, invitation, server):
    make_it_my_own_device(page)
    server.kill()
    enter(page, NINE, ["R1"])
    says(page, "No connection: 2 changes kept on this device")

    page.get_by_role("button", name="Finish on this device").click()
    question = page.get_by_role("dialog", name="Some of what you entered has not been saved yet")
    expect(question.get_by_role("button", name="Go back")).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()

    server.start()
    saved(page)
    assert stored() == week_with((NINE, ["R1"]))


def test_tab_without_own_device_warns_before_it_is_left_with_unsent_changes(context, page):
    go_offline(page)
    enter(page, NINE, ["R1"])
    says(page, "No connection: 2 changes kept in this tab: don't close it")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    wait_until(lambda: page.wait_for_timeout(50) or asked)
    context.set_offline(False)

    saved(page)
    assert asked == ["beforeunload"]
    assert stored() == week_with((NINE, ["R1"]))


def test_link_pressed_right_after_an_entry_takes_the_entry_along(page):
    enter(page, NINE, ["R1"])
    follow(page.get_by_role("link", name="Task list", exact=True))

    expect(page).to_have_url(re.compile("/tasks/$"))

    assert stored() == week_with((NINE, ["R1"]))


def test_two_tabs_that_edit_the_same_day_end_equal(context, page):
    other = context.new_page()
    open_diary(other)
    for step in range(6):
        enter(page, NINE + step, ["R1"])
        enter(other, NINE + 10 - step, ["R2"])
    saved(page)
    saved(other)

    wait_until(lambda: shown(page) == shown(other) == stored())

    # the half hour in the middle was set by both: the later arrival holds it
    assert stored()[NINE : NINE + 5] + stored()[NINE + 6 : NINE + 11] == "a" * 5 + "b" * 5


def test_half_hours_of_two_tabs_offline_are_merged_and_the_conflict_is_told(context, page):
    other = context.new_page()
    open_diary(other)
    go_offline(page)
    enter(page, NINE, ["R1", "R1", "R1"])
    enter(other, NINE + 2, ["R2", "R2", "R2"])
    says(page, "No connection: 4 changes")
    says(other, "No connection: 4 changes")

    context.set_offline(False)

    for tab in (page, other):
        look_at(tab)
        saved(tab)
    wait_until(lambda: shown(page) == shown(other) == stored())
    merged = stored()[NINE : NINE + 5]
    assert merged in ("aaabb", "aabbb")
    later = page if merged == "aaabb" else other
    expect(later.get_by_text("Another page or device had changed the same")).to_be_visible()


def test_queue_of_a_closed_tab_is_sent_by_the_tab_that_lives(context, page):
    make_it_my_own_device(page)
    other = context.new_page()
    open_diary(other)
    go_offline(page)
    enter(other, NINE, ["R1"])
    says(other, "No connection: 2 changes kept on this device")
    other.close()
    context.set_offline(False)

    look_at(page)
    page.reload()
    saved(page)

    def arrived() -> bool:
        look_at(page)  # the browser may let go of the closed tab's queue only after the reload
        return shown(page) == stored() == week_with((NINE, ["R1"]))

    wait_until(arrived)


def test_expired_session_asks_for_the_code_again_and_loses_nothing(context, page, invitation):
    enter(page, NINE, ["R1"])
    saved(page)
    context.clear_cookies(name="caseweek_return")
    enter(page, NINE + 1, ["R2", "R3"])

    says(page, "Enter your access code again to go on")
    expect(page.get_by_role("heading", name="Enter your access code again")).to_be_visible()
    expect(page.get_by_role("grid")).to_be_hidden()
    assert axe_violations(page) == []
    with context.expect_page() as opened:
        page.get_by_role("link", name="Enter your code").click()
    opened.value.wait_for_url("**/start/")
    come_in(opened.value, invitation, again=True)
    look_at(page)

    saved(page)
    expect(page.get_by_role("grid")).to_be_visible()
    assert shown(page) == stored() == week_with((NINE, ["R1", "R2", "R3"]))


def test_changes_never_go_into_another_persons_diary(context, page, invitation):
    other = InvitationFactory(agency=invitation.agency)
    go_offline(page)
    enter(page, NINE, ["R1"])
    says(page, "No connection")
    context.clear_cookies()
    context.set_offline(False)
    says(page, "Enter your access code again")
    come_in(context.new_page(), other)
    look_at(page)

    says(page, "Another diary is open in this browser: 2 changes kept")
    expect(page.get_by_role("grid")).to_be_hidden()
    assert set(Diary.objects.values_list("slots", flat=True)) == {"." * 336}
    sign_in_again(context, invitation)
    look_at(page)

    saved(page)
    assert sorted(Diary.objects.values_list("slots", flat=True)) == sorted(
        ["." * 336, week_with((NINE, ["R1"]))]
    )


def test_sent_diary_refuses_and_keeps_the_unsent_changes_to_copy_out(page):
    context = page.context
    go_offline(page)
    enter(page, NINE, ["R1", "R1"])
    enter(page, TUESDAY_NINE, ["D3"])
    says(page, "No connection: 5 changes")
    handle = Return.objects.get().handle
    send_return(handle=handle)

    context.set_offline(False)

    says(page, "Not saved: 5 changes kept in this tab")
    expect(page.get_by_text("You have sent your return.")).to_be_visible()
    lines = page.get_by_label("What was not saved, to copy out").input_value().splitlines()
    assert [line.split(" ", 5)[:5] for line in lines] == [
        ["Monday", "09:00", "to", "10:00:", "R1"],
        ["Tuesday", "09:00", "to", "09:30:", "D3"],
        ["Monday:", "Worked"],
        ["Tuesday:", "Worked"],
    ]
    assert stored() == "." * 336
    assert axe_violations(page) == []

    reopen_return(handle=handle)
    look_at(page)
    saved(page)
    assert stored() == week_with((NINE, ["R1", "R1"]), (TUESDAY_NINE, ["D3"]))


def test_refused_changes_can_be_discarded(page):
    go_offline(page)
    enter(page, NINE, ["R1"])
    says(page, "No connection")
    send_return(handle=Return.objects.get().handle)
    page.context.set_offline(False)
    says(page, "Not saved")

    page.get_by_role("button", name="Discard these changes").click()

    saved(page)
    assert shown(page) == stored() == "." * 336


def test_warning_before_the_session_ends_keeps_it_going(context, invitation):
    page = context.new_page()
    page.clock.install()
    come_in(page, invitation)
    open_diary(page)
    enter(page, NINE, ["R1"])
    page.clock.run_for(2_000)
    saved(page)
    cell = page.locator(":focus").get_attribute("data-index")

    page.clock.fast_forward("55:05")
    page.clock.run_for(11_000)

    question = page.get_by_role("dialog", name="You will be signed out in 5 minutes")
    expect(question.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert axe_violations(page) == []
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    assert page.locator(":focus").get_attribute("data-index") == cell
    page.clock.fast_forward("10:00")
    page.clock.run_for(11_000)
    expect(page.get_by_role("grid")).to_be_visible()


def test_diary_on_a_shared_computer_is_hidden_when_the_session_ends(context, invitation):
    page = context.new_page()
    page.clock.install()
    come_in(page, invitation)
    open_diary(page)

    page.clock.fast_forward("01:00:05")
    page.clock.run_for(11_000)

    expect(page.get_by_role("grid")).to_be_hidden()
    words = "Your session has ended. Everything that you entered is saved."
    expect(page.get_by_text(words)).to_be_visible()
