"""Code cards to print."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from surveys.access import get_agency_for
from surveys.actions import code_of
from surveys.actions.people import note_cards
from surveys.models import Agency, Invitation
from surveys.people.cards import Card, Occasion, cards_pdf
from surveys.people.printing import CardsForm
from surveys.people.views.adding import too_late


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cards(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Choose whose cards, then fetch them. Codes are made for the file and kept nowhere."""
    found = get_agency_for(request.user, agency_id)
    if not found.round.takes_people:
        return too_late(request, found)
    form = CardsForm(request.POST or None, agency=found)
    if request.method == "POST" and form.is_valid():
        return _file(request, found, form.people(), with_names=form.cleaned_data["names"])
    page = {"agency": found, "form": form}
    return render(request, "surveys/people/cards.html", page, status=422 if form.errors else 200)


def _file(
    request: HttpRequest, agency: Agency, people: list[Invitation], *, with_names: bool
) -> HttpResponse:
    made = []
    for person in people:
        person.agency = agency
        name, team = (person.name, person.team) if with_names else ("", "")
        made.append(Card(code_of(person), name, team))
    occasion = Occasion(
        title=agency.round.title,
        week=agency.week,
        address=f"{settings.BASE_URL}{reverse('surveys:start')}",
        with_names=with_names,
    )
    pdf = cards_pdf(made, occasion)
    note_cards(agency=agency, cards=len(made), who=request.user, now=timezone.now())
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="code-cards.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
