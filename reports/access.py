"""The one way from a user to a round's reports and their jobs: researchers of the round only."""

from uuid import UUID

from django.http import Http404

from reports.models import Job
from surveys.access import get_round_for as get_round_in_role
from surveys.models import Round, RoundRole, User


def get_round_for(user: User, slug: str) -> Round:
    """A round that the user is researcher of. Raises Http404: others learn nothing."""
    return get_round_in_role(user, slug, role=RoundRole.Role.RESEARCHER)


def get_job_for(user: User, job_id: UUID, *, own: bool = False) -> Job:
    """A job of a round that the user is researcher of; with `own`, one they asked for.

    Raises Http404: others learn nothing.
    """
    found = Job.objects.filter(
        pk=job_id,
        round__roles__user=user,
        round__roles__role=RoundRole.Role.RESEARCHER,
    ).select_related("round", "requested_by")
    if own:
        found = found.filter(requested_by=user)
    job: Job | None = found.first()
    if job is None:
        raise Http404("You have no workbook at this address.")
    return job
