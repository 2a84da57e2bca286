"""Two coders of the same texts: how far they agree, and what they disagree about."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from reports.access import get_code_list_for
from reports.desks import texts
from reports.desks.quality_views import form_page
from reports.desks.references import reference_of
from surveys.actions import Coding, settle_texts
from surveys.codelists import codes_of
from surveys.coding import disagree
from surveys.models import User

PAGE = 40


@form_page
@login_required
def agreement(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """How far two coders agree, and what they disagree about, to be settled."""
    code_list = get_code_list_for(request.user, slug, key)
    if not code_list.two_coders:
        raise Http404("One person codes each text of this list.")
    codes = codes_of(code_list)
    items = texts.coded_by_two(code_list)
    open_ = [item for item in items if disagree(item.entry)]
    if request.method == "POST":
        by_key = {reference_of(code_list.round.pk, item.return_id): item for item in open_}
        chosen = [
            Coding(item.return_id, item.of, code)
            for name, item in by_key.items()
            if (code := request.POST.get(f"code-{name}", "")) in dict(codes)
        ]
        kept = settle_texts(
            code_list=code_list, chosen=chosen, who=request.user, now=timezone.now()
        )
        said = ngettext("%(count)d text is settled.", "%(count)d texts are settled.", kept)
        messages.success(request, said % {"count": kept})
        return redirect(request.get_full_path())
    listed = Paginator(open_, PAGE).get_page(request.GET.get("page"))
    names = _names(items)
    page = {
        "round": code_list.round,
        "code_list": code_list,
        "codes": codes,
        "pairs": [
            (
                names.get(pair.first, ""),
                names.get(pair.second, ""),
                pair.agreement,
                texts.percent(pair.agreement.observed),
                texts.percent(pair.agreement.expected),
                None if pair.agreement.kappa is None else f"{float(pair.agreement.kappa):.2f}",
            )
            for pair in texts.pairs(items)
        ],
        "listed": listed,
        "rows": [
            (
                reference_of(code_list.round.pk, item.return_id),
                item.words,
                [
                    (names.get(who, ""), dict(codes).get(code, code), code)
                    for who, code in sorted(item.entry["by"].items())
                ],
            )
            for item in listed
        ],
    }
    return render(request, "reports/desks/agreement.html", page)


def _names(items: Iterable[texts.Coded]) -> dict[str, str]:
    coders = {coder for item in items for coder in item.entry.get("by", {})}
    found = User.objects.filter(pk__in=coders).values_list("pk", "name")
    return {str(pk): name for pk, name in found}
