"""The one way from a user to a round's reports, jobs and desks: researchers of the round only."""

from uuid import UUID

from django.http import Http404

from reports.desks.references import return_id_of
from reports.models import Job
from surveys.access import get_round_for as get_round_in_role
from surveys.models import Agency, CodeList, Return, Round, RoundRole, User


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


def get_other_rounds_for(user: User, round: Round) -> list[Round]:
    """The other rounds that the user is researcher of, newest first: what may be set beside it."""
    own = Round.objects.filter(roles__user=user, roles__role=RoundRole.Role.RESEARCHER)
    return list(own.exclude(pk=round.pk))


def get_return_for_researcher(user: User, slug: str, reference: str) -> Return:
    """A sent return of a round that the user is researcher of, by its reference on the desks.

    Raises Http404, for one that its respondent has opened again or withdrawn too.
    """
    round_ = get_round_for(user, slug)
    return_id = return_id_of(round_.pk, reference)
    sent = Return.objects.sent().filter(round=round_, pk=return_id)
    found: Return | None = sent.select_related("diary", "agency__authority").first()
    if found is None:
        raise Http404("No return that was sent has this address.")
    found.round = round_
    return found


def get_agency_for_researcher(user: User, slug: str, agency_id: UUID) -> Agency:
    """An agency of a round that the user is researcher of. Raises Http404."""
    round_ = get_round_for(user, slug)
    found: Agency | None = Agency.objects.filter(round=round_, pk=agency_id).first()
    if found is None:
        raise Http404("The round has no agency at this address.")
    found.round = round_
    return found


def get_code_list_for(user: User, slug: str, key: str) -> CodeList:
    """A list of codes of a round that the user is researcher of. Raises Http404."""
    round_ = get_round_for(user, slug)
    found: CodeList | None = round_.code_lists.filter(key=key).first()
    if found is None:
        raise Http404("The round has no list of codes at this address.")
    found.round = round_
    return found
