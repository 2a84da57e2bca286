"""The whole way without JavaScript, on a small phone."""

import pytest
from playwright.sync_api import expect

from surveys.actions import code_of
from surveys.codes import format_code
from surveys.models import Return
from tests.browser.pressing import follow, press
from tests.factories import PIN, InvitationFactory

pytestmark = [pytest.mark.browser, pytest.mark.way, pytest.mark.django_db(transaction=True)]


def test_return_is_made_and_sent_without_javascript(new_context):
    page = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    code = format_code(code_of(InvitationFactory()))
    page.goto(f"/start/#{code}")
    page.get_by_label("Access code").fill(code)  # without scripts the link's code is typed
    press(page, "Continue")
    follow(page.get_by_role("link", name="Continue"))
    page.get_by_label("I have read what this is").check()
    page.get_by_label("Choose a PIN").fill(PIN)
    page.get_by_label("Enter the PIN again").fill(PIN)
    press(page, "Agree and start")

    follow(page.get_by_role("link", name="Diary"))
    follow(page.get_by_role("link", name="Monday").first)
    page.get_by_label("09:00 to 09:30").select_option("C")
    page.get_by_label("What kind of day was it?").select_option("W")
    press(page, "Save and go to Tuesday")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tuesday")
    page.goto("/tasks/")
    follow(page.get_by_role("link", name="Your work", exact=True))
    page.locator("input[name=setting][value=joint]").check()
    press(page, "Save and continue")
    follow(page.get_by_role("link", name="Whom does your service work with?"))
    page.locator("input[name=serves][value=both]").check()
    press(page, "Save and go to the task list")
    follow(page.get_by_role("link", name="Check and send"))
    press(page, "Send my return")
    expect(page.get_by_role("heading", level=1)).to_contain_text("sent")

    sent = Return.objects.sent().get()
    assert sent.diary.day(0)[18] == "C"
    assert (sent.diary.statuses, sent.answers) == (
        "W......",
        {"setting": "joint", "serves": "both"},
    )


def test_link_fills_the_code_in_and_leaves_no_trace_of_it(page):
    code = format_code(code_of(InvitationFactory()))

    page.goto(f"/start/#{code}")

    expect(page.get_by_label("Access code")).to_have_value(code)
    assert "#" not in page.url
    assert Return.objects.count() == 0
    press(page, "Continue")
    expect(page.get_by_role("link", name="Continue")).to_be_visible()
    page.go_back()
    assert code not in page.url
