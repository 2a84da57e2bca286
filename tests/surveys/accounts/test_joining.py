"""Joining by an emailed link that works once, for seven days."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.accounts.actions import OtherRole, OwnAccount, Refused
from surveys.accounts.joining import invite_staff, join_link, joining_user, send_join_link
from surveys.models import AuditEntry, RoundRole, User
from tests.factories import AgencyFactory, RoleFactory, RoundFactory, UserFactory
from tests.surveys.accounts.conftest import PASSWORD, with_app, with_password

pytestmark = pytest.mark.django_db
Role = RoundRole.Role
HOME = reverse("surveys:staff_home")


def invite(**fields):
    given = {
        "email": "new@staff.example",
        "name": "New Person",
        "round": None,
        "role": None,
        "invited_by": UserFactory(is_administrator=True),
        "now": timezone.now(),
    }
    return invite_staff(**given | fields)


def sent_link():
    line = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    return "/" + line.split("/", 3)[3]


def choose(client, link, password=PASSWORD, again=PASSWORD):
    return client.post(link, {"password1": password, "password2": again}, follow=True)


def test_invited_person_chooses_a_password_and_is_signed_in():
    agency = AgencyFactory()

    done = invite(round=agency.round, role=Role.OFFICER, agencies=[agency])
    client = Client()
    opened = client.get(sent_link())
    joined = choose(client, sent_link())

    assert done.is_new
    assert done.email_sent
    assert "Welcome, New Person" in opened.content.decode()
    assert joined.request["PATH_INFO"] == HOME
    assert joined.context["user"] == done.user
    assert agency.name in joined.content.decode()
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")] == [
        "account",
        "role",
        "role",
        "account",
        "sign-in",
    ]


def test_email_says_what_for_and_carries_no_name():
    round_ = RoundFactory(title="Workload survey 2027")

    invite(round=round_, role=Role.RESEARCHER)

    (message,) = mail.outbox
    assert message.to == ["new@staff.example"]
    assert message.subject == "Join Caseweek"
    assert "as a researcher in “Workload survey 2027”" in message.body
    assert "within 7 days" in message.body
    assert "New Person" not in message.body


def test_required_second_factor_is_set_up_directly_after_joining(settings):
    settings.SECOND_FACTOR = "required"
    invite()

    joined = choose(Client(), sent_link())

    assert joined.request["PATH_INFO"] == reverse("mfa_activate_totp")


def test_opening_the_link_changes_nothing():
    """Mail scanners follow links."""
    done = invite()
    before = User.objects.filter(pk=done.user.pk).values().get()

    for _ in range(3):
        Client().get(sent_link())

    assert User.objects.filter(pk=done.user.pk).values().get() == before


def test_link_works_once():
    invite()
    choose(Client(), sent_link())

    again = choose(Client(), sent_link(), "yet another passphrase", "yet another passphrase")

    assert again.status_code == 410
    assert "This link no longer works" in again.content.decode()
    assert User.objects.get(email="new@staff.example").check_password(PASSWORD)


def test_link_works_for_seven_days(monkeypatch):
    user = invite().user
    token = sent_link().split("/")[-2]
    now = timezone.now().timestamp()

    def after(days):
        monkeypatch.setattr("django.core.signing.time.time", lambda: now + days * 86400)
        return joining_user(user.pk, token)

    assert after(6.9) == user
    assert after(7.1) is None


def test_new_link_ends_the_one_before():
    user = invite().user
    old = sent_link()

    assert send_join_link(user=user)

    assert Client().get(old).status_code == 410
    assert "Welcome" in Client().get(sent_link()).content.decode()


def test_link_of_one_person_opens_no_other_account():
    user, other = invite().user, invite(email="other@staff.example").user
    token = join_link(user).split("/")[-2]

    assert joining_user(other.pk, token) is None
    assert joining_user(user.pk, token + "x") is None


def test_link_to_a_closed_account_does_not_work():
    user = invite().user
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert Client().get(sent_link()).status_code == 410


def test_joining_in_a_browser_where_somebody_else_is_signed_in_signs_them_out():
    done = invite()
    client = Client()
    client.force_login(UserFactory())

    joined = choose(client, sent_link())

    assert joined.context["user"] == done.user


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [
        ("", "", "Choose a password."),
        ("short words", "short words", "at least 12 characters"),
        ("new@staff.example", "new@staff.example", "too similar to the email"),
        (PASSWORD, "something else", "Enter the same password as in the box above."),
    ],
)
def test_password_that_will_not_do_says_what_to_enter(first, second, says):
    user = invite().user

    response = choose(Client(), sent_link(), first, second)

    assert says in response.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_person_with_an_account_gets_the_role_and_an_email_that_says_so():
    user = with_password(UserFactory(email="known@staff.example", name="Known Person"))
    round_ = RoundFactory(title="Workload survey 2027")

    done = invite(email="Known@staff.example", name="Other", round=round_, role=Role.MANAGER)

    assert (done.user, done.is_new, done.email_sent) == (user, False, True)
    user.refresh_from_db()
    assert user.name == "Known Person"
    assert user.roles.get().role == Role.MANAGER
    (message,) = mail.outbox
    assert "You have a part in “Workload survey 2027”, as its survey manager" in message.body
    assert "/staff/" in message.body


def test_person_who_has_not_joined_yet_gets_the_link_again_with_the_role():
    round_ = RoundFactory()
    invite()

    done = invite(round=round_, role=Role.OFFICER)

    assert not done.is_new
    assert "as a link officer" in mail.outbox[-1].body
    assert choose(Client(), sent_link()).context["user"] == done.user


def test_officer_gets_further_agencies_and_keeps_the_old_ones():
    first = AgencyFactory()
    second = AgencyFactory(round=first.round)
    fields = {"round": first.round, "role": Role.OFFICER, "is_deputy": True}

    invite(agencies=[first], **fields)
    done = invite(agencies=[first, second], **fields)

    role = done.user.roles.get()
    assert role.is_deputy
    assert set(role.agencies.all()) == {first, second}
    noted = AuditEntry.objects.filter(act="role").values_list("agency__name", flat=True)
    assert sorted(noted, key=str) == sorted([None, first.name, second.name], key=str)


def test_agency_of_another_round_is_a_mistake():
    with pytest.raises(ValueError, match="belong to the role's round"):
        invite(round=RoundFactory(), role=Role.OFFICER, agencies=[AgencyFactory()])

    assert not User.objects.filter(email="new@staff.example").exists()


@pytest.mark.parametrize("other", [Role.OFFICER, Role.MANAGER])
def test_researcher_of_a_round_is_never_officer_or_manager_of_it_too(other):
    role = RoleFactory(role=Role.RESEARCHER)

    with pytest.raises(OtherRole, match="has the role “Researcher”"):
        invite(email=role.user.email, round=role.round, role=other)

    assert role.user.roles.get().role == Role.RESEARCHER
    assert mail.outbox == []


def test_administrator_gets_no_part_in_a_round():
    administrator = UserFactory(is_administrator=True)

    with pytest.raises(OtherRole):
        invite(email=administrator.email, round=RoundFactory(), role=Role.RESEARCHER)

    assert not administrator.roles.exists()


def test_nobody_invites_themselves_to_a_role():
    manager = RoleFactory(role=Role.MANAGER).user

    with pytest.raises(OwnAccount):
        invite(email=manager.email, round=RoundFactory(), role=Role.RESEARCHER, invited_by=manager)

    assert manager.roles.count() == 1


def test_closed_account_is_not_invited():
    UserFactory(email="new@staff.example", is_active=False)

    with pytest.raises(Refused, match="closed"):
        invite()

    assert mail.outbox == []


def test_mail_server_that_is_down_leaves_the_account_and_says_so(settings):
    settings.EMAIL_BACKEND = "tests.surveys.accounts.mail_servers.Down"

    done = invite()

    assert not done.email_sent
    assert User.objects.filter(pk=done.user.pk).exists()


def test_first_administrator_joins_by_the_printed_link(capsys):
    call_command("make_administrator", "First@staff.example", "First Person")

    link = next(word for word in capsys.readouterr().out.split() if word.startswith("http"))
    joined = choose(Client(), "/" + link.split("/", 3)[3])
    user = User.objects.get(email="first@staff.example")
    assert joined.context["user"] == user
    assert user.is_administrator
    assert "Accounts and roles" in joined.content.decode()


def test_administrator_who_lost_everything_is_let_in_anew(capsys):
    administrator = UserFactory(is_administrator=True)
    with_app(administrator)

    call_command("make_administrator", administrator.email, administrator.name)

    link = next(word for word in capsys.readouterr().out.split() if word.startswith("http"))
    joined = choose(Client(), "/" + link.split("/", 3)[3], *["another long passphrase"] * 2)
    assert joined.context["user"] == administrator


def test_command_makes_nobody_with_a_role_an_administrator():
    role = RoleFactory()

    with pytest.raises(CommandError, match="no part in a round"):
        call_command("make_administrator", role.user.email, "Any Name")

    role.user.refresh_from_db()
    assert not role.user.is_administrator


def test_command_refuses_what_is_no_email_address():
    with pytest.raises(CommandError, match="must be an email address"):
        call_command("make_administrator", "First Person", "first@staff.example")
