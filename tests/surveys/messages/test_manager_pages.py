"""The survey manager's pages about messages: texts, the plan, and what went out."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from surveys.messages.texts import standard_text
from surveys.models import AuditEntry, Message, MessageText, PlannedReminder, Round
from tests.surveys.messages.conftest import TUESDAY, next_working_day, words_of

pytestmark = pytest.mark.django_db


def of_round(name, agency, *more):
    return reverse(f"surveys:{name}", args=[agency.round.slug, *more])


OWN = {"subject": "Our own subject", "body": "Dear {name},\r\n\r\n{link}\r\n{stop}"}


def test_manager_writes_a_text_of_the_rounds_own(agency, manager):
    manager.post(of_round("edit_message", agency, "invitation"), {**OWN, "do": "save"})

    text = MessageText.objects.get()
    assert (text.kind, text.subject) == ("invitation", "Our own subject")
    assert text.body == "Dear {name},\n\n{link}\n{stop}"
    assert AuditEntry.objects.get().about == "Text: Invitation"


def test_manager_looks_at_a_text_without_saving_it(agency, manager):
    page = manager.post(of_round("edit_message", agency, "invitation"), {**OWN, "do": "preview"})

    assert "Dear Ada Sample," in words_of(page)
    assert "It is not saved yet." in words_of(page)
    assert MessageText.objects.count() == 0


def test_standard_text_saved_is_no_text_of_the_rounds_own(agency, manager):
    MessageText.objects.create(round=agency.round, kind="invitation", subject="S", body="B")
    standard = standard_text("invitation")
    edit = of_round("edit_message", agency, "invitation")

    shown = manager.post(edit, {"do": "standard"})
    assert shown.context["form"]["body"].value() == standard.body
    assert MessageText.objects.count() == 1

    manager.post(edit, {"subject": standard.subject, "body": standard.body, "do": "save"})
    assert MessageText.objects.count() == 0


def test_text_with_a_placeholder_that_there_is_not_is_refused_by_name(agency, manager):
    wrong = {"subject": "For {name}", "body": "Dear {first_name}", "do": "save"}

    page = words_of(manager.post(of_round("edit_message", agency, "invitation"), wrong))

    assert "There is no placeholder {first_name}. Use one from the list." in page
    assert "Put {link} where" in page
    assert "Put {stop} where" in page
    assert "Take {name} out of the subject" in page
    assert MessageText.objects.count() == 0


def test_manager_plans_a_reminder_and_takes_it_out_again(agency, manager):
    Round.objects.update(closes_on=timezone.localdate() + datetime.timedelta(days=30))
    day = next_working_day()
    data = {"kind": "not-started", "send_on": day.isoformat()}

    manager.post(of_round("plan_reminder", agency), data)
    manager.post(of_round("plan_reminder", agency), data)

    step = PlannedReminder.objects.get()
    assert (step.round, step.kind, step.send_on) == (agency.round, "not-started", day)
    manager.post(of_round("drop_reminder", agency, step.pk))
    assert PlannedReminder.objects.count() == 0
    kinds = list(AuditEntry.objects.values_list("act", "round"))
    assert kinds == [("message", agency.round_id)] * 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"send_on": "2999-01-01"}, "Select which reminder is sent."),
        ({"kind": "invitation", "send_on": "2999-01-01"}, "invitation is not one of"),
        ({"kind": "not-sent"}, "Enter the day on which the reminder is sent."),
        ({"kind": "not-sent", "send_on": "2009-05-11"}, "Enter today or a day to come."),
    ],
)
def test_plan_that_cannot_be_kept_is_refused_in_words(agency, manager, data, said):
    page = manager.post(of_round("plan_reminder", agency), data)

    assert said in words_of(page)
    assert PlannedReminder.objects.count() == 0


def test_step_that_is_done_stays_in_the_plan(agency, manager):
    step = PlannedReminder.objects.create(
        round=agency.round, kind="not-sent", send_on=TUESDAY.date(), done=True
    )

    manager.post(of_round("drop_reminder", agency, step.pk))

    assert PlannedReminder.objects.get() == step


def test_manager_sees_batches_of_all_agencies_and_no_name(agency, person, ask, manager):
    person("Somebody Particular", email="somebody@anytown.example")
    ask()
    Message.objects.update(state="failed", reason="The mail server refused the message (554).")

    page = manager.get(of_round("round_messages", agency))

    assert agency.name in words_of(page)
    assert "1 not certain to have it" in words_of(page)
    assert "Somebody" not in page.content.decode()
    assert "somebody@" not in page.content.decode()


def test_round_page_costs_the_same_queries_for_one_and_for_many(agency, person, ask, manager):
    costs = []
    for count in (1, 3):
        for n in range(count):
            person(f"{count} {n}")
            ask()
            Message.objects.update(state="sent")
            PlannedReminder.objects.create(
                round=agency.round,
                kind="not-sent",
                send_on=TUESDAY.date() + datetime.timedelta(days=10 * count + n),
            )
        with CaptureQueriesContext(connection) as captured:
            manager.get(of_round("round_messages", agency))
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 10
