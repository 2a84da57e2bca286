"""The codebook of a version of the questionnaire, for staff: a page and a file."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from surveys.access import get_roles_for
from surveys.instruments import Instrument, InstrumentError, load_instrument
from surveys.instruments.codebook import derived_entries, entries, variables
from surveys.instruments.codefile import codebook_csv
from surveys.models import User


@require_safe
@login_required
def codebook(request: HttpRequest, name: str) -> HttpResponse:
    """Every variable of researchers' files, by section; in English, as those files are."""
    instrument = _get_instrument_for(request.user, name)
    with translation.override(settings.LANGUAGE_CODE):
        groups = [
            (section.key, section.title, entries(section, instrument))
            for section in instrument.sections
        ]
        groups.append(("derived", gettext("Derived variables"), derived_entries(instrument)))
    page = {"instrument": instrument, "groups": groups, "count": len(variables(instrument))}
    return render(request, "surveys/staff/codebook.html", page)


@require_safe
@login_required
def codebook_file(request: HttpRequest, name: str) -> HttpResponse:
    """The same as CSV, a line a variable."""
    instrument = _get_instrument_for(request.user, name)
    file = f"codebook-{instrument.name}.csv"
    with translation.override(settings.LANGUAGE_CODE):
        content = codebook_csv(instrument)
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _get_instrument_for(user: User, name: str) -> Instrument:
    """A version, for staff with a part in a round. Raises Http404: others learn nothing."""
    if not get_roles_for(user):
        raise Http404("You have no part in a survey round.")
    try:
        return load_instrument(name)
    except InstrumentError as error:
        raise Http404(str(error)) from None
