"""Passwords: a forgotten one by an emailed link, a new one by the old."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from surveys import throttle
from tests.factories import UserFactory
from tests.surveys.accounts.conftest import PASSWORD, with_password
from tests.surveys.accounts.test_signing_in import HOME, acts, place, sign_in

pytestmark = pytest.mark.django_db


def test_forgotten_password_is_set_anew_by_an_emailed_link_that_works_once():
    user = with_password(UserFactory())
    client = Client()
    for _ in range(20):
        throttle.note_wrong_password(user.email)

    asked = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    (message,) = mail.outbox
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    form = client.get(link.partition("8000")[2], follow=True)
    new = {"password1": "another long passphrase", "password2": "another long passphrase"}
    done = client.post(place(form), new, follow=True)

    assert place(asked) == reverse("account_reset_password_done")
    assert message.to == [user.email]
    assert place(done) == reverse("account_reset_password_from_key_done")
    assert done.context["user"].is_anonymous  # the second factor is still asked for
    assert place(sign_in(Client(), user, password="another long passphrase")) == HOME
    assert "no longer works" in Client().get(link.partition("8000")[2]).content.decode()
    assert acts()[0] == ("password", user.email, "own, by an emailed link")
    assert "Its password was set anew" in mail.outbox[1].body


def test_forgotten_password_says_the_same_of_an_unknown_address_and_writes_to_nobody():
    known = with_password(UserFactory())
    address = reverse("account_reset_password")

    pages = [
        Client().post(address, {"email": email}, follow=True)
        for email in (known.email, "nobody@staff.example")
    ]

    assert pages[0].content == pages[1].content
    assert [message.to for message in mail.outbox] == [[known.email]]


def test_forgotten_password_asked_for_again_and_again_is_braked():
    address = reverse("account_reset_password")
    for _ in range(3):
        Client().post(address, {"email": "nobody@staff.example"})

    response = Client().post(address, {"email": "nobody@staff.example"})

    assert response.status_code == 429
    assert "Wait a quarter of an hour" in response.content.decode()


def test_mail_server_that_is_down_does_not_tell_who_has_an_account(settings, caplog):
    settings.EMAIL_BACKEND = "tests.surveys.accounts.mail_servers.Down"
    known = with_password(UserFactory())
    address = reverse("account_reset_password")

    pages = [
        Client().post(address, {"email": email}, follow=True)
        for email in (known.email, "nobody@staff.example")
    ]

    assert pages[0].content == pages[1].content
    assert known.email not in caplog.text


def test_password_is_changed_by_the_one_that_is_known():
    user = with_password(UserFactory())
    client = Client()
    sign_in(client, user)
    address = reverse("account_change_password")
    new = {"password1": "another long passphrase", "password2": "another long passphrase"}

    wrong = client.post(address, {"oldpassword": "wrong", **new})
    right = client.post(address, {"oldpassword": PASSWORD, **new}, follow=True)

    assert "Enter the password that you have now." in wrong.content.decode()
    assert place(right) == reverse("mfa_index")
    assert "Your password is changed." in right.content.decode()
    assert place(sign_in(Client(), user, password="another long passphrase")) == HOME
    assert acts()[1] == ("password", user.email, "own")


@pytest.mark.parametrize("password", ["short words", "123456789012", "password1234"])
def test_password_that_is_easy_to_guess_is_refused(password):
    user = with_password(UserFactory())
    client = Client()
    sign_in(client, user)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
