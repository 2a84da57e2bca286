"""The link officer's first page: figures, average, rates, what to do next."""

import datetime

import pytest

from surveys.models import Agency, Invitation, Round
from surveys.people.figures import Figures, figures_of, next_step, survey_average
from surveys.rates import Outcomes, Rate
from tests.factories import MONDAY, AgencyFactory, InvitationFactory, ReturnFactory, RoundFactory
from tests.surveys.people.conftest import Officer

pytestmark = pytest.mark.django_db


def people(agency, *, by_hand="", **numbers):
    for disposition, number in numbers.items():
        for _ in range(number):
            made = InvitationFactory(agency=agency, disposition=disposition)
            Invitation.objects.filter(pk=made.pk).update(by_hand=by_hand)


def step(agency, *, today=MONDAY):
    return next_step(figures_of(agency), agency.round, week=agency.week.starts_on, today=today)


def text(response):
    return " ".join(response.content.decode().split())


def test_figures_count_everybody_once(officer):
    people(officer.agency, invited=3, started=2, sent=4, refused=1, withdrawn=1)
    people(officer.agency, by_hand="left", invited=2)
    people(officer.agency, by_hand="sick", started=1)
    people(AgencyFactory(round=officer.agency.round), sent=9)

    assert figures_of(officer.agency) == Figures(
        invited=14,
        not_started=3,
        started=3,
        sent=4,
        no_reminders=2,
        away=2,
        outcomes=Outcomes(complete=4, partial=3, refusal=2, unknown=3, not_eligible=2),
        wanted=6,
        not_written_to=0,
        without_email=3,
    )


def test_agency_page_shows_figures_target_and_rates(officer):
    people(officer.agency, invited=3, started=1, sent=4)
    people(officer.agency, by_hand="left", invited=2)

    page = text(officer.get("agency"))

    assert "<strong>4</strong> of 10 sent" in page
    assert "The target of 4 (50% of those who count) is reached." in page
    assert "Your response rate: 50%." in page
    assert "= 4 ÷ ((4 + 1) + (0 + 0 + 0) + 3) = 4 ÷ 8" in page  # RR1
    assert "= (4 + 1) ÷ ((4 + 1) + (0 + 0 + 0) + 3) = 5 ÷ 8" in page  # RR2
    assert "= 4 ÷ ((4 + 1) + (0 + 0 + 0)) = 4 ÷ 5" in page  # RR5
    assert "= 4 ÷ ((4 + 1) + 0 + 0) = 4 ÷ 5" in page  # COOP1


def test_agency_page_says_refused_and_withdrew_alike(officer):
    people(officer.agency, refused=1, withdrawn=2)

    page = text(officer.get("agency"))

    assert 'No more reminders </dt><dd><span class="standing-count">3</span>' in page
    assert "ithdrew" not in page
    assert "efused" not in page
    assert "R, refusal or break-off: 3." in page


def test_average_is_of_all_agencies_together(officer):
    round_ = officer.agency.round
    people(officer.agency, sent=1, invited=1)
    people(AgencyFactory(round=round_), sent=1, invited=5)
    people(AgencyFactory(round=round_), sent=2)
    people(AgencyFactory(), sent=50)  # of another round

    assert survey_average(round_) == Rate(4, 10)
    assert "The survey’s average: 40%." in text(officer.get("agency"))


def test_average_of_fewer_than_three_agencies_is_not_shown(officer):
    round_ = officer.agency.round
    people(officer.agency, sent=1, invited=1)
    people(AgencyFactory(round=round_), sent=1, invited=5)
    AgencyFactory(round=round_)  # nobody on its list

    assert survey_average(round_) is None
    assert "average" not in text(officer.get("agency"))


def test_figures_follow_the_nightly_pull_and_never_a_return(officer):
    invitation = InvitationFactory(agency=officer.agency)
    ReturnFactory(invitation=invitation, state="sent")

    assert figures_of(officer.agency).sent == 0


def test_next_step_is_to_add_people_first(officer):
    assert step(officer.agency) == "add"
    assert "Add the people of your agency" in text(officer.get("agency"))


def test_next_step_before_the_round_opens_is_to_wait():
    agency = AgencyFactory(round=RoundFactory(state=Round.State.DRAFT))
    people(agency, invited=1)

    assert step(agency) == "wait-for-opening"


def test_next_step_is_to_invite_whoever_was_not_written_to(officer):
    InvitationFactory(agency=officer.agency, email="a@council.example")

    assert step(officer.agency) == "invite"
    assert "1 person with an email address has not been invited yet." in text(officer.get("agency"))


def test_next_step_without_email_addresses_is_to_print_cards(officer):
    people(officer.agency, invited=4)

    assert step(officer.agency) == "cards"
    assert "4 people have no email address." in text(officer.get("agency"))


def test_next_step_before_the_diary_week_is_to_wait(officer):
    people(officer.agency, invited=4, started=1)

    assert step(officer.agency, today=MONDAY - datetime.timedelta(days=1)) == "wait-for-week"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"invited": 2, "started": 1, "sent": 7}, "remind-not-started"),
        ({"invited": 1, "started": 3, "sent": 16}, "remind-not-sent"),
        ({"invited": 1, "sent": 19}, "few-left"),
        ({"sent": 3, "refused": 1}, "done"),
    ],
)
def test_next_step_in_the_week_follows_the_figures(officer, numbers, expected):
    people(officer.agency, **numbers)

    assert step(officer.agency) == expected


@pytest.mark.parametrize("state", ["closed", "sealing", "sealed"])
def test_next_step_after_the_close_is_nothing(state):
    agency = AgencyFactory(round=RoundFactory(state=state))
    officer = Officer(Agency.objects.select_related("round").get(pk=agency.pk))
    people(agency, invited=1, started=1)

    assert step(agency) == "closed"
    assert "Nothing. The survey takes no returns any more." in text(officer.get("agency"))


def test_agency_page_costs_the_same_queries_for_one_and_for_many(
    officer, django_assert_max_num_queries
):
    people(officer.agency, invited=1)
    for _ in range(2):
        with django_assert_max_num_queries(9):
            officer.get("agency")
        people(officer.agency, invited=30, started=10, sent=10)
        for _agency in range(4):
            people(AgencyFactory(round=officer.agency.round), sent=2)
