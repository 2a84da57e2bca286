"""Who was asked. Nothing here knows what anyone answered, or when."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from surveys.models.agencies import Agency

NO_REMINDERS = lazy("No more reminders")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def counts(self) -> dict[str, int]:
        """How many invitations stand where, as link officers read it, none left out.

        Those who refused and those who withdrew are one number: "no_reminders".
        """
        rows = self.order_by().values_list("disposition").annotate(models.Count("pk"))
        found = dict(rows)
        of_returns = {value: found.pop(value, 0) for value in ("invited", "started", "sent")}
        return {**of_returns, "no_reminders": sum(found.values())}

    def standings(self) -> list[tuple[str, str, int]]:
        """(disposition, by hand, how many), for surveys/rates.py."""
        rows = self.order_by().values_list("disposition", "by_hand")
        return list(rows.annotate(number=models.Count("*")))

    def matching(self, words: str) -> "InvitationQuerySet":
        """Those whose name, email address or team holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(email__icontains=word)
                | models.Q(team__icontains=word)
            )
        return found

    def in_state(self, state: str) -> "InvitationQuerySet":
        """Those in a state as link officers read it (people.listing.STATES); "" for all."""
        if state == "no-reminders":
            return self.filter(disposition__in=["refused", "withdrawn"])
        if state == "by-hand":
            return self.filter(disposition="invited").exclude(by_hand="")
        if state == "invited":
            return self.filter(disposition="invited", by_hand="")
        return self.filter(disposition=state) if state else self

    def not_written_to(self) -> "InvitationQuerySet":
        """Those with an email address to whom no message went, or is on its way."""
        found = self.filter(by_hand="").exclude(email="")
        return found.exclude(messages__state__in=["waiting", "sending", "sent", "unsure"])


class Invitation(models.Model):
    """One person asked to take part. The code is derived, not stored (surveys/codes.py).

    `disposition` is written by the nightly pull only, many at a time and in random order.
    """

    class Disposition(models.TextChoices):
        INVITED = "invited", lazy("Not started")
        STARTED = "started", lazy("Started, not sent")
        SENT = "sent", lazy("Sent")
        # Two for the survey's own counts; link officers read the same of both.
        REFUSED = "refused", NO_REMINDERS
        WITHDRAWN = "withdrawn", NO_REMINDERS

    class ByHand(models.TextChoices):
        """What a link officer knows of somebody, beside where the invitation stands."""

        ON_LEAVE = "on-leave", lazy("On leave for the whole survey")
        SICK = "sick", lazy("Off sick for the whole survey")
        LEFT = "left", lazy("Has left the agency")
        NOT_ELIGIBLE = "not-eligible", lazy("Not a social worker of the agency")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    team = models.CharField(max_length=120, blank=True)
    by_hand = models.CharField(max_length=12, choices=ByHand, blank=True)  # the officer's own word
    code_version = models.PositiveSmallIntegerField(default=1)
    code_check = models.CharField(max_length=64, unique=True)  # a keyed hash of the code
    disposition = models.CharField(max_length=9, choices=Disposition, default=Disposition.INVITED)

    objects: ClassVar = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["team", "name", "id"]
        indexes: ClassVar = [models.Index(fields=["agency", "disposition", "by_hand"])]

    def __str__(self) -> str:
        return "invitation"
