"""The list of people: who stands on it, searching, states, pages."""

import pytest

from surveys.models import Invitation
from tests.factories import AgencyFactory, InvitationFactory

pytestmark = pytest.mark.django_db


def shown(response):
    return [invitation.name for invitation in response.context["listed"]]


@pytest.fixture
def people(officer):
    """Five people in five states."""
    states = ["invited", "started", "sent", "refused", "withdrawn"]
    made = [
        InvitationFactory(
            agency=officer.agency,
            name=f"Person {n}",
            email=f"p{n}@council.example",
            team="East" if n < 2 else "West",
            disposition=state,
        )
        for n, state in enumerate(states)
    ]
    away = InvitationFactory(agency=officer.agency, name="Person 5", team="West")
    Invitation.objects.filter(pk=away.pk).update(by_hand="left")
    return [*made, away]


def test_list_shows_names_and_states_of_the_own_agency_only(officer, people):
    InvitationFactory(agency=AgencyFactory(round=officer.agency.round), name="Somebody elsewhere")

    response = officer.get("people")

    assert [(i.name, i.state_label) for i in response.context["listed"]] == [
        ("Person 0", "Not started"),
        ("Person 1", "Started, not sent"),
        ("Person 2", "Sent"),
        ("Person 3", "No more reminders"),
        ("Person 4", "No more reminders"),
        ("Person 5", "Has left the agency"),
    ]
    page = response.content.decode()
    assert "Somebody elsewhere" not in page
    assert "ithdrew" not in page
    assert "efused" not in page


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("person 3", ["Person 3"]),
        ("P1@COUNCIL", ["Person 1"]),
        ("east", ["Person 0", "Person 1"]),
        ("west 5", ["Person 5"]),
        ("nobody", []),
        ("%", []),
        ("\x00", [f"Person {n}" for n in range(6)]),
    ],
)
def test_search_finds_every_word_in_name_address_or_team(officer, people, words, expected):
    assert shown(officer.post("people", q=words)) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("invited", ["Person 0"]),
        ("started", ["Person 1"]),
        ("sent", ["Person 2"]),
        ("no-reminders", ["Person 3", "Person 4"]),
        ("by-hand", ["Person 5"]),
        ("withdrawn", [f"Person {n}" for n in range(6)]),  # not a state that officers can ask for
    ],
)
def test_list_shows_one_state(officer, people, state, expected):
    assert shown(officer.get("people", state=state)) == expected
    assert shown(officer.post("people", state=state)) == expected


def test_search_is_never_read_from_an_address(officer, people):
    response = officer.get("people", q="person 3")

    assert len(shown(response)) == 6
    assert 'method="post" class="list-search"' in response.content.decode()


def test_search_goes_on_over_pages_by_post(officer):
    for n in range(60):
        InvitationFactory(agency=officer.agency, name=f"Person {n:02}")

    response = officer.post("people", q="person", page="2")

    assert shown(response) == [f"Person {n}" for n in range(50, 60)]
    assert "?page" not in response.content.decode()


@pytest.mark.parametrize("page", ["2", "0", "-1", "many", "99999999999999999999"])
def test_list_takes_any_page_number(officer, page):
    for _ in range(51):
        InvitationFactory(agency=officer.agency)

    assert officer.get("people", page=page).context["listed"].number in (1, 2)


def test_name_from_people_is_never_html(officer):
    InvitationFactory(agency=officer.agency, name="<script>alert(1)</script>", team="<b>East</b>")

    page = officer.get("people").content.decode()

    assert "<script>alert" not in page
    assert "<b>East" not in page


def test_list_costs_the_same_queries_for_one_and_for_many(officer, django_assert_max_num_queries):
    for _ in range(2):
        with django_assert_max_num_queries(6):
            officer.get("people")
        for _ in range(60):
            InvitationFactory(agency=officer.agency)
