"""The main job in a real browser: a social worker's week in, a researcher's workbook out."""

from collections import Counter

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from diary.classification import BY_CODE
from surveys.actions import code_of
from surveys.codes import format_code
from surveys.models import Return, RoundRole
from tests.browser.pressing import follow, press
from tests.browser.questionnaire import fill_questionnaire, full_answers
from tests.factories import AgencyFactory, InvitationFactory, RoleFactory, UserFactory

pytestmark = [
    pytest.mark.way,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
PIN = "482915"
PASSWORD = "a long enough passphrase"
# What each of two people enters: day, from, to, activity.
WEEKS = {
    "la_children": [
        ("Monday", "09:00", "10:30", "D3"),
        ("Monday", "10:30", "12:30", "R1"),
        ("Monday", "12:30", "13:00", "S9"),
        ("Tuesday", "09:00", "13:00", "OA1"),
        ("Saturday", "21:00", "24:00", "D9"),
    ],
    "la_adults": [
        ("Monday", "08:30", "12:00", "R3"),
        ("Friday", "13:00", "17:00", "IA2"),
        ("Sunday", "00:00", "00:30", "OIA1"),
    ],
}


def half_hours(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 2 + int(minutes) // 30


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    press(page, "Continue")
    follow(page.get_by_role("link", name="Continue"))
    page.get_by_label("Choose a PIN").fill(PIN)
    page.get_by_label("Enter the PIN again").fill(PIN)
    page.get_by_label("I have read what this is").check()
    press(page, "Agree and start")


def keep_diary(page: Page, week) -> None:
    for day, start, end, code in week:
        page.goto(f"/diary/{day.lower()}/")
        stretch = page.get_by_role("region", name="Fill a stretch")
        stretch.get_by_label("From").select_option(start)
        stretch.get_by_label("To").select_option(end)
        stretch.get_by_label("Activity").select_option(BY_CODE[code].symbol)
        follow(stretch.get_by_role("button", name="Fill"))
        expect(page.get_by_text("Saved.")).to_be_visible()


def answer_and_send(page: Page, setting: str) -> str:
    fill_questionnaire(page, {**full_answers(), "setting": setting}, sections=slice(5))
    follow(page.get_by_role("link", name="Check and send"))
    press(page, "Send my return")
    expect(page.get_by_role("heading", level=1)).to_contain_text("sent")
    return page.url


def build_and_download(page: Page, email: str, title: str, folder) -> str:
    page.goto("/staff/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    follow(page.get_by_role("link", name=title))
    press(page, "Build workbook")
    download_link = page.get_by_role("link", name="Download workbook").first
    expect(download_link).to_be_visible()
    with page.expect_download() as waiting:
        download_link.click()
    target = folder / "workbook.xlsx"
    waiting.value.save_as(target)
    return str(target)


def independent_count() -> dict[str, Counter[str]]:
    """Half hours by setting and code, from what was typed, not from what was stored."""
    counts: dict[str, Counter[str]] = {}
    for setting, week in WEEKS.items():
        counter = counts.setdefault(setting, Counter())
        for _, start, end, code in week:
            counter[code] += half_hours(end) - half_hours(start)
    return counts


def shares(counts: Counter[str]) -> dict[str, float]:
    """Each category's share of the recorded half hours."""
    total = sum(counts.values())
    by_category: Counter[str] = Counter()
    for code, count in counts.items():
        by_category[code.rstrip("0123456789")] += count
    return {
        category: by_category[category] / total for category in ("D", "R", "OA", "IA", "OIA", "S")
    }


def sheet_rows(path: str, name: str) -> list[tuple]:
    """The rows of the one Excel table of a sheet, its header first."""
    sheet = load_workbook(path)[name]
    (table,) = sheet.tables.values()
    return [tuple(cell.value for cell in row) for row in sheet[table.ref]]


def test_week_goes_in_and_the_workbook_comes_out(new_context, workers, tmp_path):
    workers.start()
    agency = AgencyFactory()
    researcher = UserFactory(email="rae@staff.example")
    researcher.set_password(PASSWORD)
    researcher.save()
    RoleFactory(user=researcher, round=agency.round, role=RoundRole.Role.RESEARCHER)
    for setting, week in WEEKS.items():
        code = format_code(code_of(InvitationFactory(agency=agency)))
        page = new_context(viewport={"width": 1280, "height": 900})
        come_in(page, f"/start/#{code}")
        assert code not in page.url
        keep_diary(page, week)
        answer_and_send(page, setting)
    assert Return.objects.sent().count() == 2

    page = new_context(viewport={"width": 1280, "height": 900})
    path = build_and_download(page, researcher.email, "Tables, files and desks", tmp_path)

    counts = independent_count()
    children, adults = counts["la_children"], counts["la_adults"]
    everyone = children + adults
    expected = [shares(children), shares(adults), shares(everyone)]
    rows = sheet_rows(path, "Table_3.3")
    found = {row[0]: (row[1], row[2], row[6]) for row in rows[1:]}
    labels = {
        "D": "Direct contact with clients",
        "R": "Case related recording",
        "OA": "Case related work in own agency",
        "IA": "Case related inter-agency work",
        "OIA": "Other inter-agency work",
        "S": "Other work, and breaks",
    }
    assert {label: found[label] for label in labels.values()} == {
        label: tuple(pytest.approx(group[code], abs=1e-12) for group in expected)
        for code, label in labels.items()
    }
    forty = {row[1]: row for row in sheet_rows(path, "Table_C1")[1:] if row[1]}
    total = sum(everyone.values())
    assert {code: forty[code][-1] for code in BY_CODE} == {
        code: pytest.approx(everyone[code] / total, abs=1e-12) for code in BY_CODE
    }
    assert found["Respondents (number)"] == (1, 1, 2)
    assert found["Hours recorded"] == tuple(
        sum(group.values()) / 2 for group in (children, adults, everyone)
    )
