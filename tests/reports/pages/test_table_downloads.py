"""One table as a file."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from surveys.models import AuditEntry
from tests.factories import RoleFactory, RoundFactory
from tests.reports.made import send

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def client():
    round_ = RoundFactory(slug="autumn", title="Autumn round")
    send(round_, ("la_children", "AAA6"), ("la_adults", "6666"))
    made = Client()
    made.force_login(RoleFactory(round=round_).user)
    return made


def address(kind):
    return reverse(f"reports:table_{kind}", args=["autumn", "time-by-sector"])


def test_csv_file_holds_the_table_as_its_page_filters_it(client):
    response = client.get(address("csv"), {"sector": "csd"})

    head, direct, *_rest = response.content.decode("utf-8-sig").splitlines()
    day = timezone.localdate()
    assert head.startswith("Activity,")
    assert direct.split(",")[0] == "Direct contact with clients"
    assert direct.split(",")[-1] == "75"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == (
        f'attachment; filename="caseweek-autumn-time-by-sector-internal-{day:%Y-%m-%d}.csv"'
    )


def test_workbook_holds_one_table_and_says_that_it_is_internal(client):
    response = client.get(address("excel"), {"sector": "csd"})

    book = load_workbook(io.BytesIO(response.content))
    assert response["Content-Type"] == XLSX
    assert [name for name in book.sheetnames if name.startswith("Table")] == ["Table_3.3"]
    cover = " ".join(str(cell.value) for row in book.worksheets[0] for cell in row if cell.value)
    assert "Internal, not for publication" in cover
    assert "Sector: " in cover


def test_download_is_on_the_audit_trail(client):
    client.head(address("csv"))
    client.get(address("csv"))

    acts = AuditEntry.objects.filter(act=AuditEntry.Act.DOWNLOAD).values_list("about", flat=True)
    assert list(acts) == ["Table 3.3 (internal), csv"]


def test_file_for_publication_is_no_page_before_the_set_is_counted(client):
    response = client.get(address("csv"), {"for": "publication"})

    assert (response.status_code, b"Autumn" in response.content) == (404, False)
