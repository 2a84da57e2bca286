"""The nightly pull."""

import pytest

from surveys.actions import (
    arrival_by_code,
    code_of,
    start_return,
    stop_reminders,
    withdraw_return,
)
from surveys.dispositions import pull_round
from surveys.models import Invitation, Return, Round
from surveys.tasks import pull_dispositions
from tests.factories import PIN, AgencyFactory, InvitationFactory, ReturnFactory, RoundFactory

pytestmark = pytest.mark.django_db
SENT, STARTED, INVITED = (Invitation.Disposition(v) for v in ("sent", "started", "invited"))
REFUSED, WITHDRAWN = Invitation.Disposition.REFUSED, Invitation.Disposition.WITHDRAWN


def agency_with(count, **round_fields):
    agency = AgencyFactory(round=RoundFactory(**round_fields))
    return agency, [InvitationFactory(agency=agency) for _ in range(count)]


def dispositions(invitations):
    found = dict(Invitation.objects.values_list("pk", "disposition"))
    return [found[invitation.pk] for invitation in invitations]


def test_pull_follows_the_returns():
    agency, people = agency_with(4)
    ReturnFactory(invitation=people[0], state=Return.State.SENT)
    ReturnFactory(invitation=people[1], state=Return.State.SENT)
    ReturnFactory(invitation=people[2])

    assert pull_round(agency.round) == 3

    assert dispositions(people) == [SENT, SENT, STARTED, INVITED]


def test_few_changes_in_an_agency_wait_for_more():
    agency, people = agency_with(3)
    ReturnFactory(invitation=people[0], state=Return.State.SENT)
    ReturnFactory(invitation=people[1])

    assert pull_round(agency.round) == 0
    assert dispositions(people) == [INVITED] * 3

    ReturnFactory(invitation=people[2])
    assert pull_round(agency.round) == 3
    assert dispositions(people) == [SENT, STARTED, STARTED]


def test_waiting_changes_come_with_the_close():
    agency, people = agency_with(2)
    ReturnFactory(invitation=people[0], state=Return.State.SENT)
    Round.objects.filter(pk=agency.round_id).update(state=Round.State.CLOSED)

    pull_dispositions()

    assert dispositions(people) == [SENT, INVITED]


def test_agencies_wait_each_for_itself():
    round_ = RoundFactory()
    busy, quiet = AgencyFactory(round=round_), AgencyFactory(round=round_)
    many = [InvitationFactory(agency=busy) for _ in range(3)]
    one = InvitationFactory(agency=quiet)
    for invitation in [*many, one]:
        ReturnFactory(invitation=invitation)

    pull_round(round_)

    assert dispositions([*many, one]) == [STARTED] * 3 + [INVITED]


def test_pull_twice_is_pull_once():
    agency, people = agency_with(3)
    for person in people:
        ReturnFactory(invitation=person)

    assert pull_round(agency.round) == 3
    assert pull_round(agency.round) == 0


def test_reopened_return_is_no_longer_sent():
    agency, people = agency_with(3)
    returns = [ReturnFactory(invitation=p, state=Return.State.SENT) for p in people]
    pull_round(agency.round)
    Return.objects.filter(pk__in=[r.pk for r in returns]).update(state=Return.State.STARTED)

    pull_round(agency.round)

    assert dispositions(people) == [STARTED] * 3


def test_round_without_its_key_file_is_left_as_it_is(settings, tmp_path):
    agency, people = agency_with(3)
    for person in people:
        ReturnFactory(invitation=person)
    settings.KEY_DIR = tmp_path / "elsewhere"

    assert pull_round(agency.round) == 0


def test_pull_costs_the_same_queries_for_one_and_for_many(django_assert_num_queries):
    for count in (3, 30):
        agency, people = agency_with(count)
        for person in people:
            ReturnFactory(invitation=person)
        with django_assert_num_queries(6):
            pull_round(agency.round)


def test_those_who_want_no_reminders_and_those_who_withdrew_are_told_apart_here_only():
    agency, people = agency_with(4)
    returns = [ReturnFactory(invitation=person) for person in people[:3]]
    withdraw_return(handle=returns[0].handle)
    stop_reminders(round=agency.round, handle=returns[1].handle)

    assert pull_round(agency.round) == 3

    assert dispositions(people) == [WITHDRAWN, REFUSED, STARTED, INVITED]
    assert REFUSED.label == WITHDRAWN.label  # a link officer reads the same of both
    assert Invitation.objects.counts() == {"invited": 1, "started": 1, "sent": 0, "no_reminders": 2}


def test_return_that_was_sent_counts_as_sent_whatever_its_owner_wants_of_reminders():
    agency, people = agency_with(3, pull_batch=1)
    found = ReturnFactory(invitation=people[0], state=Return.State.SENT)
    stop_reminders(round=agency.round, handle=found.handle)

    pull_round(agency.round)

    assert dispositions(people) == [SENT, INVITED, INVITED]


def test_withdrawal_after_the_close_waits_for_others():
    agency, people = agency_with(3)
    sent = [ReturnFactory(invitation=person, state=Return.State.SENT) for person in people]
    Round.objects.filter(pk=agency.round_id).update(state=Round.State.CLOSED)
    pull_dispositions()

    withdraw_return(handle=sent[0].handle)
    pull_dispositions()
    assert dispositions(people) == [SENT] * 3

    for found in sent[1:]:
        withdraw_return(handle=found.handle)
    pull_dispositions()
    assert dispositions(people) == [WITHDRAWN] * 3


def test_somebody_who_withdrew_and_starts_again_has_started():
    agency, people = agency_with(1, pull_batch=1)
    withdraw_return(handle=ReturnFactory(invitation=people[0]).handle)
    pull_round(agency.round)

    start_return(arrival=arrival_by_code(code_of(people[0])), pin=PIN)
    pull_round(agency.round)

    assert dispositions(people) == [STARTED]
