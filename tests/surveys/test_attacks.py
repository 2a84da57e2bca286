"""Each threat of the design, as the attack itself, made with a full copy of the database.

What the copy holds is what an attacker with every table has, PostgreSQL's system columns included.
Where an attack needs more (the environment's root secret, the key file), it is shown to fail with
either of the two missing, and to fail with both once the round is sealed.
"""

import datetime
import json
import shutil

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from reports.actions import request_workbook
from surveys import actions
from surveys.actions import people as staff_actions
from surveys.codes import derive_code, handle_of
from surveys.dispositions import pull_round
from surveys.keys import KeysMissing, keys_of
from surveys.models import Invitation, Return, Round, RoundRole
from surveys.sealing import seal_round
from tests.factories import (
    AgencyFactory,
    InvitationFactory,
    RoleFactory,
    RoundFactory,
    UserFactory,
)
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=datetime.UTC)
# Who was asked, and by whom; and what was answered.
PEOPLE = (
    "surveys_invitation",
    "surveys_message",
    "surveys_messagebatch",
    "surveys_auditentry",
    "surveys_contactsheet",
    "surveys_user",
    "django_session",
)
ANSWERS = ("surveys_return", "diary_diary", "surveys_optout")
SHEET = {"prefers": "email", "email": "ada@home.example", "telephone": "", "times": "evenings"}


def copy_of(table):
    """Every row of a table as text by column, the system's own columns included."""
    system = (
        "ctid::text, xmin::text, xmax::text, cmin::text, "
        if connection.vendor == "postgresql"
        else "rowid, "
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {system}* FROM {table}")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]


def whole_copy():
    return {table: copy_of(table) for table in connection.introspection.table_names()}


@pytest.fixture
def agency():
    """Eight people, of whom six have sent, one after the other, and one has started."""
    made = AgencyFactory(round=RoundFactory(pull_batch=3), name="Northtown")
    people = [InvitationFactory(agency=made, name=f"Ada Sample {n}") for n in range(8)]
    for person in people[:6]:
        found = Respondent(person).whole_way()
        found.post("surveys:contact", {"name": f"{person.name} at home", **SHEET})
    Respondent(people[6]).begin()
    return made


def officer_of(agency):
    role = RoleFactory(round=agency.round, role=RoundRole.Role.OFFICER, agencies=[agency])
    client = Client()
    client.force_login(role.user)
    return role.user, client


def handles_of(round_):
    """What an attacker derives who believes to have the round's keys."""
    keys = keys_of(round_.pk)
    people = Invitation.objects.filter(agency__round=round_)
    codes = [derive_code(keys.code, p.pk, p.code_version) for p in people]
    return {handle_of(keys.linkage, code) for code in codes}


def test_no_transaction_wrote_both_a_person_and_an_answer(agency):
    _user, client = officer_of(agency)
    client.get(reverse("surveys:agency", args=[agency.pk]))
    pull_round(agency.round)
    if connection.vendor != "postgresql":  # SQLite keeps no transaction numbers
        return
    copy = whole_copy()

    def transactions(tables):
        rows = [row for table in tables for row in copy[table]]
        return {row[column] for row in rows for column in ("xmin", "xmax")} - {"0"}

    assert transactions(PEOPLE) & transactions(ANSWERS) == set()


def test_order_of_the_invitations_says_nothing_of_the_order_of_the_returns(agency):
    pull_round(agency.round)
    copy = whole_copy()

    if connection.vendor == "postgresql":
        changed = [r["xmin"] for r in copy["surveys_invitation"] if r["disposition"] != "invited"]
        assert len(changed) == 7
        assert len(set(changed)) == 1  # one transaction wrote them all: they have no order
    columns = set(copy["surveys_return"][0]) | set(copy["diary_diary"][0])
    assert not [
        c for c in columns if "time" in c or (c.endswith(("_at", "_on")) and c != "starts_on")
    ]
    assert {row["starts_on"] for row in copy["diary_diary"]} == {"2026-11-16"}


def test_name_on_a_contact_sheet_is_nowhere_in_the_copy(agency):
    copy = json.dumps(whole_copy())

    assert "at home" not in copy
    assert "ada@home.example" not in copy
    assert "evenings" not in copy


def test_sheets_and_returns_share_no_value(agency):
    copy = whole_copy()
    ours = {"True", "False", "None", str(agency.round_id), agency.round_id.hex, "0"}
    system = {"ctid", "xmin", "xmax", "cmin", "rowid"}

    def values(table):
        return {v for row in copy[table] for c, v in row.items() if c not in system} - ours

    assert (
        values("surveys_contactsheet") & (values("surveys_return") | values("diary_diary")) == set()
    )


def test_copy_with_the_root_secret_and_without_the_key_file_leads_nowhere(
    agency, settings, tmp_path
):
    settings.KEY_DIR = tmp_path / "nothing here"

    with pytest.raises(KeysMissing):
        handles_of(agency.round)


def test_copy_with_the_key_file_and_another_root_secret_leads_nowhere(agency, settings):
    handles = set(Return.objects.values_list("handle", flat=True))
    assert len(handles_of(agency.round) & handles) == 7  # with both it leads there: docs say so

    settings.ROOT_SECRET = "another secret than the environment's, of the same length as it"

    assert handles_of(agency.round) & handles == set()


def test_sealed_round_withstands_the_copy_the_secret_and_an_old_copy_of_the_key_file(
    agency, settings, tmp_path
):
    backup = tmp_path / "old keys"
    shutil.copytree(settings.KEY_DIR, backup)
    before = {row["id"] for row in copy_of("surveys_return")}
    Round.objects.update(state=Round.State.CLOSED)
    seal_round(round=Round.objects.get(), backups_until=datetime.date(2027, 1, 1))

    settings.KEY_DIR = backup
    handles = handles_of(agency.round)

    copy = whole_copy()
    assert len(copy["surveys_return"]) == 6
    for table in ("surveys_return", "surveys_contactsheet"):
        assert handles & {value for row in copy[table] for value in row.values()} == set()
    assert before & {row["id"] for row in copy["surveys_return"]} == set()


@pytest.mark.parametrize("people", [1, 2])
def test_very_small_agency_shows_nothing_while_the_round_is_open(people):
    made = AgencyFactory(round=RoundFactory(pull_batch=3))
    for person in [InvitationFactory(agency=made) for _ in range(people)]:
        Respondent(person).whole_way()

    pull_round(made.round)

    _user, client = officer_of(made)
    page = client.get(reverse("surveys:agency", args=[made.pk])).content.decode()
    assert set(Invitation.objects.values_list("disposition", flat=True)) == {"invited"}
    assert f"of {people} sent" in " ".join(
        page.replace("<strong>", "").replace("</strong>", "").split()
    )


def test_officer_who_is_invited_too_sees_their_own_return_and_nobody_elses(agency):
    user, client = officer_of(agency)
    own = Respondent(InvitationFactory(agency=agency, name=user.name))
    own.client = client
    own.begin()

    pages = [client.get(reverse(f"surveys:{name}")) for name in ("tasks", "check")]
    others = Return.objects.exclude(handle=own_handle(own)).values_list("pk", "handle")

    assert len(others) == 7
    shown = "".join(page.content.decode() for page in pages)
    assert not [value for row in others for value in map(str, row) if value in shown]


def own_handle(person):
    keys = keys_of(Round.objects.get().pk)
    return handle_of(keys.linkage, person.code.replace("-", ""))


def test_new_code_for_a_colleague_opens_an_empty_return_and_not_theirs(agency):
    colleague = Invitation.objects.get(name="Ada Sample 6")  # has started
    old_code = actions.code_of(colleague)
    user, _client = officer_of(agency)
    before = Return.objects.get(handle=actions.arrival_by_code(old_code).handle)

    staff_actions.make_new_code(invitation=colleague, who=user, now=NOW)
    colleague.refresh_from_db()
    new = actions.arrival_by_code(actions.code_of(colleague))

    assert actions.arrival_by_code(old_code) is None
    assert not Return.objects.filter(handle=new.handle).exists()
    assert Return.objects.get(pk=before.pk).handle == before.handle != new.handle


def test_colleagues_card_asks_for_a_pin_and_shows_nothing(agency):
    card = Respondent(Invitation.objects.get(name="Ada Sample 0"), pin="135791")

    page = card.enter_code()
    tried = card.enter_pin()

    for response in (page, tried, card.get("surveys:tasks")):
        assert "Ada Sample" not in response.content.decode()
    assert "That is not the PIN of this return." in tried.content.decode()


def test_sessions_jobs_and_the_mail_queue_hold_nothing_of_a_return(agency):
    researcher = RoleFactory(round=agency.round).user
    request_workbook(round=agency.round, user=researcher, now=NOW)
    officer_of(agency)
    secrets = {str(v) for row in Return.objects.values_list("pk", "handle", "diary") for v in row}
    secrets |= {value.replace("-", "") for value in secrets}
    copy = whole_copy()

    sessions = json.dumps([session.get_decoded() for session in Session.objects.all()])
    others = json.dumps(
        {t: rows for t, rows in copy.items() if t not in (*ANSWERS, "surveys_contactsheet")}
    )

    assert not [secret for secret in secrets if secret in sessions]
    assert not [secret for secret in secrets if secret in others]


def test_audit_trail_knows_of_no_respondents_act(agency):
    pull_round(agency.round)

    assert copy_of("surveys_auditentry") == []
    assert UserFactory().acts.count() == 0
