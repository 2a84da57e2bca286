"""Adding people: one, some without names, pasted lines, a file."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from surveys.access import get_agency_for
from surveys.actions.people import add_people, stage_upload
from surveys.models import Agency
from surveys.people.forms import NamelessForm, PasteForm, PersonForm, UploadForm
from surveys.people.reading import Table
from surveys.uploads import is_too_much

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def add(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Add one person, or some without names; and the ways to many."""
    found = get_agency_for(request.user, agency_id)
    if not found.round.takes_people:
        return too_late(request, found)
    nameless = request.POST.get("do") == "nameless"
    person_form = PersonForm(None if nameless else request.POST or None, agency=found)
    number_form = NamelessForm(request.POST if nameless else None)
    if request.method == "POST" and (number_form if nameless else person_form).is_valid():
        people = number_form.people() if nameless else [person_form.cleaned_data["person"]]
        added = add_people(agency=found, people=people, who=request.user, now=timezone.now())
        say_added(request, added)
        return redirect("surveys:cards" if nameless else "surveys:people", found.pk)
    page = {"agency": found, "form": person_form, "second": number_form}
    status = 422 if person_form.errors or number_form.errors else 200
    return render(request, "surveys/people/add.html", page, status=status)


@form_page
@login_required
def paste(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Paste many lines; nothing is saved before they were checked."""
    found = get_agency_for(request.user, agency_id)
    if not found.round.takes_people:
        return too_late(request, found)
    form = PasteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _to_check(request, found, form.table)
    page = {"agency": found, "form": form}
    return render(request, "surveys/people/paste.html", page, status=422 if form.errors else 200)


@form_page
@login_required
def upload(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Upload a file; it is read in memory, and nothing is saved before it was checked."""
    found = get_agency_for(request.user, agency_id)
    if not found.round.takes_people:
        return too_late(request, found)
    posted = request.method == "POST"
    form = UploadForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        too_much=posted and is_too_much(request),
    )
    if posted and form.is_valid():
        return _to_check(request, found, form.table)
    page = {"agency": found, "form": form}
    return render(request, "surveys/people/upload.html", page, status=422 if form.errors else 200)


def too_late(request: HttpRequest, agency: Agency) -> HttpResponse:
    """Nobody is added to a round that has closed."""
    messages.error(request, _("The survey is closed, so this can no longer be done."))
    return redirect("surveys:agency", agency.pk)


def say_added(request: HttpRequest, number: int) -> None:
    messages.success(
        request,
        ngettext("%(n)s person is added.", "%(n)s people are added.", number)
        % {"n": f"{number:,}"},
    )


def _to_check(request: HttpRequest, agency: Agency, table: Table) -> HttpResponse:
    staged = stage_upload(agency=agency, table=table, who=request.user, now=timezone.now())
    return redirect("surveys:people_check", agency.pk, staged.pk)
