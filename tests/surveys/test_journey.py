"""From the task list to the receipt, and back to correct."""

import pytest
from django.urls import reverse

from diary.weeks import DAY_SLUGS
from surveys.instruments import load_instrument
from surveys.models import Return, Round
from tests.factories import InvitationFactory
from tests.respondent import ANSWERS, INSTRUMENT, Respondent, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return Respondent(InvitationFactory()).begin()


def path(response):
    return response.request["PATH_INFO"]


def text(response):
    return response.content.decode()


def words(response):
    """The page's text with its white space as a reader sees it."""
    return " ".join(text(response).split())


def answers():
    return Return.objects.get().answers


def test_every_question_may_be_left_out(person):
    for section in load_instrument(INSTRUMENT).sections:
        for page in section.pages:
            person.answer_page(section.key, page.key, {"nothing": ""})

    assert answers() == {}
    person.send()
    assert Return.objects.get().is_sent


def test_task_list_says_what_is_done(person):
    person.answer("working-week")
    person.answer("your-work", {"setting": "la_adults"})
    person.fill_day("monday", {20: "C"})
    your_work = load_instrument(INSTRUMENT).section("your-work").questions
    asked_there = sum(question.applies({"setting": "la_adults"}) for question in your_work)

    page = person.get("surveys:tasks")

    tasks = {t.section.key: (t.answered, t.asked, t.state) for t in page.context["sections"]}
    assert {key: tasks[key] for key in ("working-week", "about-you", "your-work")} == {
        "working-week": (4, 4, "done"),
        "about-you": (0, 3, "to do"),
        "your-work": (1, asked_there, "partly"),
    }
    assert page.context["week"].days_done == 1
    asked = sum(task.asked for task in page.context["sections"])
    assert f"So far: 1 of 7 days of your diary, and 5 of {asked} questions." in words(page)


def test_task_list_leads_to_each_day_section_and_to_the_contact_sheet(person):
    page = text(person.get("surveys:tasks"))

    for slug in DAY_SLUGS:
        assert f'href="{reverse("diary:day", args=[slug])}"' in page
    for section in load_instrument(INSTRUMENT).sections:
        assert f'href="{reverse("surveys:section", args=[section.key])}"' in page
    for name in ("contact", "check", "withdraw"):
        assert f'href="{reverse(f"surveys:{name}")}"' in page


def test_question_that_is_not_asked_does_not_count(person):
    def asked():
        tasks = person.get("surveys:tasks").context["sections"]
        return {task.section.key: task.asked for task in tasks}["your-work"]

    before = asked()
    person.answer("your-work", {"setting": "nhs"})

    assert asked() == before + 1


def test_check_shows_every_answer_in_words(person):
    for section in ANSWERS:
        person.answer(section)
    person.answer("your-work", {"role": "other", "role_details": "<b>Adviser</b>"})
    person.answer("supervision", {"supervision_comment": "One <i>line</i>\nand another"})

    page = text(person.get("surveys:check"))

    for shown in (
        "37 hours",
        "Monday, Tuesday, Wednesday, Thursday, Friday",
        "41.5 hours",
        "Another role: &lt;b&gt;Adviser&lt;/b&gt;",
        "One &lt;i&gt;line&lt;/i&gt;<br>and another",
    ):
        assert shown in page


def test_check_leads_to_the_very_question(person):
    person.answer("working-week", {"contracted_hours": "37"})

    page = text(person.get("surveys:check"))
    asked = text(person.get("surveys:page", *place_of("contracted_hours")))

    place = reverse("surveys:page", args=place_of("contracted_hours"))
    for question, link in (("contracted_hours", "Change"), ("worked_hours", "Answer")):
        assert f'<a href="{place}#q-{question}">{link}' in page
        assert f'id="q-{question}"' in asked


def test_check_asks_once_about_what_may_be_a_slip_and_blocks_nothing(person):
    person.answer("working-week", {"contracted_hours": "50", "worked_hours": "41"})
    person.answer("working-week", {"contracted_days": ["0", "1"]})
    day = {**dict.fromkeys(range(18, 26), "C"), **dict.fromkeys(range(26, 34), "a")}
    person.fill_day("monday", day, "W")

    looks = person.get("surveys:check").context["looks"]

    hours = reverse("surveys:page", args=place_of("contracted_hours"))
    assert [(look.text, look.url) for look in looks][:3] == [
        ("Tuesday is blank. What kind of day was it?", reverse("diary:day", args=["tuesday"])),
        (
            "Your diary has 8 hours without lunch and breaks. You said that you worked 41. "
            "Is that right?",
            reverse("diary:week"),
        ),
        (
            "Few contracts are for under 4 or over 48 hours a week. Is this right?",
            f"{hours}#q-contracted_hours",
        ),
    ]
    assert [look.text for look in looks][3:] == [
        f"You have not answered anything in “{section.title}”."
        for section in load_instrument(INSTRUMENT).sections
        if section.key != "working-week"
    ]
    person.send()
    assert Return.objects.get().is_sent


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
    [("surveys:tasks", 3), ("surveys:check", 3), ("diary:week", 2)],
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
