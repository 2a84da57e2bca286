"""From the task list to the receipt, and back to correct."""

import pytest
from django.urls import reverse

from surveys.models import Return, Round
from tests.factories import InvitationFactory
from tests.respondent import ANSWERS, Respondent

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def path(response):
    return response.request["PATH_INFO"]


def text(response):
    return response.content.decode()


def answers():
    return Return.objects.get().answers


def test_answers_are_kept_by_question(person):
    for section in ANSWERS:
        assert path(person.answer(section)) == reverse("surveys:tasks")

    assert answers() == {
        "contracted_hours": 37.0,
        "contracted_days": [0, 1, 2, 3, 4],
        "worked_hours": 41.5,
        "average_week": "yes",
        "setting": "la_children",
        "role": "social_worker",
    }


def test_answer_that_brings_up_a_question_leads_to_it(person):
    page = person.answer("your-work", {"setting": "nhs"})

    assert path(page) == reverse("surveys:section", args=["your-work"])
    assert "Whom does your service work with?" in text(page)
    assert path(person.answer("your-work", {"setting": "nhs", "serves": "adults"})) == reverse(
        "surveys:tasks"
    )
    assert answers() == {"setting": "nhs", "serves": "adults"}


def test_answer_whose_question_no_longer_applies_goes(person):
    person.answer("your-work", {"setting": "nhs"})
    person.answer("your-work", {"setting": "nhs", "serves": "adults"})
    person.answer("your-work", {"setting": "la_adults", "serves": "adults"})

    assert answers() == {"setting": "la_adults"}


def test_emptied_answer_goes(person):
    person.answer("working-week")
    person.answer("working-week", {"contracted_hours": "", "worked_hours": "40"})

    assert answers() == {"worked_hours": 40.0}


def test_every_question_may_be_left_out(person):
    for section in ANSWERS:
        assert path(person.answer(section, {"nothing": ""})) == reverse("surveys:tasks")

    assert answers() == {}
    person.send()
    assert Return.objects.get().is_sent


@pytest.mark.parametrize(
    ("section", "wrong", "advice"),
    [
        (
            "working-week",
            {"contracted_hours": "a lot"},
            "Enter a number of hours from 0 to 100, for example 37 or 18.5.",
        ),
        (
            "working-week",
            {"worked_hours": "169"},
            "Enter a number of hours from 0 to 168, for example 37 or 18.5.",
        ),
        ("working-week", {"worked_hours": "nan"}, "Enter a number of hours from 0 to 168"),
        ("your-work", {"setting": "moon"}, "Choose one of the answers in the list."),
        ("working-week", {"contracted_days": "7"}, "Choose days of the week in the list."),
    ],
)
def test_wrong_answer_is_refused_with_its_remedy_and_changes_nothing(
    person, section, wrong, advice
):
    person.answer(section)
    before = answers()

    page = person.answer(section, wrong)

    assert page.status_code == 422
    assert advice in text(page)
    assert "There is a problem" in text(page)
    assert answers() == before


def test_task_list_says_what_is_done(person):
    person.answer("working-week")
    person.fill_day("monday", {20: "C"})

    page = person.get("surveys:tasks")

    states = {task.section.key: task.state for task in page.context["sections"]}
    assert states == {"working-week": "done", "your-work": "to do"}
    assert page.context["week"].days_done == 1


def test_check_shows_every_answer_in_words(person):
    for section in ANSWERS:
        person.answer(section)

    page = text(person.get("surveys:check"))

    for shown in (
        "37 hours",
        "Monday, Tuesday, Wednesday, Thursday, Friday",
        "41.5 hours",
        "Local authority children",
        "Social worker",
    ):
        assert shown in page


def test_sent_return_takes_no_change_until_it_is_opened_again(person):
    person.answer("your-work")
    person.send()
    sent = Return.objects.get()
    assert (sent.state, sent.diary.locked) == ("sent", True)

    person.answer("your-work", {"setting": "la_adults"})
    person.fill_day("monday", {20: "C"})
    assert answers() == ANSWERS["your-work"]
    assert Return.objects.get().diary.slots == "." * 336

    assert path(person.post("surveys:reopen")) == reverse("surveys:tasks")
    person.answer("your-work", {"setting": "la_adults"})
    person.fill_day("monday", {20: "C"})
    reopened = Return.objects.get()
    assert (reopened.state, reopened.answers["setting"]) == ("started", "la_adults")
    assert reopened.diary.slots[20] == "C"


def test_what_the_checks_notice_is_kept_with_a_sent_return(person):
    person.answer("working-week")
    person.fill_day("monday", dict.fromkeys(range(14, 47), "C"), "W")
    person.fill_day("tuesday", {20: "C"}, "L")
    person.fill_day("thursday", {}, "N")
    person.send()

    assert Return.objects.get().flags == [
        ["long_day", 0], ["long_run", 0], ["status_disagrees", 1], ["blank_day", 2],
        ["blank_day", 4], ["far_from_stated", None],
    ]  # fmt: skip
    person.post("surveys:reopen")
    assert Return.objects.get().flags == []


def test_closed_round_takes_no_change_and_no_sending(person):
    Round.objects.update(state=Round.State.CLOSED)

    person.answer("your-work")
    person.fill_day("monday", {20: "C"})
    page = person.send()

    assert "The survey is closed" in text(page)
    found = Return.objects.get()
    assert (found.state, found.answers, found.diary.slots) == ("started", {}, "." * 336)


def test_sending_twice_is_sending_once(person):
    person.send()

    assert path(person.send()) == reverse("surveys:receipt")
    assert Return.objects.sent().count() == 1


def test_unknown_section_is_no_page(person):
    assert "There is no page at this address" in text(person.get("surveys:section", "nothing"))


@pytest.mark.parametrize(
    "name", ["surveys:tasks", "surveys:check", "surveys:receipt", "diary:week"]
)
def test_pages_of_the_journey_need_a_session(name):
    assert path(Respondent().get(name)) == reverse("surveys:start")


@pytest.mark.parametrize("name", ["surveys:send", "surveys:reopen", "surveys:leave"])
def test_nothing_is_done_by_following_a_link(person, name):
    page = person.get(name)

    assert page.status_code == 405
    assert Return.objects.get().state == "started"


@pytest.mark.parametrize(
    ("name", "queries"),
    [("surveys:tasks", 1), ("surveys:check", 1), ("diary:week", 1)],
)
def test_page_costs_the_same_queries_empty_and_full(
    person, name, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        person.get(name)
    for section in ANSWERS:
        person.answer(section)
    for day in ("monday", "tuesday", "friday"):
        person.fill_day(day, dict.fromkeys(range(18, 34), "C"))
    with django_assert_num_queries(queries):
        person.get(name)
