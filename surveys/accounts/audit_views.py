"""The audit trail: administrators read acts on accounts, survey managers those in their rounds."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from surveys.access import get_audit_trail_for
from surveys.accounts.account_forms import AuditForm
from surveys.accounts.trail import csv_lines, lines
from surveys.actions import note_act
from surveys.models import AuditEntry, Round, User

PAGE = 50


@require_safe
@login_required
def audit(request: HttpRequest) -> HttpResponse:
    """The newest acts first, by what, by whom, where, when and what they are about."""
    visible = get_audit_trail_for(request.user)
    form = _form(request)
    found = _found(visible, form)
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    who = form.cleaned_data.get("who") if form.is_valid() else None
    page = {
        "form": form,
        "listed": listed,
        "lines": lines(listed),
        "person": User.objects.filter(pk=who).first() if who else None,
        "query": _query_without(request, "page"),
        "query_without_person": _query_without(request, "page", "who"),
    }
    return render(request, "surveys/accounts/audit.html", page)


@require_safe
@login_required
def audit_download(request: HttpRequest) -> StreamingHttpResponse:
    """The same acts as CSV, all of them."""
    found = _found(get_audit_trail_for(request.user), _form(request))
    note_act(
        who=request.user,
        act=AuditEntry.Act.DOWNLOAD,
        now=timezone.now(),
        about=f"audit trail, {found.count()} entries",
    )
    response = StreamingHttpResponse(csv_lines(found.iterator(1000)), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return response


def _form(request: HttpRequest) -> AuditForm:
    user = request.user
    rounds = Round.objects.all()
    if not user.is_administrator:
        rounds = rounds.filter(roles__user=user, roles__role="manager")
    return AuditForm(request.GET, rounds=rounds)


def _found(visible: Any, form: AuditForm) -> Any:
    """The entries asked for; none while the form is not right."""
    if not form.is_valid():
        return visible.none()
    return visible.matching(**form.cleaned_data).select_related("who", "round", "agency")


def _query_without(request: HttpRequest, *names: str) -> str:
    """The address's parameters for a link that changes some of them."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
