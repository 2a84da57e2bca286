"""What a survey manager does to rounds, agencies and calls, and what the audit trail says of it."""

import datetime

import pytest
from django.utils import timezone

from surveys.actions.managing import (
    NotReady,
    change_round,
    change_state,
    log_call,
    make_round,
    save_agency,
    what_is_missing,
)
from surveys.models import AuditEntry, Authority, Round, RoundRole
from tests.factories import (
    MONDAY,
    AgencyFactory,
    OpenLinkFactory,
    RoundFactory,
    UserFactory,
    WeekFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 22, 10, 0, tzinfo=datetime.UTC)
WEEKS = [MONDAY, MONDAY + datetime.timedelta(days=7)]
FIELDS = {
    "slug": "workload-2026",
    "title": "Workload survey 2026",
    "instrument": "2",
    "opens_on": MONDAY,
    "closes_on": MONDAY + datetime.timedelta(days=30),
    "note": "",
    "is_pilot": True,
    "team_name": "Workload survey",
    "team_email": "team@survey.example",
    "target_percent": 60,
}


def trail():
    entries = AuditEntry.objects.order_by("pk").select_related("who", "round", "agency")
    return [
        (e.act, e.who and e.who.name, e.round and e.round.slug, e.agency and e.agency.name, e.about)
        for e in entries
    ]


@pytest.fixture
def manager():
    return UserFactory(name="Mina")


def ready(**fields):
    """A draft with all that it needs to open."""
    made = RoundFactory(state="draft", team_name="Team", team_email="t@survey.example", **fields)
    AgencyFactory(round=made, standing="agreed")
    return made


def test_new_round_is_a_draft_with_its_weeks_and_managed_by_who_made_it(manager):
    made = make_round(who=manager, now=NOW, weeks=WEEKS, fields=FIELDS)

    made.refresh_from_db()
    assert {name: getattr(made, name) for name in FIELDS} == FIELDS
    assert made.state == Round.State.DRAFT
    assert list(made.weeks.values_list("starts_on", "is_fallback")) == [
        (WEEKS[0], False),
        (WEEKS[1], True),
    ]
    role = RoundRole.objects.get()
    assert (role.user, role.round, role.role) == (manager, made, "manager")
    assert trail() == [("round", "Mina", "workload-2026", None, "made the round")]


def test_round_opens_only_with_all_that_respondents_need(manager):
    bare = RoundFactory(state="draft")

    with pytest.raises(NotReady) as refused:
        change_state(round=bare, to="open", who=manager, now=NOW)

    assert refused.value.problems == [
        "Add at least one diary week.",
        "Enter the name and email of the survey team: respondents ask there.",
        "Add at least one agency that has agreed to take part.",
    ]
    assert Round.objects.get().state == "draft"
    assert trail() == []


def test_round_with_an_open_link_needs_no_agency():
    made = RoundFactory(state="draft", team_name="Team", team_email="t@survey.example")
    OpenLinkFactory(round=made)

    assert what_is_missing(made) == []


def test_round_goes_from_draft_to_open_to_closed_and_back_to_open_only(manager):
    made = ready()
    for to in ("open", "closed", "open", "closed"):
        change_state(round=made, to=to, who=manager, now=NOW)

    for to in ("draft", "sealing", "sealed", "closed", "nonsense"):
        with pytest.raises(NotReady):
            change_state(round=made, to=to, who=manager, now=NOW)

    assert Round.objects.get().state == "closed"
    assert [entry[4] for entry in trail()] == [
        "draft → open",
        "open → closed",
        "closed → open",
        "open → closed",
    ]


def test_change_of_a_round_names_in_the_trail_what_changed_and_not_to_what(manager):
    made = ready()
    fields = {"title": "Another title", "target_percent": 70, "note": made.note}

    change_round(round=made, who=manager, now=NOW, weeks=[MONDAY, WEEKS[1]], fields=fields)

    made.refresh_from_db()
    assert (made.title, made.target_percent) == ("Another title", 70)
    assert list(made.weeks.values_list("starts_on", flat=True)) == WEEKS
    assert trail() == [("round", "Mina", made.slug, None, "target_percent, title")]


def test_week_that_an_agency_has_cannot_be_taken_away(manager):
    made = ready()
    with pytest.raises(NotReady, match="16 November 2026"):
        change_round(round=made, who=manager, now=NOW, weeks=[WEEKS[1]], fields={})

    assert list(made.weeks.values_list("starts_on", flat=True)) == [MONDAY]


def test_week_that_nobody_has_can_be_taken_away(manager):
    made = ready()
    WeekFactory(round=made, starts_on=WEEKS[1])

    change_round(round=made, who=manager, now=NOW, weeks=[MONDAY], fields={})

    assert list(made.weeks.values_list("starts_on", flat=True)) == [MONDAY]


def test_questionnaire_cannot_be_changed_after_the_first_return(manager):
    made = ready(instrument_digest="a" * 64)

    with pytest.raises(NotReady, match="questionnaire stays"):
        change_round(
            round=made, who=manager, now=NOW, weeks=[MONDAY], fields={"instrument": "2009"}
        )

    assert Round.objects.get().instrument == "2"


def test_agency_is_saved_with_its_authority_which_is_made_once(manager):
    made = ready()
    week = made.weeks.get()
    authority = {"name": "Northshire", "region": "North East", "type": "county"}
    for name in ("Northshire children", "Northshire adults"):
        save_agency(
            round=made,
            agency=None,
            who=manager,
            now=NOW,
            fields={"name": name, "service": "children", "week": week, "eligible": 40},
            authority=authority,
        )

    found = made.agencies.filter(name__startswith="Northshire").values_list(
        "name", "service", "eligible", "authority__name", "standing"
    )
    assert list(found) == [
        ("Northshire adults", "children", 40, "Northshire", "listed"),
        ("Northshire children", "children", 40, "Northshire", "listed"),
    ]
    assert Authority.objects.filter(name="Northshire").count() == 1


def test_call_is_logged_and_the_agency_stands_where_it_led(manager):
    agency = AgencyFactory(name="Southshire")

    log_call(agency=agency, outcome="approached", note="Wrote to them", who=manager, now=NOW)
    log_call(agency=agency, outcome="declined", note="No time", who=manager, now=NOW)

    agency.refresh_from_db()
    assert (agency.standing, agency.standing_reason) == ("declined", "No time")
    assert list(agency.calls.order_by("pk").values_list("outcome", "note", "by__name")) == [
        ("approached", "Wrote to them", "Mina"),
        ("declined", "No time", "Mina"),
    ]
    assert [entry[3:] for entry in trail()] == [
        ("Southshire", "approached"),
        ("Southshire", "declined"),
    ]


def test_audit_trail_can_be_added_to_only(manager):
    log_call(agency=AgencyFactory(), outcome="agreed", note="", who=manager, now=timezone.now())

    with pytest.raises(TypeError):
        AuditEntry.objects.update(about="something else")
    with pytest.raises(TypeError):
        AuditEntry.objects.all().delete()
