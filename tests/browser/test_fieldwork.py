"""A whole fieldwork in a real browser: from a round's first page to its seal.

A manager makes a round, adds an agency, invites its officer; the officer joins with a second
factor, uploads 200 people with twelve wrong rows, invites and reminds; people answer; after the
nightly pull the officer's page follows; the round closes and is sealed.
"""

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from surveys.messages.sending import send_due
from surveys.models import AuditEntry, Invitation, Return, Round
from surveys.tasks import pull_dispositions, seal
from tests.browser.conftest import axe_violations
from tests.browser.pressing import follow, press
from tests.factories import UserFactory
from tests.respondent import Respondent
from tests.surveys.accounts.conftest import PASSWORD, code_now, with_app
from tests.surveys.people import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"viewport": {"width": 1280, "height": 900}}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = "required"


def sign_in(page: Page, email: str, code: str) -> None:
    page.goto("/staff/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Code", exact=True).fill(code)
    press(page, "Sign in")


def links_of(message) -> list[str]:
    return re.findall(r"http://\S+", message.body)


def make_round(page: Page, monday: datetime.date) -> None:
    follow(page.get_by_role("link", name="New survey round"))
    page.get_by_label("Title").fill("Workload survey")
    page.get_by_label("Short name for addresses").fill("workload")
    page.get_by_label("Opens on").fill(monday.isoformat())
    page.get_by_label("Closes on").fill((monday + datetime.timedelta(days=30)).isoformat())
    page.get_by_label("Diary weeks on offer").fill(f"{monday:%-d %B %Y}")
    page.get_by_label("Survey team").fill("The survey team")
    page.get_by_label("Its email address").fill("team@survey.example")
    press(page, "Make the round")
    expect(page.get_by_text("Add at least one agency that has agreed")).to_be_visible()


def add_agency(page: Page) -> None:
    follow(page.get_by_role("link", name="Add the first one"))
    page.get_by_label("Name of the agency").fill("Northtown children’s services")
    press(page, "Save")
    page.get_by_text("Log a call or a letter").click()
    page.get_by_label("Agreed").check()
    press(page, "Log the call")
    page.get_by_text("Invite a link officer or a deputy").click()
    page.get_by_label("Name", exact=True).fill("Olu Officer")
    page.get_by_label("Email address").fill("olu@northtown.example")
    press(page, "Invite by email")
    expect(page.get_by_text("Olu Officer is invited by email.")).to_be_visible()


def join(page: Page) -> str:
    """Follow the link of the last email as far as the first page of work; the app's key."""
    page.goto(links_of(mail.outbox[-1])[0])
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    press(page, "Join")
    page.get_by_text("I can’t scan it").click()
    key = "".join(page.locator("[data-key]").inner_text().split())
    page.get_by_label("Code from the app").fill(code_now(key))
    press(page, "Turn it on")
    follow(page.get_by_role("link", name="I have kept them: go on"))
    return key


def upload_staff(page: Page) -> None:
    rows = [list(row) for row in files.people(200)]
    for n in range(0, 48, 4):
        rows[n][1] = "not an address"
    follow(page.get_by_role("link", name="Add people").first)
    follow(page.get_by_role("link", name="Upload a file"))
    book = files.workbook_of([files.NAMES, *rows])
    page.get_by_label("Your file").set_input_files(
        {"name": "staff.xlsx", "mimeType": EXCEL, "buffer": book}
    )
    press(page, "Check the file")
    expect(page.get_by_text("12 rows need a look.")).to_be_visible()
    for number, row in enumerate(page.get_by_role("group").all()):
        row.get_by_label("Email address").fill(f"corrected{number}@northtown.example")
    press(page, "Check these rows, then add everybody")
    expect(page.get_by_text("200 people are added.")).to_be_visible()


def send(page: Page, link: str, button: str) -> None:
    follow(page.get_by_role("link", name=link).first)
    press(page, "Look at the message")
    press(page, button)
    page.wait_for_url(re.compile(r"/messages/[0-9a-f-]{36}/"))
    send_due()


def test_fieldwork_from_the_first_page_to_the_seal(new_context):
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    manager = UserFactory(email="mina@survey.example", name="Mina", makes_rounds=True)
    with_app(manager)
    desk, office = new_context(**WIDE), new_context(**WIDE)

    sign_in(desk, "mina@survey.example", code_now())
    make_round(desk, monday)
    add_agency(desk)
    desk.goto("/staff/rounds/workload/")
    press(desk, "Open the round")
    expect(desk.get_by_text("The round is open")).to_be_visible()
    assert axe_violations(desk) == []

    join(office)
    follow(office.get_by_role("link", name="Northtown children’s services"))
    agency_page = office.url
    upload_staff(office)
    mail.outbox.clear()
    office.goto(f"{agency_page}messages/")
    send(office, "Invite those who are not invited yet", "Send to 200 people")
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 200

    asked = list(Invitation.objects.order_by("email").select_related("agency"))
    for person in asked[:5]:
        Respondent(person).whole_way()
    Respondent(asked[5]).begin()
    office.goto(agency_page)
    expect(office.locator(".big-figure")).to_contain_text("0")
    pull_dispositions()
    office.reload()
    expect(office.locator(".big-figure")).to_contain_text("5")
    assert axe_violations(office) == []

    mail.outbox.clear()
    late = Respondent(asked[6]).whole_way()  # has sent since: must not be chased
    office.goto(f"{agency_page}messages/")
    send(office, "not started", "Send to 194 people")
    chased = {message.to[0] for message in mail.outbox}
    assert len(mail.outbox) == len(chased) == 193
    assert not chased & {person.email for person in asked[:7]}

    desk.goto("/staff/rounds/workload/")
    press(desk, "Close the round")
    assert "closed" in late.get("surveys:tasks").content.decode()
    pull_dispositions()
    follow(desk.get_by_role("link", name="Seal the round"))
    desk.get_by_label("When is the last backup gone").fill("2099-01-31")
    desk.get_by_label("Type the round’s short name").fill("workload")
    press(desk, "Seal the round for good")
    expect(desk.get_by_text("Sealing has begun.")).to_be_visible()
    seal(str(Round.objects.get().pk))

    desk.reload()
    expect(desk.get_by_text("until 31 January 2099")).to_be_visible()
    assert set(Return.objects.values_list("state", "handle")) == {("sent", None)}
    assert Return.objects.count() == 6
    acts = AuditEntry.objects.filter(who=manager).order_by("pk").values_list("act", flat=True)
    assert list(acts) == [
        "sign-in",
        "round",
        "agency",
        "call",
        "account",
        "role",  # link officer given,
        "role",  # for the agency
        "round-state",
        "round-state",
        "sealing",
    ]
