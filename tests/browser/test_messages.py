"""A link officer invites and reminds in a real browser, with and without JavaScript."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from surveys.messages.sending import send_due
from surveys.models import Message, MessageBatch, PlannedReminder, RoundRole
from tests.browser.conftest import axe_violations, overflow
from tests.browser.pressing import follow, press, press_enter
from tests.factories import AgencyFactory, InvitationFactory, RoleFactory, RoundFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Bartholomew-Featherstonehaugh Cholmondeley-Warner"
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


@pytest.fixture
def agency():
    round_ = RoundFactory(team_name="The team", team_email="team@survey.example")
    made = AgencyFactory(round=round_, name="Anytown services")
    for n, name in enumerate(("Ada Sample", "Ben Example", f"Cleo {LONG}")):
        team = "East" if n else "West"
        InvitationFactory(agency=made, name=name, email=f"person{n}@anytown.example", team=team)
    return made


def sign_in(page: Page, agency, role: str = RoundRole.Role.OFFICER) -> None:
    agencies = [agency] if role == RoundRole.Role.OFFICER else []
    client = Client()
    client.force_login(RoleFactory(round=agency.round, role=role, agencies=agencies).user)
    page.goto("/")
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": page.url}])


def messages_of(agency) -> str:
    return reverse("surveys:messages", args=[agency.pk])


@pytest.mark.parametrize("javascript", [True, False])
def test_officer_chooses_looks_confirms_and_sees_how_it_goes(new_context, agency, javascript):
    page = new_context(java_script_enabled=javascript)
    sign_in(page, agency)
    page.goto(messages_of(agency))
    follow(page.get_by_role("link", name="Invite those who are not invited yet"))
    page.get_by_label("Some people").check()
    page.get_by_label("Ada Sample, West").check()
    page.get_by_label("Ben Example, East").check()
    press(page, "Look at the message")
    expect(page.get_by_role("heading", level=1)).to_have_text("Send this to 2 people?")
    expect(page.get_by_text("Dear Ben Example,")).to_be_visible()

    press(page, "Send to 2 people")
    expect(page.get_by_text("0 of 2 dealt with.")).to_be_visible()
    send_due()

    done = page.locator(".standing > div", has_text="Done")
    expect(done.locator(".standing-count")).to_have_text("2")
    assert sorted(email.to[0] for email in mail.outbox) == [
        "person0@anytown.example",
        "person1@anytown.example",
    ]


def test_link_in_the_message_opens_the_survey_with_the_code_filled_in(new_context, agency):
    page = new_context()
    sign_in(page, agency)
    page.goto(reverse("surveys:new_message", args=[agency.pk, "invitation"]))
    press(page, "Look at the message")
    press(page, "Send to 3 people")
    page.wait_for_url(re.compile(r"/messages/[0-9a-f-]{36}/"))
    send_due()
    link = re.search(r"http\S+/start/#\S+", mail.outbox[0].body)[0]

    stranger = new_context()
    stranger.goto(link)
    press(stranger, "Continue")

    stranger.wait_for_url("**/about/")
    expect(stranger.get_by_role("heading", level=1)).to_be_visible()


def test_what_belongs_to_a_choice_shows_with_it(new_context, agency):
    page = new_context()
    sign_in(page, agency)
    page.goto(reverse("surveys:new_message", args=[agency.pk, "invitation"]))
    day, people = page.get_by_label("Day", exact=True), page.get_by_label("Ada Sample, West")

    expect(day).to_be_hidden()
    expect(people).to_be_hidden()
    page.get_by_label("On a day that I choose").check()
    page.get_by_label("Some people").check()
    expect(day).to_be_visible()
    expect(people).to_be_visible()


def test_officer_sends_again_by_keyboard_what_is_unsure(new_context, agency):
    batch = _batch(agency, "unsure")
    page = new_context()
    sign_in(page, agency)
    page.goto(reverse("surveys:message_batch", args=[agency.pk, batch.pk]))

    page.get_by_role("button", name=re.compile("Send again.*Ada Sample")).focus()
    press_enter(page)

    expect(page.get_by_text("1 message is sent again.")).to_be_visible()
    assert Message.objects.filter(state="waiting").count() == 1


STATES = {
    "messages": lambda agency: (RoundRole.Role.OFFICER, messages_of(agency)),
    "new": lambda agency: (
        RoundRole.Role.OFFICER,
        reverse("surveys:new_message", args=[agency.pk, "invitation"]),
    ),
    "new, nobody": lambda agency: (
        RoundRole.Role.OFFICER,
        reverse("surveys:new_message", args=[agency.pk, "not-sent"]),
    ),
    "batch in trouble": lambda agency: (
        RoundRole.Role.OFFICER,
        reverse("surveys:message_batch", args=[agency.pk, _batch(agency, "failed").pk]),
    ),
    "batch on its way": lambda agency: (
        RoundRole.Role.OFFICER,
        reverse("surveys:message_batch", args=[agency.pk, _batch(agency, "waiting").pk]),
    ),
    "round": lambda agency: (
        RoundRole.Role.MANAGER,
        reverse("surveys:round_messages", args=[_planned(agency).slug]),
    ),
    "edit": lambda agency: (
        RoundRole.Role.MANAGER,
        reverse("surveys:edit_message", args=[agency.round.slug, "not-started"]),
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_page_is_accessible_and_fits_a_small_phone(new_context, agency, name):
    role, path = STATES[name](agency)
    for options in (WIDE, NARROW):
        page = new_context(**options)
        sign_in(page, agency, role)
        page.goto(path)
        if name == "new":
            page.get_by_label("Some people").check()
        for summary in page.locator("main details > summary").all():
            summary.click()

        assert axe_violations(page) == []
        assert overflow(page) == 0
        assert page.locator("h1").count() == 1


def test_confirmation_and_errors_are_accessible(new_context, agency):
    for options in (WIDE, NARROW):
        page = new_context(**options)
        sign_in(page, agency)
        page.goto(reverse("surveys:new_message", args=[agency.pk, "invitation"]))
        page.get_by_label("On a day that I choose").check()
        press(page, "Look at the message")
        expect(page.get_by_text("There is a problem")).to_be_visible()
        assert (axe_violations(page), overflow(page)) == ([], 0)
        page.get_by_label("As soon as possible").check()
        press(page, "Look at the message")
        expect(page.get_by_text("Send this to 3 people?")).to_be_visible()
        assert (axe_violations(page), overflow(page)) == ([], 0)


def _planned(agency):
    PlannedReminder.objects.create(
        round=agency.round, kind="not-sent", send_on=agency.round.closes_on
    )
    _batch(agency, "sent")
    return agency.round


def _batch(agency, state: str) -> MessageBatch:
    """A message for everybody of the agency, in one state."""
    now = timezone.now()
    batch = MessageBatch.objects.create(
        agency=agency, kind="invitation", asked_at=now, send_from=now, wanted=3
    )
    reason = "The mail server refused the message (554)." if state == "failed" else ""
    for invitation in agency.invitations.all():
        Message.objects.create(batch=batch, invitation=invitation, state=state, reason=reason)
    return batch
