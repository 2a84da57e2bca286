"""One plain factory a model. What a test is about, it says itself."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from diary.models import Diary
from surveys import actions, models
from surveys.codes import handle_of, random_code
from surveys.keys import keys_of, make_keys
from tests.hashers import QuickArgon2

MONDAY = datetime.date(2026, 11, 16)
PIN = "482915"
PIN_HASH = QuickArgon2().encode(PIN, "salt-of-the-factories")


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = models.Round
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"round-{n}")
    title = factory.Sequence(lambda n: f"Round {n}")
    instrument = "2"
    state = models.Round.State.OPEN
    opens_on = MONDAY
    closes_on = MONDAY + datetime.timedelta(days=30)

    @factory.post_generation
    def keys(obj: models.Round, create: bool, extracted: Any, **kwargs: Any) -> None:
        make_keys(obj.pk)


class WeekFactory(DjangoModelFactory):
    class Meta:
        model = models.DiaryWeek
        django_get_or_create = ("round", "starts_on")

    round = factory.SubFactory(RoundFactory)
    starts_on = MONDAY


class AuthorityFactory(DjangoModelFactory):
    class Meta:
        model = models.Authority

    name = factory.Sequence(lambda n: f"Authority {n}")
    region = "North East"
    type = models.Authority.Type.UNITARY


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = models.Agency

    round = factory.SubFactory(RoundFactory)
    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Agency {n}")
    service = models.Agency.Service.CHILDREN
    week = factory.SubFactory(WeekFactory, round=factory.SelfAttribute("..round"))


class OpenLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.OpenLink

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence(lambda n: f"Association {n}")
    slug = factory.Sequence(lambda n: f"association-{n}")
    week = factory.SubFactory(WeekFactory, round=factory.SelfAttribute("..round"))


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> models.Invitation:
        disposition = kwargs.pop("disposition", models.Invitation.Disposition.INVITED)
        invitation = actions.new_invitation(**kwargs)
        invitation.disposition = disposition
        invitation.save()
        return invitation


class DiaryFactory(DjangoModelFactory):
    class Meta:
        model = Diary

    starts_on = MONDAY


class ReturnFactory(DjangoModelFactory):
    """A return with a handle of its own; `invitation=` takes the one behind that person's code."""

    class Meta:
        model = models.Return
        exclude = ("invitation",)

    invitation = None
    round = factory.LazyAttribute(
        lambda o: o.invitation.agency.round if o.invitation else RoundFactory()
    )
    agency = factory.LazyAttribute(lambda o: o.invitation.agency if o.invitation else None)
    diary = factory.SubFactory(DiaryFactory)
    handle = factory.LazyAttribute(
        lambda o: handle_of(
            keys_of(o.round.pk).linkage,
            actions.code_of(o.invitation) if o.invitation else random_code(),
        )
    )
    pin_hash = PIN_HASH
    instrument = "2"
    state = models.Return.State.STARTED


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User

    email = factory.Sequence(lambda n: f"person{n}@staff.example")
    name = factory.Sequence(lambda n: f"Member of staff {n}")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = models.RoundRole
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    round = factory.SubFactory(RoundFactory)
    role = models.RoundRole.Role.RESEARCHER

    @factory.post_generation
    def agencies(obj: models.RoundRole, create: bool, extracted: Any, **kwargs: Any) -> None:
        obj.agencies.set(extracted or [])
