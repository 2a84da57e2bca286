"""What is left out of every figure, and setting aside all returns of an agency."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from reports.access import get_agency_for_researcher, get_round_for
from reports.desks.exclusions import ONE_BY_ONE, agency_lines, file_rows, reason_lines
from reports.desks.forms import ReasonForm
from reports.desks.quality_views import form_page
from surveys.actions import note_act, set_aside_agency, take_back_agency
from surveys.csvfiles import csv_lines
from surveys.models import AuditEntry
from surveys.quality import REASONS
from surveys.sectors import Sector


@require_safe
@login_required
def exclusions(request: HttpRequest, slug: str) -> HttpResponse:
    """Returns set aside, by reason and sector; as CSV too."""
    found = get_round_for(request.user, slug)
    lines = reason_lines(found)
    if request.GET.get("format") == "csv":
        about = f"returns set aside, {sum(line.returns for line in lines)}"
        act = AuditEntry.Act.DOWNLOAD
        note_act(who=request.user, act=act, now=timezone.now(), round=found, about=about)
        response = StreamingHttpResponse(csv_lines(file_rows(lines)), content_type="text/csv")
        name = f'attachment; filename="{found.slug}-set-aside.csv"'
        response["Content-Disposition"] = name
        return response
    page = {
        "round": found,
        "lines": [(line, line.way == ONE_BY_ONE, line.reason in REASONS) for line in lines],
        "sectors": [_(sector.label) for sector in Sector],
        "totals": [sum(column) for column in zip(*(li.by_sector for li in lines), strict=True)],
        "returns": sum(line.returns for line in lines),
        "agencies_aside": found.agencies.exclude(returns_exclusion="").count(),
    }
    return render(request, "reports/desks/exclusions.html", page)


@require_safe
@login_required
def agencies(request: HttpRequest, slug: str) -> HttpResponse:
    """Agencies with the number of their returns, and whether they are set aside."""
    found = get_round_for(request.user, slug)
    listed = [(line, line.agency.returns_exclusion in REASONS) for line in agency_lines(found)]
    page = {"round": found, "listed": listed}
    return render(request, "reports/desks/agencies.html", page)


@form_page
@login_required
def agency(request: HttpRequest, slug: str, agency_id: UUID) -> HttpResponse:
    """Say how many returns it is about before they are set aside, or taken back."""
    found = get_agency_for_researcher(request.user, slug, agency_id)
    label = _("Why are you setting its returns aside?")
    form = ReasonForm(request.POST or None, label=label)
    returns = found.returns.sent().count()
    if request.method == "POST" and form.is_valid():
        set_aside_agency(agency=found, reason=form.reason, who=request.user, now=timezone.now())
        said = ngettext(
            "%(count)d return of %(agency)s is set aside: no figure counts it from now on.",
            "%(count)d returns of %(agency)s are set aside: no figure counts them from now on.",
            returns,
        )
        messages.success(request, said % {"count": returns, "agency": found.name})
        return redirect("reports:quality_agencies", slug)
    page = {"round": found.round, "agency": found, "returns": returns, "form": form}
    page["is_listed"] = found.returns_exclusion in REASONS
    page["alone"] = found.returns.sent().exclude(exclusion="").count()
    status = 422 if form.errors else 200
    return render(request, "reports/desks/agency.html", page, status=status)


@require_POST
@login_required
def agency_back(request: HttpRequest, slug: str, agency_id: UUID) -> HttpResponse:
    """Let an agency's returns count again."""
    found = get_agency_for_researcher(request.user, slug, agency_id)
    take_back_agency(agency=found, who=request.user, now=timezone.now())
    said = _("The returns of %(agency)s count again, but for those set aside one by one.")
    messages.success(request, said % {"agency": found.name})
    return redirect("reports:quality_agencies", slug)
