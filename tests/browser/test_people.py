"""A link officer's way: an upload with wrong rows, corrected; a search; a card; all by keyboard."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from surveys.models import AuditEntry, Invitation
from tests.browser.conftest import axe_violations
from tests.browser.pressing import follow, press, press_enter
from tests.factories import AgencyFactory, InvitationFactory
from tests.surveys.people import files
from tests.surveys.people.conftest import Officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer():
    return Officer(AgencyFactory(name="Northtown children’s services"))


@pytest.fixture
def page(new_context, live_server, officer) -> Page:
    opened = new_context(viewport={"width": 1280, "height": 900})
    cookies = officer.client.cookies.items()
    opened.context.add_cookies(
        [{"name": name, "value": m.value, "url": live_server.url} for name, m in cookies]
    )
    return opened


def test_officer_uploads_200_people_and_corrects_12_of_them(page, officer):
    rows = [list(row) for row in files.people(200)]
    for n in range(0, 48, 4):
        rows[n][1] = "not an address"
    book = files.workbook_of([("Worker", "Work e-mail", "Team"), *rows])
    page.goto(officer.url("agency"))
    follow(page.get_by_role("link", name="Add people").first)
    follow(page.get_by_role("link", name="Upload a file"))
    page.get_by_label("Your file").set_input_files(
        {
            "name": "staff.xlsx",
            "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "buffer": book,
        }
    )
    press(page, "Check the file")

    expect(page.get_by_text("188 people can be added.")).to_be_visible()
    expect(page.get_by_text("12 rows need a look.")).to_be_visible()
    expect(page.get_by_label("Worker")).to_have_value("name")
    assert axe_violations(page) == []
    for row in page.get_by_role("group").all()[:10]:
        row.get_by_label("Email address").fill("")
    for row in page.get_by_role("group").all()[10:]:
        row.get_by_role("checkbox").check()
    press(page, "Check these rows, then add everybody")

    expect(page.get_by_text("198 people are added.")).to_be_visible()
    assert Invitation.objects.filter(agency=officer.agency).count() == 198
    expect(page.get_by_role("status").filter(has_text="198 people").last).to_be_visible()


def test_officer_finds_a_person_and_marks_them_by_keyboard_alone(page, officer):
    for n in range(60):
        InvitationFactory(agency=officer.agency, name=f"Person {n:02}")
    page.goto(officer.url("people"))

    page.get_by_label("Name, email address or team").focus()
    page.keyboard.type("person 37")
    press_enter(page)
    expect(page.get_by_text("1 person", exact=False).first).to_be_visible()
    assert urlsplit(page.url)[2:] == (officer.url("people"), "", "")
    page.get_by_role("link", name="Person 37").focus()
    press_enter(page)
    page.get_by_label("Nothing of the kind").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    press_enter(page)

    expect(page.get_by_text("The change is saved.")).to_be_visible()
    assert Invitation.objects.get(by_hand="on-leave").name == "Person 37"


def test_officer_gets_code_cards_as_a_file(page, officer):
    for _ in range(9):
        InvitationFactory(agency=officer.agency, name="")
    page.goto(officer.url("agency"))
    follow(page.get_by_role("link", name="Print code cards"))

    with page.expect_download() as caught:
        page.get_by_role("button", name="Get the cards").click()

    assert caught.value.suggested_filename == "code-cards.pdf"
    assert caught.value.path().read_bytes().startswith(b"%PDF-")
    entries = AuditEntry.objects.filter(act=AuditEntry.Act.CARDS)
    assert list(entries.values_list("about", flat=True)) == ["9 code cards"]


def test_error_of_an_upload_is_told_where_the_keyboard_is(page, officer):
    page.goto(reverse("surveys:people_upload", args=[officer.agency.pk]))
    page.get_by_label("Your file").set_input_files(
        {"name": "staff.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    press(page, "Check the file")

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="This is a PDF file.").click()
    expect(page.get_by_label("Your file")).to_be_focused()
