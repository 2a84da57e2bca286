"""A list of codes is a table: on screen, as a file, in the workbook, never for publication."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reports.building import build_workbook
from reports.coded_tables import coded_tables, tables_of
from reports.figures.loading import all_tables
from reports.figures.selecting import Selection
from surveys.models import Code, CodeList
from tests.factories import MONDAY, RoleFactory, RoundFactory
from tests.reports.made import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    """Three returns, of which one has a code; its list has a title that looks like a formula."""
    made = RoundFactory(slug="autumn")
    first, _second, _third = send(made, ("la_children", "A"), ("la_children", "A"), ("nhs", "A"))
    first.codings = {"why_left": "pay"}
    first.save()
    reasons = CodeList.objects.create(
        round=made, key="why_left", title="=Why they left", questions=["cease_factors"]
    )
    Code.objects.create(code_list=reasons, value="pay", label="Pay", position=1)
    Code.objects.create(code_list=reasons, value="load", label="Workload", position=2)
    return made


@pytest.fixture
def client(round_):
    made = Client()
    made.force_login(RoleFactory(round=round_).user)
    return made


def test_list_of_codes_is_a_table_of_its_round_alone(round_):
    CodeList.objects.create(
        round=RoundFactory(instrument="2009"),
        key="role_table_2_4",
        title="Roles",
        questions=["job_title"],
    )

    assert [(table.number, table.rows) for table in coded_tables(round_)] == [("Q1", "why_left")]
    assert tables_of(round_)[:-1] == all_tables()
    assert [coded_tables(one.round) for one in CodeList.objects.filter(key="role_table_2_4")] == [
        ()
    ]


def test_table_of_codes_counts_what_is_coded_and_what_is_not(client):
    response = client.get(reverse("reports:table_csv", args=["autumn", "coded-why-left"]))

    rows = [line.split(",") for line in response.content.decode("utf-8-sig").splitlines()]
    assert [(row[0], row[1], row[6]) for row in rows[1:]] == [
        ("Pay", "1", "1"),
        ("Workload", "0", "0"),
        ("Not coded", "1", "2"),
        ("Total", "2", "3"),
    ]


def test_table_of_codes_stands_in_the_list_of_tables_but_not_among_the_published(client):
    address = reverse("reports:table", args=["autumn", "coded-why-left"])
    listed = reverse("reports:tables", args=["autumn"])

    assert address in client.get(listed).content.decode()
    assert "=Why they left" in client.get(address).content.decode()
    assert address not in client.get(listed, {"for": "publication"}).content.decode()
    assert client.get(address, {"for": "publication"}).status_code == 404


def test_workbook_has_a_sheet_of_the_codes_and_its_title_is_no_formula(round_):
    built = build_workbook(round_, selection=Selection(), built_on=MONDAY)

    sheet = load_workbook(io.BytesIO(built.content))["Table_Q1"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("Table Q1: =Why they left", "s")
    assert [cell.value for cell in sheet["A"]][-4:] == ["Pay", "Workload", "Not coded", "Total"]
