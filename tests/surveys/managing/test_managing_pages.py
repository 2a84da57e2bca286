"""The survey manager's pages: what they show, what they refuse, and what they cost."""

import datetime
import io

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from surveys.models import Agency, Invitation, Round, RoundRole
from tests.factories import (
    MONDAY,
    AgencyFactory,
    InvitationFactory,
    ReturnFactory,
    RoleFactory,
    RoundFactory,
    UserFactory,
    WeekFactory,
)

pytestmark = pytest.mark.django_db
HEADINGS = ["Name", "Service", "Authority", "Region", "Type", "Eligible staff", "Week"]
ROUND = {
    "title": "Workload survey 2026",
    "slug": "workload-2026",
    "instrument": "2",
    "opens_on": "2026-11-16",
    "closes_on": "2026-12-16",
    "weeks": "16 November 2026\n2026-11-23",
    "team_name": "Survey team",
    "team_email": "team@survey.example",
    "target_percent": "60",
    "max_messages": "4",
    "quiet_from": "18:00",
    "quiet_until": "08:00",
    "pull_batch": "3",
}
AGENCY = {"name": "Northshire children", "service": "children", "eligible": "120"}


@pytest.fixture
def round_():
    return RoundFactory(team_name="Team", team_email="t@survey.example")


@pytest.fixture
def manager(round_):
    client = Client()
    user = UserFactory(makes_rounds=True, name="Mina")
    RoleFactory(round=round_, role=RoundRole.Role.MANAGER, user=user)
    client.force_login(user)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def sheet(*rows):
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("agencies.xlsx", file.getvalue())


def test_manager_makes_a_round_and_sees_what_is_missing(manager):
    response = manager.post(reverse("surveys:new_round"), ROUND, follow=True)

    made = Round.objects.get(slug="workload-2026")
    assert response.request["PATH_INFO"] == reverse("surveys:manage_round", args=[made.slug])
    assert "Add at least one agency that has agreed to take part." in text(response)
    assert (made.state, made.target_percent, made.closes_on) == (
        "draft",
        60,
        datetime.date(2026, 12, 16),
    )
    assert [week.starts_on for week in made.weeks.all()] == [
        MONDAY,
        MONDAY + datetime.timedelta(days=7),
    ]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Enter a title."),
        ("slug", "Has Spaces", "Use small letters, numbers and single hyphens only."),
        ("weeks", "17 November 2026", "is no Monday. Enter the Monday, 16 November 2026."),
        ("weeks", "soon", "Line 1: enter a date such as 11 May 2026 or 2026-05-11."),
        ("closes_on", "2026-11-15", "Enter a day after the one on which it opens."),
        ("closes_on", "2026-11-20", "Enter a day after the end of the first diary week."),
        ("target_percent", "101", "Enter a whole number from 1 to 100."),
        ("pull_batch", "1", "Enter a whole number from 3 to 20."),
        ("quiet_from", "late", "Enter a valid time."),
    ],
)
def test_wrong_round_is_refused_with_its_remedy(manager, field, value, said):
    response = manager.post(reverse("surveys:new_round"), {**ROUND, field: value})

    assert response.status_code == 422
    assert said in text(response)
    assert not Round.objects.filter(slug="workload-2026").exists()


def test_short_name_of_another_round_is_refused(manager, round_):
    response = manager.post(reverse("surveys:new_round"), {**ROUND, "slug": round_.slug})

    assert "Another round has this short name. Enter another one." in text(response)


def test_round_is_changed_and_its_short_name_stays(manager, round_):
    WeekFactory(round=round_)
    address = reverse("surveys:edit_round", args=[round_.slug])
    shown = manager.get(address)
    assert "16 November 2026" in text(shown)

    manager.post(address, {**ROUND, "title": "Another title", "slug": "other"})

    round_.refresh_from_db()
    assert (round_.title, round_.slug) == ("Another title", round_.slug)
    assert round_.slug != "other"


def test_round_is_closed_and_opened_again(manager, round_):
    AgencyFactory(round=round_, standing="agreed")
    address = reverse("surveys:round_state", args=[round_.slug])

    closed = manager.post(address, {"to": "closed"}, follow=True)
    assert "The round is closed: nothing can be sent any more." in text(closed)
    opened = manager.post(address, {"to": "open"}, follow=True)
    assert "The round is open: it takes returns from now on." in text(opened)
    refused = manager.post(address, {"to": "sealed"}, follow=True)
    assert "this can" in text(refused)
    assert Round.objects.get(pk=round_.pk).state == "open"


def test_response_counts_invitations_and_names_the_agencies_to_call(manager, round_):
    few = AgencyFactory(round=round_, name="Few have sent here", standing="agreed")
    RoleFactory(round=round_, role=RoundRole.Role.OFFICER, agencies=[few])
    for disposition in ("sent", "started", "invited", "refused", "withdrawn", "invited"):
        InvitationFactory(agency=few, disposition=disposition)
    Invitation.objects.filter(disposition="invited").update(by_hand="")
    left = InvitationFactory(agency=few)
    Invitation.objects.filter(pk=left.pk).update(by_hand="left")
    AgencyFactory(round=round_, name="Has not agreed", standing="approached")

    page = manager.get(reverse("surveys:manage_round", args=[round_.slug]))

    assert (page.context["sent"], page.context["invited"], page.context["percent"]) == (1, 6, 17)
    assert [(i.line.agency.name, str(i.reason)) for i in page.context["to_call"]] == [
        ("Has not agreed", "Has not agreed yet"),
    ]


def test_pages_cost_the_same_for_one_agency_and_for_many(
    manager, round_, django_assert_max_num_queries
):
    addresses = [
        reverse(f"surveys:{name}", args=[round_.slug])
        for name in ("manage_round", "managed_agencies", "recruitment")
    ]
    for count in (1, 12):
        for _ in range(count):
            agency = AgencyFactory(round=round_, standing="agreed")
            RoleFactory(round=round_, role=RoundRole.Role.OFFICER, agencies=[agency])
            InvitationFactory(agency=agency)
        for address in addresses:
            with django_assert_max_num_queries(8):
                assert manager.get(address).context["round"] == round_


def test_no_page_of_a_manager_asks_for_a_return(manager, round_, django_assert_num_queries):
    agency = AgencyFactory(round=round_, standing="agreed")
    ReturnFactory(invitation=InvitationFactory(agency=agency), state="sent")
    names = ["manage_round", "managed_agencies", "recruitment", "edit_round", "seal"]
    addresses = [reverse(f"surveys:{name}", args=[round_.slug]) for name in names]
    addresses.append(reverse("surveys:managed_agency", args=[agency.pk]))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        for address in addresses:
            manager.get(address)

    tables = ("surveys_return", "diary_diary", "surveys_optout", "surveys_contactsheet")
    assert [q["sql"] for q in seen if any(table in q["sql"] for table in tables)] == []


def test_agency_is_added_with_its_authority(manager, round_):
    week = WeekFactory(round=round_)
    new = {**AGENCY, "week": week.pk, "authority": "Northshire", "region": "North East"}

    wrong = manager.post(reverse("surveys:new_agency", args=[round_.slug]), new)
    assert "Choose the type of authority." in text(wrong)
    manager.post(
        reverse("surveys:new_agency", args=[round_.slug]), {**new, "authority_type": "county"}
    )

    made = Agency.objects.get()
    assert (made.name, made.service, made.eligible, made.week) == (
        "Northshire children",
        "children",
        120,
        week,
    )
    assert (made.authority.name, made.authority.region) == ("Northshire", "North East")
    again = manager.post(reverse("surveys:new_agency", args=[round_.slug]), new)
    assert "An agency of this name is listed already." in text(again)


def test_call_is_logged_with_its_outcome(manager, round_):
    agency = AgencyFactory(round=round_)
    address = reverse("surveys:managed_agency", args=[agency.pk])

    assert "Choose what came of it." in text(manager.post(address, {"outcome": ""}))
    refused = manager.post(address, {"outcome": "excluded"})
    assert "Enter the reason for excluding the agency." in text(refused)
    shown = manager.post(address, {"outcome": "agreed", "note": "Spoke to them"}, follow=True)

    assert "Spoke to them" in text(shown)
    assert Agency.objects.get().standing == "agreed"


def test_link_officer_is_invited_by_email(manager, round_):
    agency = AgencyFactory(round=round_)
    address = reverse("surveys:add_officer", args=[agency.pk])

    manager.post(address, {"name": "Olu", "email": "olu@council.example", "is_deputy": "on"})

    role = RoundRole.objects.get(user__email="olu@council.example")
    assert (role.role, role.is_deputy, list(role.agencies.all())) == ("officer", True, [agency])
    assert [message.to for message in mail.outbox] == [["olu@council.example"]]


def test_researcher_of_the_round_cannot_be_its_link_officer(manager, round_):
    researcher = RoleFactory(round=round_).user
    agency = AgencyFactory(round=round_)

    response = manager.post(
        reverse("surveys:add_officer", args=[agency.pk]), {"name": "R", "email": researcher.email}
    )

    assert "Nobody has two roles in a round" in text(response)
    assert not RoundRole.objects.filter(role="officer").exists()


def test_list_of_agencies_is_looked_at_corrected_and_added_at_once(manager, round_):
    WeekFactory(round=round_)
    address = reverse("surveys:upload_agencies", args=[round_.slug])
    good = ["Eastshire adults", "Adults", "Eastshire", "London", "county", 80, "16 November 2026"]
    bad = ["", "Dogs", "Westshire", "Narnia", "", "many", "17 November 2026"]

    looked = manager.post(address, {"file": sheet(good, bad)})

    assert looked.status_code == 422
    said = text(looked)
    for problem in (
        "Name: enter the agency",
        "Service: enter one of",
        "Region: enter one of",
        "Type: enter one of",
        "Eligible staff: enter a whole number",
        "Week: enter one of the round",
    ):
        assert problem in said
    assert not Agency.objects.exists()

    lines = looked.context["lines"].splitlines()
    corrected = "\n".join([*lines[:2], "Westshire fostering\tfostering\t\t\t\t\t2026-11-16"])
    assert manager.post(address, {"lines": corrected}).context["wrong"] == 0
    assert not Agency.objects.exists()
    manager.post(address, {"lines": corrected, "confirm": "yes"})

    added = Agency.objects.values_list("name", "service", "authority__name", "eligible")
    assert list(added) == [
        ("Eastshire adults", "adults", "Eastshire", 80),
        ("Westshire fostering", "fostering", None, None),
    ]


def test_list_without_its_headings_is_refused_with_those_it_needs(manager, round_):
    WeekFactory(round=round_)
    file = SimpleUploadedFile("agencies.csv", b"Agency,Kind\nNorthshire,children\n")

    response = manager.post(reverse("surveys:upload_agencies", args=[round_.slug]), {"file": file})

    assert "The first row must hold the headings" in text(response)
    assert not Agency.objects.exists()


def test_list_that_is_too_large_is_refused(manager, round_):
    file = SimpleUploadedFile("agencies.csv", b"Name,Service\n" * 300_000)

    response = manager.post(reverse("surveys:upload_agencies", args=[round_.slug]), {"file": file})

    assert "The file is too large. Upload at most 2 MB at a time." in text(response)


def test_table_of_recruitment_downloads_as_csv(manager, round_):
    AgencyFactory(round=round_, standing="agreed", service="adults")
    AgencyFactory(round=round_, standing="declined", service="adults")

    response = manager.get(reverse("surveys:recruitment", args=[round_.slug]), {"format": "csv"})

    assert response.content.decode().splitlines() == [
        "\ufeffKind of service,Approached,Agreed",
        "Adult services,2,1",
        "Total,2,1",
    ]


def test_sealing_asks_for_the_round_by_name_and_a_date_and_is_done_by_a_worker(
    manager, round_, django_capture_on_commit_callbacks, monkeypatch
):
    Round.objects.filter(pk=round_.pk).update(state="closed")
    address = reverse("surveys:seal", args=[round_.slug])
    told = []
    monkeypatch.setattr("surveys.managing.views.seal.delay", told.append)

    wrong = manager.post(address, {"backups_until": "2020-01-01", "confirm": "another"})
    assert "Enter today or a later day." in text(wrong)
    assert f"Type {round_.slug}, the short name of this round." in text(wrong)
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(address, {"backups_until": "2099-01-31", "confirm": round_.slug})

    round_.refresh_from_db()
    assert (round_.state, round_.backups_until) == ("sealing", datetime.date(2099, 1, 31))
    assert told == [str(round_.pk)]
