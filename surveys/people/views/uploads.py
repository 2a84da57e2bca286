"""A staged list: its columns, its wrong rows, its confirmation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.access import get_staged_upload_for
from surveys.actions.people import AlreadyUsed, PeopleClosed, StillWrong, confirm_upload
from surveys.models import StagedUpload
from surveys.people.preview import choose_columns, correct, preview_of
from surveys.people.views.adding import say_added, too_late


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, agency_id: UUID, upload_id: UUID) -> HttpResponse:
    """Look at what was read, say what the columns are, put wrong rows right, then add."""
    staged = get_staged_upload_for(request.user, agency_id, upload_id)
    if not staged.agency.round.takes_people:
        return too_late(request, staged.agency)
    if request.method != "POST":
        return _show(request, staged)
    match request.POST.get("do"):
        case "columns":
            choose_columns(staged, request.POST)
        case "restore":
            staged.left_out = []
        case "drop":
            return _drop(request, staged)
        case "add" | "add-rest" as way:
            correct(staged, request.POST)
            return _add(request, staged, leave_wrong=way == "add-rest")
        case _:
            correct(staged, request.POST)
    staged.save(update_fields=["columns", "has_headings", "corrections", "left_out"])
    return redirect("surveys:people_check", agency_id, upload_id)


def _show(request: HttpRequest, staged: StagedUpload, *, still_wrong: bool = False) -> HttpResponse:
    page = {
        "agency": staged.agency,
        "staged": staged,
        "preview": preview_of(staged),
        "still_wrong": still_wrong,
    }
    status = 422 if still_wrong else 200
    return render(request, "surveys/people/check.html", page, status=status)


def _drop(request: HttpRequest, staged: StagedUpload) -> HttpResponse:
    staged.delete()
    messages.info(request, _("The list is dropped. Nobody was added."))
    return redirect("surveys:people_add", staged.agency_id)


def _add(request: HttpRequest, staged: StagedUpload, *, leave_wrong: bool) -> HttpResponse:
    agency_id = staged.agency_id
    staged.save(update_fields=["corrections", "left_out"])
    try:
        added = confirm_upload(
            staged=staged, leave_wrong=leave_wrong, who=request.user, now=timezone.now()
        )
    except StillWrong:
        return _show(request, staged, still_wrong=True)
    except AlreadyUsed:
        messages.info(request, _("This list was added before. It was not added again."))
    except PeopleClosed:
        return too_late(request, staged.agency)
    else:
        say_added(request, added)
    return redirect("surveys:people", agency_id)
