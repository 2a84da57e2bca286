"""Every address and every role: who gets the page, who is sent where, who learns nothing.

The table is checked against the URL configuration, so a new page without a row fails.
"""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from reports.actions import request_workbook
from reports.desks.references import reference_of
from surveys.accounts.middleware import STAFF_AREAS
from surveys.actions.people import stage_upload
from surveys.instruments import load_instrument
from surveys.models import Invitation, MessageBatch, MessageKind, PlannedReminder, Return, RoundRole
from surveys.people.reading import read_paste
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

ROLES = (
    "nobody",
    "respondent",
    "officer",
    "other officer",
    "researcher",
    "other researcher",
    "manager",
    "other manager",
    "administrator",
)
PAGE, START, SIGN_IN, NONE, POST_ONLY = "page", "start", "sign in", "no page", "post only"
NO_SESSION = "no session"


def everyone(met: str) -> tuple[str, ...]:
    return (met,) * len(ROLES)


def respondents(met: str = PAGE, others: str = START) -> tuple[str, ...]:
    """Pages of somebody with a return; everybody else meets `others`."""
    return tuple(met if role == "respondent" else others for role in ROLES)


def staff(*roles: str, met: str = PAGE) -> tuple[str, ...]:
    """Pages of these roles; other staff find no page, everybody else is asked to sign in."""
    assert set(roles) <= set(ROLES)
    signed_out = ("nobody", "respondent")
    return tuple(
        met if role in roles else SIGN_IN if role in signed_out else NONE for role in ROLES
    )


EVERYBODY, ACTIONS, RESPONDENTS = everyone(PAGE), everyone(POST_ONLY), respondents()
ALL_STAFF = staff(*ROLES[2:])
OFFICERS, RESEARCHERS, MANAGERS = staff("officer"), staff("researcher"), staff("manager")
ADMINISTRATORS = staff("administrator")
WITH_A_ROLE = staff(*ROLES[2:-1])

TABLE = {
    "health": EVERYBODY,
    "set_language": ACTIONS,
    "surveys:home": EVERYBODY,
    "surveys:start": EVERYBODY,
    "surveys:join": EVERYBODY,
    "surveys:about": everyone(START),  # needs a code just entered, which none of these has
    "surveys:consent": everyone(START),
    "surveys:pin": everyone(START),
    "surveys:leave": ACTIONS,
    "surveys:tasks": RESPONDENTS,
    "surveys:section": RESPONDENTS,
    "surveys:page": RESPONDENTS,
    "surveys:draft": ACTIONS,
    "surveys:check": RESPONDENTS,
    "surveys:send": ACTIONS,
    "surveys:receipt": RESPONDENTS,
    "surveys:reopen": ACTIONS,
    "surveys:contact": RESPONDENTS,
    "surveys:contact_remove": RESPONDENTS,
    "surveys:reminders": EVERYBODY,  # without a session it says how to come in
    "surveys:withdraw": RESPONDENTS,
    "surveys:withdrawn": EVERYBODY,
    "surveys:help": EVERYBODY,
    "surveys:round_page": EVERYBODY,
    "surveys:staff_home": ALL_STAFF,
    "surveys:staff_sign_in": EVERYBODY,
    "account_login": EVERYBODY,  # the same page
    "mfa_authenticate": (SIGN_IN, SIGN_IN, *(PAGE,) * 7),  # needs a right password first
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY,  # says that the link is not right
    "account_reset_password_from_key_done": EVERYBODY,
    "account_reauthenticate": ALL_STAFF,
    "account_change_password": ALL_STAFF,
    "mfa_index": ALL_STAFF,
    "mfa_reauthenticate": ALL_STAFF,
    "mfa_activate_totp": ALL_STAFF,
    "mfa_deactivate_totp": staff(),  # nobody here has set one up
    "mfa_view_recovery_codes": staff(),
    "mfa_download_recovery_codes": staff(),
    "mfa_generate_recovery_codes": ALL_STAFF,
    "surveys:join_staff": EVERYBODY,
    "surveys:new_round": MANAGERS,
    "surveys:manage_round": MANAGERS,
    "surveys:edit_round": MANAGERS,
    "surveys:round_state": ACTIONS,
    "surveys:seal": MANAGERS,
    "surveys:managed_agencies": MANAGERS,
    "surveys:new_agency": MANAGERS,
    "surveys:upload_agencies": MANAGERS,
    "surveys:recruitment": MANAGERS,
    "surveys:managed_agency": MANAGERS,
    "surveys:edit_agency": MANAGERS,
    "surveys:add_officer": ACTIONS,
    "surveys:accounts": ADMINISTRATORS,
    "surveys:new_account": ADMINISTRATORS,
    "surveys:account": ADMINISTRATORS,
    "surveys:audit": staff("manager", "other manager", "administrator"),
    "surveys:audit_download": staff("manager", "other manager", "administrator"),
    "surveys:staff_sign_out": ACTIONS,
    "surveys:agency": OFFICERS,
    "surveys:people": OFFICERS,
    "surveys:people_add": OFFICERS,
    "surveys:people_paste": OFFICERS,
    "surveys:people_upload": OFFICERS,
    "surveys:people_check": OFFICERS,
    "surveys:person": OFFICERS,
    "surveys:person_by_hand": ACTIONS,
    "surveys:person_new_code": OFFICERS,
    "surveys:person_remove": OFFICERS,
    "surveys:cards": OFFICERS,
    "surveys:messages": OFFICERS,
    "surveys:new_message": OFFICERS,
    "surveys:message_batch": OFFICERS,
    "surveys:message_progress": OFFICERS,
    "surveys:cancel_messages": ACTIONS,
    "surveys:messages_again": ACTIONS,
    "surveys:round_messages": MANAGERS,
    "surveys:edit_message": MANAGERS,
    "surveys:plan_reminder": ACTIONS,
    "surveys:drop_reminder": ACTIONS,
    "surveys:codebook": WITH_A_ROLE,
    "surveys:codebook_file": WITH_A_ROLE,
    "surveys:edit_pages": MANAGERS,
    "surveys:edit_page": MANAGERS,
    "diary:week": RESPONDENTS,
    "diary:day": RESPONDENTS,
    "diary:activities": EVERYBODY,
    "diary:own_week": RESPONDENTS,
    "diary:download": RESPONDENTS,
    "diary:save": ACTIONS,
    "diary:state": respondents(others=NO_SESSION),
    "diary:offline": EVERYBODY,
    "diary:service_worker": EVERYBODY,
    "reports:round": RESEARCHERS,
    "reports:build": ACTIONS,
    "reports:job": RESEARCHERS,
    "reports:job_progress": RESEARCHERS,
    "reports:cancel": ACTIONS,
    "reports:download": staff(),  # nothing is built yet
    "reports:files": RESEARCHERS,
    "reports:files_internal": ACTIONS,
    "reports:files_public": ACTIONS,
    "reports:release": staff(),  # nothing is built yet
    "reports:tables": RESEARCHERS,
    "reports:table": RESEARCHERS,
    "reports:table_csv": RESEARCHERS,
    "reports:table_excel": RESEARCHERS,
    "reports:count": ACTIONS,
    "reports:quality": RESEARCHERS,
    "reports:thresholds": RESEARCHERS,
    "reports:quality_returns": RESEARCHERS,
    "reports:quality_return": RESEARCHERS,
    "reports:set_aside": ACTIONS,
    "reports:take_back": ACTIONS,
    "reports:exclusions": RESEARCHERS,
    "reports:quality_agencies": RESEARCHERS,
    "reports:quality_agency": RESEARCHERS,
    "reports:take_back_agency": ACTIONS,
    "reports:names": RESEARCHERS,
    "reports:names_of": RESEARCHERS,
    "reports:names_in": RESEARCHERS,
    "reports:coding": RESEARCHERS,
    "reports:new_code_list": RESEARCHERS,
    "reports:code_texts": RESEARCHERS,
    "reports:edit_code_list": RESEARCHERS,
    "reports:delete_code_list": ACTIONS,
    "reports:code_groups": RESEARCHERS,
    "reports:agreement": RESEARCHERS,
}
POSTS = {  # what a POST by each role leads to, for the pages that act
    "set_language": EVERYBODY,
    "surveys:leave": EVERYBODY,
    "surveys:draft": respondents(others=NO_SESSION),
    "surveys:send": RESPONDENTS,
    "surveys:reopen": RESPONDENTS,
    "surveys:contact": RESPONDENTS,
    "surveys:contact_remove": RESPONDENTS,
    "surveys:reminders": RESPONDENTS,
    "surveys:withdraw": RESPONDENTS,
    "surveys:staff_sign_out": EVERYBODY,
    "surveys:edit_page": MANAGERS,
    "surveys:round_state": MANAGERS,
    "surveys:seal": MANAGERS,
    "surveys:edit_round": MANAGERS,
    "surveys:new_agency": MANAGERS,
    "surveys:add_officer": MANAGERS,
    "surveys:accounts": ADMINISTRATORS,
    "surveys:new_account": ADMINISTRATORS,
    "surveys:account": ADMINISTRATORS,
    "surveys:people": OFFICERS,
    "surveys:people_add": OFFICERS,
    "surveys:people_paste": OFFICERS,
    "surveys:people_upload": OFFICERS,
    "surveys:people_check": OFFICERS,
    "surveys:person": OFFICERS,
    "surveys:cards": OFFICERS,
    "surveys:new_message": OFFICERS,
    "surveys:cancel_messages": OFFICERS,
    "surveys:messages_again": OFFICERS,
    "surveys:edit_message": MANAGERS,
    "surveys:plan_reminder": MANAGERS,
    "surveys:drop_reminder": MANAGERS,
    "diary:save": respondents(others=NO_SESSION),
    "reports:build": RESEARCHERS,
    "reports:cancel": RESEARCHERS,
    "reports:count": RESEARCHERS,
    "reports:files_internal": RESEARCHERS,
    "reports:files_public": RESEARCHERS,
    "reports:thresholds": RESEARCHERS,
    "reports:set_aside": RESEARCHERS,
    "reports:take_back": RESEARCHERS,
    "reports:quality_agency": RESEARCHERS,
    "reports:take_back_agency": RESEARCHERS,
    "reports:names_of": RESEARCHERS,
    "reports:names_in": RESEARCHERS,
    "reports:new_code_list": RESEARCHERS,
    "reports:code_texts": staff(),  # the address of no text
    "reports:edit_code_list": RESEARCHERS,
    "reports:delete_code_list": RESEARCHERS,
    "reports:code_groups": RESEARCHERS,
    "reports:agreement": RESEARCHERS,
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
    job = request_workbook(round=round_, user=researcher, now=timezone.now())
    manager = RoundRole.Role.MANAGER
    people = {
        "officer": officer,
        "other officer": other_officer,
        "researcher": researcher,
        "other researcher": RoleFactory(round=other_round).user,
        "manager": RoleFactory(round=round_, role=manager, user__makes_rounds=True).user,
        "other manager": RoleFactory(round=other_round, role=manager).user,
        "administrator": UserFactory(is_administrator=True),
    }
    clients = {role: Client() for role in ROLES}
    for role, user in people.items():
        clients[role].force_login(user)
    invitation = InvitationFactory(agency=agency)
    respondent = Respondent(invitation).whole_way()
    clients["respondent"] = respondent.client
    sent = Return.objects.get(round=round_)
    Return.objects.update(answers={**sent.answers, "job_title": "Manager"})
    reference = reference_of(round_.pk, sent.pk)
    codes = round_.code_lists.create(key="role_coded", questions=["job_title"], two_coders=True)
    section = load_instrument(round_.instrument).sections[0]
    place = [section.key, section.pages[0].key]
    now = timezone.now()
    staged = stage_upload(agency=agency, table=read_paste("Asha"), who=officer, now=now)
    batch = MessageBatch.objects.create(
        agency=agency, kind=MessageKind.INVITATION, asked_at=now, send_from=now
    )
    step = PlannedReminder.objects.create(
        round=round_, kind=MessageKind.NOT_SENT, send_on=round_.closes_on
    )
    arguments = {
        "surveys:messages": [agency.pk],
        "surveys:new_message": [agency.pk, MessageKind.INVITATION],
        "surveys:message_batch": [agency.pk, batch.pk],
        "surveys:message_progress": [agency.pk, batch.pk],
        "surveys:cancel_messages": [agency.pk, batch.pk],
        "surveys:messages_again": [agency.pk, batch.pk],
        "surveys:round_messages": [round_.slug],
        "surveys:edit_message": [round_.slug, MessageKind.INVITATION],
        "surveys:plan_reminder": [round_.slug],
        "surveys:drop_reminder": [round_.slug, step.pk],
        "surveys:join": [OpenLinkFactory(round=round_).slug],
        "surveys:section": ["your-work"],
        "surveys:page": place,
        "surveys:draft": place,
        "surveys:round_page": [round_.slug, "about"],
        "surveys:edit_pages": [round_.slug],
        "surveys:edit_page": [round_.slug, "about"],
        "surveys:agency": [agency.pk],
        "surveys:people": [agency.pk],
        "surveys:people_add": [agency.pk],
        "surveys:people_paste": [agency.pk],
        "surveys:people_upload": [agency.pk],
        "surveys:people_check": [agency.pk, staged.pk],
        "surveys:person": [agency.pk, invitation.pk],
        "surveys:person_by_hand": [agency.pk, invitation.pk],
        "surveys:person_new_code": [agency.pk, invitation.pk],
        "surveys:person_remove": [agency.pk, invitation.pk],
        "surveys:cards": [agency.pk],
        "surveys:account": [officer.pk],
        "surveys:manage_round": [round_.slug],
        "surveys:edit_round": [round_.slug],
        "surveys:round_state": [round_.slug],
        "surveys:seal": [round_.slug],
        "surveys:managed_agencies": [round_.slug],
        "surveys:new_agency": [round_.slug],
        "surveys:upload_agencies": [round_.slug],
        "surveys:recruitment": [round_.slug],
        "surveys:managed_agency": [agency.pk],
        "surveys:edit_agency": [agency.pk],
        "surveys:add_officer": [agency.pk],
        "surveys:join_staff": [officer.pk, "no-token"],
        "account_reset_password_from_key": ["1", "no-key"],
        "surveys:codebook": [round_.instrument],
        "surveys:codebook_file": [round_.instrument],
        "diary:day": ["monday"],
        "reports:round": [round_.slug],
        "reports:build": [round_.slug],
        "reports:job": [job.pk],
        "reports:job_progress": [job.pk],
        "reports:cancel": [job.pk],
        "reports:download": [job.pk],
        "reports:files": [round_.slug],
        "reports:files_internal": [round_.slug],
        "reports:files_public": [round_.slug],
        "reports:release": [job.pk],
        "reports:tables": [round_.slug],
        "reports:table": [round_.slug, "time-by-sector"],
        "reports:table_csv": [round_.slug, "time-by-sector"],
        "reports:table_excel": [round_.slug, "time-by-sector"],
        "reports:count": [round_.slug],
        "reports:quality": [round_.slug],
        "reports:thresholds": [round_.slug],
        "reports:quality_returns": [round_.slug],
        "reports:quality_return": [round_.slug, reference],
        "reports:set_aside": [round_.slug, reference],
        "reports:take_back": [round_.slug, reference],
        "reports:exclusions": [round_.slug],
        "reports:quality_agencies": [round_.slug],
        "reports:quality_agency": [round_.slug, agency.pk],
        "reports:take_back_agency": [round_.slug, agency.pk],
        "reports:names": [round_.slug],
        "reports:names_of": [round_.slug, "job_title"],
        "reports:names_in": [round_.slug, "job_title", reference],
        "reports:coding": [round_.slug],
        "reports:new_code_list": [round_.slug],
        "reports:code_texts": [round_.slug, codes.key],
        "reports:edit_code_list": [round_.slug, codes.key],
        "reports:delete_code_list": [round_.slug, codes.key],
        "reports:code_groups": [round_.slug, codes.key],
        "reports:agreement": [round_.slug, codes.key],
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
        return NO_SESSION
    arrived = [url for url, _ in response.redirect_chain]
    if arrived and path == reverse("surveys:start"):
        return START
    if arrived and path == reverse("surveys:staff_sign_in"):
        return SIGN_IN
    return PAGE if response.status_code in (200, 400, 409, 410, 422) else str(response.status_code)


def test_every_address_has_its_row():
    assert sorted(names()) == sorted(TABLE)


def test_every_staff_page_lies_where_the_second_factor_is_asked_for(world):
    _, arguments = world
    rows = [*TABLE.items(), *POSTS.items()]
    staff_pages = {name for name, row in rows if row[0] == SIGN_IN}

    outside = {
        name
        for name in staff_pages
        if not reverse(name, args=arguments.get(name, [])).startswith(STAFF_AREAS)
    }

    assert outside == set()


@pytest.mark.parametrize("name", TABLE)
def test_page_opens_for_its_roles_only(world, name):
    clients, arguments = world
    address = reverse(name, args=arguments.get(name, []))

    met = tuple(outcome(clients[role].get(address, follow=True)) for role in ROLES)

    if name in ("surveys:staff_sign_in", "account_login"):  # those signed in already are sent on
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
