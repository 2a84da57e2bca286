"""The coding desk: lists of codes, one text at a time, and same texts at once."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from reports.access import get_code_list_for, get_round_for
from reports.desks import texts
from reports.desks.code_forms import CodeForm, CodeListForm, declared_left
from reports.desks.quality_views import form_page
from reports.desks.references import reference_of, return_id_of
from surveys.actions import (
    Coding,
    ListInUse,
    code_texts,
    delete_code_list,
    save_code_list,
)
from surveys.codelists import codes_of, is_used, used_codes
from surveys.coding import declared_codings, text_questions
from surveys.instruments import Instrument
from surveys.languages import instrument_here
from surveys.models import CodeList

PAGE = 40


@require_safe
@login_required
def coding(request: HttpRequest, slug: str) -> HttpResponse:
    """The lists of a round, how far each is, and what the questionnaire wants coded."""
    found = get_round_for(request.user, slug)
    instrument = instrument_here(found.instrument)
    labels = {question.key: question.label for question in text_questions(instrument)}
    lists = list(found.code_lists.all())
    page = {
        "round": found,
        "lists": [
            (one, texts.progress(one), [labels.get(key, key) for key in one.questions])
            for one in lists
        ],
        "declared": [
            (one, labels.get(one.question, "")) for one in declared_left(found, instrument)
        ],
    }
    return render(request, "reports/desks/coding.html", page)


@form_page
@login_required
def new_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a list of codes; `coding` in the address names one that the questionnaire declares."""
    found = get_round_for(request.user, slug)
    instrument = instrument_here(found.instrument)
    left = {one.key: one for one in declared_left(found, instrument)}
    declared = left.get(request.GET.get("coding", ""))
    form = CodeListForm(request.POST or None, round=found, instrument=instrument, declared=declared)
    if request.method == "POST" and form.is_valid():
        fields, codes = form.values()
        made = save_code_list(
            round=found,
            code_list=None,
            fields=fields,
            codes=codes,
            who=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The list is made. Begin to code."))
        return redirect("reports:code_texts", slug, made.key)
    page = {"round": found, "form": form, "declared": declared}
    return _page(request, "edit_list", page, form)


@form_page
@login_required
def edit_list(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change a list: all of it before the first text is coded, titles and new codes after."""
    code_list = get_code_list_for(request.user, slug, key)
    instrument = instrument_here(code_list.round.instrument)
    declared = declared_codings(instrument).get(key)
    used = used_codes(code_list) if is_used(code_list) else None
    form = CodeListForm(
        request.POST or None,
        round=code_list.round,
        instrument=instrument,
        code_list=code_list,
        declared=declared,
        used=used,
    )
    if request.method == "POST" and form.is_valid():
        fields, codes = form.values()
        try:
            save_code_list(
                round=code_list.round,
                code_list=code_list,
                fields=fields,
                codes=codes,
                who=request.user,
                now=timezone.now(),
            )
        except ListInUse:
            messages.error(request, _("Somebody has begun to code with this list. Look again."))
            return redirect("reports:edit_code_list", slug, key)
        messages.success(request, _("The list is saved."))
        return redirect("reports:coding", slug)
    page = {"round": code_list.round, "code_list": code_list, "form": form}
    page |= {"declared": declared, "is_used": used is not None}
    return _page(request, "edit_list", page, form)


@require_POST
@login_required
def drop_list(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Delete a list with which nothing was coded."""
    code_list = get_code_list_for(request.user, slug, key)
    try:
        delete_code_list(code_list=code_list, who=request.user, now=timezone.now())
    except ListInUse:
        messages.error(request, _("Texts are coded with this list, so it stays."))
    else:
        messages.success(request, _("The list is deleted."))
    return redirect("reports:coding", slug)


@form_page
@login_required
def desk(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The next text that waits for this coder; `text` in the address names one to look at again."""
    code_list = get_code_list_for(request.user, slug, key)
    coder, codes = str(request.user.pk), codes_of(code_list)
    wanted = _id(code_list, request.GET.get("text", ""))
    after = _id(code_list, request.GET.get("after", ""))
    if wanted:
        shown = texts.one_text(code_list, wanted)
    else:
        shown = next(texts.waiting(code_list, coder, after=after), None)
    before = shown.entry.get("by", {}).get(coder, "") if shown else ""
    if request.method == "POST":
        if wanted is None or shown is None:
            raise Http404("No text that is coded with this list has this address.")
        form = CodeForm(request.POST, codes=codes)
        if form.is_valid():
            return _kept(request, code_list, shown, form, dict(codes))
    else:
        form = CodeForm(codes=codes, initial={"of": shown.of if shown else "", "code": before})
    page = {
        "round": code_list.round,
        "code_list": code_list,
        "form": form,
        "text": shown,
        "lines": _lines(code_list, shown) if shown else [],
        "reference": _reference(code_list, shown) if shown else "",
        "before": dict(codes).get(before, ""),
        "progress": texts.progress(code_list),
    }
    return _page(request, "desk", page, form)


@form_page
@login_required
def groups(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Texts that read the same, to be coded at once; with `done`, those that may be changed."""
    code_list = get_code_list_for(request.user, slug, key)
    coder, codes, done = str(request.user.pk), codes_of(code_list), "done" in request.GET
    if done:
        found = texts.grouped(texts.done_by(code_list, coder))
    else:
        found = texts.grouped((item, "") for item in texts.waiting(code_list, coder))
    if request.method == "POST":
        chosen = _chosen(found, request, {value for value, _label in codes})
        kept = code_texts(code_list=code_list, chosen=chosen, who=request.user, now=timezone.now())
        _say_coded(request, kept, len(chosen))
        return redirect(request.get_full_path())
    listed = Paginator(found, PAGE).get_page(request.GET.get("page"))
    page = {
        "round": code_list.round,
        "code_list": code_list,
        "codes": codes,
        "listed": listed,
        "done": done,
        "texts": sum(len(group.members) for group in found),
        "query": "done" if done else "",
    }
    return render(request, "reports/desks/groups.html", page)


def _kept(
    request: HttpRequest,
    code_list: CodeList,
    shown: texts.Coded,
    form: CodeForm,
    labels: dict[str, str],
) -> HttpResponse:
    """Keep one text's code, and go on to the next text."""
    code = form.cleaned_data["code"]
    chosen = [Coding(shown.return_id, form.cleaned_data["of"], code)]
    kept = code_texts(code_list=code_list, chosen=chosen, who=request.user, now=timezone.now())
    reference = _reference(code_list, shown)
    address = reverse("reports:code_texts", args=[code_list.round.slug, code_list.key])
    if not kept:
        messages.warning(
            request, _("The text was changed since you opened it. Here it is as it stands now.")
        )
        return redirect(f"{address}?text={reference}")
    messages.success(request, _("Coded as “%(label)s”.") % {"label": labels[code]})
    return redirect(f"{address}?after={reference}")


def _chosen(found: Iterable[texts.Group], request: HttpRequest, known: set[str]) -> list[Coding]:
    """What was chosen for groups, where it differs from what they have."""
    return [
        Coding(item.return_id, item.of, code)
        for group in found
        if (code := request.POST.get(f"code-{group.key}", "")) in known and code != group.code
        for item in group.members
    ]


def _say_coded(request: HttpRequest, kept: int, chosen: int) -> None:
    said = ngettext("%(count)d text is coded.", "%(count)d texts are coded.", kept)
    if chosen:
        messages.success(request, said % {"count": kept})
    else:
        messages.info(request, _("Nothing was chosen, so nothing was coded."))


def _lines(code_list: CodeList, shown: texts.Coded) -> list[tuple[str, str]]:
    """The text's parts, each under its question."""
    instrument: Instrument = instrument_here(code_list.round.instrument)
    labels = {question.key: question.label for question in text_questions(instrument)}
    return [(labels.get(key, key), text) for key, text in shown.shown]


def _reference(code_list: CodeList, item: texts.Coded) -> str:
    return reference_of(code_list.round.pk, item.return_id)


def _id(code_list: CodeList, reference: str) -> UUID | None:
    return return_id_of(code_list.round.pk, reference) if reference else None


def _page(
    request: HttpRequest, name: str, page: dict[str, object], form: CodeForm | CodeListForm
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"reports/desks/{name}.html", page, status=status)
