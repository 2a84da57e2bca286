"""The questionnaire: one topic a page, drafts while somebody types."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import cookies, held
from surveys.access import NoReturn, get_return_for, owner_of
from surveys.actions import RoundClosed, save_answers
from surveys.forms import PageForm
from surveys.instruments import Answers, Instrument, Page, Section
from surveys.instruments.answers import settle
from surveys.languages import instrument_here
from surveys.models import Return


@dataclass(frozen=True)
class Place:
    """Where somebody is in the questionnaire."""

    instrument: Instrument
    section: Section
    page: Page

    def beside(self, answers: Answers, step: int) -> Page | None:
        """The asked page of the section before (-1) or after (1) this one."""
        asked = self.section.asked_pages(answers)
        order = [page.key for page in self.section.pages]
        here = order.index(self.page.key)
        beyond = [page for page in asked if (order.index(page.key) - here) * step > 0]
        return beyond[::step][0] if beyond else None

    def context(self, answers: Answers) -> dict[str, object]:
        """What the template says of the place."""
        asked = [page.key for page in self.section.asked_pages(answers)]
        number = asked.index(self.page.key) + 1 if self.page.key in asked else 1
        return {
            "section": self.section,
            "page": self.page,
            "number": number,
            "of": len(asked),
            "previous": self.beside(answers, -1),
        }


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """To the section's first page that has something unanswered, else to its first."""
    found = get_return_for(request)
    shown = instrument_here(found.instrument).section(section)
    if shown is None:
        raise Http404("This questionnaire has no such section.")
    asked = shown.asked_pages(found.answers)
    if not asked or not _takes_changes(found):
        return redirect("surveys:tasks")
    answers = found.answers
    is_open = (p for p in asked if any(q.key not in answers for q in p.asked(answers)))
    return redirect("surveys:page", section, next(is_open, asked[0]).key)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, section: str, page: str) -> HttpResponse:
    """One page. What an answer brings up comes at once with a script, else before the next page."""
    try:
        found = get_return_for(request)
    except NoReturn:
        if request.method == "POST" and request.POST.get("owner"):
            return _hold(request, section, page)
        raise
    place = _place(found, section, page)
    if not _takes_changes(found):
        if request.method == "POST":
            messages.error(request, _refusal(found))
        return redirect("surveys:tasks")
    if request.method != "POST" and not place.page.asked(found.answers):
        return redirect("surveys:section", section)
    if request.method == "POST" and not _is_owners(request, found):
        messages.error(request, _other_owner())
        return redirect("surveys:tasks")
    form = PageForm(place.page, found.answers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _save(request, found, place, form)
    context = {"form": form, "owner": owner_of(found.handle or ""), **place.context(found.answers)}
    return render(request, "surveys/page.html", context, status=422 if form.errors else 200)


@require_POST
def draft(request: HttpRequest, section: str, page: str) -> JsonResponse:
    """Save what is right of a page while somebody types.

    200 {saved: keys, problems: {field: text}}; 403 no session; 409 no changes are taken, or the
    page belongs to somebody else. `refusal` says so in words.
    """
    try:
        found = get_return_for(request)
    except NoReturn:
        return JsonResponse({"refusal": _("Your session has ended.")}, status=403)
    if not _is_owners(request, found):
        return JsonResponse({"refusal": _other_owner()}, status=409)
    form = PageForm(_place(found, section, page).page, found.answers, request.POST)
    given = form.given()
    try:
        save_answers(handle=found.handle or "", given=given)
    except RoundClosed:
        return JsonResponse({"refusal": _refusal(found)}, status=409)
    problems = {name: " ".join(texts) for name, texts in form.errors.items()}
    return JsonResponse({"saved": sorted(given), "problems": problems})


def _save(request: HttpRequest, found: Return, place: Place, form: PageForm) -> HttpResponse:
    """Save a page that is right, and go on."""
    given = form.given()
    try:
        save_answers(handle=found.handle or "", given=given)
    except RoundClosed:
        messages.error(request, _refusal(found))
        return redirect("surveys:tasks")
    if request.POST.get("then") == "tasks":
        return redirect("surveys:tasks")
    laid = {k: v for k, v in {**found.answers, **given}.items() if v is not None}
    answers = settle(place.instrument, laid)
    section = place.section.key
    if brought_up := form.brought_up():
        first = brought_up[0]
        link = format_html('<a href="#q-{}">{}</a>', first.key, first.text)
        more = _("Saved. One more question, because of your answer: {question}")
        messages.info(request, format_html(more, question=link))
        return redirect("surveys:page", section, place.page.key)
    following = place.beside(answers, 1)
    if following:
        return redirect("surveys:page", section, following.key)
    return redirect("surveys:tasks")


def _hold(request: HttpRequest, section: str, page: str) -> HttpResponse:
    """The session ended before this page was sent: keep it until its owner has come back."""
    response: HttpResponse = redirect("surveys:start")
    too_long = held.hold(request, response, section=section, page=page)
    if too_long:
        context = {"texts": too_long}
        full = render(request, "surveys/session_ended.html", context, status=403)
        full.cookies.update(response.cookies)
        response = full
    else:
        messages.warning(
            request,
            _(
                "Your session has ended. What you entered is kept in this browser for half an "
                "hour: enter your access code and PIN, and it is saved."
            ),
        )
    cookies.clear(response, cookies.RETURN)
    return response


def _place(found: Return, section: str, page: str) -> Place:
    """Raises Http404."""
    instrument = instrument_here(found.instrument)
    in_section = instrument.section(section)
    shown = in_section and in_section.page(page)
    if not (in_section and shown):
        raise Http404("This questionnaire has no such page.")
    return Place(instrument, in_section, shown)


def _takes_changes(found: Return) -> bool:
    return bool(found.round.takes_returns and not found.is_sent)


def _is_owners(request: HttpRequest, found: Return) -> bool:
    """Whether the page was opened by this session's respondent; old pages do not say."""
    owner = request.POST.get("owner")
    return not owner or owner == owner_of(found.handle or "")


def _refusal(found: Return) -> str:
    if found.is_sent and found.round.takes_returns:
        return _("You have sent your return. To change an answer, open your return again first.")
    return _("The survey is closed, so nothing can be changed or sent any more.")


def _other_owner() -> str:
    return _("This browser is now open on another person's return. Nothing was saved in it.")
