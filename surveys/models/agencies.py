"""Where respondents come from: an agency of an authority, or an open link."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from surveys.models.rounds import DiaryWeek, Round


class Authority(models.Model):
    """A local authority. Its departments take part as agencies."""

    class Type(models.TextChoices):
        METROPOLITAN = "metropolitan", lazy("Metropolitan")
        UNITARY = "unitary", lazy("Unitary")
        COUNTY = "county", lazy("County")
        LONDON = "london", lazy("London")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    region = models.CharField(max_length=60)
    type = models.CharField(max_length=12, choices=Type)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A department or service that takes part in a round."""

    class Service(models.TextChoices):
        CHILDREN = "children", lazy("Children's services")
        ADULTS = "adults", lazy("Adult services")
        JOINT = "joint", lazy("Children's and adult services together")
        FOSTERING = "fostering", lazy("Fostering agency")
        VOLUNTARY = "voluntary", lazy("Voluntary organisation")

    class Standing(models.TextChoices):
        """How far the survey's team has come with an agency (Table 1.1)."""

        LISTED = "listed", lazy("Not approached yet")
        APPROACHED = "approached", lazy("Approached")
        AGREED = "agreed", lazy("Agreed")
        DECLINED = "declined", lazy("Declined")
        EXCLUDED = "excluded", lazy("Excluded")
        NO_ANSWER = "no-answer", lazy("No answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="agencies")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="agencies"
    )
    name = models.CharField(max_length=160)
    service = models.CharField(max_length=10, choices=Service)
    week = models.ForeignKey(DiaryWeek, on_delete=models.PROTECT, related_name="agencies")
    eligible = models.PositiveIntegerField(null=True, blank=True)  # staff who could be invited
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.LISTED)
    standing_reason = models.CharField(max_length=200, blank=True)
    # Why researchers set aside all of its returns, as some were in 2009 when a manager had
    # collected them.
    returns_exclusion = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "agencies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "name"], name="agency_once_a_round"),
        ]

    def __str__(self) -> str:
        return self.name


class OpenLink(models.Model):
    """A link that an association passes on: no invitation, no denominator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="open_links")
    name = models.CharField(max_length=160)
    slug = models.SlugField(max_length=60, unique=True)
    week = models.ForeignKey(DiaryWeek, on_delete=models.PROTECT, related_name="open_links")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
