"""The link officer's pages about messages."""

import datetime
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from surveys.actions import code_of
from surveys.codes import format_code
from surveys.messages.texts import standard_text
from surveys.models import AuditEntry, Message, MessageBatch, Round
from tests.factories import AgencyFactory
from tests.surveys.messages.conftest import (
    next_working_day,
    states,
    words_of,
)

pytestmark = pytest.mark.django_db
STATE = Message.State


def address(name, agency, *more):
    return reverse(f"surveys:{name}", args=[agency.pk, *more])


def test_messages_page_says_whom_each_message_is_for(agency, person, invited, officer):
    invited(person("A"), person("B"))
    person("C")
    person("D", email="")

    page = officer.get(address("messages", agency))

    assert page.context["kinds"] == [("invitation", 1), ("not-started", 2), ("not-sent", 0)]
    assert "1 person has no email address on your list" in words_of(page)
    assert address("new_message", agency, "not-started") in page.content.decode()
    assert address("new_message", agency, "not-sent") not in page.content.decode()


def test_text_to_copy_stands_on_the_page(agency, officer):
    page = officer.get(address("messages", agency)).content.decode()

    assert "enter the access code from your invitation or your card" in page


def test_officer_looks_at_a_real_example_with_the_code_masked(agency, person, officer):
    ada = person("Ada Sample")
    code = format_code(code_of(ada))

    page = officer.post(
        address("new_message", agency, "invitation"), {"who": "all", "when": "soon", "do": "look"}
    )

    shown = page.content.decode()
    assert "Send this to 1 person?" in shown
    assert "Dear Ada Sample," in shown
    assert f"#{code[:4]}-····" in shown
    assert [block for block in code.split("-")[1:] if block in shown] == []
    assert MessageBatch.objects.count() == 0


def test_officer_confirms_and_the_messages_wait_to_be_sent(
    agency, person, officer, tasks_told, django_capture_on_commit_callbacks
):
    person("Ada")
    person("Ben")
    data = {"who": "all", "when": "soon", "do": "send", "batch": str(uuid.uuid4())}

    with django_capture_on_commit_callbacks(execute=True):
        response = officer.post(address("new_message", agency, "invitation"), data)

    batch = MessageBatch.objects.get()
    assert response["Location"] == address("message_batch", agency, batch.pk)
    assert states(batch) == {"Ada": "waiting", "Ben": "waiting"}
    assert batch.body == standard_text("invitation").body
    assert tasks_told == ["send_messages"]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.agency, entry.about) == ("message", agency, "Invitation: 2 people")
    assert mail.outbox == []  # not in the request


def test_button_pressed_twice_writes_once(agency, person, officer):
    person("Ada")
    data = {"who": "all", "when": "soon", "do": "send", "batch": str(uuid.uuid4())}
    first = officer.post(address("new_message", agency, "invitation"), data)
    Message.objects.update(state=STATE.SENT)

    second = officer.post(address("new_message", agency, "invitation"), data)

    assert MessageBatch.objects.count() == Message.objects.count() == 1
    assert first["Location"] == address("message_batch", agency, data["batch"])
    assert second.context is not None or second.status_code == 302


def test_some_people_or_some_teams_can_be_chosen(agency, person, officer):
    ada, ben, cleo = (
        person("Ada", team="East"),
        person("Ben", team="West"),
        person("Cleo", team=""),
    )
    new = address("new_message", agency, "invitation")

    teams = officer.post(
        new, {"who": "teams", "teams": ["East", "-"], "when": "soon", "do": "look"}
    )
    people = officer.post(new, {"who": "people", "people": [ben.pk], "when": "soon", "do": "look"})

    assert [p.label for p in teams.context["chosen"]] == ["Cleo", "Ada"]
    assert [p.label for p in people.context["chosen"]] == ["Ben"]
    assert {ada.pk, cleo.pk} == {p.pk for p in teams.context["chosen"]}


def test_invitation_is_sent_again_to_one_person_from_their_own_page(
    agency, person, invited, officer
):
    lost = person("Lost it", disposition="started")
    ada = person("Ada")
    Message.objects.bulk_create([Message(batch=invited(ada), invitation=lost, state=STATE.SENT)])
    own = officer.get(reverse("surveys:person", args=[agency.pk, lost.pk])).content.decode()
    new = f"{address('new_message', agency, 'invitation')}?to={lost.pk}"
    assert new in own

    officer.post(new, {"who": "all", "when": "soon", "do": "send"})

    batch = MessageBatch.objects.exclude(messages__invitation=ada).get()
    assert states(batch) == {"Lost it": "waiting"}


def test_choice_is_carried_from_the_look_to_the_sending(agency, person, officer):
    ada, ben = person("Ada"), person("Ben")
    day = next_working_day()
    new = address("new_message", agency, "invitation")
    asked = {"who": "people", "people": [ada.pk], "when": "day", "day": day.isoformat()}

    look = officer.post(new, {**asked, "do": "look"})
    carried = {"batch": look.context["batch_id"], **dict(look.context["carried"])}
    officer.post(new, {**carried, "do": "send"})

    batch = MessageBatch.objects.get()
    assert states(batch) == {"Ada": "waiting"}
    sends = timezone.localtime(batch.send_from)
    assert (sends.date(), sends.hour) == (day, 8)
    assert ben.messages.count() == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"who": "people", "when": "soon"}, "Select at least one person."),
        ({"when": "soon"}, "Select who gets the message."),
        ({"who": "all"}, "Select when the message is sent."),
        ({"who": "all", "when": "day"}, "Enter the day on which the message is sent."),
        ({"who": "all", "when": "day", "day": "soon"}, "Enter a day, for example 23/11/2026."),
        ({"who": "all", "when": "day", "day": "2009-05-11"}, "Enter today or a day to come."),
        ({"who": "all", "when": "day", "day": "2999-01-01"}, "Enter a day until the survey closes"),
    ],
)
def test_what_is_missing_is_said(agency, person, officer, data, said):
    person("Ada")
    person("Ben")

    page = officer.post(address("new_message", agency, "invitation"), {**data, "do": "look"})

    assert said in words_of(page)
    assert "There is a problem" in words_of(page)
    assert MessageBatch.objects.count() == 0


def test_weekend_is_refused_in_words(agency, person, officer):
    person("Ada")
    Round.objects.update(closes_on=timezone.localdate() + datetime.timedelta(days=30))
    saturday = timezone.localdate() + datetime.timedelta(
        days=14 - timezone.localdate().weekday() - 2
    )
    data = {"who": "all", "when": "day", "day": saturday.isoformat(), "do": "look"}

    page = officer.post(address("new_message", agency, "invitation"), data)

    assert "nobody is written to at the weekend" in words_of(page)


def test_person_of_another_agency_cannot_be_chosen(agency, person, officer):
    person("Ada")
    person("Ben")
    other = person("Outsider", agency=AgencyFactory(round=agency.round))
    data = {"who": "people", "people": [other.pk], "when": "soon", "do": "send"}

    officer.post(address("new_message", agency, "invitation"), data)

    assert Message.objects.count() == 0


def test_kind_of_message_that_there_is_not_is_not_found(agency, officer):
    page = officer.get(address("new_message", agency, "advertisement"))

    assert page.status_code == 404
    assert MessageBatch.objects.count() == 0


def test_round_that_is_not_open_writes_to_nobody(agency, person, officer):
    person("Ada")
    Round.objects.update(state="closed")
    new = address("new_message", agency, "invitation")

    page = officer.post(new, {"who": "all", "when": "soon", "do": "send"})

    assert "The survey is not open, so nobody is written to." in words_of(page)
    assert MessageBatch.objects.count() == 0


def test_pages_cost_the_same_queries_for_one_and_for_many(agency, person, ask, officer):
    costs = []
    for count in (1, 4):
        for n in range(count):
            person(f"{count} {n}", team=f"Team {n}")
            batch = ask()
            Message.objects.update(state="failed")
        addresses = [
            address("messages", agency),
            address("message_batch", agency, batch.pk),
            address("message_progress", agency, batch.pk),
            address("new_message", agency, "invitation"),
        ]
        cost = []
        for page in addresses:
            with CaptureQueriesContext(connection) as captured:
                officer.get(page)
            cost.append(len(captured))
        costs.append(cost)

    assert costs[0] == costs[1]
    assert max(costs[0]) <= 10


def test_no_page_of_an_officer_reads_a_return_or_a_wish(agency, person, ask, officer):
    person("Ada")
    person("Ben")
    batch = ask(only={person("Cleo").pk})
    new = address("new_message", agency, "invitation")

    with CaptureQueriesContext(connection) as captured:
        officer.get(address("messages", agency))
        officer.get(new)
        officer.post(new, {"who": "all", "when": "soon", "do": "look"})
        officer.post(new, {"who": "all", "when": "soon", "do": "send"})
        officer.get(address("message_batch", agency, batch.pk))
        officer.post(address("messages_again", agency, batch.pk))
        officer.post(address("cancel_messages", agency, batch.pk))

    asked = " ".join(query["sql"] for query in captured)
    assert "surveys_message" in asked
    tables = ("surveys_return", "surveys_optout", "surveys_contactsheet", "diary_diary")
    assert [table for table in tables if table in asked] == []


def test_trial_installation_says_where_email_goes(agency, officer, settings, tmp_path):
    settings.EMAIL_OUTBOX = str(tmp_path)

    assert "no email leaves it" in words_of(officer.get(address("messages", agency)))

    settings.EMAIL_OUTBOX = ""
    assert "no email leaves it" not in words_of(officer.get(address("messages", agency)))
