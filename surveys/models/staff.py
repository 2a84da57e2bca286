"""Staff accounts and what each may do in a round."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as lazy

from surveys.models.agencies import Agency
from surveys.models.rounds import Round


class UserQuerySet(models.QuerySet["User"]):
    def matching(self, text: str) -> "UserQuerySet":
        """Those with `text` in their name or email address; everybody for ""."""
        if not text:
            return self.all()
        return self.filter(models.Q(name__icontains=text) | models.Q(email__icontains=text))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, *, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in to it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who works on the survey. Respondents have no account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)  # accounts only: no round, no answer
    makes_rounds = models.BooleanField(default=False)  # a survey manager who may begin a new round

    objects: ClassVar = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class RoundRole(models.Model):
    """What a person may do in a round: one role, so that no researcher is also an officer."""

    class Role(models.TextChoices):
        MANAGER = "manager", lazy("Survey manager")
        OFFICER = "officer", lazy("Link officer")
        RESEARCHER = "researcher", lazy("Researcher")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=10, choices=Role)
    agencies = models.ManyToManyField(Agency, blank=True, related_name="officer_roles")
    is_deputy = models.BooleanField(default=False)  # a link officer's

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "round"], name="one_role_a_round"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class AgencyCall(models.Model):
    """A call or a letter between the survey's team and an agency, and what came of it."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="calls")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Agency.Standing)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.get_outcome_display()
