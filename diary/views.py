"""The diary's pages and its save endpoint."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diary import timeline
from diary.access import get_diary_for, get_pass_for
from diary.classification import BY_SYMBOL, CLASSIFICATION
from diary.forms import DayForm, StretchForm
from diary.models import Diary, DiaryLocked, Outcome
from diary.payload import PayloadError, parse_change
from diary.weeks import DAY_SLUGS, next_stretch, summarise_day, summarise_week

LOCKED = "This diary has been sent. Open it again to change it."
WORKING_DAY = range(14, 40)  # half hours shown unfolded: 07:00 to 20:00


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """The week at a glance: hours a day and a category."""
    diary_pass, diary = get_pass_for(request), get_diary_for(request)
    return render(
        request,
        "diary/week.html",
        {"week": summarise_week(diary), "diary": diary, "diary_pass": diary_pass},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, slug: str) -> HttpResponse:
    """One day: 48 half hours, a status, and a stretch to fill at once."""
    diary_pass, diary = get_pass_for(request), get_diary_for(request)
    number = _day_number(slug)
    data = request.POST if request.method == "POST" else None
    form = DayForm(data, day=number, slots=diary.day(number), status=diary.statuses[number])
    filling = "fill" in request.POST
    stretch = StretchForm(
        data if filling else None, prefix="stretch", initial=next_stretch(diary.day(number))
    )
    problem = diary_pass.refusal if data else ""
    conflict = ""
    if data and not problem and form.is_valid() and (not filling or stretch.is_valid()):
        sets = stretch.over(form.sets()) if filling else form.sets()
        try:
            outcome = Diary.objects.apply(diary.pk, form.change(sets))
        except DiaryLocked:
            problem = LOCKED
        else:
            conflict = _conflict_text(outcome)
            if not conflict:
                messages.success(request, "Saved.")
                return redirect(_after(request, slug))
            diary.refresh_from_db()
            form = DayForm(day=number, slots=diary.day(number), status=diary.statuses[number])
    page = {
        "form": form,
        "stretch": stretch,
        "summary": summarise_day(diary, number),
        "week": summarise_week(diary),
        "diary_pass": diary_pass,
        "problem": problem,
        "conflict": conflict,
        "next_slug": DAY_SLUGS[number + 1] if number + 1 < timeline.DAYS else "",
        "working_day": WORKING_DAY,
    }
    status = 409 if problem else 422 if form.errors or stretch.errors else 200
    return render(request, "diary/day.html", page, status=status)


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """The 40 activities with their official labels."""
    groups = [(group, CLASSIFICATION.within(group)) for group in CLASSIFICATION.categories]
    diary_pass = getattr(request, "diary_pass", None)
    return render(request, "diary/activities.html", {"groups": groups, "diary_pass": diary_pass})


@require_POST
def save(request: HttpRequest) -> JsonResponse:
    """The save path of the grid: one change in, the whole diary and its conflicts out.

    200 saved or saved before; 400 the change can't be read; 403 no session; 409 the diary takes
    no changes. Nothing is half-saved.
    """
    diary_pass = getattr(request, "diary_pass", None)
    if diary_pass is None:
        return JsonResponse({"problems": ["Enter your access code and PIN again."]}, status=403)
    try:
        change = parse_change(request.body)
        if diary_pass.refusal:
            raise DiaryLocked
        outcome = Diary.objects.apply(diary_pass.diary_id, change)
    except PayloadError as error:
        return JsonResponse({"problems": error.problems}, status=400)
    except DiaryLocked:
        problem = diary_pass.refusal or LOCKED
        return JsonResponse({"problems": [problem]}, status=409)
    return JsonResponse(
        {
            "sequence": change.sequence,
            "repeated": outcome.repeated,
            "slots": outcome.slots,
            "statuses": outcome.statuses,
            "conflicts": {
                "slots": [[c.index, c.was, c.now] for c in outcome.slot_conflicts],
                "days": [[c.index, c.was, c.now] for c in outcome.day_conflicts],
            },
        }
    )


def _day_number(slug: str) -> int:
    if slug not in DAY_SLUGS:
        raise Http404("Choose one of the seven days of the diary week.")
    return DAY_SLUGS.index(slug)


def _conflict_text(outcome: Outcome) -> str:
    """What another page or device had entered meanwhile, in words; "" where nothing was."""
    if not outcome.slot_conflicts and not outcome.day_conflicts:
        return ""
    replaced = [
        f"{timeline.clock(conflict.index % timeline.SLOTS_PER_DAY)} was {_code(conflict.was)}"
        for conflict in outcome.slot_conflicts
    ]
    if outcome.day_conflicts:
        replaced.append("the kind of day was another")
    return (
        "Another page or device had changed the same half hours. What you entered here was "
        f"kept; before it, {', '.join(replaced)}."
    )


def _code(symbol: str) -> str:
    return BY_SYMBOL[symbol].code if symbol in BY_SYMBOL else "blank"


def _after(request: HttpRequest, slug: str) -> str:
    """Where to go after saving: on to the next day or the week when asked, else the day again."""
    following = request.POST.get("then", "")
    if following == "week":
        return reverse("diary:week")
    return reverse("diary:day", args=[following if following in DAY_SLUGS else slug])
