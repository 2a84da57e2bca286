"""Every page in its states: axe finds nothing, nothing is wider than 320 px, and it has one h1."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from reports.actions import request_workbook
from surveys.models import RoundRole
from tests.browser.conftest import axe_violations, overflow
from tests.factories import (
    AgencyFactory,
    InvitationFactory,
    OpenLinkFactory,
    RoleFactory,
    RoundFactory,
)
from tests.respondent import Respondent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
LONG = "Bartholomew-Featherstonehaugh Cholmondeley-Warner of Llanfairpwllgwyngyll"


@dataclass
class State:
    """A page in one of its states: whose cookies, which address, and what is pressed there."""

    client: Client = field(default_factory=Client)
    path: str = "/"
    press: str = ""  # the name of a button
    fill: dict[str, str] = field(default_factory=dict)


def started(**fields: Any) -> Respondent:
    return Respondent(InvitationFactory(**fields)).begin()


def filled() -> Respondent:
    person = started()
    person.fill_day("monday", {**dict.fromkeys(range(17, 34), "C"), 24: "8", 3: "I"}, "W")
    person.fill_day("tuesday", {**dict.fromkeys(range(17, 22), "a"), 40: "6"}, "W")
    person.fill_day("sunday", {}, "N")
    person.answer("working-week")
    person.answer("your-work", {"setting": "nhs"})
    return person


def arrived() -> Respondent:
    person = Respondent(InvitationFactory())
    person.enter_code()
    return person


def came_back() -> Respondent:
    invitation = InvitationFactory()
    Respondent(invitation).begin()
    person = Respondent(invitation)
    person.enter_code()
    return person


def by_open_link() -> Client:
    person = Respondent()
    person.post("surveys:join", {}, OpenLinkFactory().slug)
    return person.client


def officer(people: int) -> State:
    agency = AgencyFactory(name=f"{LONG} children's services")
    for n in range(people):
        InvitationFactory(agency=agency, name=f"{LONG} {n}", team=LONG, disposition="sent")
    role = RoleFactory(round=agency.round, role=RoundRole.Role.OFFICER, agencies=[agency])
    client = Client()
    client.force_login(role.user)
    return State(client, reverse("surveys:agency", args=[agency.pk]))


def researcher(returns: int = 0, job: bool = False) -> State:
    round_ = RoundFactory(title=f"The round of {LONG}", note="A round to try things in.")
    role = RoleFactory(round=round_)
    for _ in range(returns):
        Respondent(InvitationFactory(agency=AgencyFactory(round=round_))).whole_way()
    client = Client()
    client.force_login(role.user)
    path = reverse("reports:round", args=[round_.slug])
    if job:
        asked = request_workbook(round=round_, user=role.user, now=timezone.now())
        path = reverse("reports:job", args=[asked.pk])
    return State(client, path)


def staff_home() -> State:
    return State(researcher().client, reverse("surveys:staff_home"))


STATES = {
    "home": State,
    "enter a code": lambda: State(path="/start/"),
    "enter a code, wrong": lambda: State(path="/start/", press="Continue", fill={"code": "AB"}),
    "open link": lambda: State(path=f"/join/{OpenLinkFactory().slug}/"),
    "what this is": lambda: State(arrived().client, "/about/"),
    "consent": lambda: State(arrived().client, "/consent/"),
    "consent by an open link": lambda: State(by_open_link(), "/consent/"),
    "consent, wrong": lambda: State(arrived().client, "/consent/", "Agree and start"),
    "pin": lambda: State(came_back().client, "/pin/"),
    "pin, wrong": lambda: State(came_back().client, "/pin/", "Open my return", {"pin": "999999"}),
    "tasks, nothing done": lambda: State(started().client, "/tasks/"),
    "tasks, some done": lambda: State(filled().client, "/tasks/"),
    "tasks, sent": lambda: State(Respondent(InvitationFactory()).whole_way().client, "/tasks/"),
    "hours": lambda: State(started().client, "/questions/working-week/"),
    "hours, wrong": lambda: State(
        started().client, "/questions/working-week/", "Save and continue", {"worked_hours": "many"}
    ),
    "setting": lambda: State(filled().client, "/questions/your-work/"),
    "check, empty": lambda: State(started().client, "/check/"),
    "check, filled": lambda: State(filled().client, "/check/"),
    "receipt": lambda: State(Respondent(InvitationFactory()).whole_way().client, "/receipt/"),
    "own week, empty": lambda: State(started().client, "/diary/own-week/"),
    "own week, filled": lambda: State(filled().client, "/diary/own-week/"),
    "week, empty": lambda: State(started().client, "/diary/"),
    "week, filled": lambda: State(filled().client, "/diary/"),
    "day, empty": lambda: State(started().client, "/diary/saturday/"),
    "day, filled": lambda: State(filled().client, "/diary/monday/"),
    "day, wrong": lambda: State(filled().client, "/diary/monday/", "Fill"),
    "day, sent": lambda: State(
        Respondent(InvitationFactory()).whole_way().client, "/diary/monday/"
    ),
    "activities": lambda: State(path="/diary/activities/"),
    "no page": lambda: State(path="/nothing/here/"),
    "sign in": lambda: State(path="/staff/sign-in/"),
    "sign in, wrong": lambda: State(
        path="/staff/sign-in/", press="Sign in", fill={"username": "a@b.example", "password": "x"}
    ),
    "staff home": staff_home,
    "agency, empty": lambda: officer(0),
    "agency, long names": lambda: officer(60),
    "round, empty": researcher,
    "round, with returns": lambda: researcher(returns=2),
    "job": lambda: researcher(job=True),
}


def open_state(page: Page, state: State, origin: str) -> None:
    cookies = [
        {"name": name, "value": morsel.value, "url": origin}
        for name, morsel in state.client.cookies.items()
        if morsel.value
    ]
    if cookies:
        page.context.add_cookies(cookies)
    page.goto(state.path)
    for name, value in state.fill.items():
        page.locator(f"[name={name}]").fill(value)
    if state.press:
        page.get_by_role("button", name=state.press, exact=True).click()


@pytest.mark.parametrize("name", STATES)
def test_page_is_accessible_and_fits_a_small_phone(new_context, live_server, name):
    state = STATES[name]()
    for options in (WIDE, NARROW):
        page = new_context(**options)
        open_state(page, state, live_server.url)

        assert axe_violations(page) == []
        assert overflow(page) == 0
        assert page.locator("h1").count() == 1
