"""Microdata files in a browser: the risk is looked at, lowered, and the files are asked for."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Job
from tests.browser.conftest import axe_violations
from tests.browser.pressing import press
from tests.factories import RoleFactory
from tests.reports.microdata.made import make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_researcher_lowers_the_risk_and_asks_for_files(page, live_server):
    round_ = make_round(12)
    client = Client()
    client.force_login(RoleFactory(round=round_).user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(reverse("reports:files", args=[round_.slug]))

    page.get_by_label("Parquet").first.check()
    press(page, "Look at the risk first")
    risk = page.get_by_role("region", name="The risk of this public-use file")
    expect(risk).to_contain_text("Not safe to release")
    expect(page.get_by_label("Parquet").first).to_be_checked()

    page.get_by_label("Set values of rare combinations to missing").check()
    press(page, "Look at the risk first")
    expect(risk).to_contain_text("Safe to release")
    assert axe_violations(page) == []

    press(page, "Make public-use files")
    job = Job.objects.get()
    assert job.parameters["formats"] == ["csv", "parquet"]
    assert job.parameters["suppress"] is True
    expect(page).to_have_url(f"{live_server.url}{reverse('reports:job', args=[job.pk])}")


def test_form_that_lacks_a_format_says_so_at_its_place(page, live_server):
    round_ = make_round(1)
    client = Client()
    client.force_login(RoleFactory(round=round_).user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(reverse("reports:files", args=[round_.slug]))

    page.locator("#id_internal_formats_0").uncheck()
    press(page, "Make internal files")

    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link", name="Choose at least one format.")).to_be_visible()
    summary.get_by_role("link").first.click()
    expect(page.locator("#id_internal_formats_0")).to_be_focused()
    assert axe_violations(page) == []
