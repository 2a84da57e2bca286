"""Coming in: a code typed or in a link, what this is, consent and a PIN, coming back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import cookies, held, throttle
from surveys.access import (
    arrival_code,
    arrival_value,
    get_arrival_for,
    get_open_link,
)
from surveys.actions import arrival_by_code, has_withdrawn, start_return
from surveys.codes import format_code, random_code
from surveys.forms import CodeForm, ConsentForm, PinForm
from surveys.models import Return

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "surveys/home.html")


@form_page
def start(request: HttpRequest) -> HttpResponse:
    """Enter an access code. A link brings it after "#", which reaches no server by itself."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        arrival = arrival_by_code(code)
        if arrival:
            known = Return.objects.filter(handle=arrival.handle).exists()
            response = redirect("surveys:pin" if known else "surveys:about")
            cookies.write(response, cookies.ARRIVAL, arrival_value(code, arrival.open_link))
            cookies.clear(response, cookies.RETURN)
            return response
        throttle.note_unknown_code()
        form.add_error(
            "code",
            _(
                "No open survey knows this code. Check each character against your invitation, or "
                "ask the survey team named in it."
            ),
        )
    return render(request, "surveys/start.html", {"form": form}, status=_status(form))


@form_page
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Come in by an open link: pressing the button makes a code of one's own."""
    link = get_open_link(slug)
    if request.method == "POST" and link.round.takes_returns:
        response = redirect("surveys:about")
        cookies.write(response, cookies.ARRIVAL, arrival_value(random_code(), link))
        cookies.clear(response, cookies.RETURN)
        return response
    return render(request, "surveys/join.html", {"link": link})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and who will see what."""
    arrival = get_arrival_for(request)
    page = {"arrival": arrival, "withdrew": has_withdrawn(arrival.handle)}
    return render(request, "surveys/about.html", page)


@form_page
def consent(request: HttpRequest) -> HttpResponse:
    """Agree, choose a PIN, and start."""
    arrival = get_arrival_for(request)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        started = start_return(arrival=arrival, pin=form.cleaned_data["pin"])
        if started is None:
            messages.info(request, _("This code was used before. Enter the PIN chosen then."))
            return redirect("surveys:pin")
        return _let_in(request, arrival.handle)
    own_code = format_code(arrival_code(request)) if arrival.open_link else ""
    page = {"form": form, "arrival": arrival, "own_code": own_code}
    return render(request, "surveys/consent.html", page, status=_status(form))


@form_page
def pin(request: HttpRequest) -> HttpResponse:
    """Come back to a return: the code was entered, now its PIN."""
    arrival = get_arrival_for(request)
    found = Return.objects.filter(handle=arrival.handle).first()
    if found is None:
        return redirect("surveys:about")
    form = PinForm(request.POST or None)
    wait = throttle.pin_wait(arrival.handle)
    if request.method == "POST" and form.is_valid():
        if wait:
            form.add_error("pin", _wait_text(wait))
        elif found.pin_matches(form.cleaned_data["pin"]):
            throttle.forget_wrong_pins(arrival.handle)
            return _let_in(request, arrival.handle)
        else:
            throttle.note_wrong_pin(arrival.handle)
            wait = throttle.pin_wait(arrival.handle)
            form.add_error("pin", _("That is not the PIN of this return."))
            again = _("Enter the PIN you chose when you started.")
            form.add_error("pin", _wait_text(wait) if wait else again)
    page = {"form": form, "arrival": arrival}
    return render(request, "surveys/pin.html", page, status=_status(form))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Finish on this device: code and PIN are needed to come back, and nothing is kept here.

    The page's script has emptied the browser's storage already. No Clear-Site-Data header: with
    another tab open, chromium then waits for ever before it shows the next page.
    """
    messages.success(request, _("You have finished on this device. What you saved is kept."))
    response = redirect("surveys:home")
    for name in (cookies.RETURN, cookies.ARRIVAL, cookies.RECEIPT, cookies.HELD):
        cookies.clear(response, name)
    return response


def _let_in(request: HttpRequest, handle: str) -> HttpResponse:
    response = redirect("surveys:tasks")
    saved = held.release(request, response, handle=handle)
    if saved:
        response["Location"] = reverse("surveys:page", args=[saved.section, saved.page])
        messages.success(request, _what_was_held(saved))
    cookies.write(response, cookies.RETURN, handle)
    cookies.clear(response, cookies.ARRIVAL)
    return response


def _what_was_held(saved: held.Saved) -> str:
    if saved.whole:
        return _("What you entered when your session ended is saved.")
    return _("What you entered when your session ended is saved, but for what could not be read.")


def _wait_text(minutes: int) -> str:
    text = ngettext(
        "Wait %(minutes)d minute, then enter your PIN.",
        "Wait %(minutes)d minutes, then enter your PIN.",
        minutes,
    )
    return text % {"minutes": minutes}


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
