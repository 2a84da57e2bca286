"""People who can be written to, and messages for them."""

import datetime
import html
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from surveys.messages import actions
from surveys.messages.planning import make_batch
from surveys.messages.texts import text_of as message_text
from surveys.models import Message, MessageBatch, RoundRole
from tests.factories import AgencyFactory, InvitationFactory, RoleFactory, RoundFactory

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime.datetime(2026, 11, 17, 10, 0, tzinfo=LONDON)  # within hours


@pytest.fixture(autouse=True)
def mail_goes_to_people(settings):
    """As in production, where quiet hours are kept."""
    settings.EMAIL_OUTBOX = ""


@pytest.fixture
def agency():
    """An agency of an open round whose team can be asked."""
    round_ = RoundFactory(
        team_name="The survey team", team_email="team@survey.example", team_phone="0191 498 0000"
    )
    return AgencyFactory(round=round_, name="Anytown children's services")


@pytest.fixture
def person(agency):
    """Makes somebody of the agency with an email address."""

    def make(name="Ada Sample", **fields):
        address = fields.pop("email", f"{uuid.uuid4().hex[:10]}@anytown.example")
        by_hand = fields.pop("by_hand", "")
        made = InvitationFactory(**{"agency": agency, "name": name, "email": address, **fields})
        made.by_hand = by_hand
        made.save()
        return made

    return make


@pytest.fixture
def ask(agency):
    """Makes a batch for everybody whom the kind is for, or for some."""

    def make(kind="invitation", now=TUESDAY, wanted_at=None, only=None) -> MessageBatch | None:
        agency.refresh_from_db()
        return make_batch(
            batch_id=uuid.uuid4(),
            agency=agency,
            kind=kind,
            text=message_text(agency.round, kind),
            asked_by=None,
            wanted_at=wanted_at or now,
            now=now,
            only=only,
        )

    return make


@pytest.fixture
def invited(ask):
    """The people given have had an invitation."""

    def mark(*people):
        batch = ask(only={p.pk for p in people})
        Message.objects.filter(batch=batch).update(state=Message.State.SENT)
        return batch

    return mark


@pytest.fixture
def officer(agency):
    """The agency's link officer, signed in."""
    role = RoundRole.Role.OFFICER
    return signed_in(RoleFactory(round=agency.round, role=role, agencies=[agency]).user)


@pytest.fixture
def manager(agency):
    """The round's survey manager, signed in."""
    return signed_in(RoleFactory(round=agency.round, role=RoundRole.Role.MANAGER).user)


@pytest.fixture
def tasks_told(monkeypatch):
    """What the queue was told after a page's transaction, by the names of its tasks."""
    told = []
    for name in ("send_messages", "tend_messages"):
        task = getattr(actions, name)
        monkeypatch.setattr(task, "delay", lambda name=name: told.append(name))
    return told


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words_of(response) -> str:
    """What a page says, without its tags."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def next_working_day() -> datetime.date:
    day = timezone.localdate() + datetime.timedelta(days=1)
    while day.weekday() >= 5:
        day += datetime.timedelta(days=1)
    return day


def states(batch) -> dict[str, str]:
    """The state of each person's message, by name."""
    rows = Message.objects.filter(batch=batch)
    return dict(rows.values_list("invitation__name", "state"))
