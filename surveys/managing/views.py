"""The survey manager's pages of a round: its details, its states, sealing, its response."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.access import get_round_for, may_make_rounds
from surveys.actions.managing import (
    NEXT,
    NotReady,
    change_round,
    change_state,
    make_round,
    what_is_missing,
)
from surveys.csvfiles import csv_lines
from surveys.managing.lists import agency_lines, ranked_agencies
from surveys.managing.round_forms import RoundForm, SealForm
from surveys.managing.standing import ApproachedLine, approached_and_agreed
from surveys.models import Round
from surveys.sealing import SealingRefused, begin_sealing
from surveys.tasks import seal

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 50
FIRST = 10  # agencies to call, on the round's own page


@require_safe
@login_required
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A round as its manager sees it: where it stands, what is missing, whom to call."""
    found = get_round_for(request.user, slug, role="manager")
    ranked = ranked_agencies(found, today=timezone.localdate())
    invited = sum(item.line.invited for item in ranked)
    sent = sum(item.line.sent for item in ranked)
    to_call = [item for item in ranked if item.reason]
    page = {
        "round": found,
        "missing": what_is_missing(found) if found.state == Round.State.DRAFT else [],
        "next_states": [Round.State(state) for state in NEXT.get(Round.State(found.state), ())],
        "agencies": len(ranked),
        "invited": invited,
        "sent": sent,
        "percent": (200 * sent + invited) // (2 * invited) if invited else None,
        "to_call": to_call[:FIRST],
        "calls": len(to_call),
    }
    return render(request, "surveys/managing/round.html", page)


@form_page
@login_required
def new_round(request: HttpRequest) -> HttpResponse:
    """Make a round, as a draft."""
    if not may_make_rounds(request.user):
        raise Http404("Somebody else begins new rounds.")
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        weeks, fields = form.values()
        made = make_round(who=request.user, now=timezone.now(), weeks=weeks, fields=fields)
        return redirect("surveys:manage_round", made.slug)
    return render(request, "surveys/managing/edit_round.html", {"form": form}, status=_status(form))


@form_page
@login_required
def edit_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a round's details."""
    found = get_round_for(request.user, slug, role="manager")
    if not found.can_be_left and found.state != Round.State.DRAFT:
        messages.error(request, _("The round is being sealed, so it can't be changed any more."))
        return redirect("surveys:manage_round", slug)
    form = RoundForm(request.POST or None, round=found)
    if request.method == "POST" and form.is_valid():
        weeks, fields = form.values()
        try:
            change_round(
                round=found, who=request.user, now=timezone.now(), weeks=weeks, fields=fields
            )
        except NotReady as error:
            for problem in error.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, _("The round is changed."))
            return redirect("surveys:manage_round", slug)
    page = {"form": form, "round": found}
    return render(request, "surveys/managing/edit_round.html", page, status=_status(form))


@require_POST
@login_required
def round_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round, close it, or open it again."""
    found = get_round_for(request.user, slug, role="manager")
    to = request.POST.get("to", "")
    try:
        change_state(round=found, to=to, who=request.user, now=timezone.now())
    except NotReady as error:
        for problem in error.problems:
            messages.error(request, problem)
    else:
        said = {
            Round.State.OPEN: _("The round is open: it takes returns from now on."),
            Round.State.CLOSED: _("The round is closed: nothing can be sent any more."),
        }
        messages.success(request, said[Round.State(to)])
    return redirect("surveys:manage_round", slug)


@form_page
@login_required
def seal_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What sealing does, and the two things it asks for."""
    found = get_round_for(request.user, slug, role="manager")
    form = SealForm(request.POST or None, round=found, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["backups_until"]
        try:
            with transaction.atomic():
                begin_sealing(
                    round=found, backups_until=until, who=request.user, now=timezone.now()
                )
                transaction.on_commit(lambda: seal.delay(str(found.pk)))
        except SealingRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Sealing has begun. It takes a few minutes."))
        return redirect("surveys:manage_round", slug)
    page = {"form": form, "round": found}
    return render(request, "surveys/managing/seal.html", page, status=_status(form))


@require_safe
@login_required
def agencies(request: HttpRequest, slug: str) -> HttpResponse:
    """Every agency of the round with its response, those that need a call first."""
    found = get_round_for(request.user, slug, role="manager")
    ranked = ranked_agencies(found, today=timezone.localdate())
    wanted = " ".join(request.GET.get("q", "").split())
    if wanted:
        ranked = [i for i in ranked if wanted.casefold() in i.line.agency.name.casefold()]
    page = {
        "round": found,
        "wanted": wanted,
        "listed": Paginator(ranked, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "surveys/managing/agencies.html", page)


@require_safe
@login_required
def recruitment(request: HttpRequest, slug: str) -> HttpResponse:
    """Agencies approached and agreeing: Table 1.1, as the log of calls has it."""
    found = get_round_for(request.user, slug, role="manager")
    rows = approached_and_agreed([line.agency for line in agency_lines(found)])
    if request.GET.get("format") == "csv":
        return _recruitment_file(rows, found)
    return render(request, "surveys/managing/recruitment.html", {"round": found, "rows": rows})


def _recruitment_file(rows: list[ApproachedLine], round_: Round) -> HttpResponse:
    head = (_("Kind of service"), _("Approached"), _("Agreed"))
    table = [head, *((str(row.label), row.approached, row.agreed) for row in rows)]
    response = HttpResponse("".join(csv_lines(table)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{round_.slug}-agencies.csv"'
    return response


def _status(form: object) -> int:
    return 422 if getattr(form, "errors", None) else 200
