"""Tables in a browser: by keyboard, without scripts, on a phone, on paper."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe_violations, overflow
from tests.factories import RoleFactory, RoundFactory
from tests.reports.made import send_many

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def round_():
    made = RoundFactory(slug="autumn", title="Autumn round")
    send_many(made, 30)
    return made


@pytest.fixture
def open_table(round_, new_context, live_server):
    """Opens a table's page as a researcher of the round."""
    client = Client()
    client.force_login(RoleFactory(round=round_).user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}

    def opened(name: str = "time-by-sector", query: str = "", **options) -> Page:
        page = new_context(**(options or {"viewport": {"width": 1280, "height": 900}}))
        page.context.add_cookies([{**cookie, "url": live_server.url}])
        page.goto(reverse("reports:table", args=["autumn", name]) + query)
        return page

    return opened


def test_filters_are_chosen_by_keyboard_without_scripts(open_table):
    page = open_table(java_script_enabled=False)

    page.locator("summary", has_text="Choose respondents").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_label("With 95% intervals").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")

    expect(page.locator(".narrowed li")).to_have_text("Sector: CSD")
    assert page.url.endswith("?sector=csd&spreads=yes")
    expect(page.locator(".figures-interval").first).to_be_visible()


def test_phone_scrolls_the_table_under_its_first_column_alone(open_table):
    page = open_table("age", **PHONE)
    region = page.locator(".figures-wrap")
    head = page.locator("tbody th[scope=row]").first

    before = head.bounding_box()["x"]
    region.focus()
    region.evaluate("(element) => element.scrollBy(400, 0)")

    assert region.evaluate("(element) => element.scrollLeft") > 300
    assert abs(head.bounding_box()["x"] - before) <= 1
    assert overflow(page) == 0


def test_chart_fills_the_window_and_its_letters_keep_their_size(open_table):
    size = "(element) => parseFloat(getComputedStyle(element).fontSize)"
    wide, phone = open_table(), open_table(**PHONE)

    sizes = [page.locator(".chart-on").first.evaluate(size) for page in (wide, phone)]
    widths = [page.locator(".chart-bar").first.bounding_box()["width"] for page in (wide, phone)]

    assert sizes[0] == sizes[1] >= 12
    assert widths[0] > 500
    assert 250 < widths[1] < 330


def test_printed_page_says_what_it_may_be_used_for_above_every_part_of_the_table(open_table):
    page = open_table()
    page.emulate_media(media="print")

    expect(page.locator(".use-banner")).to_contain_text("Internal, not for publication.")
    expect(page.locator("thead .print-only")).to_have_text("Internal, not for publication.")
    expect(page.locator("thead .print-only")).to_be_visible()
    expect(page.locator(".options")).to_be_hidden()


def test_chart_is_one_image_with_a_name_and_a_description(open_table):
    page = open_table()

    image = page.get_by_role("img", name="Share of recorded time in broad categories")

    expect(image).to_have_accessible_description(
        "Each bar is all the time that a group's respondents recorded, cut into six categories "
        "of activity that add up to 100%."
    )


@pytest.mark.parametrize(
    "name", ["tempogram-weekdays", "time-by-activity", "agencies-approached", "satisfaction"]
)
def test_chart_of_every_form_is_accessible_and_fits_a_small_phone(open_table, name):
    page = open_table(name, viewport={"width": 320, "height": 640}, color_scheme="dark")
    assert overflow(page) == 0
    # The table has its own test; with a row a half hour it would keep axe busy for long.
    page.evaluate("() => document.querySelector('.figures-wrap').remove()")

    assert axe_violations(page) == []
