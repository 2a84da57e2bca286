"""Staff pages: signing in, the rounds one works on, the link officer's page."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from surveys.models import Invitation, RoundRole
from tests.factories import (
    AgencyFactory,
    InvitationFactory,
    ReturnFactory,
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


def officer_of(agency):
    role = RoundRole.Role.OFFICER
    return RoleFactory(round=agency.round, role=role, agencies=[agency]).user


def test_staff_sign_in_with_email_and_password():
    user = UserFactory(email="olu@staff.example")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    address = reverse("surveys:staff_sign_in")

    wrong = client.post(address, {"username": "olu@staff.example", "password": "wrong"})
    right = client.post(
        address, {"username": "olu@staff.example", "password": PASSWORD}, follow=True
    )

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


def test_agency_page_shows_names_and_dispositions_and_no_answer():
    agency = AgencyFactory()
    people = [InvitationFactory(agency=agency, name=f"Person {n}", team="East") for n in range(3)]
    Invitation.objects.filter(pk=people[0].pk).update(disposition="sent")
    ReturnFactory(invitation=people[0], state="sent", answers={"setting": "la_children"})
    outsider = InvitationFactory(name="Somebody elsewhere")

    response = signed_in(officer_of(agency)).get(reverse("surveys:agency", args=[agency.pk]))

    assert response.context["counts"] == [("Not started", 2), ("Started, not sent", 0), ("Sent", 1)]
    page = response.content.decode()
    assert all(person.name in page for person in people)
    assert outsider.name not in page
    assert "la_children" not in page


def test_agency_page_without_invitations_says_what_comes_next():
    agency = AgencyFactory()

    response = signed_in(officer_of(agency)).get(reverse("surveys:agency", args=[agency.pk]))

    assert response.context["invited"] == 0
    assert "Nobody is invited yet" in response.content.decode()


def test_name_from_people_is_never_html():
    agency = AgencyFactory()
    InvitationFactory(agency=agency, name="<script>alert(1)</script>", team="<b>East</b>")

    page = signed_in(officer_of(agency)).get(reverse("surveys:agency", args=[agency.pk]))

    assert "<script>alert" not in page.content.decode()
    assert "<b>East" not in page.content.decode()


@pytest.mark.parametrize("page", ["2", "0", "-1", "many", "99999999999999999999"])
def test_agency_list_takes_any_page_number(page):
    agency = AgencyFactory()
    for _ in range(51):
        InvitationFactory(agency=agency)

    address = reverse("surveys:agency", args=[agency.pk])
    response = signed_in(officer_of(agency)).get(address, {"page": page})

    assert response.context["listed"].number in (1, 2)


def test_agency_page_costs_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    for count in (1, 3):
        agency = AgencyFactory()
        for _ in range(count):
            InvitationFactory(agency=agency)
        client = signed_in(officer_of(agency))
        with django_assert_num_queries(6):
            client.get(reverse("surveys:agency", args=[agency.pk]))


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
