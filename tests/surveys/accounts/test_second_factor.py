"""Setting up, replacing and requiring the second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse

from surveys.accounts import middleware
from surveys.accounts.adapter import SIGNED_IN_AT
from surveys.models import AuditEntry
from tests.factories import RoleFactory, UserFactory
from tests.surveys.accounts.conftest import PASSWORD, code_now, with_app, with_password

pytestmark = pytest.mark.django_db
SIGN_IN, HOME = reverse("surveys:staff_sign_in"), reverse("surveys:staff_home")
SET_UP, CODES = reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR = "required"


def signed_in(user):
    client = Client()
    data = {"login": user.email, "password": PASSWORD}
    response = client.post(SIGN_IN, data, follow=True)
    if response.request["PATH_INFO"] == reverse("mfa_authenticate"):
        client.post(reverse("mfa_authenticate"), {"code": code_now()})
    return client


def place(response):
    return response.request["PATH_INFO"]


def set_up(client):
    client.get(SET_UP)
    return client.post(SET_UP, {"code": code_now(client.session[SECRET_SESSION_KEY])}, follow=True)


def test_set_up_with_the_app_s_first_code_shows_recovery_codes():
    user = with_password(UserFactory())
    client = signed_in(user)

    page = client.get(SET_UP)
    done = set_up(client)

    assert "data:image/svg+xml;base64," in page.content.decode()
    assert " style=" not in page.content.decode()
    assert place(done) == CODES
    assert len(re.findall(r"<code>(\d{8})</code>", done.content.decode())) == 10


@pytest.mark.django_db(transaction=True)
def test_set_up_is_noted_and_told_by_email():
    user = with_password(UserFactory())

    done = set_up(signed_in(user))

    assert "Your second factor is set up." in done.content.decode()
    (entry,) = AuditEntry.objects.filter(act="second-factor")
    assert (entry.who, entry.about) == (user, "set up")
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert "An authenticator app was set up" in message.body


def test_wrong_first_code_says_what_to_enter_and_keeps_the_picture():
    client = signed_in(with_password(UserFactory()))
    client.get(SET_UP)
    secret = client.session[SECRET_SESSION_KEY]

    response = client.post(SET_UP, {"code": "000000"})

    assert "Enter the six digits that the app shows now." in response.content.decode()
    assert client.session[SECRET_SESSION_KEY] == secret
    assert not Authenticator.objects.exists()


def test_required_second_factor_comes_before_every_other_staff_page(required):
    role = RoleFactory()
    with_password(role.user)
    client = signed_in(role.user)
    wanted = [HOME, reverse("mfa_index"), reverse("reports:round", args=[role.round.slug])]

    met = [place(client.get(address, follow=True)) for address in wanted]
    asked = client.post(reverse("reports:build", args=[role.round.slug]), follow=True)

    assert met == [SET_UP] * 3
    assert place(asked) == SET_UP
    assert not role.round.jobs.exists()


def test_required_second_factor_once_set_up_opens_the_staff_pages(required):
    client = signed_in(with_password(UserFactory()))

    set_up(client)

    assert place(client.get(HOME, follow=True)) == HOME


def test_required_second_factor_leaves_signing_out_and_the_respondents_pages(required):
    client = signed_in(with_password(UserFactory()))

    respondents = client.get(reverse("surveys:start"), follow=True)
    client.post(reverse("surveys:staff_sign_out"))

    assert place(respondents) == reverse("surveys:start")
    assert place(client.get(HOME, follow=True)) == SIGN_IN


def test_optional_second_factor_leads_nobody_to_set_one_up():
    assert place(signed_in(with_password(UserFactory())).get(HOME, follow=True)) == HOME


def test_every_page_before_the_second_factor_is_one_that_is_there():
    """A misspelt name in the list would let nobody through; a stale one might let everybody."""
    resolver = get_resolver()
    plain = {name for name in resolver.reverse_dict if isinstance(name, str)}
    ours = resolver.namespace_dict["surveys"][1].reverse_dict
    known = plain | {f"surveys:{name}" for name in ours if isinstance(name, str)}

    assert known >= middleware.BEFORE_SECOND_FACTOR


def test_changing_it_later_asks_for_the_password_again():
    user = UserFactory()
    with_app(user)
    client = signed_in(user)
    session = client.session
    session[SIGNED_IN_AT] -= 16 * 60
    session.save()

    for name in ("mfa_view_recovery_codes", "mfa_deactivate_totp", "mfa_generate_recovery_codes"):
        asked = client.get(reverse(name), follow=True)
        assert place(asked) == reverse("account_reauthenticate")
    again = client.post(
        reverse("account_reauthenticate"), {"password": PASSWORD, "next": CODES}, follow=True
    )

    assert place(again) == CODES


def test_wrong_password_again_says_so():
    user = UserFactory()
    with_app(user)
    client = signed_in(user)

    response = client.post(reverse("account_reauthenticate"), {"password": "wrong"})

    assert "This one is not right." in response.content.decode()


def test_another_app_replaces_the_present_one(required):
    user = UserFactory()
    with_app(user)
    client = signed_in(user)

    removed = client.post(reverse("mfa_deactivate_totp"), follow=True)
    set_up(client)

    assert place(removed) == SET_UP
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_end_the_old_ones_and_are_noted():
    user = UserFactory()
    old = with_app(user)
    client = signed_in(user)

    shown = client.post(reverse("mfa_generate_recovery_codes"), follow=True)

    new = re.findall(r"<code>(\d{8})</code>", shown.content.decode())
    assert len(new) == 10
    assert not set(new) & set(old)
    assert AuditEntry.objects.get(act="second-factor").about == "new recovery codes"


def test_recovery_codes_are_downloaded_as_text():
    user = UserFactory()
    codes = with_app(user)

    response = signed_in(user).get(reverse("mfa_download_recovery_codes"))

    assert response["Content-Type"].startswith("text/plain")
    assert response["Cache-Control"].split(", ")[-1] == "private"
    assert response.content.decode().split()[-10:] == codes
