"""Help, and the pages that a round tells about itself: read by anybody, written by its manager."""

import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from surveys.access import get_round_for, get_round_page
from surveys.actions import save_round_page
from surveys.forms.pages import PageForm, as_lines
from surveys.models import Round, RoundPage
from surveys.pages import PLACEHOLDERS, default_text, fill
from surveys.pages import render as to_html
from surveys.pages.hints import HINTS

Kind = RoundPage.Kind


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ask, and what to do about the usual troubles."""
    return render(request, "surveys/help.html")


@require_safe
def round_page(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """One of the five pages about a round, in its manager's words or in the standard ones."""
    shown, own = get_round_page(slug, kind)
    body = own or default_text(kind)
    page = {
        "survey_round": shown,
        "kind": Kind(kind),
        "kinds": list(Kind),
        "html": to_html(fill(body, shown)),
    }
    return render(request, "surveys/round_page.html", page)


@require_safe
@login_required
def edit_pages(request: HttpRequest, slug: str) -> HttpResponse:
    """The five pages of a round, for its manager: which have words of their own."""
    found = get_round_for(request.user, slug, role="manager")
    own = set(found.pages.values_list("kind", flat=True))
    page = {"round": found, "kinds": [(kind, kind in own) for kind in list(Kind)]}
    return render(request, "surveys/staff/edit_pages.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_page(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write one page: look at it first, save it, or take the standard text up again."""
    found = get_round_for(request.user, slug, role="manager")
    if kind not in Kind.values:
        raise Http404("There is no such page about a survey.")
    kept = _kept(found, kind)
    action = request.POST.get("do", "")
    if action == "standard":
        form = PageForm(initial={"body": default_text(kind)})
        return _editor(request, found, kind, form, kept=kept, preview=default_text(kind))
    form = PageForm(request.POST if request.method == "POST" else None, initial={"body": kept})
    if request.method != "POST" or not form.is_valid():
        return _editor(request, found, kind, form, kept=kept)
    body = form.cleaned_data["body"]
    if action == "preview":
        return _editor(request, found, kind, form, kept=kept, preview=body)
    if request.POST.get("seen") != _digest(kept) and body != kept:
        form.add_error("body", _conflict())
        return _editor(request, found, kind, form, kept=kept, theirs=kept)
    save_round_page(
        round=found,
        kind=kind,
        body="" if body == default_text(kind) else body,
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The page is saved."))
    return redirect("surveys:edit_pages", found.slug)


def _kept(round_: Round, kind: str) -> str:
    """The text that respondents read now."""
    own = RoundPage.objects.filter(round=round_, kind=kind).first()
    return as_lines(own.body) if own else default_text(kind)


def _conflict() -> str:
    return _(
        "Somebody else has saved this page since you opened it. Their text stands below: take "
        "into yours what you want to keep of it, then press Save again."
    )


def _editor(
    request: HttpRequest,
    round_: Round,
    kind: str,
    form: PageForm,
    *,
    kept: str,
    preview: str = "",
    theirs: str = "",
) -> HttpResponse:
    """The page with the text in it. Once a conflict is shown, what was seen is their text."""
    first_seen = request.POST.get("seen", "")
    page = {
        "round": round_,
        "kind": Kind(kind),
        "form": form,
        "hint": HINTS[kind],
        "placeholders": PLACEHOLDERS.items(),
        "seen": first_seen if first_seen and not theirs else _digest(kept),
        "theirs": theirs,
        "preview": to_html(fill(preview, round_)) if preview else "",
        "is_standard": request.POST.get("do") == "standard",
    }
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "surveys/staff/edit_page.html", page, status=status)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
