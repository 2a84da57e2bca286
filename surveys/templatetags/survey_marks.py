"""What every page may need of the survey that its reader takes part in."""

from typing import Any

from django import template

from surveys.access import NoArrival, get_caller_for
from surveys.actions import Arrival
from surveys.models import OpenLink, Return, Round, RoundPage

register = template.Library()
_CARRIERS = ("found", "arrival", "link")


@register.simple_tag(takes_context=True)
def survey_round(context: template.Context) -> Round | None:
    """The round that a respondent's page is about, None where there is none.

    Most pages of the journey have it at hand. Others (the diary, help) cost one query, once a
    page, and only in a browser with a respondent's session or a code just entered.
    """
    given = context.get("survey_round")
    if isinstance(given, Round):
        return given
    for name in _CARRIERS:
        carrier = context.get(name)
        if isinstance(carrier, Return | Arrival | OpenLink):
            return carrier.round
    request = context.get("request")
    if request is None:
        return None
    if not hasattr(request, "survey_round"):
        request.survey_round = _by_cookie(request)
    return request.survey_round


@register.simple_tag
def round_page_kinds() -> list[Any]:
    """The five pages that a round tells about itself."""
    return list(RoundPage.Kind)


def _by_cookie(request: Any) -> Round | None:
    try:
        return get_caller_for(request).round
    except NoArrival:
        return None
