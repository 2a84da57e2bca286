"""Filling in the questionnaire in a browser, with the mouse or by keyboard, whatever it asks."""

from typing import Any

from playwright.sync_api import Page, expect

from surveys.forms.questions import initial_values
from surveys.instruments import Instrument, Question, Section, load_instrument
from surveys.instruments.answers import settle
from tests.browser.pressing import follow, press, press_enter
from tests.respondent import Respondent

SAVE = "Save and continue"
FOCUSED = """() => {
  const it = document.activeElement;
  return {type: it.type || "", name: it.name || "", value: it.value || "",
          checked: Boolean(it.checked), text: it.textContent.trim()};
}"""


def full_answers(name: str = "2") -> dict[str, Any]:
    """An answer to every question of a version that one person can be asked, as it is stored."""
    instrument = load_instrument(name)
    wanted = {
        question.show_if.question: question.show_if.values
        for question in instrument.questions
        if question.show_if
    }
    answers: dict[str, Any] = {}
    for question in instrument.questions:
        answers[question.key] = _answer(question, wanted.get(question.key, ()))
        for _option, details in question.details:
            answers[details.key] = f"Details of {details.key}"
    return settle(instrument, answers)


def _answer(question: Question, wanted: tuple[str, ...]) -> Any:
    values = [option.value for option in question.options]
    if question.type == "one_of":
        with_box = [option.value for option, _details in question.details]
        return [*(value for value in wanted if value in with_box), *wanted, *with_box, *values][0]
    if question.type == "some_of":
        alone = {option.value for option in question.options if option.exclusive}
        chosen = [value for value in values if value not in alone]
        return [chosen[0], chosen[-1]]
    if question.type == "grid":
        return {row.key: values[n % len(values)] for n, row in enumerate(question.rows)}
    if question.type == "days":
        return [0, 2, 5]
    if question.type == "year":
        return 1999
    if question.type == "number":
        return 3 if question.whole else 4.5
    return f"What somebody says of {question.key}."


def open_as(page: Page, person: Respondent, path: str, origin: str) -> None:
    """Open a page with the session of somebody who came in with Django's test client."""
    page.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": origin}
            for name, morsel in person.client.cookies.items()
            if morsel.value
        ]
    )
    page.goto(path)


def come_in(page: Page, person: Respondent) -> None:
    """Enter the code, and the PIN that was chosen before."""
    page.goto("/start/")
    page.get_by_label("Access code").fill(person.code)
    press(page, "Continue")
    page.get_by_label("Your PIN").fill(person.pin)
    press(page, "Open my return")


def fill_questionnaire(
    page: Page,
    answers: dict[str, Any],
    *,
    name: str = "2",
    sections: slice = slice(None),
    fill=None,
) -> None:
    """Go through sections from the task list, in order, and leave each page with its button."""
    instrument = load_instrument(name)
    for section in instrument.sections[sections]:
        page.goto("/tasks/")
        follow(page.get_by_role("link", name=section.title, exact=True))
        fill_section(page, section, answers, fill=fill or fill_page)


def fill_section(page: Page, section: Section, answers: dict[str, Any], *, fill: Any) -> None:
    """From a page of a section to the task list."""
    for _ in range(3 * len(section.pages)):
        if page.url.endswith("/tasks/"):
            return
        key = page.url.split("#")[0].rstrip("/").rsplit("/", 1)[1]
        fill(page, fields_of_page(section, key, answers))
    raise AssertionError(f"{section.key} never led to the task list; the page is {page.url}")


def fields_of_page(section: Section, key: str, answers: dict[str, Any]) -> dict[str, list[str]]:
    """Field names of a page, in order, with the values that are typed or chosen."""
    values = initial_values(section.page(key), answers)
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in values
    }


def fill_page(page: Page, fields: dict[str, list[str]]) -> None:
    """Fill in what is on the page with the mouse, and save it."""
    for name, values in fields.items():
        found = page.locator(f'.question-form [name="{name}"]')
        if not found.count():
            continue  # without a script, it comes with the next page
        if found.first.get_attribute("type") in ("radio", "checkbox"):
            for value in values:
                page.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            found.fill(values[0])
    press(page, SAVE)
    expect(page.locator(".error-summary")).to_have_count(0)


def fill_page_by_keyboard(page: Page, fields: dict[str, list[str]]) -> None:
    """Fill in what Tab comes to, and save with Enter on the button."""
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        values = fields.get(here["name"], [])
        if here["text"] == SAVE:
            press_enter(page)
            return
        if here["type"] == "radio" and values:
            choose_by_keyboard(page, values[0])
        elif here["type"] == "checkbox" and here["value"] in values and not here["checked"]:
            page.keyboard.press("Space")
        elif here["type"] in ("text", "textarea") and values:
            page.keyboard.type(values[0])
    raise AssertionError(f"Tab never came to {SAVE!r} on {page.url}")


def choose_by_keyboard(page: Page, value: str) -> None:
    """The radio button of a group: Space takes the first, arrows the next."""
    page.keyboard.press("Space")
    for _ in range(60):
        if page.evaluate(FOCUSED)["value"] == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows never came to {value!r}")


def page_paths(instrument: Instrument) -> list[str]:
    """The address of every page of a version."""
    return [
        f"/questions/{section.key}/{page.key}/"
        for section in instrument.sections
        for page in section.pages
    ]
