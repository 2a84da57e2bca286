"""The one way from a request or a user to a row: permission can't be forgotten.

A respondent's rows come from the encrypted cookie; staff rows from their role in a round.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from surveys import cookies
from surveys.actions import Arrival, RoundClosed, arrival_by_code, arrival_by_open_link
from surveys.models import Agency, OpenLink, Return, Round, RoundRole, User

_LINK_MARK = "|"


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


def get_round_for(user: User, slug: str, *, role: str) -> Round:
    """A round in which the user has this role. Raises Http404: others learn nothing."""
    found = Round.objects.filter(slug=slug, roles__user=user, roles__role=role)
    round_: Round | None = found.first()
    if round_ is None:
        raise Http404("You have no part in a survey round at this address.")
    return round_
