"""The link officer's first page, and the list of people."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from surveys.access import get_agency_for
from surveys.people.figures import explained_rates, figures_of, next_step, survey_average
from surveys.people.forms import ListForm
from surveys.people.listing import people_page


@require_safe
@login_required
def agency(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Figures, what to do next, and where to go; never an answer, never a date of sending."""
    found = get_agency_for(request.user, agency_id)
    figures = figures_of(found)
    today = timezone.localdate()
    page = {
        "agency": found,
        "figures": figures,
        "average": survey_average(found.round),
        "rates": explained_rates(figures.outcomes),
        "next": next_step(figures, found.round, week=found.week.starts_on, today=today),
        "states": [
            ("invited", figures.not_started),
            ("started", figures.started),
            ("sent", figures.sent),
            ("no-reminders", figures.no_reminders),
            ("by-hand", figures.away),
        ],
    }
    return render(request, "surveys/staff/agency.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def people(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """The list of people. A search is posted: names stand in no address, so in no log."""
    found = get_agency_for(request.user, agency_id)
    searching = request.method == "POST"
    data = request.POST if searching else {"state": request.GET.get("state", "")}
    form = ListForm(data)
    words, state = form.chosen()
    number = (request.POST if searching else request.GET).get("page")
    page = {
        "agency": found,
        "form": form,
        "words": words,
        "state": state,
        "listed": people_page(found, words=words, state=state, number=number),
    }
    return render(request, "surveys/people/list.html", page)
