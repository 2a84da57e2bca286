"""Every address and every role: who gets the page, who is sent where, who learns nothing.

The table is checked against the URL configuration, so a new page without a row fails.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from reports.actions import request_workbook
from surveys.models import Invitation, RoundRole
from tests.factories import (
    AgencyFactory,
    InvitationFactory,
    OpenLinkFactory,
    RoleFactory,
    RoundFactory,
    UserFactory,
)
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db

ROLES = ("nobody", "respondent", "officer", "other officer", "researcher", "other researcher")
PAGE, START, SIGN_IN, NONE, POST_ONLY = "page", "start", "sign in", "no page", "post only"
EVERYBODY = (PAGE,) * 6
RESPONDENTS = (START, PAGE, START, START, START, START)
ACTIONS = (POST_ONLY,) * 6
STAFF = (SIGN_IN, SIGN_IN, PAGE, PAGE, PAGE, PAGE)
OFFICERS = (SIGN_IN, SIGN_IN, PAGE, NONE, NONE, NONE)
RESEARCHERS = (SIGN_IN, SIGN_IN, NONE, NONE, PAGE, NONE)

TABLE = {
    "health": EVERYBODY,
    "surveys:home": EVERYBODY,
    "surveys:start": EVERYBODY,
    "surveys:join": EVERYBODY,
    "surveys:about": (START,) * 6,  # needs a code just entered, which none of these has
    "surveys:consent": (START,) * 6,
    "surveys:pin": (START,) * 6,
    "surveys:leave": ACTIONS,
    "surveys:tasks": RESPONDENTS,
    "surveys:section": RESPONDENTS,
    "surveys:check": RESPONDENTS,
    "surveys:send": ACTIONS,
    "surveys:receipt": RESPONDENTS,
    "surveys:reopen": ACTIONS,
    "surveys:staff_home": STAFF,
    "surveys:staff_sign_in": EVERYBODY,
    "surveys:staff_sign_out": ACTIONS,
    "surveys:agency": OFFICERS,
    "diary:week": RESPONDENTS,
    "diary:day": RESPONDENTS,
    "diary:activities": EVERYBODY,
    "diary:own_week": RESPONDENTS,
    "diary:download": RESPONDENTS,
    "diary:save": ACTIONS,
    "diary:state": ("no session", PAGE, *("no session",) * 4),
    "diary:offline": EVERYBODY,
    "diary:service_worker": EVERYBODY,
    "reports:round": RESEARCHERS,
    "reports:build": ACTIONS,
    "reports:job": RESEARCHERS,
    "reports:job_progress": RESEARCHERS,
    "reports:cancel": ACTIONS,
    "reports:download": (SIGN_IN, SIGN_IN, NONE, NONE, NONE, NONE),  # nothing is built yet
}
POSTS = {  # what a POST by each role leads to, for the pages that act
    "surveys:leave": EVERYBODY,
    "surveys:send": RESPONDENTS,
    "surveys:reopen": RESPONDENTS,
    "surveys:staff_sign_out": EVERYBODY,
    "diary:save": ("no session", PAGE, *("no session",) * 4),
    "reports:build": RESEARCHERS,
    "reports:cancel": RESEARCHERS,
}


def names(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


@pytest.fixture
def world():
    """A round with one of everything, and a client for each role."""
    round_ = RoundFactory()
    agency = AgencyFactory(round=round_)
    other_round = RoundFactory()
    officer = RoleFactory(round=round_, role=RoundRole.Role.OFFICER, agencies=[agency]).user
    other_officer = RoleFactory(
        round=round_, role=RoundRole.Role.OFFICER, agencies=[AgencyFactory(round=round_)]
    ).user
    researcher = RoleFactory(round=round_).user
    other_researcher = RoleFactory(round=other_round).user
    job = request_workbook(round=round_, user=researcher, now=timezone.now())
    people = {
        "officer": officer,
        "other officer": other_officer,
        "researcher": researcher,
        "other researcher": other_researcher,
    }
    clients = {role: Client() for role in ROLES}
    for role, user in people.items():
        clients[role].force_login(user)
    respondent = Respondent(InvitationFactory(agency=agency)).whole_way()
    clients["respondent"] = respondent.client
    arguments = {
        "surveys:join": [OpenLinkFactory(round=round_).slug],
        "surveys:section": ["your-work"],
        "surveys:agency": [agency.pk],
        "diary:day": ["monday"],
        "reports:round": [round_.slug],
        "reports:build": [round_.slug],
        "reports:job": [job.pk],
        "reports:job_progress": [job.pk],
        "reports:cancel": [job.pk],
        "reports:download": [job.pk],
    }
    return clients, arguments


def outcome(response):
    """What somebody met, in the table's words."""
    path = response.request["PATH_INFO"]
    if response.status_code == 405:
        return POST_ONLY
    if response.status_code == 404:
        return NONE
    if response.status_code == 403:
        return "no session"
    arrived = [url for url, _ in response.redirect_chain]
    if arrived and path == reverse("surveys:start"):
        return START
    if arrived and path == reverse("surveys:staff_sign_in"):
        return SIGN_IN
    return PAGE if response.status_code in (200, 400, 409) else str(response.status_code)


def test_every_address_has_its_row():
    assert sorted(names()) == sorted(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_page_opens_for_its_roles_only(world, name):
    clients, arguments = world
    address = reverse(name, args=arguments.get(name, []))

    met = tuple(outcome(clients[role].get(address, follow=True)) for role in ROLES)

    if name == "surveys:staff_sign_in":  # those signed in already are sent on
        met = tuple(PAGE for _ in met)
    assert dict(zip(ROLES, met, strict=True)) == dict(zip(ROLES, TABLE[name], strict=True))


@pytest.mark.parametrize("name", POSTS)
def test_action_is_done_by_its_roles_only(world, name):
    clients, arguments = world
    address = reverse(name, args=arguments.get(name, []))
    before = list(Invitation.objects.order_by("pk").values())

    met = tuple(outcome(clients[role].post(address, follow=True)) for role in ROLES)

    assert dict(zip(ROLES, met, strict=True)) == dict(zip(ROLES, POSTS[name], strict=True))
    assert list(Invitation.objects.order_by("pk").values()) == before


def test_account_without_a_role_sees_no_round():
    client = Client()
    client.force_login(UserFactory())
    RoundFactory(title="Somebody else's round")

    page = client.get(reverse("surveys:staff_home")).content.decode()

    assert "Somebody else" not in page
