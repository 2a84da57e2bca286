"""Who of the staff did what, when and on what: never content, never a respondent's act."""

import datetime
import uuid
from typing import Any, ClassVar, NoReturn

from django.db import models

from surveys.models.agencies import Agency
from surveys.models.rounds import Round
from surveys.models.staff import RoundRole, User


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Append only: entries are neither changed nor deleted (PostgreSQL refuses both itself)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit trail is append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("The audit trail is append-only.")

    def seen_by(self, user: User) -> "AuditEntryQuerySet":
        """Administrators see acts on accounts, survey managers all acts in their rounds."""
        managed = Round.objects.filter(roles__user=user, roles__role=RoundRole.Role.MANAGER)
        visible = models.Q(round__in=managed)
        if user.is_administrator:
            visible |= models.Q(act__in=AuditEntry.ON_ACCOUNTS)
        return self.filter(visible)

    def matching(
        self,
        *,
        act: str = "",
        round: Round | None = None,
        who: uuid.UUID | None = None,
        since: datetime.datetime | None = None,
        until: datetime.datetime | None = None,
        text: str = "",
    ) -> "AuditEntryQuerySet":
        """Narrowed down by what was given; from `since` on and before `until`."""
        wanted = {
            "act": act,
            "round": round,
            "who": who,
            "at__gte": since,
            "at__lt": until,
            "about__icontains": text,
        }
        return self.filter(**{name: value for name, value in wanted.items() if value})


class AuditEntry(models.Model):
    """One act of a member of staff, or of the service itself (`who` empty)."""

    class Act(models.TextChoices):
        SIGN_IN = "sign-in", "Signed in"
        SIGN_IN_FAILED = "sign-in-failed", "Could not sign in"
        SIGN_OUT = "sign-out", "Signed out"
        SECOND_FACTOR = "second-factor", "Changed the second factor"
        PASSWORD = "password", "Changed the password"
        ACCOUNT = "account", "Changed an account"
        ROLE = "role", "Changed a role"
        ROUND = "round", "Changed a round"
        ROUND_STATE = "round-state", "Changed a round's state"
        SEALING = "sealing", "Sealed a round"
        PAGE = "page", "Changed a page of a round"
        AGENCY = "agency", "Changed an agency"
        CALL = "call", "Logged a call"
        UPLOAD = "upload", "Added people"
        PERSON = "person", "Changed an invitation"
        NEW_CODE = "new-code", "Made a new access code"
        CARDS = "cards", "Printed code cards"
        MESSAGE = "message", "Planned messages"
        EXPORT = "export", "Built a file"
        DOWNLOAD = "download", "Downloaded a file"
        EXCLUSION = "exclusion", "Excluded or took back returns"
        THRESHOLDS = "thresholds", "Changed a round's thresholds"
        CODING = "coding", "Changed a list of codes"
        REDACTION = "redaction", "Blacked out words"
        IMPORT = "import", "Loaded returns from files"

    ON_ACCOUNTS = (
        Act.SIGN_IN,
        Act.SIGN_IN_FAILED,
        Act.SIGN_OUT,
        Act.SECOND_FACTOR,
        Act.PASSWORD,
        Act.ACCOUNT,
        Act.ROLE,
    )

    at = models.DateTimeField(db_index=True)
    who = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="acts"
    )
    act = models.CharField(max_length=20, choices=Act)
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    about = models.CharField(max_length=200, blank=True)  # numbers and names of things, no content

    objects: ClassVar = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name_plural = "audit entries"
        indexes: ClassVar = [models.Index(fields=["round", "-at"])]

    def __str__(self) -> str:
        return f"{self.get_act_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new entry is saved; PostgreSQL refuses the rest by itself."""
        if not self._state.adding:
            raise TypeError("The audit trail is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit trail is append-only.")
