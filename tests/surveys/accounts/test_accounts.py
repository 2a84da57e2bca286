"""The administrators' pages: who has an account, what they may do, and what cannot be done."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from surveys.models import AuditEntry, RoundRole, User
from tests.factories import RoleFactory, RoundFactory, UserFactory
from tests.surveys.accounts.conftest import give_app, with_app, with_password

pytestmark = pytest.mark.django_db
ACCOUNTS, NEW = reverse("surveys:accounts"), reverse("surveys:new_account")


@pytest.fixture
def administrator():
    return with_password(UserFactory(is_administrator=True, name="Ada Administrator"))


@pytest.fixture
def client(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def change(client, user, **data):
    return client.post(reverse("surveys:account", args=[user.pk]), data, follow=True)


def noted(act):
    entries = AuditEntry.objects.filter(act=act).order_by("pk")
    return [(entry.who and entry.who.name, entry.about) for entry in entries]


def test_list_says_who_has_joined_and_what_they_may_do(client):
    role = RoleFactory(user=with_password(UserFactory(name="Olu Officer")), role="officer")
    with_app(role.user)
    User.objects.create_user(email="invited@staff.example", name="Ines Invited")
    UserFactory(name="Cleo Closed", is_active=False)

    page = client.get(ACCOUNTS)

    listed = {
        account.name: (account.second_factor, account.has_usable_password(), account.is_active)
        for account in page.context["listed"]
    }
    assert listed == {
        "Ada Administrator": (False, True, True),
        "Olu Officer": (True, True, True),
        "Ines Invited": (False, False, True),
        "Cleo Closed": (False, True, False),
    }
    text = page.content.decode()
    assert f"Link officer, {role.round.title}" in text
    assert "Invited" in text


def test_list_is_searched_by_name_and_address_without_either_in_the_address(client):
    UserFactory(name="Olu Officer", email="olu@staff.example")
    UserFactory(name="Rae Researcher", email="rae@other.example")

    by_name = client.post(ACCOUNTS, {"q": "olu"})
    by_email = client.post(ACCOUNTS, {"q": "OTHER.example"})
    by_address_line = client.get(ACCOUNTS, {"q": "olu"})

    assert [user.name for user in by_name.context["listed"]] == ["Olu Officer"]
    assert [user.name for user in by_email.context["listed"]] == ["Rae Researcher"]
    assert by_address_line.context["listed"].paginator.count == 3


def test_list_comes_in_pages_also_of_a_search(client):
    for n in range(60):
        UserFactory(name=f"Officer {n:02}")

    second = client.post(ACCOUNTS, {"q": "officer", "page": "2"})

    assert [user.name for user in second.context["listed"]] == [
        f"Officer {n}" for n in range(50, 60)
    ]


def test_list_costs_the_same_queries_for_one_and_for_three(client, django_assert_num_queries):
    for count in (1, 3):
        for _ in range(count):
            RoleFactory()
        with django_assert_num_queries(6):
            client.get(ACCOUNTS)


def test_account_page_costs_the_same_queries_for_one_role_and_for_three(
    client, django_assert_num_queries
):
    for count in (1, 3):
        user = UserFactory()
        for _ in range(count):
            RoleFactory(user=user, role="officer")
        with django_assert_num_queries(7):
            client.get(reverse("surveys:account", args=[user.pk]))


def test_person_is_invited_with_a_role(client):
    round_ = RoundFactory()
    data = {"name": "Rae", "email": "Rae@Staff.example", "role": "researcher", "round": round_.pk}

    response = client.post(NEW, data, follow=True)

    user = User.objects.get(email="rae@staff.example")
    assert response.request["PATH_INFO"] == reverse("surveys:account", args=[user.pk])
    assert "An email is on its way." in response.content.decode()
    assert user.roles.get().role == RoundRole.Role.RESEARCHER
    assert not user.is_administrator
    assert mail.outbox[0].to == ["rae@staff.example"]
    assert noted("account") == [("Ada Administrator", f"opened; account {user.pk}")]
    assert noted("role") == [("Ada Administrator", f"Researcher given; account {user.pk}")]


def test_another_administrator_is_invited(client):
    data = {"name": "Ben", "email": "ben@staff.example", "role": "administrator"}

    client.post(NEW, data)

    assert User.objects.get(email="ben@staff.example").is_administrator
    assert "as an administrator of accounts" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"email": ""}, "Enter the person’s email address."),
        ({"email": "rae"}, "Enter an email address, for example name@example.org."),
        ({"name": ""}, "Enter the person’s name."),
        ({"role": "researcher"}, "Choose the round that the role is in."),
        ({"round": "ROUND"}, "Choose a role in this round, or choose no round."),
        ({"role": "administrator", "round": "ROUND"}, "an administrator has no part in one"),
        ({"role": "queen"}, "Select a valid choice"),
    ],
)
def test_invitation_that_will_not_do_says_what_to_enter(client, data, says):
    if "round" in data:
        data = data | {"round": RoundFactory().pk}
    given = {"name": "Rae", "email": "rae@staff.example", **data}

    page = client.post(NEW, given).content.decode().replace("&#x27;", "’")

    assert says in page
    assert User.objects.count() == 1
    assert mail.outbox == []


def test_mail_server_that_is_down_is_told_and_the_invitation_can_be_sent_again(client, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.surveys.accounts.mail_servers.Down"
    page = client.post(NEW, {"name": "Rae", "email": "rae@staff.example"}, follow=True)
    settings.EMAIL_BACKEND = working

    again = change(client, User.objects.get(email="rae@staff.example"), do="resend")

    assert "The email could not be sent." in page.content.decode()
    assert "An email is on its way." in again.content.decode()
    assert len(mail.outbox) == 1


def test_installation_without_a_mail_server_shows_the_link(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    page = client.post(NEW, {"name": "Rae", "email": "rae@staff.example"}, follow=True)

    assert "This installation sends no emails." in page.content.decode()
    assert "/staff/join/" in page.content.decode()


def test_role_is_given_and_taken_away(client):
    user, round_ = UserFactory(), RoundFactory()

    change(client, user, do="give", role="manager", round=round_.pk)
    given = user.roles.get()
    change(client, user, do="take", role=given.pk)

    assert (given.role, given.round) == ("manager", round_)
    assert not user.roles.exists()
    assert [about for _, about in noted("role")] == [
        f"Survey manager given; account {user.pk}",
        f"Survey manager taken away; account {user.pk}",
    ]


def test_second_role_in_a_round_is_refused_with_the_reason(client):
    role = RoleFactory(role="researcher")

    page = change(client, role.user, do="give", role="officer", round=role.round.pk)

    assert "Nobody has two roles in a round" in page.content.decode()
    assert role.user.roles.get().role == "researcher"


def test_role_of_somebody_else_is_not_taken_through_an_account(client):
    role = RoleFactory()

    for number in (role.pk, "", "x", "9" * 30):
        change(client, UserFactory(), do="take", role=number)

    assert RoundRole.objects.count() == 1


def test_account_is_closed_and_opened_again(client):
    user = UserFactory()

    change(client, user, do="close")
    closed = User.objects.get(pk=user.pk).is_active
    change(client, user, do="reopen")

    assert not closed
    assert User.objects.get(pk=user.pk).is_active
    assert [about for _, about in noted("account")] == [
        f"closed; account {user.pk}",
        f"reopened; account {user.pk}",
    ]


def test_second_factor_is_reset_and_its_owner_told(client):
    user = UserFactory()
    with_app(user)

    change(client, user, do="reset")

    assert not Authenticator.objects.filter(user=user).exists()
    assert noted("second-factor") == [("Ada Administrator", f"reset; account {user.pk}")]
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert "An administrator has reset its second factor." in message.body


def test_person_who_has_joined_gets_no_second_invitation(client):
    user = with_password(UserFactory())

    page = change(client, user, do="resend")

    assert "This person has joined already." in page.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("do", ["give", "take", "close", "reopen", "reset"])
def test_administrator_changes_nothing_of_their_own(client, administrator, do):
    give_app(administrator)
    before = User.objects.filter(pk=administrator.pk).values().get()

    page = change(client, administrator, do=do, role="manager", round=RoundFactory().pk)

    assert User.objects.filter(pk=administrator.pk).values().get() == before
    assert Authenticator.objects.filter(user=administrator).count() == 2
    assert not administrator.roles.exists()
    assert do == "take" or "Nobody changes their own account." in page.content.decode()


def test_closing_or_giving_roles_has_no_button_on_the_own_page(client, administrator):
    page = client.get(reverse("surveys:account", args=[administrator.pk])).content.decode()

    assert "This is your own account." in page
    assert 'value="close"' not in page
    assert 'value="give"' not in page


def test_administrator_sees_no_round_s_pages(client):
    role = RoleFactory(role="manager")

    for name in ("surveys:edit_pages", "reports:round"):
        assert client.get(reverse(name, args=[role.round.slug])).status_code == 404
