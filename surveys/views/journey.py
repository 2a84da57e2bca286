"""From the task list to the receipt."""

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from diary.weeks import summarise_week
from surveys import cookies
from surveys.access import NoReturn, get_return_for
from surveys.actions import RoundClosed, contact_of, reopen_return, send_return
from surveys.languages import instrument_here
from surveys.receipts import new_receipt
from surveys.second_looks import second_looks
from surveys.tasklist import answer_lines, section_tasks, totals

CLOSED = lazy("The survey is closed, so nothing can be changed or sent any more.")


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Everything there is to do, each with its state; any order."""
    found = get_return_for(request)
    sections = section_tasks(instrument_here(found.instrument), found.answers)
    answered, asked = totals(sections)
    page = {
        "found": found,
        "week": summarise_week(found.diary),
        "sections": sections,
        "answered": answered,
        "asked": asked,
        "contact": contact_of(found.handle or ""),
    }
    return render(request, "surveys/tasks.html", page)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Check the answers before sending; what is worth a second look is said once, and blocks
    nothing.
    """
    found = get_return_for(request)
    if found.is_sent:
        return redirect("surveys:tasks")
    instrument = instrument_here(found.instrument)
    page = {
        "found": found,
        "week": summarise_week(found.diary),
        "sections": answer_lines(instrument, found.answers),
        "looks": second_looks(instrument, found.answers, found.diary),
        "contact": contact_of(found.handle or ""),
    }
    return render(request, "surveys/check.html", page)


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the return and show a receipt that proves it and identifies nothing."""
    found = get_return_for(request)
    try:
        send_return(handle=found.handle or "")
    except RoundClosed:
        messages.error(request, CLOSED)
        return redirect("surveys:tasks")
    response = redirect("surveys:receipt")
    today = timezone.localdate().isoformat()
    cookies.write(response, cookies.RECEIPT, f"{new_receipt(found.round_id)} {today}")
    return response


@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """The receipt, for the half hour after sending; it is stored nowhere but in the browser."""
    found = get_return_for(request)
    number, _, day = cookies.read(request, cookies.RECEIPT).partition(" ")
    if not (found.is_sent and day):
        return redirect("surveys:tasks")
    page = {
        "found": found,
        "number": number,
        "sent_on": datetime.date.fromisoformat(day),
        "week": summarise_week(found.diary),
    }
    return render(request, "surveys/receipt.html", page)


@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Open a sent return again to correct it, until the round closes."""
    found = get_return_for(request)
    if not found.handle:
        raise NoReturn
    try:
        reopen_return(handle=found.handle)
    except RoundClosed:
        messages.error(request, CLOSED)
    else:
        messages.info(request, _("Your return is open again. Send it when you have corrected it."))
    return redirect("surveys:tasks")
