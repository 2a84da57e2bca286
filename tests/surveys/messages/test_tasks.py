"""What the schedule does about messages."""

import datetime

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from surveys import tasks
from surveys.models import Message, MessageBatch, PlannedReminder, Round
from surveys.tasks import send_messages, tend_messages
from tests.surveys.messages.conftest import states

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def any_hour(settings):
    """The schedule has the real clock: here it may run at any hour of any day."""
    settings.EMAIL_OUTBOX = "outbox"


@pytest.fixture
def told(monkeypatch):
    """What the queue was told to send, with how long that holds."""
    calls = []
    monkeypatch.setattr(tasks.send_messages, "apply_async", lambda **how: calls.append(how))
    return calls


def test_schedule_looks_for_messages_and_a_look_that_came_too_late_is_dropped():
    entry = django_settings.CELERY_BEAT_SCHEDULE["tend messages"]

    assert entry["task"] == tend_messages.name
    assert entry["options"] == {"expires": entry["schedule"]}


def test_nothing_due_tells_the_queue_nothing(told):
    tend_messages()

    assert told == []


def test_what_is_planned_for_today_is_made_and_sent(agency, person, invited, told, settings):
    ada = person("Ada")
    invited(ada)
    today = timezone.localdate()
    PlannedReminder.objects.create(round=agency.round, kind="not-started", send_on=today)
    settings.MESSAGE_RUNS, settings.MESSAGE_TEND_EVERY = 3, 60

    tend_messages()
    assert told == [{"expires": 60}] * 3
    send_messages()

    assert states(MessageBatch.objects.get(kind="not-started")) == {"Ada": "sent"}


def test_dead_workers_message_is_unsure_and_closed_rounds_are_silent(person, ask, told):
    person("In hand")
    ask(now=timezone.now())
    in_hand = Message.objects.get()
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Message.objects.claim(in_hand.pk, now=long_ago)
    person("Waiting")
    ask(now=timezone.now())
    Round.objects.update(state="closed")

    tend_messages()

    rows = Message.objects.values_list("invitation__name", "state")
    assert list(rows) == [("In hand", "unsure")]
    assert told == []
