"""Staff pages: signing in, the rounds one works on."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from surveys.models import RoundRole
from tests.factories import (
    RoleFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough passphrase"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_staff_sign_in_with_email_and_password():
    user = UserFactory(email="olu@staff.example")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    address = reverse("surveys:staff_sign_in")

    wrong = client.post(address, {"login": "olu@staff.example", "password": "wrong"})
    right = client.post(address, {"login": "olu@staff.example", "password": PASSWORD}, follow=True)

    assert wrong.context["user"].is_anonymous
    assert "There is a problem" in wrong.content.decode()
    assert "One of them is not right." in wrong.content.decode()
    assert right.request["PATH_INFO"] == reverse("surveys:staff_home")
    assert right.context["user"] == user


def test_staff_home_lists_own_rounds_only():
    role = RoleFactory(round=RoundFactory(title="Own round"))
    RoundFactory(title="Other round")

    page = signed_in(role.user).get(reverse("surveys:staff_home")).content.decode()

    assert "Own round" in page
    assert "Other round" not in page
    assert reverse("reports:round", args=[role.round.slug]) in page


def test_staff_home_costs_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    for count in (1, 3):
        user = UserFactory()
        for _ in range(count):
            RoleFactory(user=user)
        client = signed_in(user)
        with django_assert_num_queries(4):
            client.get(reverse("surveys:staff_home"))


def test_nobody_has_two_roles_in_one_round():
    """A researcher is never also an officer or a manager of the same round."""
    role = RoleFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleFactory(user=role.user, round=role.round, role=RoundRole.Role.OFFICER)

    assert RoundRole.objects.count() == 1
