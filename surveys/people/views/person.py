"""One person of the list: correct, mark by hand, a new code, remove."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from surveys.access import get_invitation_for
from surveys.actions.people import (
    SETTLED,
    CannotRemove,
    CodeRefused,
    change_person,
    is_removable,
    make_new_code,
    remove_person,
    set_by_hand,
)
from surveys.models import Invitation
from surveys.people.forms import ByHandForm, PersonForm
from surveys.people.listing import called, state_label
from surveys.people.views.adding import too_late

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def person(request: HttpRequest, agency_id: UUID, invitation_id: UUID) -> HttpResponse:
    """What stands of somebody, and what can be done; never their code."""
    found = get_invitation_for(request.user, agency_id, invitation_id)
    before = {"name": found.name, "email": found.email, "team": found.team}
    form = PersonForm(request.POST or None, initial=before, agency=found.agency, changed=found)
    if request.method == "POST":
        if not found.agency.round.keeps_people:
            return too_late(request, found.agency)
        if form.is_valid():
            changed = vars(form.cleaned_data["person"])
            change_person(invitation=found, **changed, who=request.user, now=timezone.now())
            messages.success(request, _("The change is saved."))
            return redirect("surveys:people", agency_id)
    return _show(request, found, form, ByHandForm(initial={"by_hand": found.by_hand}))


@require_POST
@login_required
def by_hand(request: HttpRequest, agency_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Mark somebody as away, gone or not eligible, or take the mark back."""
    found = get_invitation_for(request.user, agency_id, invitation_id)
    if not found.agency.round.keeps_people:
        return too_late(request, found.agency)
    form = ByHandForm(request.POST)
    if not form.is_valid():
        before = {"name": found.name, "email": found.email, "team": found.team}
        person_form = PersonForm(initial=before, agency=found.agency, changed=found)
        return _show(request, found, person_form, form)
    set_by_hand(invitation=found, **form.cleaned_data, who=request.user, now=timezone.now())
    messages.success(request, _("The change is saved."))
    return redirect("surveys:people", agency_id)


@form_page
@login_required
def new_code(request: HttpRequest, agency_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Say what a new code means, then make it. It is shown on a card only."""
    found = get_invitation_for(request.user, agency_id, invitation_id)
    if not found.agency.round.takes_people:
        return too_late(request, found.agency)
    if request.method == "POST":
        try:
            make_new_code(invitation=found, who=request.user, now=timezone.now())
        except CodeRefused:
            return redirect("surveys:person_new_code", agency_id, invitation_id)
        messages.success(
            request, _("The new access code is made, and the old one has stopped working.")
        )
        return redirect("surveys:person", agency_id, invitation_id)
    page = {"agency": found.agency, "invitation": found, "called": called(found)}
    page["refused"] = state_label(found) if found.disposition in SETTLED else ""
    return render(request, "surveys/people/new_code.html", page)


@form_page
@login_required
def remove(request: HttpRequest, agency_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take somebody off the list who was added by mistake."""
    found = get_invitation_for(request.user, agency_id, invitation_id)
    if not found.agency.round.keeps_people:
        return too_late(request, found.agency)
    if request.method == "POST":
        try:
            remove_person(invitation=found, who=request.user, now=timezone.now())
        except CannotRemove:
            return redirect("surveys:person_remove", agency_id, invitation_id)
        messages.success(request, _("The person is off your list."))
        return redirect("surveys:people", agency_id)
    page = {"agency": found.agency, "invitation": found, "called": called(found)}
    page["removable"] = is_removable(found)
    return render(request, "surveys/people/remove.html", page)


def _show(
    request: HttpRequest, found: Invitation, form: PersonForm, by_hand_form: ByHandForm
) -> HttpResponse:
    page = {
        "agency": found.agency,
        "invitation": found,
        "called": called(found),
        "state": state_label(found),
        "settled": found.disposition in SETTLED,
        "form": form,
        "second": by_hand_form,
    }
    status = 422 if form.errors or by_hand_form.errors else 200
    return render(request, "surveys/people/person.html", page, status=status)
