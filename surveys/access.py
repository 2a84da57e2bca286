"""The one way from a request or a user to a row: permission can't be forgotten.

A respondent's rows come from the encrypted cookie; staff rows from their role in a round.
"""

import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from surveys import cookies
from surveys.actions import Arrival, RoundClosed, arrival_by_code, arrival_by_open_link
from surveys.models import (
    Agency,
    AuditEntry,
    Invitation,
    MessageBatch,
    OpenLink,
    PlannedReminder,
    Return,
    Round,
    RoundPage,
    RoundRole,
    StagedUpload,
    User,
)
from surveys.models.audit import AuditEntryQuerySet

_LINK_MARK = "|"


@dataclass(frozen=True)
class Caller:
    """A respondent with a session, or somebody whose code was just entered."""

    round: Round
    handle: str
    is_invited: bool  # by an agency's link officer, who may remind; not by an open link
    has_return: bool


class NoReturn(PermissionDenied):
    """No respondent session: it ended, or never began."""


class NoArrival(PermissionDenied):
    """No code was entered in the last half hour, or it no longer leads anywhere."""


def get_return_for(request: HttpRequest) -> Return:
    """The return of this respondent's session, with its round and diary. Raises NoReturn."""
    handle = cookies.read(request, cookies.RETURN)
    found = (
        Return.objects.filter(handle=handle)
        .select_related("round", "diary", "agency", "open_link")
        .first()
        if handle
        else None
    )
    if found is None:
        raise NoReturn
    return found


def owner_of(handle: str) -> str:
    """Tells one respondent's diary from another's on a shared device; leads back to nobody."""
    digest = hmac.digest(settings.ROOT_SECRET.encode(), b"owner" + handle.encode(), hashlib.sha256)
    return digest.hex()[:32]


def get_arrival_for(request: HttpRequest) -> Arrival:
    """Where the code that was just entered leads. Raises NoArrival."""
    code, _, slug = cookies.read(request, cookies.ARRIVAL).partition(_LINK_MARK)
    if not code:
        raise NoArrival
    try:
        if slug:
            return arrival_by_open_link(get_open_link(slug), code=code)
        arrival = arrival_by_code(code)
    except (Http404, RoundClosed):
        raise NoArrival from None
    if arrival is None:
        raise NoArrival
    return arrival


def get_caller_for(request: HttpRequest) -> Caller:
    """Who has a session here, or entered a code. Raises NoArrival."""
    try:
        found = get_return_for(request)
        return Caller(found.round, found.handle or "", found.agency_id is not None, True)
    except NoReturn:
        arrival = get_arrival_for(request)
        return Caller(arrival.round, arrival.handle, arrival.agency is not None, False)


def arrival_code(request: HttpRequest) -> str:
    """The code that was just entered or made, to show to its owner once. Raises NoArrival."""
    code = cookies.read(request, cookies.ARRIVAL).partition(_LINK_MARK)[0]
    if not code:
        raise NoArrival
    return code


def arrival_value(code: str, open_link: OpenLink | None = None) -> str:
    """What the arrival cookie holds: a code, and the open link that it was made for, if any."""
    return f"{code}{_LINK_MARK}{open_link.slug}" if open_link else code


def get_open_link(slug: str) -> OpenLink:
    """An active open link by its address, with its round and week. Raises Http404."""
    found = OpenLink.objects.filter(slug=slug, is_active=True).select_related("round", "week")
    link: OpenLink | None = found.first()
    if link is None:
        raise Http404("This link leads to no survey that is open.")
    return link


def get_roles_for(user: User) -> list[RoundRole]:
    """What a member of staff may do, newest round first, with the agencies of an officer."""
    return list(
        RoundRole.objects.filter(user=user)
        .select_related("round")
        .prefetch_related("agencies")
        .order_by("-round__opens_on", "round__slug")
    )


def get_agency_for(user: User, agency_id: UUID) -> Agency:
    """An agency that the user is link officer of. Raises Http404: others learn nothing."""
    found = Agency.objects.filter(
        pk=agency_id,
        officer_roles__user=user,
        officer_roles__role=RoundRole.Role.OFFICER,
    ).select_related("round", "week", "authority")
    agency: Agency | None = found.first()
    if agency is None:
        raise Http404("You are not the link officer of an agency at this address.")
    return agency


def get_invitation_for(user: User, agency_id: UUID, invitation_id: UUID) -> Invitation:
    """Somebody on the list of an agency of the user's. Raises Http404: others learn nothing."""
    agency = get_agency_for(user, agency_id)
    found: Invitation | None = Invitation.objects.filter(agency=agency, pk=invitation_id).first()
    if found is None:
        raise Http404("Nobody on your agency's list has this address.")
    found.agency = agency
    return found


def get_staged_upload_for(user: User, agency_id: UUID, upload_id: UUID) -> StagedUpload:
    """A list that the user uploaded for an agency of theirs. Raises Http404."""
    agency = get_agency_for(user, agency_id)
    lists = StagedUpload.objects.filter(agency=agency, made_by=user, pk=upload_id)
    found: StagedUpload | None = lists.first()
    if found is None:
        raise Http404("This list was added, dropped, or kept for more than a day.")
    found.agency = agency
    return found


def get_batch_for(user: User, agency_id: UUID, batch_id: UUID) -> MessageBatch:
    """Messages of an agency that the user is link officer of, with their counts.

    Raises Http404.
    """
    agency = get_agency_for(user, agency_id)
    found = MessageBatch.objects.filter(pk=batch_id, agency=agency).select_related("asked_by")
    batch: MessageBatch | None = found.with_counts().first()
    if batch is None:
        raise Http404("There are no such messages.")
    batch.agency = agency
    return batch


def get_step_for(user: User, slug: str, step_id: int) -> PlannedReminder:
    """A step of the reminder plan of a round that the user manages. Raises Http404."""
    round_ = get_round_for(user, slug, role=RoundRole.Role.MANAGER)
    step: PlannedReminder | None = round_.reminder_plan.filter(pk=step_id).first()
    if step is None:
        raise Http404("There is no such reminder in the plan.")
    step.round = round_
    return step


def get_round_for(user: User, slug: str, *, role: str) -> Round:
    """A round in which the user has this role. Raises Http404: others learn nothing."""
    found = Round.objects.filter(slug=slug, roles__user=user, roles__role=role)
    round_: Round | None = found.first()
    if round_ is None:
        raise Http404("You have no part in a survey round at this address.")
    return round_


def get_managed_agency(user: User, agency_id: UUID) -> Agency:
    """An agency of a round that the user manages. Raises Http404: others learn nothing."""
    found = Agency.objects.filter(
        pk=agency_id, round__roles__user=user, round__roles__role=RoundRole.Role.MANAGER
    ).select_related("round", "week", "authority")
    agency: Agency | None = found.first()
    if agency is None:
        raise Http404("You manage no survey round with an agency at this address.")
    return agency


def may_make_rounds(user: User) -> bool:
    """Whether the user may begin a new round: an administrator says who."""
    return user.makes_rounds


def get_round_page(slug: str, kind: str) -> tuple[Round, str]:
    """A round that was opened once, and its own text of one of its pages, "" for none.

    Anybody may read it. Raises Http404.
    """
    found = Round.objects.exclude(state=Round.State.DRAFT).filter(slug=slug).first()
    if found is None or kind not in RoundPage.Kind.values:
        raise Http404("There is no such page about a survey.")
    page = RoundPage.objects.filter(round=found, kind=kind).first()
    return found, page.body if page else ""


def check_administrator(user: User) -> None:
    """Raises Http404 for everybody but administrators: others learn nothing."""
    if not user.is_administrator:
        raise Http404("You are not an administrator.")


def get_account_for(user: User, account_id: UUID) -> User:
    """An account, for administrators. Raises Http404: others learn nothing."""
    check_administrator(user)
    account: User | None = User.objects.filter(pk=account_id).first()
    if account is None:
        raise Http404("There is no account at this address.")
    return account


def get_audit_trail_for(user: User) -> AuditEntryQuerySet:
    """What a user may see of the audit trail.

    Raises Http404 for everybody but administrators and survey managers.
    """
    manages = RoundRole.objects.filter(user=user, role=RoundRole.Role.MANAGER)
    if not user.is_administrator and not manages.exists():
        raise Http404("You have no part in the audit trail.")
    return AuditEntry.objects.seen_by(user)
