"""manage.py build_workbook: the same workbook from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from reports.building import build_workbook
from reports.models import Job
from tests.factories import RoundFactory
from tests.reports.made import send_many

pytestmark = pytest.mark.django_db


def test_command_writes_the_workbook_that_the_page_builds(tmp_path):
    round_ = RoundFactory(slug="autumn")
    send_many(round_, 5)
    said = io.StringIO()

    call_command("build_workbook", "autumn", str(tmp_path / "a.xlsx"), stdout=said)

    written = (tmp_path / "a.xlsx").read_bytes()
    assert written == build_workbook(round_, built_on=timezone.localdate()).content
    assert load_workbook(io.BytesIO(written)).sheetnames[0] == "Cover"
    assert said.getvalue() == f"{tmp_path}/a.xlsx: 5 returns, {len(written):,} bytes\n"
    assert not Job.objects.exists()


def test_command_names_the_rounds_there_are_when_it_knows_not_the_one_asked_for(tmp_path):
    RoundFactory(slug="autumn")
    RoundFactory(slug="2009")

    with pytest.raises(CommandError) as refused:
        call_command("build_workbook", "spring", str(tmp_path / "a.xlsx"))

    assert str(refused.value) == "There is no round 'spring'. Rounds: 2009, autumn."
    assert not (tmp_path / "a.xlsx").exists()


def test_command_says_so_when_there_is_no_round(tmp_path):
    with pytest.raises(CommandError, match=r"^There is no round 'x'\. There are none\.$"):
        call_command("build_workbook", "x", str(tmp_path / "a.xlsx"))


def test_command_says_where_it_cannot_write(tmp_path):
    RoundFactory(slug="autumn")

    with pytest.raises(CommandError) as refused:
        call_command("build_workbook", "autumn", str(tmp_path / "no" / "a.xlsx"))

    assert str(refused.value) == f"Can't write {tmp_path}/no/a.xlsx: No such file or directory."
