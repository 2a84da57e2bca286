"""A link officer's messages: whom to write to, a look at it first, and what became of it."""

import uuid
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys.access import get_agency_for, get_batch_for
from surveys.actions import code_of
from surveys.messages import records
from surveys.messages.actions import (
    NobodyToWriteTo,
    ask_for_messages,
    cancel_messages,
    send_again,
)
from surveys.messages.choosing import people_for, reach_of
from surveys.messages.forms import ChooseForm, Person
from surveys.messages.planning import send_from
from surveys.messages.texts import Text, fill, masked, text_of, text_to_copy, values_for
from surveys.models import Agency, Invitation, Message, MessageKind

PAGE = 20
REFRESH_EVERY = 3  # seconds
DUMMY = "django.core.mail.backends.dummy.EmailBackend"
State = Message.State


@require_safe
@login_required
def agency_messages(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Whom each kind of message is for, and every batch so far with what became of it."""
    agency = get_agency_for(request.user, agency_id)
    reach = reach_of(agency)
    batches = Paginator(agency.batches.all(), PAGE).get_page(request.GET.get("page"))
    page = {
        "agency": agency,
        "kinds": [(kind, reach.by_kind[kind]) for kind in MessageKind],
        "reach": reach,
        "batches": batches,
        "listed": records.with_counts(batches),
        "planned": agency.round.reminder_plan.filter(done=False),
        "to_copy": text_to_copy(agency),
        "mail": mail_goes(),
        "now": timezone.now(),
    }
    return render(request, "surveys/messages/agency.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_message(request: HttpRequest, agency_id: UUID, kind: str) -> HttpResponse:
    """Choose who gets a message and when, look at it, and confirm."""
    agency = get_agency_for(request.user, agency_id)
    if kind not in MessageKind.values:
        raise Http404("There is no such kind of message.")
    now = timezone.now()
    again = _asked_for(request)
    people = list(people_for(agency, kind, again=again))
    if again:  # another page asks for these people alone, invited before or not
        people = [person for person in people if person.pk in again]
    form = ChooseForm(
        request.POST or None,
        listed=[Person.of(invitation) for invitation in people],
        survey_round=agency.round,
        now=now,
        today=timezone.localdate(now),
    )
    page = {
        "agency": agency,
        "kind": MessageKind(kind),
        "form": form,
        "people": people,
        "mail": mail_goes(),
    }
    do = request.POST.get("do")
    if not people or not agency.round.takes_returns or do not in ("look", "send"):
        return render(request, "surveys/messages/new.html", page)
    if not form.is_valid():
        return render(request, "surveys/messages/new.html", page, status=422)
    if do == "look":
        return render(request, "surveys/messages/confirm.html", page | _look(request, page))
    choice = form.choice
    try:
        batch = ask_for_messages(
            batch_id=_batch_id(request),
            agency=agency,
            kind=kind,
            who=request.user,
            wanted_at=choice.wanted_at,
            now=now,
            only={person.pk for person in choice.people},
            again=again,
        )
    except NobodyToWriteTo:
        messages.info(request, _("By now there is nobody left to write to."))
        return redirect("surveys:messages", agency.pk)
    return redirect("surveys:message_batch", agency.pk, batch.pk)


@require_safe
@login_required
def message_batch(request: HttpRequest, agency_id: UUID, batch_id: UUID) -> HttpResponse:
    """What became of a batch, with those by name whom it did not reach for sure."""
    batch = get_batch_for(request.user, agency_id, batch_id)
    counts = records.counts_of(batch)
    progress = records.progress_of(batch, now=timezone.now())
    trouble = batch.messages.filter(state__in=[State.FAILED, State.UNSURE])
    trouble = trouble.select_related("invitation").order_by("state", "invitation__name", "pk")
    page = {
        "agency": batch.agency,
        "batch": batch,
        "counts": [(value, records.WORDS[value], count) for value, count in counts.items()],
        "waiting": counts[State.WAITING],
        "failed": counts[State.FAILED],
        "progress": progress,
        "trouble": Paginator(trouble, PAGE).get_page(request.GET.get("page")),
        "refreshes": progress.active and "still" not in request.GET,
        "refresh_every": REFRESH_EVERY,
        "mail": mail_goes(),
        "is_later": batch.send_from > timezone.now(),
    }
    return render(request, "surveys/messages/batch.html", page)


@require_safe
@login_required
def batch_progress(request: HttpRequest, agency_id: UUID, batch_id: UUID) -> JsonResponse:
    """The same as data: messages done with, of all of the batch."""
    batch = get_batch_for(request.user, agency_id, batch_id)
    progress = records.progress_of(batch, now=timezone.now())
    return JsonResponse({"done": progress.done, "total": progress.total, "active": progress.active})


@require_POST
@login_required
def cancel_batch(request: HttpRequest, agency_id: UUID, batch_id: UUID) -> HttpResponse:
    """Take back what is not sent yet."""
    batch = get_batch_for(request.user, agency_id, batch_id)
    count = cancel_messages(batch=batch, who=request.user, now=timezone.now())
    if count:
        said = ngettext("%(n)d message is taken back.", "%(n)d messages are taken back.", count)
        messages.success(request, said % {"n": count})
    else:
        messages.info(request, _("There was nothing left to take back."))
    return redirect("surveys:message_batch", agency_id, batch.pk)


@require_POST
@login_required
def again(request: HttpRequest, agency_id: UUID, batch_id: UUID) -> HttpResponse:
    """Try one message again that failed or is unsure, or all that failed."""
    batch = get_batch_for(request.user, agency_id, batch_id)
    one = _uuid(request.POST.get("message", ""))
    failed = batch.messages.filter(state=State.FAILED).values_list("pk", flat=True)
    wanted = [one] if one else list(failed)
    count = 0
    if not batch.agency.round.takes_returns:
        messages.info(request, _("The survey is not open, so nothing is sent."))
    else:
        count = send_again(batch=batch, messages=wanted, who=request.user, now=timezone.now())
    if count:
        said = ngettext("%(n)d message is sent again.", "%(n)d messages are sent again.", count)
        messages.success(request, said % {"n": count})
    return redirect("surveys:message_batch", agency_id, batch.pk)


def mail_goes() -> str:
    """Where email goes when not to people: "outbox", "nowhere", or "" where it is sent."""
    if settings.EMAIL_BACKEND == DUMMY:
        return "nowhere"
    return "outbox" if settings.EMAIL_OUTBOX else ""


def _look(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any]:
    """What the confirmation shows: a real example of what one of them will get."""
    agency, kind, form = page["agency"], page["kind"], page["form"]
    choice = form.choice
    starts = send_from(agency.round, wanted=choice.wanted_at)
    first = next(person for person in page["people"] if person.pk == choice.people[0].pk)
    return {
        "chosen": choice.people,
        "example_for": choice.people[0],
        "example": _example(agency, first, text_of(agency.round, kind)),
        "starts": starts,
        "at_once": starts <= timezone.now(),
        "batch_id": uuid.uuid4(),
        "carried": [
            (name, value) for name in form.fields for value in request.POST.getlist(name) if value
        ],
    }


def _example(agency: Agency, invitation: Invitation, text: Text) -> Text:
    invitation.agency = agency
    hidden = masked(code_of(invitation))
    return fill(text, values_for(agency, name=invitation.name, code=hidden))


def _asked_for(request: HttpRequest) -> set[UUID]:
    """The people that the page's address names by their invitations' keys: "?to=…"."""
    return {key for text in request.GET.getlist("to") if (key := _uuid(text))}


def _batch_id(request: HttpRequest) -> UUID:
    """The same for a button pressed twice."""
    return _uuid(request.POST.get("batch", "")) or uuid.uuid4()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
