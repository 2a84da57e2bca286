"""Every page of both questionnaires, as it opens and when all on it is wrong: axe and width."""

import pytest
from playwright.sync_api import Page

from surveys.instruments import instrument_names, load_instrument
from surveys.models import Return
from tests.browser.conftest import axe_violations, overflow
from tests.browser.pressing import press
from tests.browser.questionnaire import SAVE, full_answers, open_as, page_paths
from tests.factories import AgencyFactory, InvitationFactory, RoundFactory
from tests.respondent import Respondent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
# Sends what no page would: every choice an unknown one, every number a word, every text too long.
ALL_WRONG = """() => {
  const form = document.querySelector(".question-form");
  for (const input of form.querySelectorAll("input, textarea")) {
    if (input.type === "radio" || input.type === "checkbox") {
      input.checked = true;
      input.value = input.dataset.exclusive === undefined && input.closest("div").nextElementSibling
        ?.matches(".details-box") ? input.value : "no such answer";
    } else if (input.type !== "hidden") {
      input.disabled = false;
      input.removeAttribute("maxlength");
      input.value = "x".repeat(6000);
    }
  }
}"""


def problems_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found = axe_violations(page)
    if overflow(page):
        found.append(f"{overflow(page)} px wider than its window")
    if page.locator("h1").count() != 1:
        found.append("not one h1")
    return [f"{page.url}: {problem}" for problem in found]


def respondent_of(version: str) -> Respondent:
    round_ = RoundFactory(instrument=version)
    return Respondent(InvitationFactory(agency=AgencyFactory(round=round_))).begin()


@pytest.mark.parametrize("version", instrument_names())
def test_page_of_questions_is_accessible_and_fits(new_context, live_server, version):
    person = respondent_of(version)
    page = new_context(**WIDE)
    open_as(page, person, "/tasks/", live_server.url)
    found = []
    for path in page_paths(load_instrument(version)):
        page.goto(path)
        found += problems_of(page)

    assert found == []


@pytest.mark.parametrize("version", instrument_names())
def test_page_where_all_is_wrong_is_accessible_and_leads_to_each_input(
    new_context, live_server, version
):
    person = respondent_of(version)
    page = new_context(**NARROW)
    open_as(page, person, "/tasks/", live_server.url)
    found = []
    for path in page_paths(load_instrument(version)):
        page.goto(path)
        page.evaluate(ALL_WRONG)
        press(page, SAVE)
        links = page.locator(".error-summary a")
        assert links.count() > 0, path
        for target in links.evaluate_all("(all) => all.map((link) => link.hash)"):
            if not page.locator(f"[id='{target[1:]}']").is_visible():
                found.append(f"{path}: {target} leads nowhere")
        found += problems_of(page)

    assert found == []


@pytest.mark.parametrize("version", instrument_names())
def test_answers_are_accessible_to_check_and_fit(new_context, live_server, version):
    person = respondent_of(version)
    Return.objects.update(answers=full_answers(version))
    found = []
    for look in (WIDE, NARROW):
        page = new_context(**look)
        open_as(page, person, "/check/", live_server.url)
        found += problems_of(page)
        page.goto("/tasks/")
        found += problems_of(page)
        for path in page_paths(load_instrument(version))[::6]:
            page.goto(path)
            found += problems_of(page)

    assert found == []
