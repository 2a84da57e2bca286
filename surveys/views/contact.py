"""The contact sheet: optional, apart from the answers, taken back by itself. Writes no Return."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.access import get_return_for
from surveys.actions import RoundClosed, contact_of, remove_contact, save_contact
from surveys.forms.contact import ContactForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def contact(request: HttpRequest) -> HttpResponse:
    """Leave details for a talk after the survey, see them, change them."""
    found = get_return_for(request)
    if not found.round.can_be_left:
        return _too_late(request)
    kept = contact_of(found.handle or "")
    form = ContactForm(
        request.POST if request.method == "POST" else None, initial=vars(kept) if kept else None
    )
    if request.method == "POST" and form.is_valid():
        if form.is_empty:
            return _nothing_given(request, had_some=kept is not None)
        try:
            save_contact(handle=found.handle or "", **form.cleaned_data)
        except RoundClosed:
            return _too_late(request)
        messages.success(request, _("Your contact details are kept, apart from your answers."))
        return redirect("surveys:tasks")
    page = {"found": found, "form": form, "kept": kept}
    return render(request, "surveys/contact.html", page, status=422 if form.errors else 200)


@form_page
def contact_remove(request: HttpRequest) -> HttpResponse:
    """Take the contact sheet back; the return stays as it is."""
    found = get_return_for(request)
    if not found.round.can_be_left:
        return _too_late(request)
    if request.method == "POST":
        try:
            remove_contact(handle=found.handle or "")
        except RoundClosed:
            return _too_late(request)
        messages.success(request, _("Your contact details are deleted. Your return is unchanged."))
        return redirect("surveys:tasks")
    kept = contact_of(found.handle or "")
    if kept is None:
        return redirect("surveys:contact")
    return render(request, "surveys/contact_remove.html", {"found": found, "kept": kept})


def _nothing_given(request: HttpRequest, *, had_some: bool) -> HttpResponse:
    if had_some:
        return redirect("surveys:contact_remove")
    messages.info(request, _("You gave no contact details, so none are kept."))
    return redirect("surveys:tasks")


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.error(
        request, _("This survey is being sealed, so contact details can no longer be changed.")
    )
    return redirect("surveys:tasks")
