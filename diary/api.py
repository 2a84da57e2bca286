"""The grid's endpoints: save a change, and say how the diary stands."""

from collections.abc import Sequence

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from diary.access import DiaryPass, get_diary_for
from diary.grid import state_data
from diary.models import Diary, DiaryLocked, Outcome
from diary.payload import PayloadError, parse_change
from diary.timeline import Conflict

LOCKED = gettext_lazy("This diary has been sent. Open it again to change it.")
NO_SESSION = gettext_lazy("Enter your access code and PIN again.")
OTHER_OWNER = gettext_lazy(
    "This browser is now open on another person's return. Nothing was saved in it."
)


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """One change in, the whole diary and its conflicts out.

    200 saved, or saved before; 400 the change can't be read; 403 no session; 409 the diary takes
    no changes ("locked"), or is not the one the sender meant ("owner"). Nothing is half-saved.
    """
    diary_pass = _pass_of(request)
    if diary_pass is None:
        return _refused(403, [NO_SESSION])
    try:
        sent = parse_change(request.body)
    except PayloadError as error:
        return _refused(400, error.problems)
    if sent.owner and sent.owner != diary_pass.owner:
        return _refused(409, [OTHER_OWNER], "owner")
    if diary_pass.refusal:
        return _refused(409, [diary_pass.refusal], "locked")
    try:
        today = timezone.localdate()
        outcome = Diary.objects.apply(diary_pass.diary, sent.change, today=today)
    except DiaryLocked:
        return _refused(409, [LOCKED], "locked")
    return JsonResponse({"sequence": sent.change.sequence, **_as_data(outcome)})


@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """How the diary stands at the server. Asking keeps the session going."""
    diary_pass = _pass_of(request)
    if diary_pass is None:
        return _refused(403, [NO_SESSION])
    return JsonResponse(state_data(request, get_diary_for(request), diary_pass))


def _pass_of(request: HttpRequest) -> DiaryPass | None:
    return getattr(request, "diary_pass", None)


def _refused(status: int, problems: Sequence[object], reason: str = "") -> JsonResponse:
    words = [str(problem) for problem in problems]
    return JsonResponse({"problems": words, "reason": reason}, status=status)


def _as_data(outcome: Outcome) -> dict[str, object]:
    return {
        "repeated": outcome.repeated,
        "slots": outcome.slots,
        "statuses": outcome.statuses,
        "complete": outcome.complete,
        "conflicts": {
            "slots": _triples(outcome.slot_conflicts),
            "days": _triples(outcome.day_conflicts),
            "complete": _triples(outcome.complete_conflicts),
        },
    }


def _triples(conflicts: list[Conflict]) -> list[list[object]]:
    return [[conflict.index, conflict.was, conflict.now] for conflict in conflicts]
