"""What became of messages, as their link officer sees it."""

import pytest
from django.urls import reverse

from surveys.actions import stop_reminders
from surveys.messages.sending import send_due
from surveys.models import AuditEntry, Message, MessageBatch, RoundRole
from tests.factories import AgencyFactory, ReturnFactory, RoleFactory
from tests.surveys.messages.conftest import (
    TUESDAY,
    signed_in,
    states,
    words_of,
)

pytestmark = pytest.mark.django_db
STATE = Message.State


def address(name, agency, *more):
    return reverse(f"surveys:{name}", args=[agency.pk, *more])


def test_batch_page_counts_and_names_those_in_trouble_only(agency, person, ask, officer):
    for name in ("Sent", "Failed", "Unsure", "Waiting"):
        person(name)
    batch = ask()
    for name, state, reason in (
        ("Sent", "sent", ""),
        ("Failed", "failed", "The mail server knows no such address, or refuses it (550)."),
        ("Unsure", "unsure", ""),
    ):
        Message.objects.filter(invitation__name=name).update(state=state, reason=reason)

    page = officer.get(address("message_batch", agency, batch.pk))

    counts = {str(label): count for _value, label, count in page.context["counts"]}
    assert counts == {
        "Waiting": 1, "Being sent": 0, "Done": 1, "Could not be sent": 1, "Unsure": 1,
    }  # fmt: skip
    assert [m.invitation.name for m in page.context["trouble"]] == ["Failed", "Unsure"]
    assert "refuses it (550)" in words_of(page)


def test_batch_page_is_the_same_whoever_was_left_out(agency, person, ask, invited, officer):
    """Ten reminded, of whom some have sent since: nothing on the page may tell."""
    seen = []
    for case in range(2):
        people = [person(f"Person {case} {n}") for n in range(4)]
        invited(*people)
        batch = ask("not-started")
        if case:
            ReturnFactory(invitation=people[0], state="sent")
            gone = ReturnFactory(invitation=people[1])
            stop_reminders(round=agency.round, handle=gone.handle)
        send_due(clock=lambda: TUESDAY)
        Message.objects.exclude(batch=batch).delete()
        page = officer.get(address("message_batch", agency, batch.pk))
        progress = officer.get(address("message_progress", agency, batch.pk)).json()
        text = words_of(page).split("How it stands")[1]
        seen.append((text, progress, page.context["counts"]))
        overview = officer.get(address("messages", agency))
        seen[-1] += (overview.context["kinds"][1],)
        Message.objects.all().delete()
        MessageBatch.objects.all().delete()
        for one in people:
            one.delete()

    assert seen[0] == seen[1]


def test_progress_says_how_many_are_dealt_with(agency, person, ask, officer):
    for n in range(3):
        person(f"Person {n}")
    batch = ask()
    first, second = Message.objects.all()[:2]
    Message.objects.filter(pk=first.pk).update(state="sent")
    Message.objects.filter(pk=second.pk).update(state="sending")

    answer = officer.get(address("message_progress", agency, batch.pk)).json()

    assert answer == {"done": 1, "total": 3, "active": True}


def test_what_is_not_sent_yet_can_be_taken_back(agency, person, ask, officer):
    person("Sent")
    person("Waiting")
    batch = ask()
    Message.objects.filter(invitation__name="Sent").update(state="sent")

    page = officer.post(address("cancel_messages", agency, batch.pk), follow=True)

    assert "1 message is taken back." in words_of(page)
    assert states(batch) == {"Sent": "sent"}
    assert AuditEntry.objects.get().about == "Invitation: 1 taken back"


def test_unsure_message_is_sent_again_when_the_officer_says_so(
    agency, person, ask, officer, tasks_told, django_capture_on_commit_callbacks
):
    person("Unsure")
    person("Sent")
    batch = ask()
    unsure = Message.objects.get(invitation__name="Unsure")
    Message.objects.filter(pk=unsure.pk).update(state="unsure")
    sent = Message.objects.get(invitation__name="Sent")
    Message.objects.filter(pk=sent.pk).update(state="sent")

    with django_capture_on_commit_callbacks(execute=True):
        for one in (unsure, sent):
            data = {"message": str(one.pk)}
            officer.post(address("messages_again", agency, batch.pk), data)

    assert states(batch) == {"Unsure": "waiting", "Sent": "sent"}
    assert [entry.about for entry in AuditEntry.objects.all()] == ["Invitation: 1 sent again"]
    assert "send_messages" in tasks_told


def test_all_that_failed_are_sent_again_and_what_is_unsure_is_not(agency, person, ask, officer):
    for name in ("Failed", "Failed too", "Unsure"):
        person(name)
    batch = ask()
    Message.objects.update(state="failed", reason="The mail server refused the message (554).")
    Message.objects.filter(invitation__name="Unsure").update(state="unsure", reason="")
    page = officer.get(address("message_batch", agency, batch.pk))
    assert "Send all 2 again that could not be sent" in words_of(page)

    officer.post(address("messages_again", agency, batch.pk))

    assert states(batch) == {"Failed": "waiting", "Failed too": "waiting", "Unsure": "unsure"}
    assert set(Message.objects.values_list("reason", flat=True)) == {""}


def test_id_of_another_agencys_messages_makes_and_shows_none(agency, person, ask, officer):
    other = AgencyFactory(round=agency.round)
    taken = MessageBatch.objects.create(
        agency=other, kind="invitation", asked_at=TUESDAY, send_from=TUESDAY
    )
    person("Ada")
    data = {"who": "all", "when": "soon", "do": "send", "batch": str(taken.pk)}

    response = officer.post(address("new_message", agency, "invitation"), data)

    assert response["Location"] == address("messages", agency)
    assert Message.objects.count() == 0


def test_batch_of_another_agency_is_not_found(agency, person, ask, officer):
    person("Ada")
    batch = ask()
    other = AgencyFactory(round=agency.round)
    stranger = signed_in(
        RoleFactory(round=agency.round, role=RoundRole.Role.OFFICER, agencies=[other]).user
    )

    for asked in (agency, other):
        page = stranger.get(address("message_batch", asked, batch.pk))
        assert page.status_code == 404
        assert "Ada" not in page.content.decode()
    stranger.post(address("cancel_messages", other, batch.pk))
    assert states(batch) == {"Ada": "waiting"}
