"""The researcher's page of microdata: asking for a release, its risk, and those made before."""

import zipfile
from typing import Any
from uuid import UUID

from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.access import get_job_for, get_round_for
from reports.actions import request_job
from reports.microdata.forms import InternalForm, PublicForm, ReleaseForm
from reports.microdata.manifest import read_manifest
from reports.microdata.public import DeclarationError, declared, find_identifiers
from reports.microdata.reading import read_returns
from reports.microdata.risk import Risk
from reports.microdata.settings import AREAS, DETAILS, FILES, FORMATS, KINDS, Settings
from reports.models import Job
from surveys.actions import note_act
from surveys.models import AuditEntry, Return, Round
from surveys.thresholds import thresholds_from

SHOWN = 20
MOST_CHECKED = 5_000  # returns: of more the job itself says the risk, and refuses
CHECK = "check"


@require_safe
@login_required
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """What files there are, the two ways to ask for them, and the releases made so far."""
    found = get_round_for(request.user, slug)
    return _page(request, found, InternalForm(), PublicForm())


@require_POST
@login_required
def ask_internal(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for an internal release."""
    found = get_round_for(request.user, slug)
    form = InternalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, PublicForm(), status=422)
    return _ask(request, found, form.settings())


@require_POST
@login_required
def ask_public(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a public-use release, or look at its risk first."""
    found = get_round_for(request.user, slug)
    form = PublicForm(request.POST)
    if not form.is_valid():
        return _page(request, found, InternalForm(), form, status=422)
    if CHECK in request.POST:
        return _page(request, found, InternalForm(), form, risk=risk_of(found, form.settings()))
    return _ask(request, found, form.settings())


@require_safe
@login_required
def release(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """What a release says of itself: its manifest."""
    job = get_job_for(request.user, job_id)
    if job.kind != Job.Kind.MICRODATA or not job.has_file:
        raise Http404("This release is not kept.")
    try:
        with storages["results"].open(job.result) as file:
            manifest = read_manifest(file)
    except (FileNotFoundError, KeyError, ValueError, zipfile.BadZipFile):
        raise Http404("This release is no longer kept.") from None
    page = {
        "round": job.round,
        "job": job,
        "manifest": manifest,
        "kind": KINDS.get(manifest["kind"], manifest["kind"]),
        "settings": _settings_in_words(manifest["settings"]),
        "identifiers": _labels(manifest.get("risk", {}).get("identifiers", ())),
        "suppressed": [
            (_labels([name])[0], count)
            for name, count in manifest.get("risk", {}).get("suppressed", {}).items()
            if count
        ],
    }
    return render(request, "reports/microdata/release.html", page)


def risk_of(round: Round, settings: Settings) -> Risk | str:
    """The risk of a public-use file as it would be now, or why it can't be said here."""
    if Return.objects.counted().filter(round=round).count() > MOST_CHECKED:
        return _(
            "The round has too many returns to look at it here. Ask for the files: they are "
            "refused where they are not safe, and the reason says what to make coarser."
        )
    threshold = thresholds_from(round.thresholds).k_anonymity
    try:
        _columns, risk = find_identifiers(
            read_returns(round, id_of=str), settings, threshold=threshold
        )
    except DeclarationError as problem:
        return str(problem)
    return risk


def _ask(request: HttpRequest, round: Round, settings: Settings) -> HttpResponse:
    now = timezone.now()
    job = request_job(
        round=round,
        kind=Job.Kind.MICRODATA,
        parameters=settings.as_parameters(),
        user=request.user,
        now=now,
    )
    if settings.free_text:
        about = "Microdata with free text asked for"
        note_act(who=request.user, act=AuditEntry.Act.EXPORT, now=now, round=round, about=about)
    return redirect("reports:job", job_id=job.pk)


def _page(
    request: HttpRequest,
    round: Round,
    internal: ReleaseForm,
    public: ReleaseForm,
    *,
    risk: Risk | str | None = None,
    status: int = 200,
) -> HttpResponse:
    jobs = round.jobs.filter(kind=Job.Kind.MICRODATA).select_related("requested_by")
    page = {
        "round": round,
        "internal": internal,
        "public": public,
        "form": internal if internal.errors else public,
        "threshold": thresholds_from(round.thresholds).k_anonymity,
        "risk": risk if isinstance(risk, Risk) else None,
        "no_risk": risk if isinstance(risk, str) else "",
        "without": _without(risk) if isinstance(risk, Risk) else [],
        "together": _together(risk) if isinstance(risk, Risk) else [],
        "suppressed": _suppressed(risk) if isinstance(risk, Risk) else [],
        "jobs": [(job, KINDS.get(job.parameters.get("use", ""), "")) for job in jobs[:SHOWN]],
        "kept_days": django_settings.JOB_RESULT_DAYS,
    }
    return render(request, "reports/microdata/files.html", page, status=status)


def _labels(names: Any) -> list[str]:
    known = {own.name: own.label for own in declared()[0]}
    return [_(known.get(name, name)) for name in names]


def _without(risk: Risk) -> list[tuple[str, int]]:
    return [(_labels([name])[0], below) for name, below in risk.without]


def _together(risk: Risk) -> list[tuple[str, int]]:
    return [(", ".join(_labels(names)), below) for names, below in risk.combinations]


def _suppressed(risk: Risk) -> list[tuple[str, int]]:
    return [(_labels([name])[0], count) for name, count in risk.suppressed.items() if count]


def _settings_in_words(kept: dict[str, Any]) -> list[tuple[str, str]]:
    """A release's settings, each with its label."""
    found = [
        (_("Formats"), ", ".join(str(FORMATS.get(one, one)) for one in kept["formats"])),
        (_("Files"), "; ".join(str(FILES.get(one, one)) for one in kept["files"])),
    ]
    if "free_text" in kept:
        found.append((_("Free text"), _("Yes") if kept["free_text"] else _("No")))
    if "area" in kept:
        found += [
            (_("Where respondents are"), str(AREAS.get(kept["area"], ""))),
            (_("Diaries"), str(DETAILS.get(kept["diary"], ""))),
            (_("Coarser"), ", ".join(_labels(kept["coarser"])) or _("None")),
            (_("Left out"), ", ".join(_labels(kept["left_out"])) or _("None")),
        ]
    return found
