"""One person: corrections, marks by hand, a new code for a lost one, removal."""

import pytest
from django.utils import timezone

from surveys.actions import arrival_by_code, code_of
from surveys.codes import check_of, format_code
from surveys.dispositions import pull_round
from surveys.keys import keys_of
from surveys.models import AuditEntry, Invitation, Message, MessageBatch, Return
from tests.factories import AgencyFactory, InvitationFactory, RoundFactory
from tests.respondent import Respondent
from tests.surveys.people.conftest import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asha(officer):
    return InvitationFactory(
        agency=officer.agency, name="Asha Patel", email="asha@council.example", team="East"
    )


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", "about"))


def message_to(invitation, state):
    batch = MessageBatch.objects.create(
        agency=invitation.agency,
        kind="invitation",
        asked_at=timezone.now(),
        send_from=timezone.now(),
        subject="x",
        body="x",
    )
    return Message.objects.create(batch=batch, invitation=invitation, state=state)


def test_details_are_corrected(officer, asha):
    officer.post("person", asha.pk, name="Asha Rao", email="rao@council.example", team="West")

    asha.refresh_from_db()
    assert (asha.name, asha.email, asha.team) == ("Asha Rao", "rao@council.example", "West")
    assert acts() == [("person", "1 invitation: name, email or team")]


def test_details_of_somebody_without_a_name_may_stay_empty(officer):
    nameless = InvitationFactory(agency=officer.agency, name="")

    officer.post("person", nameless.pk, name="", email="", team="West")

    nameless.refresh_from_db()
    assert (nameless.name, nameless.team) == ("", "West")


def test_details_that_are_somebody_elses_are_refused(officer, asha):
    InvitationFactory(agency=officer.agency, name="Bo", email="bo@council.example")

    response = officer.post("person", asha.pk, name="Asha", email="BO@council.example")

    assert "Somebody with this email address is on your list." in response.content.decode()
    asha.refresh_from_db()
    assert asha.email == "asha@council.example"


def test_mark_by_hand_is_set_and_taken_back(officer, asha):
    officer.post("person_by_hand", asha.pk, by_hand="on-leave")
    asha.refresh_from_db()
    assert asha.by_hand == "on-leave"

    officer.post("person_by_hand", asha.pk, by_hand="")
    asha.refresh_from_db()
    assert asha.by_hand == ""

    response = officer.post("person_by_hand", asha.pk, by_hand="refused")
    assert "Choose one of the five." in response.content.decode()
    assert acts() == [("person", "1 invitation: marked by hand")] * 2


def test_change_by_an_officer_leaves_what_the_pull_wrote_meanwhile(officer, asha):
    response = officer.get("person", asha.pk)
    Invitation.objects.filter(pk=asha.pk).update(disposition="sent")

    officer.post("person", asha.pk, name=response.context["invitation"].name, email="", team="")

    asha.refresh_from_db()
    assert asha.disposition == "sent"


def test_new_code_stops_the_old_one_and_starts_an_empty_return(officer, asha):
    old = Respondent(asha).begin()
    old.answer("your-work")

    officer.post("person_new_code", asha.pk)

    asha.refresh_from_db()
    assert asha.code_version == 2
    assert asha.code_check == check_of(keys_of(officer.agency.round_id).check, code_of(asha))
    assert arrival_by_code(old.code.replace("-", "")) is None
    again = Respondent(asha, pin="739104").begin()
    assert again.get("surveys:tasks").status_code == 200
    assert sorted(bool(found.answers) for found in Return.objects.all()) == [False, True]
    assert acts() == [("new-code", "1 invitation")]


def test_new_code_brings_the_disposition_back_with_the_next_pull(officer):
    people = [InvitationFactory(agency=officer.agency) for _ in range(3)]
    for person in people:
        Respondent(person).begin()
    pull_round(officer.agency.round)

    for person in people:
        officer.post("person_new_code", person.pk)
    pull_round(officer.agency.round)

    assert Invitation.objects.counts()["invited"] == 3


@pytest.mark.parametrize("disposition", ["sent", "refused", "withdrawn"])
def test_new_code_is_refused_to_those_who_sent_or_want_no_reminders(officer, disposition):
    person = InvitationFactory(agency=officer.agency, disposition=disposition)

    response = officer.post("person_new_code", person.pk)

    page = response.content.decode()
    assert "There is no new access code for this person." in page
    assert "ithdrew" not in page
    assert "efused" not in page
    person.refresh_from_db()
    assert person.code_version == 1
    assert acts() == []


def test_no_page_of_an_officer_shows_a_code(officer, asha):
    code = code_of(asha)
    for name in ("person", "person_new_code", "person_remove"):
        page = officer.get(name, asha.pk).content.decode()
        assert code not in page.replace("-", "")
        assert format_code(code) not in page
        assert asha.code_check not in page


def test_person_added_by_mistake_is_removed(officer, asha):
    message_to(asha, "failed")

    officer.post("person_remove", asha.pk)

    assert Invitation.objects.count() == 0
    assert acts() == [("person", "1 invitation: removed")]


@pytest.mark.parametrize("state", ["waiting", "sending", "sent", "unsure"])
def test_person_who_was_written_to_is_not_removed(officer, asha, state):
    message_to(asha, state)

    response = officer.post("person_remove", asha.pk)

    assert "removed any more" in response.content.decode()
    assert Invitation.objects.count() == 1
    assert acts() == []


@pytest.mark.parametrize("disposition", ["started", "sent", "refused", "withdrawn"])
def test_person_who_has_begun_is_not_removed(officer, disposition):
    person = InvitationFactory(agency=officer.agency, disposition=disposition)

    officer.post("person_remove", person.pk)

    assert Invitation.objects.count() == 1


def test_person_of_another_agency_is_not_found(officer):
    stranger = InvitationFactory(agency=AgencyFactory(round=officer.agency.round))

    for name in ("person", "person_new_code", "person_remove"):
        assert officer.get(name, stranger.pk).status_code == 404
    assert officer.post("person_by_hand", stranger.pk, by_hand="left").status_code == 404
    assert list(Invitation.objects.values_list("code_version", "by_hand")) == [(1, "")]


@pytest.mark.parametrize(
    ("state", "changes"), [("closed", True), ("sealing", False), ("sealed", False)]
)
def test_marks_may_change_until_sealing_begins_and_codes_until_the_close(state, changes):
    officer = Officer(AgencyFactory(round=RoundFactory(state=state)))
    person = InvitationFactory(agency=officer.agency)

    officer.post("person_by_hand", person.pk, by_hand="left")
    officer.post("person_new_code", person.pk)
    page = officer.get("person", person.pk).content.decode()

    person.refresh_from_db()
    assert (person.by_hand == "left") is changes
    assert ("Save the mark" in page) is changes
    assert person.code_version == 1
    assert "Make a new access code" not in page
