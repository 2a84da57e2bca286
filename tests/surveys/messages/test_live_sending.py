"""2,000 invitations, a real mail server, and real workers that are killed ten times; 300 and three
times on SQLite, whose own rounds are small.

Everybody gets theirs once, or is listed as unsure; nobody gets two; nobody is forgotten.
"""

import datetime
import math
import os
import signal
import time
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from surveys.actions import new_invitation
from surveys.messages.sending import sweep
from surveys.models import Invitation, Message, MessageBatch, Round
from surveys.tasks import send_messages, tend_messages
from tests.plugins.workers import PATIENCE
from tests.surveys.messages.mail_server import MailServer

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, KILLS = (2000, 10) if connection.vendor == "postgresql" else (300, 3)
SETTINGS = "tests.surveys.messages.worker_settings"
State = Message.State
NEVER = datetime.time(0)


@pytest.fixture
def server(monkeypatch):
    running = MailServer(slowness=0.001)
    running.start()
    monkeypatch.setenv("EMAIL_URL", running.url)
    yield running
    running.stop()


@pytest.fixture
def batch(agency, ask):
    """Everybody of a large agency has an invitation waiting, due an hour ago."""
    Round.objects.update(quiet_from=NEVER, quiet_until=NEVER)
    Invitation.objects.bulk_create(
        new_invitation(agency=agency, name=f"Person {n}", email=f"person{n}@anytown.example")
        for n in range(PEOPLE)
    )
    made = ask()
    due = timezone.now() - datetime.timedelta(hours=1)
    MessageBatch.objects.filter(pk=made.pk).update(send_from=due)
    return made


def wait_with_schedule(workers, holds):
    """Wait while the queue is told again every second: what it knew dies with each worker."""
    told = -math.inf

    def holds_or_tell():
        nonlocal told
        if time.monotonic() > told + 1:
            told = time.monotonic()
            send_messages.apply_async(expires=2)
        return holds()

    workers.wait_until(holds_or_tell)


def test_invitations_arrive_once_though_workers_are_killed_again_and_again(workers, server, batch):
    living = [workers.start(settings=SETTINGS) for _ in range(2)]
    for kill in range(KILLS):
        wanted = (kill + 1) * PEOPLE // (KILLS + 2)
        wait_with_schedule(workers, lambda wanted=wanted: server.received.total() >= wanted)
        victim = living.pop(0)
        os.kill(victim.pid, signal.SIGKILL)
        victim.wait()
        living.append(workers.start(settings=SETTINGS))
    wait_with_schedule(workers, lambda: not Message.objects.filter(state=State.WAITING).exists())
    for worker in living:  # they end what they have in hand first
        worker.terminate()
        worker.wait(PATIENCE)
    sweep(now=timezone.now() + datetime.timedelta(hours=1))

    rows = Message.objects.values_list("invitation__email", "state")
    by_state: dict[str, set[str]] = {}
    for address, state in rows:
        by_state.setdefault(state, set()).add(address)
    sent, unsure = by_state.pop("sent"), by_state.pop("unsure", set())
    received = server.received

    assert by_state == {}  # nobody waits, nobody is forgotten
    assert len(sent) + len(unsure) == PEOPLE
    assert [address for address, count in received.items() if count > 1] == []  # nobody got two
    assert sent <= set(received)  # whoever is said to have it has it
    assert set(received) - sent <= unsure
    assert len(unsure) <= KILLS
    contents = Counter(content for content in server.contents)
    assert len(contents) == len(received)  # each with a link of their own
    assert "anytown" not in workers.logged()


def test_message_that_a_worker_was_killed_with_is_listed_and_the_schedule_leaves_it(
    workers, server, batch, settings
):
    """Killed while the server has the text and has not answered: the worst moment there is."""
    server.slowness = 30
    Message.objects.exclude(pk=Message.objects.first().pk).delete()
    first = workers.start(settings=SETTINGS)
    send_messages.delay()
    workers.wait_until(lambda: Message.objects.get().state == State.SENDING)
    workers.wait_until(lambda: server.connections == 1)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    server.slowness = 0
    settings.MESSAGE_HEARTBEAT_TIMEOUT = 0
    tend_messages()

    assert Message.objects.get().state == State.UNSURE
    assert server.received == {}
