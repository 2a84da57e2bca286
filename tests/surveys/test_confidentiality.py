"""The attacks of docs/confidentiality.md that this version must withstand."""

import json
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diary.models import Diary
from surveys import cookies
from surveys.dispositions import pull_round
from surveys.models import Agency, Invitation, Return
from tests.factories import PIN, AgencyFactory, InvitationFactory, ReturnFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db
POSITION = {"postgresql": "ctid", "sqlite": "rowid"}


def rows_of(table):
    """Every row of a table with every column as text, PostgreSQL's system columns included."""
    system = "ctid::text, xmin::text, cmin::text, " if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {system}* FROM {table}")
        return [[str(value) for value in row] for row in cursor.fetchall()]


def whole_database():
    return {table: rows_of(table) for table in connection.introspection.table_names()}


@pytest.fixture
def people():
    agency = AgencyFactory()
    return [InvitationFactory(agency=agency, name=f"Nobody Inparticular {n}") for n in range(6)]


def test_database_carries_no_code_and_no_pin(people):
    sent = Respondent(people[0]).whole_way()

    dump = json.dumps(whole_database())

    for secret in (sent.code, sent.code.replace("-", ""), sent.pin):
        assert secret not in dump


def test_invitation_and_return_share_no_value_but_the_agency(people):
    Respondent(people[0]).whole_way()
    Respondent(people[1]).whole_way()
    Respondent(people[2]).whole_way()
    pull_round(people[0].agency.round)

    invited = {v for row in rows_of("surveys_invitation") for v in row if len(v) > 6}
    answered = {v for t in ("surveys_return", "diary_diary") for row in rows_of(t) for v in row}
    agency = people[0].agency
    assert invited & answered <= {str(agency.pk), agency.pk.hex}


def test_no_request_of_a_respondent_writes_an_invitation(people):
    with CaptureQueriesContext(connection) as captured:
        Respondent(people[0]).whole_way()

    writes = [q["sql"] for q in captured if not q["sql"].lstrip().upper().startswith("SELECT")]
    assert [sql for sql in writes if "surveys_return" in sql]
    assert [sql for sql in writes if "surveys_invitation" in sql] == []
    assert [sql for sql in writes if "django_session" in sql] == []


def test_pull_writes_no_return(people):
    for person in people:
        ReturnFactory(invitation=person)

    with CaptureQueriesContext(connection) as captured:
        pull_round(people[0].agency.round)

    writes = [q["sql"] for q in captured if "UPDATE" in q["sql"].upper()]
    assert [sql for sql in writes if "surveys_invitation" in sql]
    assert [sql for sql in writes if "surveys_return" in sql or "diary_diary" in sql] == []


def test_position_of_rows_does_not_follow_the_order_of_starting(people):
    started = list(reversed(people))
    for person in started:
        Respondent(person).whole_way()
    pull_round(people[0].agency.round)

    position = POSITION[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM surveys_invitation ORDER BY {position}")
        by_position = [row[0] for row in cursor.fetchall()]
    assert by_position != [person.name for person in started]


def test_order_of_keys_says_nothing_of_the_order_of_starting():
    """Both keys are random: neither rises with time."""
    versions = {Invitation().pk.version, Return().pk.version, Diary().pk.version}

    assert versions == {4}


@pytest.mark.django_db(transaction=True)
def test_no_transaction_joins_an_invitation_to_a_return():
    agency = AgencyFactory()
    people = [InvitationFactory(agency=agency) for _ in range(4)]
    for person in people:
        Respondent(person).whole_way()
    pull_round(agency.round)

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM surveys_invitation i JOIN surveys_return r "
                "ON i.xmin::text = r.xmin::text"
            )
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_invitation")
            assert cursor.fetchone() == (1,)
    sent = Invitation.objects.filter(disposition=Invitation.Disposition.SENT)
    assert sent.count() == Return.objects.sent().count() == 4


def test_deleting_invitations_one_by_one_takes_no_return_with_it(people):
    for person in people:
        Respondent(person).whole_way()
    before = set(Return.objects.values_list("pk", flat=True))

    for person in people:
        person.delete()
        assert set(Return.objects.values_list("pk", flat=True)) == before


def test_single_sender_of_an_agency_stays_unseen_until_more_have_changed(people):
    Respondent(people[0]).whole_way()
    pull_round(people[0].agency.round)

    assert Invitation.objects.counts() == {"invited": 6, "started": 0, "sent": 0, "no_reminders": 0}


def test_return_keeps_no_time():
    times = [
        f"{model.__name__}.{field.name}"
        for model in (Return, Diary)
        for field in model._meta.get_fields()
        if "Date" in type(field).__name__ or "Time" in type(field).__name__
    ]

    assert times == ["Diary.starts_on"]  # the week the agency chose, the same for all in it


def test_only_the_agency_leads_from_a_return_to_a_place():
    relations = {f.name for f in Return._meta.get_fields() if f.is_relation}

    assert relations == {"round", "agency", "open_link", "diary"}
    back = {f.related_model for f in Agency._meta.get_fields() if f.auto_created and f.is_relation}
    assert {Invitation, Return} <= back


def test_log_carries_no_code_pin_name_or_answer(people, caplog):
    for name in ("django.request", "django.security", "django.template", "caseweek"):
        logging.getLogger(name).propagate = True
        caplog.set_level(logging.DEBUG, logger=name)
    sent = Respondent(people[0])
    sent.post("surveys:start", {"code": "K7PQ-W3MN-AC4T-XR9D"})
    sent.begin()
    sent.answer("your-work", {"setting": "wrongly-sent-answer"})
    sent.client.post(reverse("diary:save"), b"{", content_type="application/json")
    sent.whole_way()
    sent.get("surveys:section", "no-such-section")

    secrets = [sent.code, sent.code.replace("-", ""), PIN, people[0].name, "wrongly-sent", "K7PQ"]
    assert caplog.text != ""
    assert [s for s in secrets if s in caplog.text] == []


def test_addresses_and_cookies_carry_no_code_and_no_handle(people):
    sent = Respondent(people[0]).whole_way()
    handle = Return.objects.get().handle

    addresses = [url for r in sent.responses for url, _ in r.redirect_chain]
    addresses += [r.request["PATH_INFO"] + r.request["QUERY_STRING"] for r in sent.responses]
    kept = [morsel.value for morsel in sent.client.cookies.values()]
    for secret in (sent.code, sent.code.replace("-", ""), handle):
        assert [text for text in addresses + kept if secret in text] == []


def test_respondents_cookie_is_hidden_from_scripts_and_holds_the_handle_only(people):
    sent = Respondent(people[0]).begin()
    cookie = sent.client.cookies[cookies.RETURN]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    request = sent.responses[-1].wsgi_request
    assert cookies.read(request, cookies.RETURN) == Return.objects.get().handle


def test_pages_are_kept_by_nobody_and_tell_other_sites_nothing(people):
    sent = Respondent(people[0]).whole_way()

    for response in sent.responses:
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "same-origin"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_code_without_the_pin_opens_nothing(people):
    Respondent(people[0]).whole_way()
    colleague = Respondent(people[0], pin="907163")

    assert colleague.enter_code().request["PATH_INFO"] == reverse("surveys:pin")
    page = colleague.enter_pin()

    assert "That is not the PIN of this return." in page.content.decode()
    assert colleague.get("surveys:tasks").request["PATH_INFO"] == reverse("surveys:start")
    assert colleague.get("diary:week").request["PATH_INFO"] == reverse("surveys:start")


def test_guessing_a_pin_gets_slower(people):
    Respondent(people[0]).whole_way()
    guesser = Respondent(people[0], pin="907163")
    guesser.enter_code()
    for _ in range(5):
        page = guesser.enter_pin()
    assert "Wait 1 minute, then enter your PIN." in page.content.decode()

    owner = Respondent(people[0])
    owner.enter_code()
    assert "Wait 1 minute, then enter your PIN." in owner.enter_pin().content.decode()
    assert owner.get("surveys:tasks").request["PATH_INFO"] == reverse("surveys:start")


def test_error_page_quotes_nothing_that_was_sent(people, settings):
    sent = Respondent(people[0]).begin()
    sent.client.raise_request_exception = False

    page = sent.client.post(
        reverse("surveys:section", args=["your-work"]), {"setting": "a\x00secret"}
    )

    assert "secret" not in page.content.decode()


def test_return_without_a_handle_is_opened_by_nobody(people):
    Respondent(people[0]).whole_way()
    Return.objects.update(handle=None)  # as in a sealed round

    stranger = Respondent()
    for name in ("surveys:tasks", "diary:week", "diary:download"):
        assert stranger.get(name).request["PATH_INFO"] == reverse("surveys:start")
    assert stranger.client.get(reverse("diary:state")).status_code == 403
