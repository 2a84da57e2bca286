"""The researcher's page of a round, and of what is built for it in the background."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.access import get_job_for, get_round_for
from reports.actions import cancel_job, note_download, request_workbook
from reports.models import Job
from reports.pages.asked import asked_of
from reports.pages.building import BuildForm, carried, past, past_results, words_of
from reports.pages.returns import sent_by_sector
from surveys.models import Return

RESULTS_SHOWN = 20
REFRESH_EVERY = 3  # seconds
TYPES = {
    Job.Kind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Job.Kind.MICRODATA: "application/zip",
}


@require_safe
@login_required
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Returns sent, by sector, the ways to tables and desks, and what was built so far.

    The filters in the address are those of the page before: a workbook can be built with them.
    """
    found = get_round_for(request.user, slug)
    asked = asked_of(found, request.user, request.GET)
    by_sector = sent_by_sector(found)
    jobs = found.jobs.select_related("requested_by")[:RESULTS_SHOWN]
    page = {
        "round": found,
        "asked": asked,
        "carried": carried(asked),
        "by_sector": [(_(sector.label), count) for sector, count in by_sector.items()],
        "sent": sum(by_sector.values()),
        "left_out": Return.objects.excluded().filter(round=found).count(),
        "kept_days": settings.JOB_RESULT_DAYS,
        "results": past_results(jobs, found),
    }
    return render(request, "reports/round.html", page)


@require_POST
@login_required
def build(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a workbook of the round's tables."""
    found = get_round_for(request.user, slug)
    wanted = BuildForm(request.POST).wanted(found, request.user)
    asked = request_workbook(
        round=found,
        user=request.user,
        now=timezone.now(),
        use=wanted.use,
        selection=wanted.parameters,
    )
    return redirect("reports:job", job_id=asked.pk)


@require_safe
@login_required
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far a job is; the page asks again by itself unless the reader has stopped it."""
    found = get_job_for(request.user, job_id)
    still = "still" in request.GET
    page = {
        "job": found,
        "round": found.round,
        "past": past(found, found.round),
        "words": words_of(found),
        "own": found.requested_by_id == request.user.pk,
        "refreshes": found.is_active and not still,
        "refresh_every": REFRESH_EVERY,
    }
    return render(request, "reports/job.html", page)


@require_safe
@login_required
def job_progress(request: HttpRequest, job_id: UUID) -> JsonResponse:
    """The same as data: state, its words, and returns read of those to read (0 of 0: unknown)."""
    found = get_job_for(request.user, job_id)
    return JsonResponse(
        {
            "state": found.state,
            "label": found.get_state_display(),
            "done": found.done,
            "total": found.total,
            "active": found.is_active,
        }
    )


@require_POST
@login_required
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Stop a job that one has asked for oneself."""
    found = get_job_for(request.user, job_id, own=True)
    if cancel_job(job=found, now=timezone.now()):
        messages.info(request, _("Stopped: it is no longer being built."))
    else:
        messages.info(request, _("It was finished already, so nothing was stopped."))
    return redirect("reports:job", job_id=found.pk)


@require_safe
@login_required
def download(request: HttpRequest, job_id: UUID) -> FileResponse:
    """The built file."""
    found = get_job_for(request.user, job_id)
    if not found.has_file or found.kind not in TYPES:
        raise Http404("This job has no file to download.")
    try:
        file = storages["results"].open(found.result)
    except FileNotFoundError:
        raise Http404("This job's file is no longer kept.") from None
    if request.method == "GET":
        note_download(job=found, user=request.user, now=timezone.now())
    response = FileResponse(
        file, as_attachment=True, filename=found.download_name, content_type=TYPES[found.kind]
    )
    response.headers["Cache-Control"] = "no-store, private"
    return response
