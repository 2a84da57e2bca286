"""Where respondents come from: an agency of an authority, or an open link."""

import uuid
from typing import ClassVar

from django.db import models

from surveys.models.rounds import DiaryWeek, Round


class Authority(models.Model):
    """A local authority. Its departments take part as agencies."""

    class Type(models.TextChoices):
        METROPOLITAN = "metropolitan", "Metropolitan"
        UNITARY = "unitary", "Unitary"
        COUNTY = "county", "County"
        LONDON = "london", "London"

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
        CHILDREN = "children", "Children's services"
        ADULTS = "adults", "Adult services"
        JOINT = "joint", "Children's and adult services together"
        FOSTERING = "fostering", "Fostering agency"
        VOLUNTARY = "voluntary", "Voluntary organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="agencies")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="agencies"
    )
    name = models.CharField(max_length=160)
    service = models.CharField(max_length=10, choices=Service)
    week = models.ForeignKey(DiaryWeek, on_delete=models.PROTECT, related_name="agencies")

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
