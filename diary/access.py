"""The one way to a diary: the request carries a pass, put there by whoever runs the survey.

The diary pages do not know whose diary they show. A middleware outside this app sets
`request.diary_pass`; without one there is no diary, and no page.
"""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from diary.checks import Contract
from diary.models import Diary


@dataclass(frozen=True)
class DiaryPass:
    """Leave to open one diary. `refusal` is "" while it may change, else why it may not.

    `owner` tells one person's diary from another's on a shared device, and says nothing else.
    `contract` is what the respondent said of their week.
    """

    diary: Diary
    back_url: str
    owner: str
    refusal: str = ""
    contract: Contract = field(default_factory=Contract)


class NoDiary(PermissionDenied):
    """The request carries no pass: its session ended or never began."""


def get_pass_for(request: HttpRequest) -> DiaryPass:
    """The request's pass. Raises NoDiary."""
    diary_pass: DiaryPass | None = getattr(request, "diary_pass", None)
    if not diary_pass:
        raise NoDiary
    return diary_pass


def get_diary_for(request: HttpRequest) -> Diary:
    """The diary that the request may open. Raises NoDiary."""
    return get_pass_for(request).diary
