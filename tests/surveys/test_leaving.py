"""Saying no: no more reminders, and withdrawing."""

import pytest
from django.urls import reverse

from diary.models import Diary
from surveys import cookies
from surveys.models import ContactSheet, OptOut, Return, Round
from tests.factories import InvitationFactory, OpenLinkFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db
SURE = {"sure": "on"}


def path(response):
    return response.request["PATH_INFO"]


def text(response):
    return response.content.decode()


def rows():
    """How many returns, diaries, contact sheets there are, and the wishes to be left alone."""
    counts = [model.objects.count() for model in (Return, Diary, ContactSheet)]
    return (*counts, list(OptOut.objects.values_list("kind", flat=True)))


@pytest.fixture
def invitation():
    return InvitationFactory()


@pytest.fixture
def person(invitation):
    person = Respondent(invitation).begin()
    person.fill_day("monday", {20: "C"}, "W")
    person.post("surveys:contact", {"email": "ann@home.example"})
    return person


@pytest.mark.parametrize("state", [Round.State.OPEN, Round.State.CLOSED])
@pytest.mark.parametrize("sent", [False, True])
def test_withdrawing_deletes_everything_but_the_wish(person, sent, state):
    if sent:
        person.send()
    Round.objects.update(state=state)

    page = person.post("surveys:withdraw", SURE)

    assert path(page) == reverse("surveys:withdrawn")
    assert "Your return, your diary and your contact details are deleted" in text(page)
    assert rows() == (0, 0, 0, ["withdrawn"])


def test_withdrawing_ends_the_session_on_this_device(person):
    person.send()  # leaves a receipt
    person.post("surveys:withdraw", SURE)

    left = {name for name, morsel in person.client.cookies.items() if morsel.value}
    assert not left & {cookies.RETURN, cookies.ARRIVAL, cookies.RECEIPT, cookies.HELD}
    assert path(person.get("surveys:tasks")) == reverse("surveys:start")


def test_withdrawing_needs_its_tick(person):
    page = person.post("surveys:withdraw")

    assert page.status_code == 422
    assert "Tick the box if you want to withdraw." in text(page)
    assert rows() == (1, 1, 1, [])


def test_looking_at_the_page_withdraws_nothing(person):
    assert "It can’t be undone." in text(person.get("surveys:withdraw"))
    assert rows() == (1, 1, 1, [])


@pytest.mark.parametrize("state", [Round.State.SEALING, Round.State.SEALED])
def test_withdrawing_is_too_late_once_sealing_begins(person, state):
    Round.objects.update(state=state, team_name="Survey unit", team_email="ask@unit.example")

    page = person.post("surveys:withdraw", SURE)

    assert path(page) == reverse("surveys:withdraw")
    assert "It is too late to withdraw: the survey is being sealed." in text(page)
    assert "ask@unit.example" in text(page)
    assert rows() == (1, 1, 1, [])


def test_withdrawing_twice_in_two_tabs_is_withdrawing_once(person):
    session = person.client.cookies[cookies.RETURN].value
    person.post("surveys:withdraw", SURE)
    person.client.cookies[cookies.RETURN] = session

    assert path(person.post("surveys:withdraw", SURE)) == reverse("surveys:start")
    assert rows() == (0, 0, 0, ["withdrawn"])


def test_code_of_somebody_who_withdrew_starts_anew_with_an_empty_return(person, invitation):
    person.post("surveys:withdraw", SURE)
    again = Respondent(invitation)

    page = again.enter_code()
    assert path(page) == reverse("surveys:about")
    assert "If you changed your mind, you can start again with an empty return." in text(page)
    assert path(again.consent()) == reverse("surveys:tasks")

    assert rows() == (1, 1, 0, [])
    assert Return.objects.get().diary.slots == "." * 336


def test_about_says_nothing_of_withdrawing_to_others(invitation):
    assert "You withdrew." not in text(Respondent(invitation).enter_code())


def test_withdrawing_from_an_open_link_leaves_nothing():
    person = Respondent()
    person.post("surveys:join", {}, OpenLinkFactory().slug)
    person.consent()

    assert "there is no list with your name" in text(person.get("surveys:withdraw"))
    person.post("surveys:withdraw", SURE)
    assert rows() == (0, 0, 0, [])


@pytest.mark.parametrize("started", [False, True])
def test_reminders_stop_with_one_press(invitation, started):
    person = Respondent(invitation)
    person.begin() if started else person.enter_code()

    assert "Send me no more reminders" in text(person.get("surveys:reminders"))
    assert OptOut.objects.count() == 0
    page = person.post("surveys:reminders")

    assert path(page) == reverse("surveys:reminders")
    assert "You get no more reminders" in text(page)
    assert list(OptOut.objects.values_list("kind", flat=True)) == ["refused"]
    assert Return.objects.count() == int(started)


def test_no_more_reminders_holds_on_another_device(invitation):
    one, two = Respondent(invitation), Respondent(invitation)
    one.enter_code()
    one.post("surveys:reminders")
    two.enter_code()

    assert "You get no more reminders" in text(two.get("surveys:reminders"))


def test_reminders_can_be_had_after_all(invitation):
    person = Respondent(invitation)
    person.enter_code()
    person.post("surveys:reminders")

    page = person.post("surveys:reminders", {"do": "resume"})

    assert "Send me no more reminders" in text(page)
    assert OptOut.objects.count() == 0


def test_withdrawing_is_not_undone_by_asking_for_reminders(person, invitation):
    person.post("surveys:withdraw", SURE)
    again = Respondent(invitation)
    again.enter_code()

    assert "Remind me after all" not in text(again.get("surveys:reminders"))
    again.post("surveys:reminders", {"do": "resume"})
    assert rows() == (0, 0, 0, ["withdrawn"])


def test_reminders_without_a_code_say_how():
    page = Respondent().get("surveys:reminders")

    assert "we need your access code" in text(page)
    assert reverse("surveys:start") in text(page)


def test_stopping_reminders_without_a_code_leads_to_it():
    assert path(Respondent().post("surveys:reminders")) == reverse("surveys:start")
    assert OptOut.objects.count() == 0


def test_open_link_has_no_reminders_to_stop():
    person = Respondent()
    person.post("surveys:join", {}, OpenLinkFactory().slug)

    assert "You came by an open link, so nobody has your address" in text(
        person.get("surveys:reminders")
    )


def test_stopping_reminders_of_a_sealed_round_says_that_it_is_over(person):
    Round.objects.update(state=Round.State.SEALING)

    page = person.post("surveys:reminders")

    assert "The survey is over" in text(page)
    assert OptOut.objects.count() == 0
