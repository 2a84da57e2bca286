"""The whole questionnaire in a browser: by mouse, by keyboard, without JavaScript, on a phone."""

import pytest
from playwright.sync_api import expect

from surveys.instruments import load_instrument
from surveys.models import Return
from tests.browser.conftest import overflow
from tests.browser.pressing import follow, press
from tests.browser.questionnaire import (
    come_in,
    fill_page,
    fill_page_by_keyboard,
    fill_questionnaire,
    full_answers,
    open_as,
)
from tests.factories import AgencyFactory, InvitationFactory, RoundFactory
from tests.respondent import Respondent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def stored():
    return Return.objects.get().answers


def test_whole_questionnaire_by_mouse(page, person, live_server):
    answers = full_answers()
    open_as(page, person, "/tasks/", live_server.url)

    fill_questionnaire(page, answers)

    assert stored() == answers
    done = len(load_instrument("2").sections)
    expect(page.locator(".task .tag-done")).to_have_count(done)


def test_whole_questionnaire_by_keyboard_alone(page, person, live_server):
    answers = full_answers()
    open_as(page, person, "/tasks/", live_server.url)

    fill_questionnaire(page, answers, fill=fill_page_by_keyboard)

    assert stored() == answers


def test_whole_questionnaire_without_javascript(new_context, person, live_server):
    answers = full_answers()
    page = new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    open_as(page, person, "/tasks/", live_server.url)

    fill_questionnaire(page, answers)

    assert stored() == answers


def test_whole_questionnaire_on_a_phone(new_context, person, live_server):
    def fill_and_look(page, fields):
        assert overflow(page) == 0
        fill_page(page, fields)

    answers = full_answers()
    page = new_context(**PHONE)
    open_as(page, person, "/tasks/", live_server.url)
    assert overflow(page) == 0

    fill_questionnaire(page, answers, fill=fill_and_look)

    assert stored() == answers
    page.goto("/check/")
    assert overflow(page) == 0


def test_version_2009_can_be_answered_whole(page, live_server):
    round_ = RoundFactory(instrument="2009")
    person = Respondent(InvitationFactory(agency=AgencyFactory(round=round_))).begin()
    answers = full_answers("2009")
    open_as(page, person, "/tasks/", live_server.url)

    fill_questionnaire(page, answers, name="2009")

    assert stored() == answers


def test_questionnaire_begun_on_one_device_is_finished_on_another(new_context, person, live_server):
    answers = full_answers()
    half = len(load_instrument("2").sections) // 2
    desk = new_context(viewport={"width": 1280, "height": 900})
    open_as(desk, person, "/tasks/", live_server.url)
    fill_questionnaire(desk, answers, sections=slice(half))

    phone = new_context(**PHONE)
    come_in(phone, person)
    fill_questionnaire(phone, answers, sections=slice(half, None))

    assert stored() == answers


def test_sent_return_is_opened_again_and_corrected(page, person, live_server):
    open_as(page, person, "/check/", live_server.url)
    press(page, "Send my return")
    page.goto("/tasks/")
    press(page, "Open my return again")

    follow(page.get_by_role("link", name="Check and send"))
    follow(page.get_by_role("link", name="Answer How many hours a week are you contracted"))
    page.get_by_label("contracted to work").fill("36")
    press(page, "Save and go to the task list")
    page.goto("/check/")
    press(page, "Send my return")

    assert (Return.objects.get().state, stored()) == ("sent", {"contracted_hours": 36})
