"""The quality desk: returns by flag, one return, setting it aside, and the round's thresholds."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports.access import get_return_for_researcher, get_round_for
from reports.desks.flagged import (
    ALL,
    ASIDE,
    COUNTED,
    beside,
    count_flags,
    flagged,
    returns_shown,
)
from reports.desks.forms import ReasonForm, ThresholdsForm
from reports.desks.listing import list_page, rows
from reports.desks.references import reference_of, short
from reports.desks.showing import view_of
from surveys.actions import set_aside, set_thresholds, take_back
from surveys.models import Return, Round
from surveys.quality import AT_SENDING, BY_THRESHOLD, LABELS, explain
from surveys.thresholds import thresholds_from

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """How many returns have each flag, and the ways to everything else of the desk."""
    found = get_round_for(request.user, slug)
    thresholds = thresholds_from(found.thresholds)
    counts = count_flags(flagged(returns_shown(found, ALL), thresholds))
    groups = [
        (heading, [(n, _(label), explain(n, thresholds), *counts.by_flag[n]) for n, label in names])
        for heading, names in (
            (_("Noticed by this round’s thresholds"), BY_THRESHOLD),
            (_("Noticed when the return was sent"), AT_SENDING),
        )
    ]
    page = {"round": found, "counts": counts, "groups": groups}
    return render(request, "reports/desks/quality.html", page)


@require_safe
@login_required
def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """Sent returns with a flag, or all, by whether they count; in an order that says nothing."""
    found = get_round_for(request.user, slug)
    flag, show = _place(request)
    shown = list_page(found, flag=flag, show=show, wanted=request.GET.get("page"))
    page = {
        "round": found,
        "flag": flag,
        "show": show,
        "flag_label": _(LABELS[flag]) if flag else "",
        "explanation": explain(flag, thresholds_from(found.thresholds)) if flag else "",
        "flags": [(name, _(label)) for name, label in LABELS.items()],
        "listed": shown,
        "rows": [(row, [_(LABELS[name]) for name in row.flags]) for row in rows(found, shown.keys)],
        "query": _query(flag, show),
    }
    return render(request, "reports/desks/returns.html", page)


@require_safe
@login_required
def one_return(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A return: its week, its flags, its answers; and setting it aside, or taking it back."""
    found = get_return_for_researcher(request.user, slug, reference)
    return _one(request, found, ReasonForm())


@require_POST
@login_required
def aside(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Set a return aside with a reason, and go on to the next in the list."""
    found = get_return_for_researcher(request.user, slug, reference)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _one(request, found, form, status=422)
    flag, show = _place(request)
    _before, after = beside(found.round, found.pk, flag=flag, show=show)
    set_aside(found=found, reason=form.reason, who=request.user, now=timezone.now())
    said = _("Return %(name)s is set aside: no figure counts it from now on.")
    messages.success(request, said % {"name": short(reference)})
    following = reference_of(found.round.pk, after) if after and "next" in request.POST else ""
    return redirect(_address(found.round, following or reference, flag, show))


@require_POST
@login_required
def back(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Let a return count again."""
    found = get_return_for_researcher(request.user, slug, reference)
    take_back(found=found, who=request.user, now=timezone.now())
    messages.success(request, _("Return %(name)s counts again.") % {"name": short(reference)})
    return redirect(_address(found.round, reference, *_place(request)))


@form_page
@login_required
def thresholds(request: HttpRequest, slug: str) -> HttpResponse:
    """From where returns are flagged, and from where published figures are hidden."""
    found = get_round_for(request.user, slug)
    form = ThresholdsForm(request.POST or None, thresholds=thresholds_from(found.thresholds))
    if request.method == "POST" and form.is_valid():
        set_thresholds(
            round=found, thresholds=form.thresholds, who=request.user, now=timezone.now()
        )
        messages.success(request, _("The thresholds are saved. Flags and figures use them now."))
        return redirect("reports:quality", slug)
    page = {"round": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "reports/desks/thresholds.html", page, status=status)


def _one(request: HttpRequest, found: Return, form: ReasonForm, status: int = 200) -> HttpResponse:
    flag, show = _place(request)
    reference = reference_of(found.round.pk, found.pk)
    near = beside(found.round, found.pk, flag=flag, show=show)
    before, after = (
        _address(found.round, reference_of(found.round.pk, pk), flag, show) if pk else ""
        for pk in near
    )
    page: dict[str, Any] = {
        "round": found.round,
        "found": found,
        "view": view_of(found),
        "reference": reference,
        "name": short(reference),
        "form": form,
        "flag": flag,
        "flag_label": _(LABELS[flag]) if flag else "",
        "query": _query(flag, show),
        "before": before,
        "after": after,
        "with_agency": found.agency.returns_exclusion if found.agency else "",
    }
    return render(request, "reports/desks/return.html", page, status=status)


def _place(request: HttpRequest) -> tuple[str, str]:
    """The list somebody goes through: a flag ("" for any), and which returns it shows."""
    flag, show = request.GET.get("flag", ""), request.GET.get("show", "")
    return flag if flag in LABELS else "", show if show in (ASIDE, ALL) else COUNTED


def _query(flag: str, show: str) -> str:
    return urlencode({"flag": flag, "show": show})


def _address(round_: Round, reference: str, flag: str, show: str) -> str:
    page = reverse("reports:quality_return", args=[round_.slug, reference])
    return f"{page}?{_query(flag, show)}"
