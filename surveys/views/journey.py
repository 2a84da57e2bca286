"""From the task list to the receipt."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diary.weeks import summarise_week
from surveys import cookies
from surveys.access import NoReturn, get_return_for
from surveys.actions import RoundClosed, reopen_return, save_answers, send_return
from surveys.forms import SectionForm
from surveys.instruments import load_instrument
from surveys.receipts import new_receipt
from surveys.tasklist import answer_lines, section_tasks

CLOSED = "The survey is closed, so nothing can be changed or sent any more."


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Everything there is to do, each with its state; any order."""
    found = get_return_for(request)
    instrument = load_instrument(found.instrument)
    page = {
        "found": found,
        "week": summarise_week(found.diary),
        "sections": section_tasks(instrument, found.answers),
    }
    return render(request, "surveys/tasks.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, key: str) -> HttpResponse:
    """One section of the questionnaire. A question that an answer brings up comes next."""
    found = get_return_for(request)
    instrument = load_instrument(found.instrument)
    shown = instrument.section(key)
    if shown is None:
        raise Http404("This questionnaire has no such section.")
    if found.is_sent or not found.round.takes_returns:
        return redirect("surveys:tasks")
    form = SectionForm(request.POST or None, section=shown, answers=found.answers)
    if request.method == "POST" and form.is_valid():
        given = form.answers()
        answers = {k: v for k, v in given.items() if v is not None}
        emptied = {k for k, v in given.items() if v is None}
        merged = {k: v for k, v in {**found.answers, **answers}.items() if k not in emptied}
        dropped = emptied | instrument.dropped_by(merged)
        try:
            save_answers(handle=found.handle or "", answers=answers, dropped=dropped)
        except RoundClosed:
            messages.error(request, CLOSED)
            return redirect("surveys:tasks")
        if form.brings_up(merged):
            return redirect("surveys:section", key)
        return redirect("surveys:tasks")
    page = {"form": form, "section": shown}
    return render(request, "surveys/section.html", page, status=422 if form.errors else 200)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Check the answers before sending; what is unanswered is said once and blocks nothing."""
    found = get_return_for(request)
    if found.is_sent:
        return redirect("surveys:tasks")
    page = {
        "found": found,
        "week": summarise_week(found.diary),
        "sections": answer_lines(load_instrument(found.instrument), found.answers),
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
        messages.info(request, "Your return is open again. Send it when you have corrected it.")
    return redirect("surveys:tasks")
