"""The diary's pages; the grid's endpoints are in api.py."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from diary import timeline
from diary.access import get_diary_for, get_pass_for
from diary.api import LOCKED
from diary.classification import BY_SYMBOL
from diary.forms import DayForm, StretchForm
from diary.grid import grid_data
from diary.languages import classification
from diary.models import Diary, DiaryLocked, Outcome
from diary.spreadsheet import CONTENT_TYPE, diary_workbook
from diary.weeks import DAY_SLUGS, next_stretch, summarise_week

WORKING_DAY = range(14, 40)  # half hours shown unfolded: 07:00 to 20:00


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The week at a glance, and the grid where there is JavaScript."""
    diary_pass, diary = get_pass_for(request), get_diary_for(request)
    page = {
        "week": summarise_week(diary),
        "diary": diary,
        "diary_pass": diary_pass,
        "grid_data": grid_data(request, diary, diary_pass),
    }
    return render(request, "diary/week.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """One day: 48 half hours, a status, and a stretch to fill at once."""
    diary_pass, diary = get_pass_for(request), get_diary_for(request)
    number = _day_number(slug)
    data = request.POST if request.method == "POST" else None
    form = DayForm(data, day=number, slots=diary.day(number), status=diary.statuses[number])
    # An activity chosen for a stretch is meant, whichever button was pressed.
    filling = "fill" in request.POST or bool(request.POST.get("stretch-activity"))
    stretch = StretchForm(
        data if filling else None, prefix="stretch", initial=next_stretch(diary.day(number))
    )
    problem = diary_pass.refusal if data else ""
    conflict = ""
    if data and not problem and form.is_valid() and (not filling or stretch.is_valid()):
        sets = stretch.over(form.sets()) if filling else form.sets()
        try:
            today = timezone.localdate()
            outcome = Diary.objects.apply(diary, form.change(sets), today=today)
        except DiaryLocked:
            problem = LOCKED
        else:
            conflict = _conflict_text(outcome)
            if not conflict:
                messages.success(request, _("Saved."))
                return redirect(_after(request, slug))
            diary.refresh_from_db()
            form = DayForm(day=number, slots=diary.day(number), status=diary.statuses[number])
    week = summarise_week(diary)
    page = {
        "form": form,
        "stretch": stretch,
        "summary": week.days[number],
        "week": week,
        "diary_pass": diary_pass,
        "problem": problem,
        "conflict": conflict,
        "next_day": week.days[number + 1] if number + 1 < timeline.DAYS else None,
        "working_day": WORKING_DAY,
    }
    status = 409 if problem else 422 if form.errors or stretch.errors else 200
    return render(request, "diary/day.html", page, status=status)


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """The 40 activities with their official labels."""
    words = classification()
    groups = [(group, words.within(group)) for group in words.categories]
    diary_pass = getattr(request, "diary_pass", None)
    return render(request, "diary/activities.html", {"groups": groups, "diary_pass": diary_pass})


@require_safe
def own_week(request: HttpRequest) -> HttpResponse:
    """A picture of the respondent's own week, to look at and to print."""
    diary_pass, diary = get_pass_for(request), get_diary_for(request)
    page = {"week": summarise_week(diary), "diary": diary, "diary_pass": diary_pass}
    return render(request, "diary/own_week.html", page)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The respondent's own diary as an Excel file."""
    diary = get_diary_for(request)
    response = HttpResponse(diary_workbook(diary), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="my-diary-week.xlsx"'
    return response


def _day_number(slug: str) -> int:
    if slug not in DAY_SLUGS:
        raise Http404(_("Choose one of the seven days of the diary week."))
    return DAY_SLUGS.index(slug)


def _conflict_text(outcome: Outcome) -> str:
    """What another page or device had entered meanwhile, in words; "" where nothing was."""
    if not outcome.slot_conflicts and not outcome.day_conflicts:
        return ""
    replaced = [
        _("%(time)s was %(activity)s")
        % {
            "time": timeline.clock(conflict.index % timeline.SLOTS_PER_DAY),
            "activity": _code(conflict.was),
        }
        for conflict in outcome.slot_conflicts
    ]
    if outcome.day_conflicts:
        replaced.append(_("the kind of day was another"))
    return _(
        "Another page or device had changed the same half hours. What you entered here was "
        "kept; before it, %(values)s."
    ) % {"values": ", ".join(replaced)}


def _code(symbol: str) -> str:
    return BY_SYMBOL[symbol].code if symbol in BY_SYMBOL else _("blank")


def _after(request: HttpRequest, slug: str) -> str:
    """Where to go after saving: on to the next day or the week when asked, else the day again."""
    following = request.POST.get("then", "")
    if following == "week":
        return reverse("diary:week")
    return reverse("diary:day", args=[following if following in DAY_SLUGS else slug])
