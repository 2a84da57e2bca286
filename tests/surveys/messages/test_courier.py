"""What becomes of a message when a real mail server answers this or that, or nothing."""

import datetime
import itertools
import logging
import socket

import pytest

from surveys.actions import code_of
from surveys.codes import format_code
from surveys.messages.sending import GIVE_UP, send_due
from surveys.models import Invitation, Message, Round
from tests.surveys.messages.conftest import TUESDAY, states
from tests.surveys.messages.mail_server import MailServer

pytestmark = pytest.mark.django_db
ADDRESS = "ada@anytown.example"
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def server(settings):
    running = MailServer()
    running.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    yield running
    running.stop()


@pytest.fixture
def batch(person, ask):
    person("Ada", email=ADDRESS)
    return ask()


def send(now=TUESDAY):
    return dict(send_due(clock=lambda: now))


def reasons():
    return list(Message.objects.values_list("reason", flat=True))


def test_many_messages_share_one_connection(server, person, ask):
    people = [person(f"Person {n}") for n in range(5)]
    ask()

    assert send() == {"sent": 5}

    assert server.received == dict.fromkeys((p.email for p in people), 1)
    assert server.connections == 1


def test_letters_of_any_language_arrive(server, person, ask):
    person("Zoë Łukasz Ó Súilleabháin", email=ADDRESS)
    ask()

    send()

    assert "Dear Zoë Łukasz Ó Súilleabháin,".encode() in server.contents[0]


def test_address_that_the_server_does_not_know_fails_in_words(server, batch):
    server.to_receiver = lambda address: f"550 5.1.1 <{address}> unknown"

    assert send() == {"failed": 1}

    assert reasons() == ["The mail server knows no such address, or refuses it (550). Check it."]
    assert send(TUESDAY + GIVE_UP) == {}


def test_text_that_the_server_does_not_want_fails_in_words(server, batch):
    server.to_content = lambda address: f"554 no thanks, {address}"

    assert send() == {"failed": 1}

    assert reasons() == ["The mail server refused the message (554)."]


@pytest.mark.parametrize("step", ["to_receiver", "to_content"])
def test_message_that_is_put_off_is_tried_later_and_arrives_once(server, batch, step):
    setattr(server, step, lambda address: "451 later, please")

    assert send() == {"waiting": 1}
    setattr(server, step, lambda address: "250 OK")
    assert send(TUESDAY + 4 * MINUTE) == {}
    assert send(TUESDAY + 5 * MINUTE) == {"sent": 1}

    assert server.received == {ADDRESS: 1}


def test_pauses_grow_longer_and_end_after_three_days(server, batch):
    Round.objects.update(quiet_from=datetime.time(0), quiet_until=datetime.time(0))
    server.to_receiver = lambda address: "450 later"
    tries, now = [], TUESDAY
    while now < TUESDAY + datetime.timedelta(days=4):
        if send(now):
            tries.append(now)
        now += 15 * MINUTE

    pauses = [int((b - a) / MINUTE) for a, b in itertools.pairwise(tries)]
    assert pauses == sorted(pauses)
    assert sorted(set(pauses)) == [15, 30, 120]  # at first as often as this test looks
    assert GIVE_UP <= tries[-1] - TUESDAY < GIVE_UP + 120 * MINUTE
    assert states(batch) == {"Ada": "failed"}
    assert reasons() == ["The mail server has put it off for three days."]


@pytest.mark.parametrize("taken", [True, False])
def test_connection_cut_while_the_text_is_on_its_way_leaves_the_message_unsure(
    server, batch, taken
):
    server.cut, server.takes_what_it_cuts = {ADDRESS}, taken

    assert send() == {"unsure": 1}

    assert send(TUESDAY + 5 * MINUTE) == {}
    assert server.received == ({ADDRESS: 1} if taken else {})


def test_others_go_out_after_a_connection_was_cut(server, person, ask):
    people = [person(f"Person {n}") for n in range(4)]
    ask()
    server.cut = {people[0].email}

    assert send() == {"unsure": 1, "sent": 3}


def test_connection_that_the_server_has_ended_between_messages_is_opened_again(server, person, ask):
    people = [person(f"Person {n}") for n in range(4)]
    ask()
    heard = []

    def end_after_two(address):
        heard.append(address)
        return "421 enough for one connection" if len(heard) == 3 else "250 OK"

    server.to_sender = end_after_two

    # 421 for the sender is not about the message: the run ends, and nothing is lost.
    assert send() == {"sent": 2}
    assert send(TUESDAY + 5 * MINUTE) == {"sent": 2}
    assert server.received == dict.fromkeys((p.email for p in people), 1)


@pytest.mark.parametrize("answer", ["450 busy", "550 you may not send from here"])
def test_sender_that_the_server_refuses_is_no_fault_of_the_message(server, batch, answer):
    server.to_sender = lambda address: answer

    assert send() == {}
    assert states(batch) == {"Ada": "waiting"}

    server.to_sender = lambda address: "250 OK"
    assert send(TUESDAY + 5 * MINUTE) == {"sent": 1}


def test_server_that_is_not_there_is_no_loss(server, batch):
    server.stop()

    assert send() == {}
    assert list(Message.objects.values_list("state", "heartbeat")) == [("waiting", None)]

    server.start()
    assert send() == {"sent": 1}


def test_server_that_never_answers_is_no_loss(batch, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2

        assert send() == {}

    assert states(batch) == {"Ada": "waiting"}


@pytest.mark.parametrize("address", ["ada@", "ada@x.example, b@y.example"])
def test_what_is_no_address_fails_in_words(server, person, ask, address):
    person("Ada", email=address)
    ask()

    assert send() == {"failed": 1}

    assert reasons() == ["This is not an email address. Correct it."]
    assert server.received == {}


@pytest.mark.parametrize(
    "make_trouble",
    [
        lambda server: setattr(server, "to_receiver", lambda a: f"550 <{a}> unknown"),
        lambda server: setattr(server, "to_receiver", lambda a: f"451 <{a}> later"),
        lambda server: setattr(server, "to_content", lambda a: f"554 <{a}> no"),
        lambda server: setattr(server, "to_sender", lambda a: f"550 <{a}> no"),
        lambda server: setattr(server, "cut", {ADDRESS}),
        lambda server: server.stop(),
    ],
)
def test_no_trouble_writes_an_address_or_a_code_into_a_log_or_a_row(
    server, batch, caplog, make_trouble
):
    for name in ("caseweek", "django", "celery", ""):
        logging.getLogger(name).propagate = True
        caplog.set_level(logging.DEBUG, logger=name)
    make_trouble(server)

    send()

    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
    code = format_code(code_of(Invitation.objects.get()))
    for secret in ("anytown", code, code.replace("-", "")):
        assert [said for said in (*ours, *reasons()) if secret in said] == []
