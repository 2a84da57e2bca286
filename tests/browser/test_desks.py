"""Researchers at their desks: by keyboard, with a script and without one."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from surveys.actions import save_code_list
from surveys.models import Return
from surveys.redacting import safe_text
from tests.browser.pressing import follow, press_enter
from tests.browser.test_keyboard import press, tab_to
from tests.factories import RoleFactory
from tests.reports.desks.made import LATE, address, make_round, make_sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = ("Team manager", "Social worker", "Senior practitioner")
WHY = "I talk to Mary Smith and to bob."


@pytest.fixture
def researcher():
    return RoleFactory(round=make_round()).user


@pytest.fixture
def sign_in(live_server, researcher):
    client = Client()
    client.force_login(researcher)
    value = client.cookies["sessionid"].value

    def sign_in(page):
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return page

    return sign_in


@pytest.fixture
def round_(researcher):
    return researcher.roles.get().round


def codings():
    return dict(Return.objects.values_list("answers__job_title", "codings"))


def test_return_is_found_by_its_flag_and_set_aside_by_keyboard_alone(page, sign_in, round_):
    for filled in (LATE, LATE, "SSSSS.."):
        make_sent(round_, filled=filled, answers={"job_title": "Manager"})
    sign_in(page).goto(address("quality"))

    tab_to(page, "Days filled in late")  # the table, which can be scrolled
    press(page, "Days filled in late")
    rows = page.locator("tbody a")
    expect(rows).to_have_count(2)
    name = rows.first.text_content().split()[-1]
    tab_to(page, "Table of returns")  # this one too
    press(page, name)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Return {name}")
    tab_to(page, "Set this return aside")
    page.keyboard.press("Enter")
    tab_to(page, "why")
    page.keyboard.press("Space")
    press(page, "Set aside and go to the next")

    expect(page.get_by_text(f"Return {name} is set aside")).to_be_visible()
    assert Return.objects.counted().count() == 2
    expect(page.get_by_role("heading", level=1)).not_to_have_text(f"Return {name}")


def test_texts_are_coded_with_a_number_and_enter(page, sign_in, round_, researcher):
    for title in TITLES:
        make_sent(round_, answers={"job_title": title})
    codes = [("manager", "Manager"), ("senior", "Senior"), ("worker", "Social worker")]
    fields = {"key": "role", "title": "Role", "questions": ["job_title"], "two_coders": False}
    save_code_list(
        round=round_,
        code_list=None,
        fields=fields,
        codes=codes,
        who=researcher,
        now=timezone.now(),
    )
    numbers = dict(zip(TITLES, ("1", "3", "2"), strict=True))
    sign_in(page).goto(address("code_texts", "role"))

    for _ in TITLES:
        expect(page.locator("input[type=radio]").first).to_be_focused()
        page.keyboard.press(numbers[page.locator(".code-words").text_content()])
        press_enter(page)

    expect(page.get_by_text("Every text has its code.")).to_be_visible()
    assert codings() == {
        "Team manager": {"role": "manager"},
        "Social worker": {"role": "worker"},
        "Senior practitioner": {"role": "senior"},
    }


def test_selected_words_are_blacked_out(page, sign_in, round_):
    make_sent(round_, answers={"why_stayed": WHY})
    sign_in(page).goto(address("names_of", "why_stayed"))
    button = page.get_by_role("button", name="Black out the words I have selected")
    expect(button).to_be_hidden()

    page.get_by_label("Mary Smith").check()
    page.evaluate(
        """() => {
          const words = document.querySelector("[data-black-out-text]").firstChild;
          const at = words.textContent.indexOf("bob");
          document.getSelection().setBaseAndExtent(words, at, words, at + 3);
        }"""
    )
    button.click()
    expect(page.get_by_label("Other words to black out")).to_have_value("bob")
    follow(page.get_by_role("button", name="Save this text as read"))

    found = Return.objects.get()
    told = "I talk to [name removed] and to [name removed]."
    assert safe_text(found.answers, found.redactions, "why_stayed") == told


def test_names_are_blacked_out_without_a_script(new_context, sign_in, round_):
    make_sent(round_, answers={"why_stayed": WHY})
    page = sign_in(new_context(java_script_enabled=False))
    page.goto(address("names_of", "why_stayed"))

    page.get_by_text("Other words, or later").click()
    page.get_by_label("Other words to black out").fill("bob")
    follow(page.get_by_role("button", name="Save this text as read"))

    expect(page.get_by_text("Every answer to this question is read for names.")).to_be_visible()
    found = Return.objects.get()
    told = "I talk to Mary Smith and to [name removed]."
    assert safe_text(found.answers, found.redactions, "why_stayed") == told
