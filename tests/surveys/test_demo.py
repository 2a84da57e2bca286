"""The demonstration: the reconstruction, resampling, the practice round, the ways in."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from diary.checks import check_week
from surveys.contracts import contract_of
from surveys.demo.practice import PEOPLE, demo_password
from surveys.demo.source import demo_returns
from surveys.instruments import load_instrument
from surveys.instruments.answers import problems
from surveys.instruments.deriving import derive
from surveys.instruments.locks import digest
from surveys.models import Agency, Authority, Invitation, OpenLink, Return, Round, RoundRole, User
from surveys.sectors import sector_of
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db


def run(command, *args):
    output = StringIO()
    call_command(command, *args, stdout=output)
    return output.getvalue()


@pytest.fixture
def few_returns(monkeypatch):
    """The demonstration with its first sixty returns, where what counts is not how many."""
    sixty = demo_returns()[:60]
    monkeypatch.setattr("surveys.demo.load.demo_returns", lambda: sixty)
    return sixty


def test_reconstruction_is_loaded_whole():
    run("load_demo")

    made = Round.objects.get(slug="survey-2009")
    sent = Return.objects.sent().filter(round=made)
    assert Counter(sector_of(answers) for answers in sent.values_list("answers", flat=True)) == {
        "csd": 725, "dass": 284, "joint": 26, "pvi": 109, "none": 9,
    }  # fmt: skip
    stored = Counter((r.slots, r.statuses) for r in demo_returns())
    assert Counter(sent.values_list("diary__slots", "diary__statuses")) == stored
    assert Agency.objects.filter(round=made).count() == 54
    authorities = Authority.objects.filter(agencies__round=made).distinct()
    assert authorities.count() == 30
    assert authorities.values("region").distinct().count() == 9
    assert OpenLink.objects.filter(round=made).count() == 2
    assert "No row is a person" in made.note


def test_reconstructed_answers_are_valid_for_their_instrument():
    instrument = load_instrument("2009")

    assert [problems(instrument, item.answers) for item in demo_returns()] == [[]] * 1153


def test_derived_variables_of_the_reconstruction_are_the_published_figures():
    instrument = load_instrument("2009")
    rows = [derive(instrument, item.answers, item.codings) for item in demo_returns()]

    def counted(name):
        return Counter(row[name] for row in rows)

    assert counted("client_side_table_2_5") == {"children": 840, "adults": 304, "none": 9}
    assert counted("role_table_2_4") == {
        "manager": 137, "senior": 155, "social_worker": 818, "none": 43,
    }  # fmt: skip
    assert counted("qualified_table_2_9") == {
        "before_1965": 1, "1965_69": 4, "1970_74": 19, "1975_79": 30, "1980_84": 61,
        "1985_89": 101, "1990_94": 105, "1995_99": 149, "2000_04": 271, "2005_on": 297,
        "none": 115,
    }  # fmt: skip
    assert counted("practice_table_2_12") == {
        "under_1": 26, "1_3": 216, "4_6": 207, "7_10": 212, "11_15": 106, "16_20": 108,
        "21_25": 88, "over_25": 71, "none": 119,
    }  # fmt: skip
    assert counted("days_table_2_14") == {
        "1": 5, "2_3": 34, "3_4": 86, "4_5": 98, "5": 824, "none": 106,
    }  # fmt: skip
    assert counted("hours_table_2_15") == {
        "to_15": 8, "16_20": 65, "21_25": 51, "26_30": 79, "31_34": 15, "35_38": 805,
        "39_40": 7, "over_40": 5, "none": 118,
    }  # fmt: skip
    assert counted("satisfaction_table_3_14") == {
        "satisfied": 715, "dissatisfied": 115, "neither_or_none": 323,
    }  # fmt: skip


def test_loaded_returns_are_as_sending_stores_them(few_returns):
    run("load_demo")

    made = Round.objects.get(slug="survey-2009")
    assert (made.instrument, made.instrument_digest) == ("2009", digest(load_instrument("2009")))
    assert (made.team_name, made.team_email) == (
        "Survey team (invented)",
        "survey@caseweek.example",
    )
    stored = {r.diary.slots: r for r in made.returns.select_related("diary")}
    assert {r.instrument for r in stored.values()} == {"2009"}
    for item in few_returns:
        found = stored[item.slots]
        assert (found.answers, found.codings) == (item.answers, item.codings)
        flags = check_week(item.slots, item.statuses, contract_of(item.answers))
        assert found.flags == [[flag.name, flag.day] for flag in flags]


def test_practice_answers_are_valid_for_the_practice_rounds_instrument(few_returns):
    run("load_demo")

    practice = Round.objects.get(slug="practice")
    instrument = load_instrument(practice.instrument)
    sent = Return.objects.sent().filter(round=practice)
    assert [problems(instrument, found.answers) for found in sent] == [[]] * 6
    assert all(found.answers["setting"] == "la_children" for found in sent)


def test_dispositions_of_the_demonstration_follow_its_returns(few_returns):
    run("load_demo")

    made = Round.objects.get(slug="survey-2009")
    by_agency = Return.objects.filter(round=made, open_link=None).count()
    sent = Invitation.objects.filter(agency__round=made, disposition="sent").count()
    assert sent == by_agency > 0


def test_loading_twice_changes_nothing(few_returns):
    run("load_demo")
    before = set(Return.objects.values_list("pk", flat=True))

    assert "is loaded already" in run("load_demo")
    assert set(Return.objects.values_list("pk", flat=True)) == before


def drawn(slug):
    returns = Return.objects.filter(round__slug=slug)
    return Counter(returns.values_list("diary__slots", flat=True))


def test_resampling_repeats_by_its_seed(few_returns):
    run("load_demo", "--returns", "80", "--seed", "5", "--round", "one")
    run("load_demo", "--returns", "80", "--seed", "5", "--round", "two")
    run("load_demo", "--returns", "80", "--seed", "6", "--round", "three")

    assert sum(drawn("one").values()) == 80
    assert drawn("one") == drawn("two") != drawn("three")


def test_resampling_into_an_existing_round_is_refused(few_returns):
    run("load_demo", "--returns", "5")

    with pytest.raises(CommandError, match="There is a round called demo-5 already"):
        run("load_demo", "--returns", "5")


@pytest.mark.parametrize("count", ["0", "-1", "1000001"])
def test_impossible_number_of_returns_is_refused(count):
    with pytest.raises(CommandError, match="from 1 to 1,000,000"):
        run("load_demo", "--returns", count)


def test_nobody_can_come_back_to_a_reconstructed_return(few_returns):
    run("load_demo")

    assert set(Return.objects.values_list("pin_hash", flat=True)) == {"!"}
    assert not any(Return.objects.first().pin_matches(pin) for pin in ("!", "", "482915"))


def test_ways_in_lead_where_they_say(few_returns):
    run("load_demo")

    shown = run("show_demo_access")

    link = next(word for word in shown.split() if "/start/#" in word)
    person = Respondent()
    person.code = link.partition("#")[2]
    assert person.enter_code().request["PATH_INFO"] == reverse("surveys:about")
    assert Client().get(reverse("surveys:join", args=["practice-association"])).status_code == 200
    finds = {
        "officer@caseweek.example": "Practice round",
        "researcher@caseweek.example": "Practice round",
        "manager@caseweek.example": "Practice round",
        "administrator@caseweek.example": "Accounts and roles",
    }
    for email, found in finds.items():
        client = Client()
        assert email in shown
        client.post(reverse("surveys:staff_sign_in"), {"login": email, "password": demo_password()})
        assert found in client.get(reverse("surveys:staff_home")).content.decode()


def test_shown_code_is_one_that_nobody_has_used(few_returns):
    run("load_demo")
    for _ in range(3):
        person = Respondent()
        shown = run("show_demo_access")
        person.code = next(w for w in shown.split() if "/start/#" in w).partition("#")[2]
        assert person.begin().get("surveys:tasks").request["PATH_INFO"] == reverse("surveys:tasks")


def test_practice_round_has_twenty_people_some_of_whom_answered(few_returns):
    run("load_demo")

    practice = Round.objects.get(slug="practice")
    assert practice.takes_returns
    counts = Invitation.objects.filter(agency__round=practice).counts()
    assert counts == {"invited": 11, "started": 3, "sent": 6, "no_reminders": 0}
    assert sum(counts.values()) == len(PEOPLE) == len(set(PEOPLE))


def test_production_gets_no_demonstration_accounts(few_returns, settings):
    settings.PRODUCTION = True

    run("load_demo")

    assert not User.objects.exists()
    assert not RoundRole.objects.exists()
    with pytest.raises(CommandError, match="no demonstration accounts in production"):
        run("show_demo_access")


def test_demo_password_is_this_installations_own(settings):
    one = demo_password()
    settings.ROOT_SECRET = "another root secret " * 3

    assert demo_password() != one
