"""Signing in: password, second factor, recovery codes; brakes, idle end, what is noted."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys import throttle
from surveys.accounts import middleware
from surveys.models import AuditEntry
from tests.factories import UserFactory
from tests.surveys.accounts.conftest import PASSWORD, SECRET, code_now, with_app, with_password

pytestmark = pytest.mark.django_db
SIGN_IN, HOME = reverse("surveys:staff_sign_in"), reverse("surveys:staff_home")
CODE = reverse("mfa_authenticate")


def sign_in(client, user, password=PASSWORD, **extra):
    data = {"login": user.email, "password": password, **extra}
    return client.post(SIGN_IN, data, follow=True)


def acts():
    entries = AuditEntry.objects.order_by("pk").select_related("who")
    return [(entry.act, entry.who and entry.who.email, entry.about) for entry in entries]


def place(response):
    return response.request["PATH_INFO"]


def test_sign_in_without_a_second_factor_opens_the_own_work_and_is_noted():
    user = with_password(UserFactory())
    client = Client()

    response = sign_in(client, user)

    assert (place(response), response.context["user"]) == (HOME, user)
    assert acts() == [("sign-in", user.email, "without a second factor")]


def test_email_may_be_typed_in_capitals():
    user = with_password(UserFactory(email="olu@staff.example"))
    client = Client()

    response = client.post(
        SIGN_IN, {"login": " OLU@staff.example ", "password": PASSWORD}, follow=True
    )

    assert response.context["user"] == user


def test_sign_in_leads_to_the_page_that_was_wanted_and_never_to_another_site():
    user = with_password(UserFactory())

    inside = sign_in(Client(), user, next=reverse("mfa_index"))
    outside = sign_in(Client(), user, next="https://evil.example/")

    assert (place(inside), place(outside)) == (reverse("mfa_index"), HOME)


def test_wrong_password_and_unknown_address_read_alike_and_are_noted_without_the_address():
    user = with_password(UserFactory())
    client = Client()

    wrong = sign_in(client, user, password="wrong")
    unknown = client.post(SIGN_IN, {"login": "nobody@staff.example", "password": "wrong"})

    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "One of them is not right." in wrong.content.decode()
    assert acts() == [("sign-in-failed", None, "wrong email address or password")] * 2


def test_wrong_passwords_slow_down_and_never_lock_out():
    user = with_password(UserFactory())
    client = Client()
    for _ in range(throttle.FREE_TRIES):
        sign_in(client, user, password="wrong")

    slowed = sign_in(client, user)

    assert "Wait 1 minute, then try again." in slowed.content.decode()
    for _ in range(20):
        throttle.note_wrong_password(user.email)
    assert throttle.sign_in_wait(user.email) == 15
    throttle.forget_wrong_passwords(user.email)  # as when the wait is over
    assert place(sign_in(client, user)) == HOME


def test_address_without_an_account_is_slowed_down_in_the_same_way():
    data = {"login": "nobody@staff.example", "password": "wrong"}
    for _ in range(throttle.FREE_TRIES):
        Client().post(SIGN_IN, data)

    page = Client().post(SIGN_IN, data).content.decode()

    assert "Wait 1 minute, then try again." in page


def test_wait_for_one_address_slows_no_other_down():
    user = with_password(UserFactory())
    for _ in range(20):
        throttle.note_wrong_password("other@staff.example")

    assert place(sign_in(Client(), user)) == HOME


def test_failures_past_a_hundred_an_hour_are_not_noted_one_by_one():
    for n in range(throttle.FAILURES_NOTED + 3):
        Client().post(SIGN_IN, {"login": f"n{n}@staff.example", "password": "wrong"})

    assert AuditEntry.objects.count() == throttle.FAILURES_NOTED
    assert acts()[-1][2].endswith("; more within this hour are not listed")


def test_closed_account_learns_so_only_with_the_right_password():
    user = with_password(UserFactory(is_active=False))

    right, wrong = sign_in(Client(), user), sign_in(Client(), user, password="wrong")

    assert "This account is closed." in right.content.decode()
    assert "This account is closed." not in wrong.content.decode()
    assert right.context["user"].is_anonymous


def test_open_session_of_an_account_that_is_closed_ends():
    user = with_password(UserFactory())
    client = Client()
    sign_in(client, user)

    type(user).objects.filter(pk=user.pk).update(is_active=False)

    assert place(client.get(HOME, follow=True)) == SIGN_IN


def test_account_with_an_app_is_asked_for_a_code_before_anything_opens():
    user = UserFactory()
    with_app(user)
    client = Client()

    asked = sign_in(client, user)
    meanwhile = client.get(HOME, follow=True)
    done = client.post(CODE, {"code": code_now()}, follow=True)

    assert place(asked) == CODE
    assert meanwhile.context["user"].is_anonymous
    assert (place(done), done.context["user"]) == (HOME, user)
    assert acts() == [("sign-in", user.email, "with the second factor")]


def test_wrong_code_keeps_out_and_is_noted_with_the_account():
    user = UserFactory()
    with_app(user)
    client = Client()
    sign_in(client, user)

    wrong = client.post(CODE, {"code": "000000"})

    assert "Enter the six digits that the app shows now" in wrong.content.decode()
    assert place(client.get(HOME, follow=True)) != HOME
    assert acts() == [("sign-in-failed", user.email, "wrong code of the second factor")]


def test_code_opens_once_only():
    user = UserFactory()
    with_app(user)
    code = code_now()
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, user)

    opened = first.post(CODE, {"code": code}, follow=True)
    again = second.post(CODE, {"code": code}, follow=True)

    assert (place(opened), place(again)) == (HOME, CODE)


def test_wrong_codes_are_slowed_down():
    user = UserFactory()
    with_app(user)
    client = Client()
    sign_in(client, user)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})

    response = client.post(CODE, {"code": code_now()}, follow=True)

    assert "Wait ten minutes, then try again." in response.content.decode()
    assert place(response) == CODE


def test_recovery_code_opens_once_and_is_noted_as_one():
    user = UserFactory()
    codes = with_app(user)
    first, second = Client(), Client()

    sign_in(first, user)
    opened = first.post(CODE, {"code": codes[0]}, follow=True)
    sign_in(second, user)
    again = second.post(CODE, {"code": codes[0]}, follow=True)

    assert (place(opened), place(again)) == (HOME, CODE)
    assert acts()[0] == ("sign-in", user.email, "with a recovery code")


def test_secret_of_an_app_is_not_in_the_database_as_it_is():
    user = UserFactory()
    codes = with_app(user)

    kept = " ".join(str(row.data) for row in Authenticator.objects.filter(user=user))

    assert SECRET not in kept
    assert not any(code in kept for code in codes)


def test_sign_out_ends_the_session_and_is_noted():
    user = with_password(UserFactory())
    client = Client()
    sign_in(client, user)

    client.post(reverse("surveys:staff_sign_out"))

    assert place(client.get(HOME, follow=True)) == SIGN_IN
    assert acts()[-1] == ("sign-out", user.email, "")


def test_session_ends_by_itself_after_an_idle_hour(settings):
    client = Client()
    sign_in(client, with_password(UserFactory()))

    assert settings.SESSION_COOKIE_AGE == 60 * 60
    assert client.session.get_expiry_age() == 60 * 60
    assert client.session.get_expire_at_browser_close()


def test_busy_session_is_kept_going_at_most_once_a_minute(monkeypatch, django_assert_num_queries):
    client = Client()
    client.force_login(UserFactory())
    with django_assert_num_queries(3):
        client.get(HOME)

    later = time.time() + 90
    monkeypatch.setattr(middleware.time, "time", lambda: later)
    client.get(HOME)

    assert client.session[middleware.SEEN_AT] == later
    with django_assert_num_queries(3):
        client.get(HOME)


def test_session_ends_twelve_hours_after_signing_in_however_busy():
    user = with_password(UserFactory())
    client = Client()
    sign_in(client, user)

    user.last_login = timezone.now() - timezone.timedelta(hours=13)
    user.save()
    response = client.get(HOME, follow=True)

    assert place(response) == SIGN_IN
    assert "Twelve hours have passed." in response.content.decode()


def test_nobody_can_sign_up():
    assert Client().get("/staff/account/signup/").status_code == 404
    assert Client().get("/accounts/signup/").status_code == 404
