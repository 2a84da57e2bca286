"""A round with sent returns to look at, and a researcher's client."""

from django.test import Client
from django.urls import reverse

from surveys.models import Return
from tests.factories import AgencyFactory, DiaryFactory, ReturnFactory, RoleFactory, RoundFactory

SLUG = "workload"
WEEK = ("." * 17 + "AACCCC8RRRR6666" + "." * 16) * 5 + "." * 96
LATE, HOURS = "LLLSS..", {"worked_hours": 60, "contracted_days": [0, 1, 2, 3, 4]}


def make_round(**fields):
    return RoundFactory(slug=SLUG, title="Workload survey", **fields)


def make_sent(round_, *, answers=None, slots=WEEK, statuses="WWWWWNN", filled="SSSSS..", **fields):
    """A return that was sent, with a diary of five days of 7½ hours."""
    diary = DiaryFactory(slots=slots, statuses=statuses, filled=filled, locked=True)
    return ReturnFactory(
        round=round_,
        diary=diary,
        answers=answers or {},
        state=Return.State.SENT,
        instrument=round_.instrument,
        **fields,
    )


def make_agency(round_, **fields):
    return AgencyFactory(round=round_, **fields)


def client_of(round_, **fields):
    """A client signed in as a researcher of the round."""
    role = RoleFactory(round=round_, **fields)
    client = Client()
    client.force_login(role.user)
    client.user = role.user
    return client


def address(name, *args):
    return reverse(f"reports:{name}", args=[SLUG, *args])


def text(response):
    return response.content.decode()
