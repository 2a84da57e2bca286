"""Joining by email and signing in with a second factor in a real browser, also without scripts."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from surveys.actions import note_act
from surveys.models import AuditEntry, User
from tests.browser.conftest import axe_violations, overflow
from tests.browser.pressing import follow, press, press_enter
from tests.factories import RoleFactory, RoundFactory, UserFactory
from tests.surveys.accounts.conftest import PASSWORD, code_now, with_app, with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
NARROW = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    page.goto("/staff/sign-in/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    press(page, "Sign in")


def enter_code(page: Page, code: str) -> None:
    page.get_by_label("Code", exact=True).fill(code)
    press(page, "Sign in")


def link_of_the_last_email() -> str:
    return next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))


def check_page(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow(page) == 0
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_person_is_invited_joins_sets_up_an_app_and_comes_back(new_context, required, javascript):
    with_app(UserFactory(email="ada@staff.example", is_administrator=True))
    round_ = RoundFactory(title="Workload survey 2027")
    page = new_context(**WIDE, java_script_enabled=javascript)

    sign_in(page, "ada@staff.example")
    enter_code(page, code_now())
    follow(page.get_by_role("link", name="Accounts and roles"))
    follow(page.get_by_role("link", name="Invite somebody"))
    page.get_by_label("Name", exact=True).fill("Rae Researcher")
    page.get_by_label("Email address").fill("rae@staff.example")
    page.get_by_label("Role").select_option("Researcher")
    page.get_by_label("Round", exact=True).select_option(round_.title)
    press(page, "Send the invitation")
    expect(page.get_by_role("status")).to_have_text("An email is on its way.")
    press(page, "Sign out")

    page.goto(link_of_the_last_email())
    page.get_by_label("Choose a password").fill("short")
    page.get_by_label("The password again").fill("short")
    press(page, "Join")
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The password again").fill(PASSWORD)
    press(page, "Join")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    page.goto("/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    page.get_by_text("I can’t scan it").click()
    key = "".join(page.locator("[data-key]").inner_text().split())
    page.get_by_label("Code from the app").fill("000000")
    press(page, "Turn it on")
    expect(page.get_by_role("alert")).to_contain_text("Enter the six digits")
    page.get_by_label("Code from the app").fill(code_now(key))
    press(page, "Turn it on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    codes = re.findall(r"\d{8}", page.locator(".recovery-codes").inner_text())
    assert len(codes) == 10
    follow(page.get_by_role("link", name="I have kept them: go on"))
    expect(page.get_by_role("heading", name="Workload survey 2027")).to_be_visible()
    press(page, "Sign out")

    sign_in(page, "rae@staff.example", "not this one")
    expect(page.get_by_role("alert")).to_contain_text("One of them is not right.")
    sign_in(page, "rae@staff.example")
    enter_code(page, "12345678")
    expect(page.get_by_role("alert")).to_contain_text("a recovery code that you have not used yet")
    enter_code(page, codes[3])
    expect(page.get_by_role("heading", name="Workload survey 2027")).to_be_visible()
    press(page, "Sign out")
    sign_in(page, "rae@staff.example")
    enter_code(page, codes[3])
    expect(page.get_by_role("alert")).to_be_visible()
    enter_code(page, code_now(key, ahead=1))
    expect(page.get_by_role("heading", name="Workload survey 2027")).to_be_visible()

    user = User.objects.get(email="rae@staff.example")
    own = AuditEntry.objects.filter(who=user).order_by("pk").values_list("act", "about")
    assert list(own) == [
        ("account", f"joined; account {user.pk}"),
        ("sign-in", "without a second factor"),
        ("second-factor", "set up"),
        ("sign-out", ""),
        ("sign-in-failed", "wrong code of the second factor"),
        ("sign-in", "with a recovery code"),
        ("sign-out", ""),
        ("sign-in-failed", "wrong code of the second factor"),
        ("sign-in", "with the second factor"),
    ]


def test_forgotten_password_is_set_anew_from_the_email(page):
    with_app(UserFactory(email="rae@staff.example"))
    page.goto("/staff/sign-in/")
    follow(page.get_by_role("link", name="I have forgotten my password"))
    page.get_by_label("Email address").fill("rae@staff.example")
    press(page, "Send me a link")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your email")

    page.goto(link_of_the_last_email())
    page.get_by_label("New password", exact=True).fill("another long passphrase")
    page.get_by_label("The new password again").fill("another long passphrase")
    press(page, "Save my new password")
    follow(page.get_by_role("main").get_by_role("link", name="Sign in as staff"))
    sign_in(page, "rae@staff.example", "another long passphrase")
    enter_code(page, code_now())

    expect(page.get_by_role("heading", level=1)).to_have_text("Your work")


def test_second_factor_is_set_up_by_keyboard_alone(page, required):
    with_password(UserFactory(email="rae@staff.example"))
    page.goto("/staff/sign-in/")
    page.get_by_label("Email address").focus()
    page.keyboard.type("rae@staff.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    page.get_by_text("I can’t scan it").focus()
    page.keyboard.press("Enter")
    key = "".join(page.locator("[data-key]").inner_text().split())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(code_now(key))
    press_enter(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


LONG = "Bartholomew-Featherstonehaugh Cholmondeley-Warner of Llanfairpwllgwyngyll"


def an_audit_trail(round_) -> None:
    for n, act in enumerate(AuditEntry.Act):
        about = f"upload of {n} people from a file; account {UserFactory(name=LONG).pk}"
        note_act(who=UserFactory(name=LONG), act=act, now=timezone.now(), round=round_, about=about)


@pytest.mark.parametrize("options", [WIDE, NARROW], ids=["wide light", "narrow dark"])
def test_every_page_of_accounts_is_accessible_and_fits_a_small_phone(
    new_context, live_server, options
):
    administrator = UserFactory(name=LONG, email="ada@staff.example", is_administrator=True)
    with_app(administrator)
    role = RoleFactory(user=UserFactory(name=LONG, email="a" * 60 + "@staff.example"))
    role.round.title = f"The round of {LONG}"
    role.round.save()
    with_app(role.user)
    for n in range(55):
        UserFactory(name=f"Officer {n:02}")
    an_audit_trail(role.round)
    page = new_context(**options)

    page.goto("/staff/account/password/reset/")
    check_page(page)
    press(page, "Send me a link")
    check_page(page)
    page.get_by_label("Email address").fill("nobody@staff.example")
    press(page, "Send me a link")
    check_page(page)
    page.goto("/staff/account/password/reset/1/none/")
    check_page(page)
    page.goto("/staff/join/00000000-0000-0000-0000-000000000000/none/")
    check_page(page)
    sign_in(page, "ada@staff.example")
    check_page(page)
    enter_code(page, "000000")
    check_page(page)
    enter_code(page, code_now())
    for address in (
        "/staff/",
        "/staff/account/",
        "/staff/account/password/",
        "/staff/account/confirm/",
        "/staff/account/confirm/code/",
        "/staff/account/recovery/",
        "/staff/account/recovery/new/",
        "/staff/account/app/remove/",
        "/staff/accounts/",
        "/staff/accounts/new/",
        f"/staff/accounts/{administrator.pk}/",
        f"/staff/accounts/{role.user.pk}/",
        "/staff/audit/",
        f"/staff/audit/?who={administrator.pk}&act=sign-in&since=x",
    ):
        page.goto(address)
        check_page(page)
    page.goto("/staff/accounts/new/")
    press(page, "Send the invitation")
    check_page(page)
    page.goto("/staff/account/app/remove/")
    press(page, "Remove the present app")
    page.goto("/staff/account/app/")
    check_page(page)
