"""The contact sheet: optional, apart from the return, taken back by itself."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.actions import Contact, contact_of
from surveys.models import ContactSheet, Return, Round
from tests.factories import InvitationFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Ann",
    "prefers": "telephone",
    "email": "ann@home.example",
    "telephone": "01632 960 001",
    "times": "Tuesday after 17:00",
}


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def path(response):
    return response.request["PATH_INFO"]


def text(response):
    return response.content.decode()


def kept():
    return contact_of(Return.objects.get().handle)


def test_contact_details_are_kept_and_shown_to_their_owner(person):
    page = person.post("surveys:contact", GIVEN)

    assert path(page) == reverse("surveys:tasks")
    assert "Your contact details are kept, apart from your answers." in text(page)
    assert kept() == Contact(**GIVEN)
    assert person.get("surveys:contact").context["form"].initial == GIVEN


def test_contact_details_can_be_changed(person):
    person.post("surveys:contact", GIVEN)
    person.post("surveys:contact", {**GIVEN, "prefers": "either", "times": ""})

    assert kept() == Contact(**{**GIVEN, "prefers": "either", "times": ""})
    assert ContactSheet.objects.count() == 1


@pytest.mark.parametrize("sent", [False, True])
def test_contact_request_writes_no_return_and_no_diary(person, sent):
    if sent:
        person.send()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        person.client.post(reverse("surveys:contact"), GIVEN)
        person.client.post(reverse("surveys:contact_remove"))

    written = [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    tables = {table for sql in written for table in re.findall(r'"((?:surveys|diary)_\w+)"', sql)}
    assert tables == {"surveys_contactsheet"}
    assert not any("FOR UPDATE" in q["sql"] for q in asked if "surveys_return" in q["sql"])


def test_sheet_holds_nothing_readable_and_no_key_of_the_return(person):
    person.post("surveys:contact", GIVEN)

    row = ContactSheet.objects.values().get()
    found = Return.objects.get()
    assert set(row) == {"id", "round_id", "handle", "box"}
    assert row["handle"] != found.handle
    assert not any(word in row["box"] for word in ("Ann", "01632", "home.example"))


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        (
            {"name": "Ann"},
            "Enter an email address or a telephone number, so that we can reach you.",
        ),
        ({"prefers": "email"}, "Enter your email address, or choose another way."),
        (
            {"prefers": "email", "telephone": "01632 960 001"},
            "Enter your email address, or choose another way.",
        ),
        (
            {"prefers": "telephone", "email": "a@b.example"},
            "Enter your telephone number, or choose another way.",
        ),
        ({"prefers": "either"}, "Enter an email address or a telephone number"),
        ({"email": "ann at home"}, "Enter a whole email address, for example name@example.org."),
        ({"telephone": "1234"}, "Enter a telephone number with all its digits"),
        ({"telephone": "ring me at work"}, "Enter a telephone number with all its digits"),
        ({"prefers": "pigeon"}, "Choose one of the three ways."),
        ({"email": "a@b.example", "times": "x" * 501}, "Enter at most 500 characters."),
    ],
)
def test_wrong_contact_details_say_what_to_enter_and_keep_nothing(person, given, advice):
    page = person.post("surveys:contact", given)

    assert page.status_code == 422
    assert advice in text(page)
    assert ContactSheet.objects.count() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"email": "a@b.example"},
        {"telephone": "+44 1632 960001"},
        {"prefers": "email", "email": "a@b.example"},
        {"prefers": "either", "telephone": "(01632) 960-001"},
    ],
)
def test_one_way_that_fits_is_enough(person, given):
    person.post("surveys:contact", given)

    assert kept() == Contact(**given)


def test_empty_sheet_is_not_kept(person):
    page = person.post("surveys:contact", {"name": " "})

    assert path(page) == reverse("surveys:tasks")
    assert "none are kept" in text(page)
    assert ContactSheet.objects.count() == 0


def test_emptied_sheet_asks_before_it_is_deleted(person):
    person.post("surveys:contact", GIVEN)

    page = person.post("surveys:contact", {"name": ""})

    assert path(page) == reverse("surveys:contact_remove")
    assert kept() == Contact(**GIVEN)


def test_sheet_is_taken_back_and_the_return_stays(person):
    person.post("surveys:contact", GIVEN)
    before = Return.objects.values().get()

    assert "Ann" in text(person.get("surveys:contact_remove"))
    page = person.post("surveys:contact_remove")

    assert "Your contact details are deleted. Your return is unchanged." in text(page)
    assert ContactSheet.objects.count() == 0
    assert Return.objects.values().get() == before


def test_nothing_to_take_back_leads_to_the_sheet(person):
    assert path(person.get("surveys:contact_remove")) == reverse("surveys:contact")


@pytest.mark.parametrize("name", ["surveys:contact", "surveys:contact_remove"])
def test_sheet_stays_as_it_is_once_sealing_begins(person, name):
    person.post("surveys:contact", GIVEN)
    Round.objects.update(state=Round.State.SEALING)

    page = person.post(name, {**GIVEN, "name": "Ben"})

    assert path(page) == reverse("surveys:tasks")
    assert "This survey is being sealed" in text(page)
    assert kept() == Contact(**GIVEN)


def test_one_persons_sheet_is_never_anothers():
    invitation = InvitationFactory()
    one = Respondent(invitation).begin()
    two = Respondent(InvitationFactory(agency=invitation.agency)).begin()
    one.post("surveys:contact", GIVEN)

    assert two.get("surveys:contact").context["kept"] is None
    two.post("surveys:contact_remove")
    assert ContactSheet.objects.count() == 1
