"""Coming in: code, consent and PIN, coming back, open links."""

import pytest
from django.urls import reverse

from surveys import cookies
from surveys.models import Return, Round
from surveys.receipts import is_receipt
from tests.factories import PIN, InvitationFactory, OpenLinkFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db


def path(response):
    return response.request["PATH_INFO"]


def text(response):
    return response.content.decode()


def test_code_leads_to_what_this_is_then_consent_then_the_tasks():
    person = Respondent(InvitationFactory())

    assert path(person.enter_code()) == reverse("surveys:about")
    assert path(person.get("surveys:consent")) == reverse("surveys:consent")
    assert Return.objects.count() == 0
    assert path(person.consent()) == reverse("surveys:tasks")

    started = Return.objects.get()
    assert (started.state, started.answers, started.diary.slots) == ("started", {}, "." * 336)
    assert started.diary.starts_on == started.agency.week.starts_on
    assert started.pin_matches(PIN)
    assert not started.pin_matches("907163")


def test_reading_pages_starts_nothing():
    person = Respondent(InvitationFactory())
    person.enter_code()

    for name in ("surveys:start", "surveys:about", "surveys:consent", "surveys:pin"):
        person.get(name)

    assert Return.objects.count() == 0


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("", "Enter the access code from your invitation."),
        ("abc", "Enter all 16 characters of your access code. You entered 3."),
        ("K7PQ-W3MN-AC4T-XR9D", "No open survey knows this code."),
    ],
)
def test_wrong_code_says_what_to_do(code, advice):
    person = Respondent()

    page = person.post("surveys:start", {"code": code})

    assert page.status_code == 422
    assert advice in text(page)


def test_code_of_a_closed_round_opens_nothing():
    invitation = InvitationFactory()
    Round.objects.update(state=Round.State.CLOSED)

    assert "No open survey knows this code." in text(Respondent(invitation).enter_code())


@pytest.mark.parametrize(
    ("sent", "advice"),
    [
        ({"pin": PIN, "pin_again": PIN}, "Tick the box if you agree to take part."),
        ({"consent": "on"}, "Choose a PIN of 6 to 12 digits."),
        (
            {"consent": "on", "pin": "12ab56", "pin_again": "12ab56"},
            "Enter 6 to 12 digits, and nothing else.",
        ),
        (
            {"consent": "on", "pin": "123456", "pin_again": "123456"},
            "Choose digits that are harder to guess",
        ),
        (
            {"consent": "on", "pin": PIN, "pin_again": "482916"},
            "Enter the same PIN as in the box above.",
        ),
    ],
)
def test_consent_and_pin_are_asked_for_plainly(sent, advice):
    person = Respondent(InvitationFactory())
    person.enter_code()

    page = person.post("surveys:consent", sent)

    assert page.status_code == 422
    assert advice in text(page)
    assert PIN not in text(page)
    assert Return.objects.count() == 0


def test_coming_back_needs_code_and_pin():
    invitation = InvitationFactory()
    Respondent(invitation).whole_way()
    again = Respondent(invitation)

    assert path(again.enter_code()) == reverse("surveys:pin")
    assert path(again.enter_pin()) == reverse("surveys:tasks")
    assert Return.objects.count() == 1


def test_consenting_twice_starts_one_return():
    invitation = InvitationFactory()
    one, two = Respondent(invitation), Respondent(invitation)
    one.enter_code()
    two.enter_code()
    one.consent()

    assert path(two.consent()) == reverse("surveys:pin")
    assert Return.objects.count() == 1


def test_finishing_on_this_device_needs_code_and_pin_again():
    person = Respondent(InvitationFactory()).begin()

    assert path(person.post("surveys:leave")) == reverse("surveys:home")
    assert path(person.get("surveys:tasks")) == reverse("surveys:start")


def test_idle_session_ends_and_loses_nothing(settings):
    person = Respondent(InvitationFactory()).begin()
    person.fill_day("monday", {20: "C"})
    settings.RESPONDENT_IDLE_MINUTES = -1

    page = person.get("diary:day", "monday")

    assert path(page) == reverse("surveys:start")
    assert "Nothing that was saved is lost." in text(page)
    assert Return.objects.get().diary.slots[20] == "C"


def test_active_session_is_prolonged_once_a_minute(monkeypatch):
    person = Respondent(InvitationFactory()).begin()
    first = person.client.cookies[cookies.RETURN].value

    person.get("surveys:tasks")
    assert person.client.cookies[cookies.RETURN].value == first

    monkeypatch.setattr(cookies, "FRESH", 0)
    person.get("surveys:tasks")
    assert person.client.cookies[cookies.RETURN].value != first


def test_open_link_starts_a_return_without_invitation_or_agency():
    link = OpenLinkFactory()
    person = Respondent()

    assert path(person.post("surveys:join", {}, link.slug)) == reverse("surveys:about")
    own_code = person.get("surveys:consent").context["own_code"]
    assert path(person.consent()) == reverse("surveys:tasks")

    started = Return.objects.get()
    assert (started.agency, started.open_link) == (None, link)
    again = Respondent()
    again.code = own_code
    assert path(again.enter_code()) == reverse("surveys:pin")
    assert path(again.enter_pin()) == reverse("surveys:tasks")


def test_each_person_by_an_open_link_has_a_return_of_their_own():
    link = OpenLinkFactory()
    for _ in range(2):
        person = Respondent()
        person.post("surveys:join", {}, link.slug)
        person.consent()

    assert Return.objects.filter(open_link=link).count() == 2


def test_inactive_open_link_is_no_page():
    person = Respondent()

    page = person.get("surveys:join", OpenLinkFactory(is_active=False).slug)

    assert page.status_code == 404
    assert "There is no page at this address" in text(page)


def test_receipt_proves_sending():
    person = Respondent(InvitationFactory()).whole_way()

    receipt = person.responses[-1].context["number"]

    assert path(person.responses[-1]) == reverse("surveys:receipt")
    assert is_receipt(Round.objects.get().pk, receipt)
    assert receipt in text(person.get("surveys:receipt"))
