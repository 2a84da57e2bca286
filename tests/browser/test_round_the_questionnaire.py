"""Contact details, withdrawing, no more reminders and the editor, in a real browser."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from surveys.actions import Contact, code_of, contact_of
from surveys.codes import format_code
from surveys.models import ContactSheet, OptOut, Return, RoundPage, RoundRole
from tests.browser.diary_week import make_it_my_own_device
from tests.browser.pressing import follow, press
from tests.browser.test_every_page import State, open_state
from tests.factories import InvitationFactory, RoleFactory
from tests.respondent import Respondent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request, new_context):
    return new_context(**PHONE, java_script_enabled=request.param)


def open_as(page, person, origin, path):
    open_state(page, State(person.client, path), origin)


def rows_with(words):
    """Tables in which some row holds one of these words, in any of its columns."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(word in repr(row) for row in cursor.fetchall() for word in words):
                found.add(table)
    return found


def test_contact_details_are_left_corrected_and_taken_back(phone, live_server):
    open_as(phone, Respondent(InvitationFactory()).begin(), live_server.url, "/contact/")
    phone.get_by_label("Your name").fill("Ann")
    phone.get_by_label("By telephone").check()
    press(phone, "Save contact details")
    expect(phone.get_by_role("alert")).to_contain_text("Enter your telephone number")
    phone.get_by_role("link", name="Enter your telephone number").click()
    phone.get_by_label("Telephone number").fill("01632 960 001")
    press(phone, "Save contact details")
    expect(phone.get_by_role("status")).to_contain_text("Your contact details are kept")
    kept = Contact(name="Ann", prefers="telephone", telephone="01632 960 001")
    assert contact_of(Return.objects.get().handle) == kept

    phone.goto("/contact/")
    expect(phone.get_by_label("Telephone number")).to_have_value("01632 960 001")
    follow(phone.get_by_role("link", name="Take my contact details back"))
    press(phone, "Delete my contact details")
    expect(phone.get_by_role("status")).to_contain_text("Your contact details are deleted")
    assert (ContactSheet.objects.count(), Return.objects.count()) == (0, 1)


def test_withdrawing_leaves_nothing_of_the_return_in_the_database(phone, live_server):
    invitation = InvitationFactory()
    person = Respondent(invitation).begin()
    person.fill_day("monday", dict.fromkeys(range(18, 34), "C"), "W")
    person.post("surveys:contact", {"email": "ann@home.example"})
    person.send()
    gone = Return.objects.get()
    traces = [repr(gone.pk), gone.pk.hex, gone.pin_hash, repr(gone.diary.pk), "C" * 16]
    assert {"surveys_return", "diary_diary"} <= rows_with(traces)

    open_as(phone, person, live_server.url, "/tasks/")
    phone.get_by_text("Need help?").click()
    follow(phone.locator(".help-fold").get_by_role("link", name="Withdraw from the survey"))
    press(phone, "Withdraw and delete my return")
    expect(phone.get_by_role("alert")).to_contain_text("Tick the box if you want to withdraw.")
    assert Return.objects.count() == 1
    phone.get_by_label("I want to withdraw").check()
    press(phone, "Withdraw and delete my return")
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have withdrawn")

    assert rows_with(traces) == set()
    assert rows_with([gone.handle]) == {"surveys_optout"}
    assert ContactSheet.objects.count() == 0
    assert {c["name"] for c in phone.context.cookies()} <= {"csrftoken", "messages"}

    phone.goto("/start/")
    phone.get_by_label("Access code").fill(format_code(code_of(invitation)))
    press(phone, "Continue")
    expect(phone.get_by_text("If you changed your mind")).to_be_visible()


def test_withdrawing_removes_the_copy_on_this_device(page, live_server):
    open_as(page, Respondent(InvitationFactory()).begin(), live_server.url, "/diary/")
    make_it_my_own_device(page)
    names = "async () => (await indexedDB.databases()).map(({ name }) => name)"
    assert len(page.evaluate(names)) == 1

    page.goto("/withdraw/")
    page.get_by_label("I want to withdraw").check()
    press(page, "Withdraw and delete my return")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have withdrawn")

    assert page.evaluate(names) == []
    assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_reminders_are_stopped_from_the_page_after_the_code(phone):
    phone.goto("/reminders/")
    follow(phone.get_by_role("link", name="Enter your access code"))
    phone.get_by_label("Access code").fill(format_code(code_of(InvitationFactory())))
    press(phone, "Continue")
    phone.get_by_text("Need help?").click()
    follow(phone.locator(".help-fold").get_by_role("link", name="Get no more reminders"))
    press(phone, "Send me no more reminders")

    expect(phone.get_by_role("heading", level=1)).to_have_text("You get no more reminders")
    assert list(OptOut.objects.values_list("kind", flat=True)) == ["refused"]
    assert Return.objects.count() == 0


def test_page_is_previewed_saved_and_read(phone, live_server):
    role = RoleFactory(role=RoundRole.Role.MANAGER)
    client = Client()
    client.force_login(role.user)
    pages = reverse("surveys:edit_pages", args=[role.round.slug])
    open_state(phone, State(client, pages), live_server.url)
    follow(phone.get_by_role("link", name="Who runs it"))
    phone.get_by_label("Text of the page").fill("## We\n\n[bad](javascript:alert(1))")
    press(phone, "Preview")
    expect(phone.get_by_role("alert")).to_contain_text("Line 3: start the address of the link")
    phone.get_by_label("Text of the page").fill("## We\n\n**Us.**")
    press(phone, "Preview")
    expect(phone.get_by_role("heading", name="We", exact=True)).to_be_visible()
    assert RoundPage.objects.count() == 0
    press(phone, "Save")
    expect(phone.get_by_text("Own text")).to_be_visible()

    phone.goto(reverse("surveys:round_page", args=[role.round.slug, "who"]))
    expect(phone.get_by_text("Us.")).to_be_visible()
    assert RoundPage.objects.get().body == "## We\n\n**Us.**"


@pytest.mark.parametrize("scripts", [True, False])
def test_receipt_can_be_printed_by_a_button_where_scripts_run(new_context, live_server, scripts):
    page = new_context(**PHONE, java_script_enabled=scripts)
    page.add_init_script("window.print = () => { document.title = 'printed'; }")
    person = Respondent(InvitationFactory()).begin()
    person.send()
    open_as(page, person, live_server.url, "/receipt/")
    button = page.get_by_role("button", name="Print this page")

    if scripts:
        button.click()
        expect(page).to_have_title("printed")
    else:
        expect(button).to_be_hidden()
