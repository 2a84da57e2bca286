"""A survey manager's messages: a round's texts, its plan of reminders, and how sending goes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.access import get_round_for, get_step_for
from surveys.messages import records
from surveys.messages.actions import drop_reminder, plan_reminder, save_text
from surveys.messages.choosing import standing_of
from surveys.messages.forms import PlanForm, TextForm
from surveys.messages.texts import PLACEHOLDERS, example, standard_text, text_of
from surveys.messages.views import mail_goes
from surveys.models import MessageBatch, MessageKind, Round, RoundRole

SHOWN = 30
MANAGER = RoundRole.Role.MANAGER


@require_safe
@login_required
def round_messages(request: HttpRequest, slug: str) -> HttpResponse:
    """Which texts are a round's own, its plan, and the newest batches of all its agencies."""
    found = get_round_for(request.user, slug, role=MANAGER)
    return _overview(request, found, _plan_form(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_message(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Write the text of a kind of message: look at it first, save it, or go back to ours."""
    found = get_round_for(request.user, slug, role=MANAGER)
    if kind not in MessageKind.values:
        raise Http404("There is no such kind of message.")
    do = request.POST.get("do", "")
    shown = standard_text(kind) if do == "standard" else text_of(found, kind)
    data = request.POST if request.method == "POST" and do != "standard" else None
    form = TextForm(data, initial={"subject": shown.subject, "body": shown.body})
    preview = shown
    if data is not None:
        if not form.is_valid():
            return _editor(request, found, kind, form, status=422)
        preview = form.text
        if do == "save":
            save_text(round=found, kind=kind, text=preview, who=request.user, now=timezone.now())
            messages.success(
                request, _("The text is saved. Messages asked for from now on use it.")
            )
            return redirect("surveys:round_messages", found.slug)
    return _editor(request, found, kind, form, preview=example(found, preview))


@require_POST
@login_required
def plan_step(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a reminder to all agencies into the plan; today means as soon as possible."""
    found = get_round_for(request.user, slug, role=MANAGER)
    form = _plan_form(request, found)
    if not form.is_valid():
        return _overview(request, found, form, status=422)
    planned = plan_reminder(round=found, who=request.user, now=timezone.now(), **form.cleaned_data)
    if planned:
        messages.success(request, _("The reminder is planned."))
    else:
        messages.info(request, _("This reminder is in the plan already for that day."))
    return redirect("surveys:round_messages", found.slug)


@require_POST
@login_required
def drop_step(request: HttpRequest, slug: str, step_id: int) -> HttpResponse:
    """Take a reminder out of the plan."""
    step = get_step_for(request.user, slug, step_id)
    if drop_reminder(step=step, who=request.user, now=timezone.now()):
        messages.success(request, _("The reminder is taken out of the plan."))
    else:
        messages.info(request, _("The reminder was sent already, so nothing was taken out."))
    return redirect("surveys:round_messages", slug)


def _plan_form(request: HttpRequest, round_: Round) -> PlanForm:
    return PlanForm(request.POST or None, survey_round=round_, today=timezone.localdate())


def _overview(
    request: HttpRequest, round_: Round, form: PlanForm, status: int = 200
) -> HttpResponse:
    own = set(round_.message_texts.values_list("kind", flat=True))
    newest = MessageBatch.objects.filter(agency__round=round_)[:SHOWN]
    page = {
        "round": round_,
        "kinds": [(kind, kind in own) for kind in MessageKind],
        "plan": round_.reminder_plan.all(),
        "standing": [(MessageKind(kind), n) for kind, n in standing_of(round_).items()],
        "form": form,
        "listed": records.with_counts(newest),
        "mail": mail_goes(),
    }
    return render(request, "surveys/messages/round.html", page, status=status)


def _editor(
    request: HttpRequest,
    round_: Round,
    kind: str,
    form: TextForm,
    *,
    preview: object = None,
    status: int = 200,
) -> HttpResponse:
    page = {
        "round": round_,
        "kind": MessageKind(kind),
        "form": form,
        "preview": preview,
        "placeholders": PLACEHOLDERS.items(),
        "is_standard": request.POST.get("do") == "standard",
        "is_saved": request.method != "POST",
    }
    return render(request, "surveys/messages/edit.html", page, status=status)
