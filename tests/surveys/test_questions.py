"""The questionnaire's pages: saving, conditional questions, drafts, pages that were left open."""

import pytest
from django.urls import reverse

from surveys.models import Return, Round
from tests.factories import InvitationFactory
from tests.respondent import ANSWERS, Respondent, place_of

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


def url(section, page=""):
    return reverse("surveys:page", args=[section, page]) if page else reverse("surveys:tasks")


def opened(person, section, page):
    """The hidden fields of a page as it was opened."""
    form = person.get("surveys:page", section, page).context["form"]
    return {"seen": form.seen()}


def draft(person, section, page, data):
    return person.client.post(reverse("surveys:draft", args=[section, page]), data)


def test_answers_are_kept_by_question(person):
    for section in ANSWERS:
        person.answer(section)

    assert answers() == {
        "contracted_hours": 37,
        "worked_hours": 41.5,
        "contracted_days": [0, 1, 2, 3, 4],
        "average_week": "yes",
        "setting": "la_children",
        "role": "social_worker",
    }


def test_every_type_of_question_is_kept_as_its_own_kind_of_value(person):
    person.answer("qualifications", {"qualified_in": "england", "qualified_year": "1999"})
    person.answer("your-work", {"job_title": "  Social worker  "})
    person.answer("your-work", {"client_groups": ["older", "looked_after"]})
    person.answer("supervision", {"supervision_comment": "One\r\ntwo"})
    person.answer("development", {"development-journals": "yes", "development-papers": "not_sure"})

    assert answers() == {
        "qualified_in": "england",
        "qualified_year": 1999,
        "job_title": "Social worker",
        "client_groups": ["looked_after", "older"],
        "supervision_comment": "One\ntwo",
        "development": {"journals": "yes", "papers": "not_sure"},
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("37", 37), ("18.5", 18.5), ("18,5", 18.5), ("18½", 18.5), ("½", 0.5), ("37 hours", 37)],
)
def test_number_is_read_as_people_type_it(person, typed, kept):
    person.answer("working-week", {"contracted_hours": typed})

    assert answers() == {"contracted_hours": kept}


def test_pages_of_a_section_follow_each_other_and_lead_to_the_task_list(person):
    first = person.answer_page(*place_of("contracted_hours"), {"contracted_hours": "37"})
    second = person.answer_page(*place_of("contracted_days"), {"contracted_days": ["0"]})
    third = person.answer_page("working-week", "average", {"average_week": "yes"})

    assert [path(first), path(second), path(third)] == [
        url(*place_of("contracted_days")),
        url("working-week", "average"),
        url("tasks"),
    ]


def test_saving_can_lead_straight_to_the_task_list(person):
    data = {"contracted_hours": "37", "then": "tasks"}

    assert path(person.answer_page(*place_of("contracted_hours"), data)) == url("tasks")
    assert answers() == {"contracted_hours": 37}


def test_section_opens_at_the_first_page_with_an_open_question(person):
    opened_at = [path(person.get("surveys:section", "working-week"))]
    person.answer_page(
        *place_of("contracted_hours"), {"contracted_hours": "37", "worked_hours": "40"}
    )
    opened_at.append(path(person.get("surveys:section", "working-week")))
    person.answer("working-week")
    opened_at.append(path(person.get("surveys:section", "working-week")))

    assert opened_at == [url("working-week", page) for page in ("hours", "days", "hours")]


def test_answer_that_brings_up_a_question_leads_to_it_without_a_script(person):
    page = person.answer_page(*place_of("setting"), {"setting": "nhs"})

    assert path(page) == url(*place_of("setting"))
    assert "One more question" in text(page)
    assert [entry.question.key for entry in page.context["form"].questions() if entry.asked] == [
        "setting", "serves", "role", "job_title",
    ]  # fmt: skip
    data = {"setting": "nhs", "serves": "adults", "shown": "serves"}
    assert path(person.answer_page(*place_of("setting"), data)) == url(*place_of("client_groups"))
    assert answers() == {"setting": "nhs", "serves": "adults"}


def test_question_that_a_script_brought_up_is_saved_with_its_page(person):
    data = {"setting": "nhs", "serves": "children", "shown": "serves"}

    assert path(person.answer_page(*place_of("setting"), data)) == url(*place_of("client_groups"))
    assert answers() == {"setting": "nhs", "serves": "children"}


def test_answer_whose_question_no_longer_applies_goes(person):
    person.answer("your-work", {"setting": "nhs", "serves": "adults"})
    person.answer("your-work", {"setting": "la_adults", "serves": "adults"})

    assert answers() == {"setting": "la_adults"}


def test_wrong_answer_to_a_question_that_is_not_asked_is_no_problem(person):
    data = {"qualified_in": "england", "years_outside_uk": "many"}

    page = person.answer_page(*place_of("qualified_in"), data)

    assert (page.status_code, answers()) == (200, {"qualified_in": "england"})


def test_details_are_kept_with_their_option_and_go_with_it(person):
    person.answer("your-work", {"role": "other", "role_details": "Adviser"})
    with_details = answers()
    person.answer("your-work", {"role": "manager", "role_details": "Adviser"})

    assert (with_details, answers()) == (
        {"role": "other", "role_details": "Adviser"},
        {"role": "manager"},
    )


def test_details_without_their_option_choose_it(person):
    person.answer("your-work", {"role_details": "Adviser"})
    person.answer("your-work", {"client_groups": ["older"], "client_groups_details": "Prisoners"})

    assert answers() == {
        "role": "other",
        "role_details": "Adviser",
        "client_groups": ["older", "other"],
        "client_groups_details": "Prisoners",
    }


def test_emptied_answer_goes(person):
    person.answer("working-week")
    person.answer("working-week", {"contracted_hours": "", "worked_hours": "40"})

    assert answers() == {
        "worked_hours": 40,
        "contracted_days": [0, 1, 2, 3, 4],
        "average_week": "yes",
    }


def test_nought_is_an_answer(person):
    person.answer("caseload", {"active_cases": "0"})

    assert answers() == {"active_cases": 0}


@pytest.mark.parametrize(
    ("section", "page", "wrong", "advice", "leads_to"),
    [
        (
            *place_of("contracted_hours"),
            {"contracted_hours": "a lot"},
            "Enter a number of hours from 0 to 100, for example 37 or 18.5.",
            "id_contracted_hours",
        ),
        (
            *place_of("contracted_hours"),
            {"worked_hours": "169"},
            "Enter a number of hours from 0 to 168, for example 37 or 18.5.",
            "id_worked_hours",
        ),
        (
            *place_of("contracted_hours"),
            {"worked_hours": "nan"},
            "Enter a number of hours from 0 to 168",
            "id_worked_hours",
        ),
        (
            *place_of("active_cases"),
            {"active_cases": "2.5"},
            "Enter a whole number from 0 to ",
            "id_active_cases",
        ),
        (
            *place_of("setting"),
            {"setting": "moon"},
            "Choose one of the answers in the list.",
            "id_setting_0",
        ),
        (
            *place_of("contracted_days"),
            {"contracted_days": "7"},
            "Choose days of the week in the list.",
            "id_contracted_days_0",
        ),
        (
            *place_of("client_groups"),
            {"client_groups": ["older", "carers", "sen", "camhs"]},
            "Choose at most 3 answers.",
            "id_client_groups_0",
        ),
        (
            *place_of("development"),
            {"development-papers": "maybe"},
            "Choose one of the answers in the list.",
            "id_development-papers_0",
        ),
        (
            *place_of("setting"),
            {"role": "other", "role_details": "x" * 501},
            "Shorten your answer by 1 character. It may have 500.",
            "id_role_details",
        ),
    ],
)
def test_wrong_answer_is_refused_with_its_remedy_and_a_way_to_its_input(
    person, section, page, wrong, advice, leads_to
):
    person.answer("your-work", {"role": "manager"})
    before = answers()

    shown = person.answer_page(section, page, wrong)

    assert shown.status_code == 422
    assert f'<a href="#{leads_to}">' in text(shown)
    assert f'id="{leads_to}"' in text(shown)
    assert advice in text(shown)
    assert answers() == before


def test_page_with_a_wrong_answer_shows_all_that_was_typed(person):
    data = {"contracted_hours": "thirty-seven", "worked_hours": "41.5"}

    page = text(person.answer_page(*place_of("contracted_hours"), data))

    assert 'value="thirty-seven"' in page
    assert 'value="41.5"' in page


def test_page_left_open_changes_only_what_was_changed_on_it(person):
    in_one_tab = opened(person, *place_of("contracted_hours"))
    person.answer("working-week", {"contracted_hours": "37", "worked_hours": "40"})

    data = {**in_one_tab, "contracted_hours": "30", "worked_hours": ""}
    person.answer_page(*place_of("contracted_hours"), data)

    assert answers() == {"contracted_hours": 30, "worked_hours": 40}


def test_answer_that_was_changed_and_changed_back_is_saved(person):
    person.answer("working-week", {"contracted_hours": "37"})
    page = {**opened(person, *place_of("contracted_hours")), "touched": "contracted_hours"}
    draft(person, *place_of("contracted_hours"), {**page, "contracted_hours": "3"})

    person.answer_page(*place_of("contracted_hours"), {**page, "contracted_hours": "37"})

    assert answers() == {"contracted_hours": 37}


def test_draft_saves_what_is_right_and_names_what_is_wrong(person):
    person.answer("working-week", {"worked_hours": "40"})

    answer = draft(
        person, *place_of("contracted_hours"), {"contracted_hours": "37", "worked_hours": "4x"}
    )

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "saved": ["contracted_hours"],
            "problems": {
                "worked_hours": "Enter a number of hours from 0 to 168, for example 37 or 18.5."
            },
        },
    )
    assert answers() == {"contracted_hours": 37, "worked_hours": 40}


def test_draft_without_a_session_says_so(person):
    person.post("surveys:leave")

    answer = draft(person, *place_of("contracted_hours"), {"contracted_hours": "37"})

    assert (answer.status_code, answer.json()) == (403, {"refusal": "Your session has ended."})
    assert answers() == {}


def test_draft_of_a_closed_round_is_refused(person):
    Round.objects.update(state=Round.State.CLOSED)

    answer = draft(person, *place_of("contracted_hours"), {"contracted_hours": "37"})

    assert (answer.status_code, answer.json()) == (
        409,
        {"refusal": "The survey is closed, so nothing can be changed or sent any more."},
    )
    assert answers() == {}


def test_page_of_somebody_else_on_the_same_device_is_not_saved(person):
    owner = person.get("surveys:page", *place_of("contracted_hours")).context["owner"]
    other = Respondent(InvitationFactory()).begin()
    data = {"owner": owner, "contracted_hours": "37"}

    page = other.answer_page(*place_of("contracted_hours"), data)
    answer = draft(other, *place_of("contracted_hours"), data)

    assert "another person" in text(page)
    assert answer.status_code == 409
    assert [found.answers for found in Return.objects.all()] == [{}, {}]


@pytest.mark.parametrize("place", [("nothing",), ("working-week", "nothing")])
def test_unknown_place_is_no_page(person, place):
    name = "surveys:page" if len(place) == 2 else "surveys:section"

    assert "There is no page at this address" in text(person.get(name, *place))


def test_prefer_not_to_say_is_an_answer(person):
    person.answer("about-you", {"age": "prefer_not_to_say"})

    tasks = person.get("surveys:tasks").context["sections"]
    assert {task.section.key: task.answered for task in tasks}["about-you"] == 1


def test_page_costs_the_same_queries_empty_and_full(person, django_assert_num_queries):
    page = reverse("surveys:page", args=[*place_of("setting")])
    saved = {"setting": "la_children", "role": "other", "role_details": "x", "job_title": "y"}
    with django_assert_num_queries(2):
        person.client.get(page)
    with django_assert_num_queries(5):  # the return; savepoint, return, update, release
        person.client.post(page, {"setting": "la_children"})
    for section in ANSWERS:
        person.answer(section)
    with django_assert_num_queries(2):
        person.client.get(page)
    with django_assert_num_queries(5):
        person.client.post(page, saved)
