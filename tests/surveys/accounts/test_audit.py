"""The audit trail: who sees what of it, how it is searched, and that nothing changes it."""

import csv
import datetime
import io

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.actions import cancel_job, request_workbook
from surveys.actions import note_act, save_round_page
from surveys.models import AuditEntry
from tests.factories import AgencyFactory, InvitationFactory, RoleFactory, RoundFactory, UserFactory
from tests.respondent import Respondent

pytestmark = pytest.mark.django_db
Act = AuditEntry.Act
AUDIT, DOWNLOAD = reverse("surveys:audit"), reverse("surveys:audit_download")
NOW = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC)


def note(act=Act.CALL, who=None, now=NOW, **fields):
    note_act(who=who, act=act, now=now, **fields)
    return AuditEntry.objects.latest("pk")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def shown(client, **query):
    return [line.entry for line in client.get(AUDIT, query).context["lines"]]


@pytest.fixture
def manager():
    return RoleFactory(role="manager", round=RoundFactory(title="Own round"))


def test_administrator_sees_acts_on_accounts_and_no_other(manager):
    on_accounts = [note(act) for act in AuditEntry.ON_ACCOUNTS]
    for act in set(Act) - set(AuditEntry.ON_ACCOUNTS):
        note(act, round=manager.round)

    seen = shown(signed_in(UserFactory(is_administrator=True)))

    assert seen == on_accounts[::-1]


def test_manager_sees_all_acts_in_own_rounds_and_no_other(manager):
    own = [note(act, round=manager.round) for act in Act]
    note(Act.SIGN_IN)
    note(Act.UPLOAD, round=RoundFactory())
    in_agency = note(Act.UPLOAD, agency=AgencyFactory(round=manager.round))

    seen = shown(signed_in(manager.user))

    assert seen == [in_agency, *own[::-1]]


def test_trail_is_narrowed_down_by_act_person_round_days_and_words(manager):
    client = signed_in(manager.user)
    other = RoleFactory(user=manager.user, role="manager").round
    who = UserFactory()
    base = {"round": manager.round}
    call = note(Act.CALL, who=who, about="agreed, 40 people", **base)
    upload = note(Act.UPLOAD, about="12 people", now=NOW + datetime.timedelta(days=2), **base)
    elsewhere = note(Act.CALL, round=other)

    assert shown(client, act="call") == [elsewhere, call]
    assert shown(client, who=who.pk) == [call]
    assert shown(client, round=other.slug) == [elsewhere]
    assert shown(client, since="2026-11-23") == [upload]
    assert shown(client, until="2026-11-22") == [elsewhere, call]
    assert shown(client, since="2026-11-22", until="2026-11-22", act="call", text="AGREED") == [
        call
    ]
    assert shown(client, text="nothing has this") == []


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday"},
        {"since": "2026-11-23", "until": "2026-11-22"},
        {"act": "dance"},
        {"round": "no-such-round"},
        {"who": "me"},
    ],
)
def test_search_that_will_not_do_finds_nothing_and_fails_nowhere(manager, query):
    note(round=manager.round)
    client = signed_in(manager.user)

    assert shown(client, **query) == []
    assert client.get(DOWNLOAD, query).getvalue().count(b"\n") == 1


def test_rounds_to_choose_from_are_the_manager_s_own(manager):
    RoundFactory(title="Somebody else's")

    form = signed_in(manager.user).get(AUDIT).context["form"]

    assert list(form.fields["round"].queryset) == [manager.round]


def test_account_in_an_entry_is_kept_as_its_key_and_shown_by_its_name():
    administrator = UserFactory(is_administrator=True)
    user = UserFactory(name="Olu Officer")
    entry = note(Act.ACCOUNT, who=administrator, about=f"closed; account {user.pk}")

    page = signed_in(administrator).get(AUDIT)

    assert page.context["lines"][0].about == "closed; account of Olu Officer"
    assert "Olu" not in entry.about


def test_trail_comes_in_pages_that_keep_the_search(manager):
    for _ in range(51):
        note(Act.CALL, round=manager.round)
    client = signed_in(manager.user)

    page = client.get(AUDIT, {"act": "call"})

    assert "?act=call&amp;page=2" in page.content.decode()
    assert len(client.get(AUDIT, {"act": "call", "page": 2}).context["lines"]) == 1


def test_trail_costs_the_same_queries_for_one_and_for_three(manager, django_assert_num_queries):
    client = signed_in(manager.user)
    for count in (1, 3):
        for _ in range(count):
            user = UserFactory()
            note(who=user, agency=AgencyFactory(round=manager.round), about=f"account {user.pk}")
        with django_assert_num_queries(7):
            client.get(AUDIT)


def test_download_holds_the_whole_trail_as_text_that_is_never_a_formula():
    manager = RoleFactory(role="manager", round=RoundFactory(title='=1+1,"; DROP'))
    who = UserFactory(name="@Olu")
    note(Act.UPLOAD, who=who, round=manager.round, about="-12 people")
    note(Act.CALL, round=manager.round, now=NOW + datetime.timedelta(minutes=1), about="ünï, kö")

    response = signed_in(manager.user).get(DOWNLOAD)

    text = response.getvalue().decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["When", "Who", "What", "Round", "Agency", "About"],
        [
            "2026-11-22 12:01:00",
            "Nobody signed in",
            "Logged a call",
            "'=1+1,\"; DROP",
            "",
            "ünï, kö",
        ],
        ["2026-11-22 12:00:00", "'@Olu", "Added people", "'=1+1,\"; DROP", "", "'-12 people"],
    ]
    assert response["Content-Type"] == "text/csv"
    entry = AuditEntry.objects.latest("pk")
    assert (entry.who, entry.act, entry.about) == (
        manager.user,
        "download",
        "audit trail, 2 entries",
    )


def test_entry_is_neither_changed_nor_deleted():
    entry = note(about="first")
    entry.about = "second"
    attempts = [
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(about="second"),
        lambda: AuditEntry.objects.filter(pk=entry.pk).update(about="second"),
    ]

    for attempt in attempts:
        with pytest.raises(TypeError, match="append-only"):
            attempt()

    assert AuditEntry.objects.get().about == "first"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE surveys_auditentry SET about = 'second'", "DELETE FROM surveys_auditentry"],
)
def test_database_itself_refuses_to_change_or_delete_an_entry(statement):
    if connection.vendor != "postgresql":  # which alone has the trigger
        return
    note(about="first")

    with (
        pytest.raises(InternalError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert AuditEntry.objects.get().about == "first"


def test_account_with_acts_is_never_deleted():
    user = UserFactory()
    note(who=user)

    with pytest.raises(Exception, match="protected"):
        user.delete()


def test_workbook_s_life_is_noted():
    role = RoleFactory()
    job = request_workbook(round=role.round, user=role.user, now=timezone.now())
    request_workbook(round=role.round, user=role.user, now=timezone.now())
    cancel_job(job=job, now=timezone.now())
    cancel_job(job=job, now=timezone.now())

    entries = AuditEntry.objects.order_by("pk")
    assert [(e.who, e.act, e.round, e.about) for e in entries] == [
        (role.user, "export", role.round, "Workbook (internal) asked for"),
        (role.user, "export", role.round, "Workbook (internal) stopped"),
    ]


def test_changed_page_of_a_round_is_noted_without_its_text(manager):
    save_round_page(round=manager.round, kind="data", body="Secret words", by=manager.user, now=NOW)

    entry = AuditEntry.objects.get()
    assert (entry.who, entry.act, entry.about) == (
        manager.user,
        "page",
        "What happens to your data",
    )


def test_respondents_leave_no_entry():
    person = Respondent(InvitationFactory()).whole_way()
    person.post("surveys:reopen")
    person.post("surveys:withdraw", {"sure": "on"})

    assert not AuditEntry.objects.exists()
