"""Whom messages are made for, and when."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.messages.choosing import Reach, people_for, reach_of
from surveys.messages.planning import cancel_of_closed_rounds, make_planned
from surveys.models import (
    Agency,
    AuditEntry,
    Invitation,
    Message,
    MessageBatch,
    PlannedReminder,
    Round,
)
from tests.factories import AgencyFactory, InvitationFactory, ReturnFactory, RoundFactory
from tests.surveys.messages.conftest import LONDON, TUESDAY, states

pytestmark = pytest.mark.django_db
STATE = Message.State


def names(agency, kind):
    return sorted(people_for(agency, kind).values_list("name", flat=True))


def test_invitation_is_for_those_with_an_address_who_had_none(agency, person, invited):
    person("Wanted")
    person("No address", email="")
    person("Away", by_hand="on-leave")
    person("Gone", by_hand="left")
    person("Ill", by_hand="sick")
    person("Not one of them", by_hand="not-eligible")
    person("Started by a card", disposition="started")
    person("Refused", disposition="refused")
    invited(person("Had one"))

    assert names(agency, "invitation") == ["Wanted"]


def test_reminders_are_for_those_invited_by_where_they_stand(agency, person, invited):
    people = {
        name: person(name, disposition="invited")
        for name in ("Not started", "Started", "Sent", "Refused", "Withdrew", "Left")
    }
    invited(*people.values())
    person("Never invited")
    for name, stands in {
        "Started": {"disposition": "started"},
        "Sent": {"disposition": "sent"},
        "Refused": {"disposition": "refused"},
        "Withdrew": {"disposition": "withdrawn"},
        "Left": {"by_hand": "left"},
    }.items():
        Invitation.objects.filter(pk=people[name].pk).update(**stands)

    assert names(agency, "not-started") == ["Not started"]
    assert names(agency, "not-sent") == ["Started"]
    assert names(agency, "invitation") == ["Never invited"]


def test_invitation_that_failed_can_be_sent_anew_and_one_that_is_unsure_is_not(agency, person, ask):
    failed, unsure = person("Failed"), person("Unsure")
    ask()
    Message.objects.filter(invitation=failed).update(state=STATE.FAILED)
    Message.objects.filter(invitation=unsure).update(state=STATE.UNSURE)

    assert names(agency, "invitation") == ["Failed"]
    assert names(agency, "not-started") == ["Unsure"]


def test_invitation_is_sent_again_to_one_who_lost_it(agency, person, ask, invited):
    lost, other, sent = person("Lost it"), person("Other"), person("Has sent")
    invited(lost, other, sent)
    Invitation.objects.filter(pk=lost.pk).update(disposition="started")
    Invitation.objects.filter(pk=sent.pk).update(disposition="sent")

    found = people_for(agency, "invitation", again={lost.pk, sent.pk})

    assert list(found) == [lost]
    assert list(people_for(agency, "not-started", again={lost.pk})) == [other]


def test_invitation_is_sent_again_no_more_often_than_the_round_allows(agency, person, invited):
    Round.objects.update(max_messages=1)
    lost = person("Lost it")
    invited(lost)

    assert list(people_for(Agency.objects.get(), "invitation", again={lost.pk})) == []


def test_nobody_gets_more_messages_than_the_round_allows(agency, person, ask, invited):
    Round.objects.filter(pk=agency.round_id).update(max_messages=3)
    ada = person("Ada")
    invited(ada)
    for _ in range(2):
        batch = ask("not-started")
        assert states(batch) == {"Ada": "waiting"}
        Message.objects.filter(batch=batch).update(state=STATE.SENT)

    assert ask("not-started") is None
    assert reach_of(agency) == Reach(
        {"invitation": 0, "not-started": 0, "not-sent": 0}, waiting=0, no_email=0, at_limit=1
    )


def test_message_that_failed_does_not_count_towards_the_limit(agency, person, ask, invited):
    Round.objects.filter(pk=agency.round_id).update(max_messages=2)
    invited(person("Ada"))
    Message.objects.filter(batch=ask("not-started")).update(state=STATE.FAILED)

    assert names(Agency.objects.get(), "not-started") == ["Ada"]


def test_one_with_a_message_on_its_way_gets_no_other(agency, person, ask, invited):
    invited(person("Ada"))

    first, second = ask("not-started"), ask("not-started")

    assert states(first) == {"Ada": "waiting"}
    assert second is None
    assert reach_of(agency).waiting == 1


def test_reach_counts_each_person_where_they_stand(agency, person, invited):
    invited(person("A"), person("B"))
    person("C", email="")
    person("D")

    assert reach_of(agency) == Reach(
        {"invitation": 1, "not-started": 2, "not-sent": 0}, waiting=0, no_email=1, at_limit=0
    )


def test_who_is_chosen_has_nothing_to_do_with_returns(agency, person, invited):
    """What officers see is of last night, and a list of those to remind must not say more."""
    sent, other = person("Has sent today"), person("Has not")
    invited(sent, other)
    before = reach_of(agency)

    ReturnFactory(invitation=sent, state="sent")

    assert reach_of(agency) == before
    assert names(agency, "not-started") == ["Has not", "Has sent today"]


def test_only_those_chosen_get_it(person, ask):
    people = [person(f"Person {n}") for n in range(3)]

    batch = ask(only={people[0].pk, people[2].pk})

    assert states(batch) == {"Person 0": "waiting", "Person 2": "waiting"}
    assert batch.wanted == 2


def test_batch_waits_for_the_end_of_quiet_hours(person, ask):
    person()
    friday_evening = datetime.datetime(2026, 11, 20, 19, 30, tzinfo=LONDON)

    batch = ask(now=friday_evening)

    assert batch.send_from == datetime.datetime(2026, 11, 23, 8, 0, tzinfo=LONDON)


def plan(agency):
    return PlannedReminder.objects.create(
        round=agency.round, kind="not-started", send_on=TUESDAY.date()
    )


def test_planned_reminder_makes_one_batch_in_each_agency_with_somebody_to_remind(
    agency, person, invited
):
    invited(person("Ada"))
    AgencyFactory(round=agency.round, name="Nobody here")
    step = plan(agency)

    assert make_planned(now=TUESDAY) == 1

    batch = MessageBatch.objects.get(kind="not-started")
    assert (batch.agency, batch.asked_by, batch.wanted) == (agency, None, 1)
    assert states(batch) == {"Ada": "waiting"}
    step.refresh_from_db()
    assert step.done
    entry = AuditEntry.objects.get()
    assert (entry.who, entry.act, entry.round) == (None, "message", agency.round)
    assert entry.about == "Reminder to those who have not started, as planned: 1 agencies"


def test_planned_reminder_is_made_once_though_its_worker_was_cut_off(agency, person, invited):
    invited(person("Ada"))
    step = plan(agency)
    make_planned(now=TUESDAY)
    Message.objects.update(state=STATE.SENT)
    PlannedReminder.objects.filter(pk=step.pk).update(done=False)  # as if it had died before

    make_planned(now=TUESDAY + datetime.timedelta(minutes=5))

    assert MessageBatch.objects.filter(kind="not-started").count() == 1
    assert Message.objects.filter(state=STATE.WAITING).count() == 0


@pytest.mark.parametrize(
    ("case", "now"),
    [
        ("the day before", TUESDAY - datetime.timedelta(days=1)),
        ("before the quiet hours end", TUESDAY.replace(hour=7)),
        ("in the evening", TUESDAY.replace(hour=19)),
    ],
)
def test_planned_reminder_waits_for_its_day_and_hour(agency, person, invited, case, now):
    invited(person("Ada"))
    plan(agency)

    assert make_planned(now=now) == 0
    assert not PlannedReminder.objects.get().done


def test_planned_reminder_is_not_for_agencies_that_said_no_nor_for_rounds_not_open(
    agency, person, invited
):
    invited(person("Ada"))
    Agency.objects.update(standing="declined")
    plan(agency)
    closed = RoundFactory(state="closed")
    PlannedReminder.objects.create(round=closed, kind="not-started", send_on=TUESDAY.date())

    assert make_planned(now=TUESDAY) == 0

    done = dict(PlannedReminder.objects.values_list("round", "done"))
    assert done == {agency.round_id: True, closed.pk: False}


def test_what_waits_when_a_round_closes_is_taken_back_for_good(agency, person, ask):
    person("Ada")
    batch = ask()
    Round.objects.update(state="closed")

    assert cancel_of_closed_rounds() == 1
    Round.objects.update(state="open")

    batch.refresh_from_db()
    assert batch.cancelled
    assert states(batch) == {}
    assert names(agency, "invitation") == ["Ada"]


def test_choosing_costs_one_query_for_one_and_for_many(
    agency, person, invited, django_assert_num_queries
):
    for count in (1, 12):
        invited(*[person(f"{count} {n}") for n in range(count)])
        with django_assert_num_queries(1):
            reach_of(agency)
        with django_assert_num_queries(1):
            list(people_for(agency, "not-started"))


def test_planning_reads_no_return_and_no_opt_out(agency, person, ask):
    InvitationFactory(agency=agency)
    person()

    with CaptureQueriesContext(connection) as captured:
        ask()

    text = " ".join(query["sql"] for query in captured)
    assert "surveys_invitation" in text
    assert [t for t in ("surveys_return", "surveys_optout", "diary_diary") if t in text] == []
