"""No page and no act of a link officer touches what was answered, or says who anybody is."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.actions import code_of
from surveys.models import AuditEntry, Invitation, Return, StagedUpload
from tests.factories import InvitationFactory, ReturnFactory
from tests.respondent import Respondent
from tests.surveys.people import files

pytestmark = pytest.mark.django_db
FORBIDDEN = ("surveys_return", "diary_diary", "surveys_optout", "surveys_contactsheet")
SECRETS = ("Asha", "asha@council.example", "Person 1", "person1@council.example")


def everything_an_officer_does(officer):
    """Every page and every act, each at least once; returns the person it ends with."""
    asha = InvitationFactory(
        agency=officer.agency, name="Asha Patel", email="asha@council.example", team="East"
    )
    ReturnFactory(invitation=asha, state="started")
    with CaptureQueriesContext(connection) as captured:
        for name in ("agency", "people", "people_add", "people_paste", "people_upload", "cards"):
            officer.get(name)
        officer.post("people", q="Asha")
        officer.post("people_add", name="Bo Lee", do="person")
        officer.post("people_add", number="2", do="nameless")
        officer.post("people_paste", people="Cy\nDi")
        rows = files.csv_of([files.NAMES, *files.people(3)]).encode()
        officer.post("people_upload", file=SimpleUploadedFile("staff.csv", rows))
        staged = StagedUpload.objects.get()
        for do in ("columns", "check", "add"):
            officer.post("people_check", staged.pk, do=do, headings="yes", **{"column-1": "name"})
        for name in ("person", "person_new_code", "person_remove"):
            officer.get(name, asha.pk)
        officer.post("person", asha.pk, name="Asha P", email="asha@council.example")
        officer.post("person_by_hand", asha.pk, by_hand="sick")
        officer.post("person_by_hand", asha.pk, by_hand="")
        officer.post("person_new_code", asha.pk)
        officer.post("cards", whose="all", names="on")
        officer.post("person_remove", asha.pk)
    return captured


def test_nothing_an_officer_does_reads_or_writes_what_was_answered(officer):
    captured = everything_an_officer_does(officer)

    statements = [query["sql"] for query in captured]
    assert len(statements) > 80
    assert [sql for sql in statements if any(table in sql for table in FORBIDDEN)] == []
    assert Invitation.objects.filter(name__startswith="Person").count() == 3


def test_trail_and_logs_say_what_was_done_and_never_to_whom(officer, caplog):
    caplog.set_level(logging.DEBUG, logger="django.request")
    caplog.set_level(logging.DEBUG, logger="caseweek")
    codes = [code_of(InvitationFactory(agency=officer.agency)) for _ in range(2)]

    everything_an_officer_does(officer)

    entries = list(AuditEntry.objects.order_by("pk").values_list("act", "about"))
    assert entries == [
        ("upload", "1 person"),
        ("upload", "2 people"),
        ("upload", "3 people"),
        ("person", "1 invitation: name, email or team"),
        ("person", "1 invitation: marked by hand"),
        ("person", "1 invitation: marked by hand"),
        ("new-code", "1 invitation"),
        ("cards", "9 code cards"),
        ("person", "1 invitation: removed"),
    ]
    said = " ".join(record.getMessage() for record in caplog.records)
    assert [secret for secret in (*SECRETS, *codes) if secret in said] == []


def test_new_code_asked_for_a_colleague_opens_nothing_of_theirs(officer):
    colleague = InvitationFactory(agency=officer.agency)
    theirs = Respondent(colleague).begin()
    theirs.answer("your-work", {"setting": "la_children", "role": "social_worker"})

    officer.post("person_new_code", colleague.pk)
    colleague.refresh_from_db()
    curious = Respondent(colleague, pin="660127").begin()

    answers = list(Return.objects.values_list("answers", flat=True))
    assert sorted(map(len, answers)) == [0, 2]
    assert curious.get("surveys:check").status_code == 200
    assert "check-setting" not in curious.responses[-1].content.decode()
    assert "Local authority" not in curious.responses[-1].content.decode()
