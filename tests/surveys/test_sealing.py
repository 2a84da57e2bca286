"""Sealing: afterwards no key, order or number leads from a person to a return."""

import datetime

import pytest
from django.db import connection

from diary.models import Diary
from surveys import actions
from surveys.actions import contacts
from surveys.keys import KeysMissing, keys_of
from surveys.models import ContactSheet, Invitation, OptOut, Return, Round
from surveys.receipts import is_receipt, new_receipt
from surveys.sealing import Sealed, SealingRefused, finish_sealing, seal_round
from tests.factories import (
    AgencyFactory,
    DiaryFactory,
    InvitationFactory,
    OpenLinkFactory,
    ReturnFactory,
    RoundFactory,
)

pytestmark = pytest.mark.django_db
UNTIL = datetime.date(2027, 1, 31)
WEEK = "." * 18 + "A" * 10 + "." * 308


@pytest.fixture
def round_():
    """A closed round: twelve sent (one by an open link), two started, one who withdrew."""
    made = RoundFactory(pull_batch=1)
    agency = AgencyFactory(round=made)
    for number in range(11):
        ReturnFactory(
            invitation=InvitationFactory(agency=agency),
            state=Return.State.SENT,
            answers={"active_cases": number},
            codings={"role_table_2_4": "manager"},
            flags=[["long-day", 1]],
            exclusion="Collected by a manager" if number == 3 else "",
            coded={"why": {"of": "digest", "by": {"someone": "pay"}}},
            redactions={"why_stayed": {"of": "digest", "spans": [[0, 4]]}},
            diary=DiaryFactory(
                filled="SSNL...", slots=WEEK, locked=True, devices=[["a-phone", 7]], version=9
            ),
        )
    link = OpenLinkFactory(round=made)
    ReturnFactory(round=made, open_link=link, state=Return.State.SENT, answers={"active_cases": 11})
    ReturnFactory(invitation=InvitationFactory(agency=agency))
    ReturnFactory(invitation=InvitationFactory(agency=agency))
    gone = ReturnFactory(invitation=InvitationFactory(agency=agency))
    sheet = {"prefers": "email", "email": "", "telephone": "", "times": ""}
    for number, found in enumerate(Return.objects.filter(state=Return.State.SENT)[:5]):
        actions.save_contact(handle=found.handle, name=f"Person {number}", **sheet)
    actions.withdraw_return(handle=gone.handle)
    Round.objects.filter(pk=made.pk).update(state=Round.State.CLOSED)
    made.refresh_from_db()
    return made


def content():
    """What researchers have of sent returns, in no order."""
    rows = Return.objects.sent().values_list(
        "agency", "open_link", "answers", "codings", "flags", "exclusion", "coded", "redactions",
        "diary__slots", "diary__statuses", "diary__filled",
    )  # fmt: skip
    return sorted(map(str, rows))


def test_sealing_keeps_what_was_sent_and_nothing_that_led_to_it(round_):
    before = set(Return.objects.values_list("pk", flat=True)) | set(
        Diary.objects.values_list("pk", flat=True)
    )
    sent = content()

    assert seal_round(round=round_, backups_until=UNTIL) == Sealed(12, 2, 5)

    assert content() == sent
    after = set(Return.objects.values_list("pk", flat=True)) | set(
        Diary.objects.values_list("pk", flat=True)
    )
    assert len(after) == 24
    assert not before & after
    assert set(Return.objects.values_list("handle", "pin_hash", "state")) == {(None, "!", "sent")}
    left = Diary.objects.values_list("devices", "version", "locked")
    assert all(row == ([], 0, True) for row in left)
    assert not OptOut.objects.exists()


def test_no_code_leads_anywhere_and_no_receipt_is_known_after_sealing(round_):
    codes = [actions.code_of(invitation) for invitation in Invitation.objects.all()]
    receipt = new_receipt(round_.pk)

    seal_round(round=round_, backups_until=UNTIL)

    assert [actions.arrival_by_code(code) for code in codes] == [None] * len(codes)
    assert not is_receipt(round_.pk, receipt)
    with pytest.raises(KeysMissing):
        keys_of(round_.pk)
    with pytest.raises(KeysMissing):
        actions.code_of(Invitation.objects.select_related("agency").first())


def test_dispositions_are_brought_up_to_date_before_the_keys_go(round_):
    seal_round(round=round_, backups_until=UNTIL)

    by_disposition = sorted(Invitation.objects.values_list("disposition", flat=True))
    assert by_disposition == ["sent"] * 11 + ["started"] * 2 + ["withdrawn"]


def test_contact_sheets_stay_readable_to_the_team_and_lead_to_no_return(round_):
    seal_round(round=round_, backups_until=UNTIL)

    sheets = ContactSheet.objects.all()
    assert {sheet.handle for sheet in sheets} == {None}
    names = {contacts.opened_for_team(round_.pk, sheet.box).name for sheet in sheets}
    assert names == {f"Person {number}" for number in range(5)}


def test_returns_lie_in_another_order_than_before(round_):
    column = "ctid" if connection.vendor == "postgresql" else "rowid"
    query = f"SELECT answers FROM surveys_return WHERE state = 'sent' ORDER BY {column}"

    def lying():
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [str(row[0]) for row in cursor.fetchall()]

    before = lying()
    seal_round(round=round_, backups_until=UNTIL)

    assert sorted(lying()) == sorted(before)
    assert lying() != before


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_sealed_round_share_one_transaction(round_):
    if connection.vendor != "postgresql":  # SQLite keeps no transaction numbers on its rows
        return
    seal_round(round=round_, backups_until=UNTIL)
    with connection.cursor() as cursor:
        for table in ("surveys_return", "diary_diary", "surveys_contactsheet"):
            cursor.execute(f"SELECT count(DISTINCT xmin::text) FROM {table}")
            assert cursor.fetchone() == (1,)


def test_only_a_closed_round_is_sealed():
    open_round = RoundFactory()

    with pytest.raises(SealingRefused, match="Close the round first"):
        seal_round(round=open_round, backups_until=UNTIL)

    assert keys_of(open_round.pk)
    open_round.refresh_from_db()
    assert open_round.state == Round.State.OPEN


def test_round_whose_key_file_is_missing_is_not_called_sealed(round_, settings, tmp_path):
    settings.KEY_DIR = tmp_path

    with pytest.raises(SealingRefused, match="key file"):
        seal_round(round=round_, backups_until=UNTIL)

    round_.refresh_from_db()
    assert round_.state == Round.State.CLOSED


def test_sealing_that_was_broken_off_is_finished_by_calling_it_again(round_, monkeypatch):
    monkeypatch.setattr("surveys.sealing._copy_contact_sheets", broken)
    with pytest.raises(RuntimeError):
        seal_round(round=round_, backups_until=UNTIL)
    monkeypatch.undo()
    assert Return.objects.filter(handle=None).count() == 0
    assert keys_of(round_.pk)

    assert seal_round(round=round_, backups_until=UNTIL) == Sealed(12, 2, 5)
    assert seal_round(round=round_, backups_until=UNTIL) == Sealed(12, 0, 5)


def broken(*args):
    raise RuntimeError("the machine went down")


def test_round_is_called_sealed_only_after_its_last_backup_is_gone(round_):
    seal_round(round=round_, backups_until=UNTIL)

    assert finish_sealing(UNTIL) == 0
    assert Round.objects.get().state == Round.State.SEALING
    assert finish_sealing(UNTIL + datetime.timedelta(days=1)) == 1
    assert Round.objects.get().state == Round.State.SEALED
    assert finish_sealing(UNTIL + datetime.timedelta(days=2)) == 0


def test_other_rounds_keep_their_keys_and_returns(round_):
    other = ReturnFactory(invitation=InvitationFactory(), state=Return.State.SENT)

    seal_round(round=round_, backups_until=UNTIL)

    assert Return.objects.get(pk=other.pk).handle == other.handle
    assert keys_of(other.round_id)
