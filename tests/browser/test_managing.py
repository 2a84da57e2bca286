"""A survey manager at work by keyboard alone."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from surveys.models import Agency, Round, RoundRole
from tests.browser.test_keyboard import FOCUSED, press, tab_to
from tests.factories import AgencyFactory, RoleFactory, RoundFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page, live_server):
    """The manager's first page, and a round with an agency that has not agreed."""
    round_ = RoundFactory(title="Workload survey", team_name="Team", team_email="t@team.example")
    AgencyFactory(round=round_, name="Northtown")
    manager = RoleFactory(round=round_, role=RoundRole.Role.MANAGER, user=UserFactory()).user
    client = Client()
    client.force_login(manager)
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page.goto("/staff/")
    return page


def test_call_is_logged_by_keyboard_alone(desk):
    press(desk, "Agencies, response and dates")
    tab_to(desk, "Northtown")  # the table, which can be scrolled
    press(desk, "Northtown")
    tab_to(desk, "Log a call or a letter")
    desk.keyboard.press("Enter")
    tab_to(desk, "outcome")
    desk.keyboard.press("ArrowDown")
    tab_to(desk, "Note")
    desk.keyboard.type("Spoke to them")
    press(desk, "Log the call")

    expect(desk.get_by_text("The call is logged.")).to_be_visible()
    assert Agency.objects.get().standing == "agreed"


def test_round_is_closed_and_what_is_wrong_with_sealing_read_first(desk):
    press(desk, "Agencies, response and dates")
    press(desk, "Close the round")
    press(desk, "Seal the round")
    press(desk, "Seal the round for good")

    assert "There is a problem" in desk.evaluate(FOCUSED)
    tab_to(desk, "Enter the day on which the last backup is gone.")
    desk.keyboard.press("Enter")
    expect(desk.locator("[name=backups_until]")).to_be_focused()
    assert Round.objects.get().state == "closed"
