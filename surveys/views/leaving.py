"""Saying no: no more reminders, and withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys import cookies
from surveys.access import NoArrival, get_caller_for, get_return_for
from surveys.actions import (
    RoundClosed,
    has_withdrawn,
    reminders_stopped,
    resume_reminders,
    stop_reminders,
    withdraw_return,
)
from surveys.forms.contact import WithdrawForm
from surveys.models import Return

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
def withdraw(request: HttpRequest) -> HttpResponse:
    """Delete the return, its diary and its contact sheet for good, after a tick."""
    found = get_return_for(request)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_return(handle=found.handle or "")
        except RoundClosed:
            return redirect("surveys:withdraw")  # the page says why, and whom to ask
        except Return.DoesNotExist:
            pass  # withdrawn in another tab a moment ago
        return _gone(redirect("surveys:withdrawn"))
    page = {"found": found, "form": form}
    return render(request, "surveys/withdraw.html", page, status=422 if form.errors else 200)


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What withdrawing leaves. It knows nobody: the session is over."""
    return render(request, "surveys/withdrawn.html")


@form_page
def reminders(request: HttpRequest) -> HttpResponse:
    """Ask for no more reminders, or take that back, with a session or a code just entered."""
    try:
        caller = get_caller_for(request)
    except NoArrival:
        if request.method == "POST":
            raise
        return render(request, "surveys/reminders.html")
    if request.method == "POST":
        try:
            if request.POST.get("do") == "resume":
                resume_reminders(handle=caller.handle)
            else:
                stop_reminders(round=caller.round, handle=caller.handle)
        except RoundClosed:
            messages.info(request, _("The survey is over, so no more reminders are sent."))
        return redirect("surveys:reminders")
    page = {
        "survey_round": caller.round,
        "caller": caller,
        "stopped": reminders_stopped(caller.handle),
        "withdrew": has_withdrawn(caller.handle),
    }
    return render(request, "surveys/reminders.html", page)


def _gone(response: HttpResponse) -> HttpResponse:
    for name in (cookies.RETURN, cookies.ARRIVAL, cookies.RECEIPT, cookies.HELD):
        cookies.clear(response, name)
    return response
