"""manage.py build_workbook: the same workbook from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.building import build_workbook
from reports.figures.selecting import Selection
from reports.models import Job
from tests.factories import RoundFactory
from tests.reports.made import send_many
from tests.reports.workbooks_made import opened, sheet_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    made = RoundFactory(slug="autumn")
    send_many(made, 5)
    return made


def test_command_writes_the_workbook_that_the_page_builds(round_, tmp_path):
    said = io.StringIO()

    call_command("build_workbook", "autumn", str(tmp_path / "a.xlsx"), stdout=said)

    written = (tmp_path / "a.xlsx").read_bytes()
    today = timezone.localdate()
    assert written == build_workbook(round_, selection=Selection(), built_on=today).content
    assert opened(written).sheetnames[0] == "Cover"
    assert said.getvalue() == (
        f"{tmp_path}/a.xlsx: internal, 5 returns, 0 left out, {len(written):,} bytes\n"
    )
    assert not Job.objects.exists()


def test_command_builds_what_its_options_ask_for(round_, tmp_path):
    file = tmp_path / "a.xlsx"

    call_command(
        "build_workbook",
        *("autumn", str(file), "--intervals", "--weighted"),
        *("--filter", "sector=csd", "sector=dass"),
        stdout=io.StringIO(),
    )

    selection = Selection({"sector": ("csd", "dass")}, weighted=True, spreads=True)
    today = timezone.localdate()
    assert file.read_bytes() == build_workbook(round_, selection=selection, built_on=today).content


def test_command_builds_what_is_for_publication(tmp_path):
    send_many(RoundFactory(slug="autumn"), 3)
    said = io.StringIO()

    call_command("build_workbook", "autumn", str(tmp_path / "a.xlsx"), "--publication", stdout=said)

    workbook = opened((tmp_path / "a.xlsx").read_bytes())
    assert workbook.properties.description == "Protected for publication"
    assert ["Internal, not for publication"] not in sheet_rows(workbook["Cover"])
    assert said.getvalue().startswith(f"{tmp_path}/a.xlsx: publication, 3 returns")


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        (
            ["--filter", "colour=red"],
            "There is no filter 'colour'. Filters: sector, role_table_3_11, region, client_groups, "
            "electronic_table_2_25, hours_table_2_15, satisfaction_table_2_31.",
        ),
        (
            ["--filter", "sector"],
            "'sector' has no value ''. Values: csd, dass, joint, pvi, none.",
        ),
        (
            ["--publication", "--filter", "sector=csd"],
            "What is for publication has neither filters nor weights.",
        ),
        (
            ["--publication", "--weighted"],
            "What is for publication has neither filters nor weights.",
        ),
    ],
)
def test_command_says_what_it_cannot_build_and_writes_nothing(options, answer, round_, tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("build_workbook", "autumn", str(tmp_path / "a.xlsx"), *options)

    assert str(refused.value) == answer
    assert not (tmp_path / "a.xlsx").exists()


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
