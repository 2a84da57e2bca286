"""Names in free text: every text is read once for them, and what names somebody is blacked out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from reports.access import get_return_for_researcher, get_round_for
from reports.desks.name_forms import WordingForm
from reports.desks.quality_views import form_page
from reports.desks.references import short
from reports.desks.texts import Wording, read_for_names, wordings
from surveys.actions import review_texts
from surveys.coding import TextQuestion, digest, text_questions
from surveys.languages import instrument_here
from surveys.models import Round
from surveys.redacting import is_reviewed, reviewed, words_at

PAGE = 10


@require_safe
@login_required
def names(request: HttpRequest, slug: str) -> HttpResponse:
    """How many texts of each question were read for names."""
    found = get_round_for(request.user, slug)
    asked = text_questions(instrument_here(found.instrument))
    counts = read_for_names(found, [question.key for question in asked])
    lines = [(question, *counts[question.key]) for question in asked if counts[question.key][0]]
    page = {
        "round": found,
        "lines": [(question, all_, all_ - read) for question, all_, read in lines],
        "texts": sum(all_ for _q, all_, _read in lines),
        "left": sum(all_ - read for _q, all_, read in lines),
    }
    return render(request, "reports/desks/names.html", page)


@form_page
@login_required
def names_of(request: HttpRequest, slug: str, question: str) -> HttpResponse:
    """The texts of one question that nobody has read for names, a few at a time."""
    found = get_round_for(request.user, slug)
    asked = _question(found, question)
    left = wordings(found, question)
    if request.method == "POST":
        posted = set(request.POST.getlist("shown"))
        forms = [
            WordingForm(request.POST, wording=wording) for wording in left if wording.of in posted
        ]
        if not [form for form in forms if not form.is_valid()]:
            _keep(request, found, question, forms)
            return redirect("reports:names_of", slug, question)
        listed = None
    else:
        listed = Paginator(left, PAGE).get_page(request.GET.get("page"))
        forms = [WordingForm(wording=wording) for wording in listed]
    page = {
        "round": found,
        "question": asked,
        "forms": forms,
        "wrong": [form for form in forms if form.errors],
        "listed": listed,
        "left": sum(len(wording.returns) for wording in left),
    }
    status = 422 if page["wrong"] else 200
    return render(request, "reports/desks/names_of.html", page, status=status)


@form_page
@login_required
def names_in(request: HttpRequest, slug: str, question: str, reference: str) -> HttpResponse:
    """One text of one return, read before or not."""
    one = get_return_for_researcher(request.user, slug, reference)
    asked = _question(one.round, question)
    text, entry = one.answers.get(question, ""), one.redactions.get(question)
    if not text:
        raise Http404("This question was not answered.")
    was_read = is_reviewed(text, entry)
    words = words_at(text, entry["spans"]) if was_read else []
    wording = Wording(digest(text), text, [one.pk])
    form = WordingForm(request.POST or None, wording=wording, words=words)
    back = reverse("reports:quality_return", args=[slug, reference])
    if request.method == "POST" and form.is_valid():
        _keep(request, one.round, question, [form])
        return redirect(back)
    page = {
        "round": one.round,
        "question": asked,
        "forms": [form],
        "wrong": [form] if form.errors else [],
        "name": short(reference),
        "back": back,
        "was_read": was_read,
    }
    return render(request, "reports/desks/names_in.html", page, status=422 if form.errors else 200)


def _keep(request: HttpRequest, round_: Round, question: str, forms: list[WordingForm]) -> None:
    reviews = {
        pk: reviewed(form.wording.text, form.spans)
        for form in forms
        if not form.is_put_off
        for pk in form.wording.returns
    }
    if not reviews:
        messages.info(request, _("Nothing was read, so nothing is kept."))
        return
    kept = review_texts(
        round=round_, question=question, reviews=reviews, who=request.user, now=timezone.now()
    )
    said = ngettext(
        "%(count)d text is read for names.", "%(count)d texts are read for names.", kept
    )
    messages.success(request, said % {"count": kept})


def _question(round_: Round, key: str) -> TextQuestion:
    asked = text_questions(instrument_here(round_.instrument))
    found = next((question for question in asked if question.key == key), None)
    if found is None:
        raise Http404("No question that is answered in words has this name.")
    return found
