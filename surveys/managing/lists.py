"""What the manager's pages list, in few queries."""

import datetime

from django.db.models import Count, Prefetch, Q

from surveys.managing.standing import AgencyLine, Ranked, those_to_call_first
from surveys.models import Agency, Invitation, Round, RoundRole
from surveys.models.invitations import InvitationQuerySet

Disposition = Invitation.Disposition
OFFICERS = Prefetch(
    "officer_roles",
    queryset=RoundRole.objects.filter(role=RoundRole.Role.OFFICER)
    .select_related("user")
    .order_by("is_deputy", "user__name"),
    to_attr="officers",
)


def agency_lines(round_: Round, *, only: Agency | None = None) -> list[AgencyLine]:
    """Every agency of a round, or one, with its counts: three queries for any number of them."""
    agencies = Agency.objects.filter(round=round_)
    invitations = Invitation.objects.filter(agency__round=round_)
    if only:
        agencies, invitations = agencies.filter(pk=only.pk), invitations.filter(agency=only)
    counts = _counts(invitations)
    nobody = (0, 0, 0)
    return [
        AgencyLine(agency, *counts.get(agency.pk, nobody), officers=len(agency.officers))
        for agency in agencies.select_related("week", "authority").prefetch_related(OFFICERS)
    ]


def ranked_agencies(round_: Round, *, today: datetime.date) -> list[Ranked]:
    """The agencies of a round, those that need a call first."""
    return those_to_call_first(
        agency_lines(round_),
        target=round_.target_percent,
        is_open=round_.takes_returns,
        today=today,
    )


def _counts(invitations: InvitationQuerySet) -> dict[object, tuple[int, int, int]]:
    """Invited, started and sent by agency, as of the last pull; by hand "left" is not invited."""
    out = (Invitation.ByHand.LEFT, Invitation.ByHand.NOT_ELIGIBLE)
    rows = (
        invitations.order_by()
        .values_list("agency_id")
        .annotate(
            invited=Count("pk", filter=~Q(by_hand__in=out)),
            started=Count("pk", filter=Q(disposition=Disposition.STARTED)),
            sent=Count("pk", filter=Q(disposition=Disposition.SENT)),
        )
    )
    return {agency: (invited, started, sent) for agency, invited, started, sent in rows}
