"""A session that ended before a page was sent: nothing is lost, and nobody else gets it."""

import random
import string

import pytest
from django.urls import reverse

from surveys import cookies
from surveys.models import Return
from tests.factories import InvitationFactory
from tests.respondent import Respondent, place_of

pytestmark = pytest.mark.django_db
TYPED = {"contracted_hours": "37", "worked_hours": "41.5"}


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def text(response):
    return response.content.decode()


def post_after_the_session_ended(person, data=None):
    section, page = place_of(next(iter(data or TYPED)))
    form = person.get("surveys:page", section, page).context
    hidden = {"owner": form["owner"], "seen": form["form"].seen()}
    del person.client.cookies[cookies.RETURN]
    return person.answer_page(section, page, {**hidden, **(data or TYPED)})


def come_back(person):
    person.enter_code()
    return person.enter_pin()


def long_text(length):
    """Text that does not compress to nothing."""
    letters = random.Random(1).choices(string.ascii_letters + " ", k=length)
    return "".join(letters).strip()


def test_page_sent_after_the_session_ended_is_saved_when_its_owner_is_back(person):
    start = post_after_the_session_ended(person)
    assert start.request["PATH_INFO"] == reverse("surveys:start")
    assert "What you entered is kept in this browser" in text(start)
    assert Return.objects.get().answers == {}

    back = come_back(person)

    assert back.request["PATH_INFO"] == reverse("surveys:page", args=place_of("contracted_hours"))
    assert "What you entered when your session ended is saved." in text(back)
    assert Return.objects.get().answers == {"contracted_hours": 37, "worked_hours": 41.5}
    assert not person.client.cookies[cookies.HELD].value


def test_held_page_of_one_person_never_reaches_another(person):
    post_after_the_session_ended(person)
    other = Respondent(InvitationFactory())
    other.client = person.client

    shown = other.begin().responses[-1]

    assert "What you entered" not in text(shown)
    assert [found.answers for found in Return.objects.all()] == [{}, {}]
    assert not other.client.cookies[cookies.HELD].value


def test_finishing_on_the_device_takes_a_held_page_away(person):
    post_after_the_session_ended(person)
    person.post("surveys:leave")

    come_back(person)

    assert Return.objects.get().answers == {}


def test_held_page_is_read_by_nobody_without_the_secret(person):
    post_after_the_session_ended(person, data={"contracted_hours": "37.25"})

    held = person.client.cookies[cookies.HELD].value

    assert len(held) > 50
    assert "37.25" not in held
    assert "contracted" not in held


def test_what_could_not_be_read_is_not_saved_with_the_rest(person):
    post_after_the_session_ended(person, data={"contracted_hours": "37", "worked_hours": "x"})

    back = come_back(person)

    assert "but for what could not be read" in text(back)
    assert Return.objects.get().answers == {"contracted_hours": 37}


def test_text_without_room_is_shown_to_be_copied_and_the_rest_is_held(person):
    words = {"satisfaction": "satisfied", "satisfaction_comment": long_text(6000)}

    shown = post_after_the_session_ended(person, words)
    assert shown.context["texts"] == [words["satisfaction_comment"]]
    assert words["satisfaction_comment"] in text(shown)
    assert len(person.client.cookies[cookies.HELD].value) <= 3500
    come_back(person)

    assert Return.objects.get().answers == {"satisfaction": "satisfied"}


def test_opening_a_page_without_a_session_asks_for_the_code(person):
    del person.client.cookies[cookies.RETURN]

    page = person.get("surveys:page", *place_of("contracted_hours"))

    assert page.request["PATH_INFO"] == reverse("surveys:start")
    assert cookies.HELD not in person.client.cookies
