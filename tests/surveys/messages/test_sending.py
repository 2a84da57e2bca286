"""Sending: who gets the message at the moment that it is sent, and what is kept of it."""

import datetime
import logging

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.actions import code_of, stop_reminders, withdraw_return
from surveys.codes import format_code
from surveys.messages import sending
from surveys.messages.sending import send_due, sweep
from surveys.models import Invitation, Message, Return, Round
from tests.factories import ReturnFactory
from tests.surveys.messages.conftest import LONDON, TUESDAY, states

pytestmark = pytest.mark.django_db
STATE = Message.State


def send(now=TUESDAY):
    return dict(send_due(clock=lambda: now))


def receivers():
    return sorted(address for email in mail.outbox for address in email.to)


def test_invitation_arrives_with_the_persons_own_link_and_from_the_team(
    agency, person, ask, settings
):
    settings.BASE_URL = "https://caseweek.example.org"
    ada = person("Ada", email="ada@anytown.example")
    batch = ask()

    assert send() == {"sent": 1}

    (email,) = mail.outbox
    assert email.to == ["ada@anytown.example"]
    assert email.from_email == "The survey team <team@survey.example>"
    assert email.reply_to == ["team@survey.example"]
    assert email.subject == "Your week of work: an invitation to take part"
    code = format_code(code_of(ada))
    assert f"https://caseweek.example.org/start/#{code}" in email.body.split("\n")
    assert email.content_subtype == "plain"
    assert not email.message().is_multipart()
    sent = email.message()
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["List-Unsubscribe"] is None
    assert states(batch) == {"Ada": "sent"}


def test_message_id_is_random_and_says_nothing(person, ask):
    for _ in range(2):
        person()
    batch = ask()
    send()

    ids = [email.message()["Message-ID"] for email in mail.outbox]
    assert len(set(ids)) == 2
    for row in Message.objects.filter(batch=batch):
        assert all(str(row.pk)[:8] not in i and row.pk.hex[:8] not in i for i in ids)


def test_mail_server_that_insists_on_its_own_sender_gets_it(person, ask, settings):
    settings.MESSAGES_FROM = "post@service.example"
    person()
    ask()
    send()

    (email,) = mail.outbox
    assert email.from_email == "The survey team <post@service.example>"
    assert email.reply_to == ["team@survey.example"]


@pytest.mark.parametrize(
    ("kind", "state", "arrives"),
    [
        ("invitation", None, True),
        ("invitation", "started", True),
        ("invitation", "sent", False),
        ("not-started", None, True),
        ("not-started", "started", False),
        ("not-started", "sent", False),
        ("not-sent", None, False),
        ("not-sent", "started", True),
        ("not-sent", "sent", False),
    ],
)
def test_live_state_decides_and_not_last_nights(person, ask, invited, kind, state, arrives):
    """The page may be a night behind; nobody is chased who has sent an hour ago."""
    ada = person("Ada")
    if kind != "invitation":
        invited(ada)
    seen = "started" if kind == "not-sent" else "invited"
    Invitation.objects.filter(pk=ada.pk).update(disposition=seen)
    batch = ask(kind)
    if state:
        ReturnFactory(invitation=ada, state=state)

    send()

    assert receivers() == ([ada.email] if arrives else [])
    assert states(batch) == {"Ada": "sent"}  # the same, whichever it was


def test_one_who_wants_no_more_reminders_gets_none(agency, person, ask, invited):
    refused, withdrew, refused_first, other = (person(n) for n in ("R", "W", "F", "O"))
    invited(refused, withdrew, refused_first, other)
    stop_reminders(round=agency.round, handle=ReturnFactory(invitation=refused).handle)
    withdraw_return(handle=ReturnFactory(invitation=withdrew).handle)
    without_a_return = sending._handles(Message.objects.get(invitation=refused_first))[-1]
    stop_reminders(round=agency.round, handle=without_a_return)
    ask("not-started")

    send()

    assert receivers() == [other.email]


def test_wish_for_no_more_reminders_outlives_a_new_code(agency, person, ask, invited):
    ada = person("Ada")
    invited(ada)
    stop_reminders(
        round=agency.round, handle=sending._handles(Message.objects.get(invitation=ada))[-1]
    )
    Invitation.objects.filter(pk=ada.pk).update(code_version=2)
    ask("not-started")

    send()

    assert receivers() == []


def test_one_who_sent_with_an_earlier_code_is_not_chased(person, ask, invited):
    ada = person("Ada")
    invited(ada)
    ReturnFactory(invitation=ada, state="sent")
    Invitation.objects.filter(pk=ada.pk).update(code_version=2)
    ask("not-started")

    send()

    assert receivers() == []


@pytest.mark.parametrize("change", [{"by_hand": "left"}, {"by_hand": "sick"}, {"email": ""}])
def test_what_the_officer_has_learned_since_counts(person, ask, change):
    ada = person("Ada")
    batch = ask()
    Invitation.objects.filter(pk=ada.pk).update(**change)

    send()

    assert receivers() == []
    assert states(batch) == {"Ada": "sent"}


def test_rows_of_those_left_out_are_the_same_as_all_others(agency, person, ask, invited):
    """No state, time, count or missing row tells who had sent by then (in any column)."""
    people = [person(f"Person {n}") for n in range(4)]
    invited(*people)
    batch = ask("not-started")
    ReturnFactory(invitation=people[0], state="sent")
    stop_reminders(round=agency.round, handle=ReturnFactory(invitation=people[1]).handle)

    send()

    assert len(mail.outbox) == 2
    rows = Message.objects.filter(batch=batch).values("state", "heartbeat", "reason")
    assert list(rows) == [{"state": "sent", "heartbeat": None, "reason": ""}] * 4
    batch.refresh_from_db()
    assert batch.wanted == 4


def test_sending_neither_writes_nor_locks_a_return_and_holds_no_transaction(
    agency, person, ask, invited
):
    invited(person("Ada"))
    ReturnFactory(invitation=Invitation.objects.get())
    ask("not-started")

    with CaptureQueriesContext(connection) as captured:
        send()

    texts = [query["sql"] for query in captured]
    about_returns = [t for t in texts if "surveys_return" in t or "surveys_optout" in t]
    assert len(about_returns) == 2
    assert all(t.startswith("SELECT") and "FOR UPDATE" not in t for t in about_returns)
    writes = [t for t in texts if not t.startswith("SELECT")]
    assert len(writes) == 2
    assert all(t.startswith('UPDATE "surveys_message"') for t in writes)


@pytest.mark.parametrize(
    "now",
    [
        TUESDAY.replace(hour=7, minute=59),
        TUESDAY.replace(hour=18),
        datetime.datetime(2026, 11, 21, 12, 0, tzinfo=LONDON),
    ],
)
def test_nothing_is_sent_in_quiet_hours(person, ask, now):
    person("Ada")
    batch = ask(now=TUESDAY - datetime.timedelta(days=7))

    assert send(now) == {}

    assert states(batch) == {"Ada": "waiting"}
    assert mail.outbox == []


def test_nothing_is_sent_before_its_day_nor_when_the_round_is_not_open(person, ask):
    person("Ada")
    batch = ask(wanted_at=TUESDAY + datetime.timedelta(days=2))
    assert send(TUESDAY + datetime.timedelta(days=1)) == {}

    Round.objects.update(state="closed")
    assert send(TUESDAY + datetime.timedelta(days=2)) == {}

    assert states(batch) == {"Ada": "waiting"}


def test_round_without_its_key_file_sends_nothing_and_loses_nothing(
    person, ask, settings, tmp_path
):
    person("Ada")
    batch = ask()
    settings.KEY_DIR = tmp_path / "elsewhere"

    assert send() == {}
    assert states(batch) == {"Ada": "waiting"}


def test_message_of_a_dead_worker_becomes_unsure_and_is_not_sent_again_by_itself(person, ask):
    person("Ada")
    batch = ask()
    message = Message.objects.get()
    assert Message.objects.claim(message.pk, now=TUESDAY)

    assert sweep(now=TUESDAY + datetime.timedelta(seconds=299)) == 0
    assert sweep(now=TUESDAY + datetime.timedelta(seconds=301)) == 1

    assert send(TUESDAY + datetime.timedelta(minutes=10)) == {}
    assert states(batch) == {"Ada": "unsure"}
    assert mail.outbox == []


def test_message_is_claimed_by_one_worker(person, ask):
    person()
    ask()
    message = Message.objects.get()

    claims = [Message.objects.claim(message.pk, now=TUESDAY) for _ in range(2)]

    assert claims == [True, False]


def test_worker_presumed_dead_that_comes_back_says_what_it_knows(person, ask):
    person("Ada")
    batch = ask()
    message = Message.objects.get()
    Message.objects.claim(message.pk, now=TUESDAY)
    sweep(now=TUESDAY + datetime.timedelta(hours=1))

    assert Message.objects.settle(message.pk, claimed=TUESDAY, state=STATE.SENT)

    assert states(batch) == {"Ada": "sent"}


def test_worker_presumed_dead_says_nothing_of_anothers_claim(person, ask):
    person("Ada")
    batch = ask()
    message = Message.objects.get()
    Message.objects.claim(message.pk, now=TUESDAY)
    sweep(now=TUESDAY + datetime.timedelta(hours=1))
    Message.objects.filter(pk=message.pk).try_again()
    later = TUESDAY + datetime.timedelta(hours=2)
    Message.objects.claim(message.pk, now=later)

    assert not Message.objects.settle(message.pk, claimed=TUESDAY, state=STATE.SENT)

    assert states(batch) == {"Ada": "sending"}


def test_error_of_ours_leaves_the_message_unsure_and_the_others_go_out(
    person, ask, monkeypatch, caplog
):
    logging.getLogger("caseweek").propagate = True
    broken, fine = person("Broken", email="broken@anytown.example"), person("Fine")
    batch = ask()
    compose = sending.compose

    def compose_or_break(message):
        if message.invitation_id == broken.pk:
            raise RuntimeError("broken@anytown.example")
        return compose(message)

    monkeypatch.setattr(sending, "compose", compose_or_break)
    send()

    assert states(batch) == {"Broken": "unsure", "Fine": "sent"}
    assert receivers() == [fine.email]


def test_sending_costs_the_same_for_each_message(person, ask, django_assert_num_queries):
    """Three to find what is due (twice), and for each a claim, two looks and an end."""
    for count in (1, 3):
        for n in range(count):
            person(f"{count} {n}")
        ask()
        with django_assert_num_queries(4 + 4 * count):
            send()


def test_return_is_left_as_it_is(person, ask, invited):
    ada = person("Ada")
    invited(ada)
    ReturnFactory(invitation=ada)
    before = list(Return.objects.values())
    Invitation.objects.filter(pk=ada.pk).update(disposition="started")
    ask("not-sent")

    assert send() == {"sent": 1}

    assert list(Return.objects.values()) == before


def test_where_email_is_written_into_a_folder_no_hour_is_quiet(person, ask, settings):
    settings.EMAIL_OUTBOX = "outbox"
    sunday_night = datetime.datetime(2026, 11, 22, 23, 0, tzinfo=LONDON)
    person("Ada")
    batch = ask(now=sunday_night)

    assert batch.send_from == sunday_night
    assert send(sunday_night) == {"sent": 1}
