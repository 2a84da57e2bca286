"""A page of questions in a browser: what comes and goes, drafts, sessions that end, two tabs."""

import re

import pytest
from playwright.sync_api import expect

from surveys import cookies
from surveys.models import Return
from tests.browser.diary_week import wait_until
from tests.browser.pressing import press
from tests.browser.questionnaire import SAVE, come_in, open_as
from tests.factories import InvitationFactory
from tests.respondent import Respondent, place_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = "[data-draft-state]"
TO_THE_TASKS = "Save and go to the task list"
TASKS = re.compile("/tasks/$")
NO_CONNECTION = """() => {
  window.connected = window.fetch;
  window.fetch = () => Promise.reject(new TypeError("no connection"));
}"""
CONNECTED = "() => { window.fetch = window.connected; }"


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def stored():
    return Return.objects.get().answers


def path_of(question):
    return "/questions/{}/{}/".format(*place_of(question))


def focused(page):
    return page.evaluate("() => document.activeElement.id")


def test_question_comes_and_goes_with_the_answer_that_calls_for_it(page, person, live_server):
    open_as(page, person, path_of("qualified_in"), live_server.url)
    years = page.locator("[name=years_outside_uk]")
    expect(years).to_have_count(0)

    page.get_by_role("radio", name="Outside the UK").focus()
    page.keyboard.press("Space")
    expect(years).to_be_visible()
    expect(page.locator(".asked.is-new")).to_have_count(1)
    assert focused(page).startswith("id_qualified_in_")
    expect(page.locator("[data-announcer]").filter(has_text="One more question:")).to_have_count(1)
    years.fill("4")
    page.get_by_label("England").check()
    expect(years).to_have_count(0)
    page.get_by_role("radio", name="Outside the UK").check()

    expect(years).to_have_value("4")


def test_saved_conditional_question_stands_there_and_goes_with_its_reason(
    page, person, live_server
):
    person.answer("your-work", {"setting": "nhs", "serves": "adults"})
    open_as(page, person, path_of("setting"), live_server.url)
    expect(page.locator("[name=serves][value=adults]")).to_be_checked()

    page.locator("[name=setting][value=la_adults]").check()
    expect(page.locator("[name=serves]")).to_have_count(0)
    press(page, TO_THE_TASKS)
    expect(page).to_have_url(TASKS)

    assert stored() == {"setting": "la_adults"}


def test_details_box_opens_with_its_option_and_is_saved_only_with_it(page, person, live_server):
    open_as(page, person, path_of("role"), live_server.url)
    box = page.locator("[name=role_details]")
    expect(box).to_be_hidden()

    page.locator("[name=role][value=other]").check()
    box.fill("Adviser")
    page.locator("[name=role][value=manager]").check()
    expect(box).to_be_hidden()
    press(page, TO_THE_TASKS)
    expect(page).to_have_url(TASKS)

    assert stored() == {"role": "manager"}


def test_exclusive_option_unticks_the_others_and_they_it(page, person, live_server):
    open_as(page, person, path_of("further_qualifications"), live_server.url)
    boxes = page.locator("[name=further_qualifications]")
    alone = page.locator("[name=further_qualifications][data-exclusive]")

    boxes.first.check()
    alone.check()
    expect(boxes.first).not_to_be_checked()
    boxes.first.check()

    expect(alone).not_to_be_checked()


def test_chosen_answer_can_be_taken_back(page, person, live_server):
    person.answer("about-you", {"age": "30_34"})
    open_as(page, person, path_of("age"), live_server.url)

    page.get_by_role("button", name="Clear my answer").click()
    expect(page.get_by_role("button", name="Clear my answer")).to_have_count(0)
    press(page, TO_THE_TASKS)
    expect(page).to_have_url(TASKS)

    assert stored() == {}


def test_long_text_says_how_much_room_is_left(page, person, live_server):
    open_as(page, person, path_of("satisfaction_comment"), live_server.url)
    text = page.locator("[name=satisfaction_comment]")
    count = page.locator("#count-satisfaction_comment")
    most = int(count.get_attribute("data-most"))

    text.fill("x" * (most - 1))
    expect(count).to_have_text("1 character left")
    text.fill("x" * (most + 2))
    expect(count).to_have_text("2 characters too many")
    press(page, SAVE)
    page.get_by_role("link", name="Shorten your answer by 2 characters").click()

    expect(text).to_be_focused()
    expect(text).to_have_value("x" * (most + 2))


def test_what_is_typed_is_saved_without_any_button(page, person, live_server):
    open_as(page, person, path_of("contracted_hours"), live_server.url)

    page.get_by_label("contracted to work").fill("37")
    expect(page.locator(STATE)).to_have_text("Saved")

    assert stored() == {"contracted_hours": 37}


def test_page_that_is_closed_at_once_is_saved(page, person, live_server):
    open_as(page, person, path_of("contracted_hours"), live_server.url)
    page.get_by_label("contracted to work").fill("37")

    page.close(run_before_unload=True)

    wait_until(lambda: stored() == {"contracted_hours": 37})


def test_half_typed_number_is_no_error_and_stops_nothing_else(page, person, live_server):
    open_as(page, person, path_of("contracted_hours"), live_server.url)

    page.get_by_label("contracted to work").fill("37")
    page.locator("[name=worked_hours]").fill("forty")
    expect(page.locator(STATE)).to_have_text("Saved, but for 1 answer that can't be read yet")

    assert stored() == {"contracted_hours": 37}
    expect(page.locator(".error-summary")).to_have_count(0)


def test_lost_connection_is_said_and_the_draft_sent_when_it_is_back(page, person, live_server):
    open_as(page, person, path_of("contracted_hours"), live_server.url)

    page.evaluate(NO_CONNECTION)
    page.get_by_label("contracted to work").fill("37")
    expect(page.locator(STATE)).to_contain_text("Not saved yet: no connection.")
    page.evaluate(CONNECTED)
    expect(page.locator(STATE)).to_have_text("Saved")

    assert stored() == {"contracted_hours": 37}


def test_page_stays_when_it_is_sent_without_a_connection(page, person, live_server):
    open_as(page, person, path_of("contracted_hours"), live_server.url)
    page.evaluate(NO_CONNECTION)
    page.get_by_label("contracted to work").fill("37")
    expect(page.locator(STATE)).to_contain_text("Not saved yet: no connection.")

    page.get_by_role("button", name=TO_THE_TASKS).click()
    expect(page.get_by_label("contracted to work")).to_have_value("37")
    assert stored() == {}
    page.evaluate(CONNECTED)
    press(page, TO_THE_TASKS)
    expect(page).to_have_url(TASKS)

    assert stored() == {"contracted_hours": 37}


def test_ended_session_keeps_what_is_typed_until_the_code_is_entered_again(
    page, person, live_server
):
    open_as(page, person, path_of("contracted_hours"), live_server.url)
    page.context.clear_cookies(name=cookies.RETURN)

    page.get_by_label("contracted to work").fill("37")
    expect(page.locator(STATE)).to_contain_text("your session has ended")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Enter your access code again").click()
    other_tab = opened.value
    other_tab.wait_for_url("**/start/")
    come_in(other_tab, person)
    other_tab.close()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(page.locator(STATE)).to_have_text("Saved")

    assert stored() == {"contracted_hours": 37}


@pytest.mark.parametrize("javascript", [True, False])
def test_page_sent_after_the_session_ended_is_saved_after_code_and_pin(
    new_context, person, live_server, javascript
):
    page = new_context(java_script_enabled=javascript)
    open_as(page, person, path_of("contracted_hours"), live_server.url)
    page.context.clear_cookies(name=cookies.RETURN)

    page.get_by_label("contracted to work").fill("37")
    press(page, SAVE)
    expect(page.get_by_text("What you entered is kept in this browser")).to_be_visible()
    come_in(page, person)
    expect(page.get_by_text("What you entered when your session ended is saved.")).to_be_visible()

    expect(page.get_by_label("contracted to work")).to_have_value("37")
    assert stored() == {"contracted_hours": 37}


def test_of_two_tabs_each_saves_what_was_changed_in_it_and_the_last_one_wins(
    page, person, live_server
):
    open_as(page, person, path_of("contracted_hours"), live_server.url)
    other = page.context.new_page()
    other.goto(path_of("contracted_hours"))

    page.get_by_label("contracted to work").fill("30")
    expect(page.locator(STATE)).to_have_text("Saved")
    other.locator("[name=worked_hours]").fill("41")
    expect(other.locator(STATE)).to_have_text("Saved")
    both = stored()
    other.get_by_label("contracted to work").fill("36")
    expect(other.locator(STATE)).to_have_text("Saved")
    press(other, TO_THE_TASKS)
    expect(other).to_have_url(TASKS)

    assert both == {"contracted_hours": 30, "worked_hours": 41}
    assert stored() == {"contracted_hours": 36, "worked_hours": 41}


def test_error_summary_leads_to_a_number_and_says_which_question(page, person, live_server):
    open_as(page, person, path_of("contracted_hours"), live_server.url)
    page.get_by_label("contracted to work").fill("lots")
    press(page, SAVE)
    expect(page.locator(".error-summary")).to_be_focused()

    page.get_by_role("link", name="How many hours a week are you contracted to work?").click()

    expect(page.locator("#id_contracted_hours")).to_be_focused()
