"""The survey manager's pages of one agency: its details, its calls, its link officers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from surveys.access import get_managed_agency, get_round_for
from surveys.accounts.actions import Refused
from surveys.accounts.emails import emails_go_out
from surveys.accounts.joining import Invited, invite_staff, join_link
from surveys.actions.managing import add_agencies, log_call, save_agency
from surveys.managing.agency_forms import AgencyForm, AgencyListForm, CallForm, OfficerForm
from surveys.managing.agency_list import HEADINGS, AgencyRow, as_lines, read_agencies
from surveys.managing.lists import agency_lines
from surveys.managing.standing import regions
from surveys.models import Agency, Authority, Round, RoundRole
from surveys.people.reading import Refused as FileRefused
from surveys.uploads import is_too_much

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def new_agency(request: HttpRequest, slug: str) -> HttpResponse:
    """Add one agency to a round."""
    found = get_round_for(request.user, slug, role="manager")
    form = AgencyForm(request.POST or None, round=found)
    if request.method == "POST" and form.is_valid():
        fields, authority = form.values()
        made = save_agency(
            round=found,
            agency=None,
            who=request.user,
            now=timezone.now(),
            fields=fields,
            authority=authority,
        )
        messages.success(request, _("%(name)s is added.") % {"name": made.name})
        return redirect("surveys:managed_agency", made.pk)
    page = {"form": form, "round": found}
    return render(request, "surveys/managing/edit_agency.html", page, status=_status(form))


@form_page
@login_required
def upload_agencies(request: HttpRequest, slug: str) -> HttpResponse:
    """A list of agencies from a spreadsheet: looked at and corrected, then added all at once."""
    found = get_round_for(request.user, slug, role="manager")
    page: dict[str, object] = {"round": found, "headings": HEADINGS, "regions": regions()}
    if request.method != "POST":
        return render(request, "surveys/managing/upload.html", {**page, "form": AgencyListForm()})
    form = AgencyListForm(request.POST, request.FILES, too_much=is_too_much(request))
    rows = _rows_of(form, found) if form.is_valid() else []
    wrong = sum(bool(row.problems) for row in rows)
    if rows and not wrong and "confirm" in request.POST:
        add_agencies(round=found, who=request.user, now=timezone.now(), rows=rows)
        said = ngettext("%(n)s agency is added.", "%(n)s agencies are added.", len(rows))
        messages.success(request, said % {"n": len(rows)})
        return redirect("surveys:managed_agencies", slug)
    page |= {"form": form, "rows": rows, "wrong": wrong, "lines": as_lines(rows)}
    status = 422 if form.errors or wrong else 200
    return render(request, "surveys/managing/upload.html", page, status=status)


def _rows_of(form: AgencyListForm, found: Round) -> list[AgencyRow]:
    names = found.agencies.values_list("name", flat=True)
    try:
        return read_agencies(
            form.table,
            weeks=list(found.weeks.all()),
            taken={name.casefold() for name in names},
            known={authority.name: authority for authority in Authority.objects.all()},
        )
    except FileRefused as error:
        form.add_error("file", str(error))
        return []


@form_page
@login_required
def edit_agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Change an agency's details."""
    found = get_managed_agency(request.user, agency_id)
    form = AgencyForm(request.POST or None, round=found.round, agency=found)
    if request.method == "POST" and form.is_valid():
        fields, authority = form.values()
        save_agency(
            round=found.round,
            agency=found,
            who=request.user,
            now=timezone.now(),
            fields=fields,
            authority=authority,
        )
        messages.success(request, _("The agency is changed."))
        return redirect("surveys:managed_agency", found.pk)
    page = {"form": form, "round": found.round, "agency": found}
    return render(request, "surveys/managing/edit_agency.html", page, status=_status(form))


@form_page
@login_required
def agency_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """One agency: how it stands, its officers, its log of calls, and the form for the next one."""
    found = get_managed_agency(request.user, agency_id)
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        log_call(agency=found, who=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The call is logged."))
        return redirect("surveys:managed_agency", found.pk)
    return _agency_page(request, found, form, OfficerForm())


@require_POST
@login_required
def add_officer(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Invite a link officer or a deputy by email."""
    found = get_managed_agency(request.user, agency_id)
    form = OfficerForm(request.POST)
    if not form.is_valid():
        return _agency_page(request, found, CallForm(), form)
    try:
        done = invite_staff(**_officer(form, found), invited_by=request.user, now=timezone.now())
    except Refused as refusal:
        form.add_error("email", str(refusal))
        return _agency_page(request, found, CallForm(), form)
    _say_invited(request, done)
    return redirect("surveys:managed_agency", found.pk)


def _officer(form: OfficerForm, agency: Agency) -> dict[str, Any]:
    return {
        **form.cleaned_data,
        "round": agency.round,
        "role": RoundRole.Role.OFFICER,
        "agencies": [agency],
    }


def _say_invited(request: HttpRequest, done: Invited) -> None:
    if done.email_sent:
        said = _("%(name)s is invited by email.") % {"name": done.user.name}
        messages.success(request, said)
    elif emails_go_out():
        messages.error(request, _("The email could not be sent. Check the address."))
    else:
        messages.warning(request, _("This installation sends no emails."))
        if not done.user.has_usable_password():
            link = _("Hand this link over yourself; it works once: %(link)s")
            messages.warning(request, link % {"link": join_link(done.user)})


def _agency_page(
    request: HttpRequest, found: Agency, form: CallForm, officer_form: OfficerForm
) -> HttpResponse:
    line = agency_lines(found.round, only=found)[0]
    page = {
        "round": found.round,
        "agency": line.agency,
        "line": line,
        "calls": found.calls.select_related("by"),
        "form": form,
        "officer_form": officer_form,
    }
    wrong = form.errors or officer_form.errors
    return render(request, "surveys/managing/agency.html", page, status=422 if wrong else 200)


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
