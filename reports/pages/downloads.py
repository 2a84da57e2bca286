"""One table as a file, with the filters of its page."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from reports import CODE_VERSION
from reports.access import get_round_for
from reports.building import contact_of, filters_in_words
from reports.coded_tables import chapters_of
from reports.figures.declaring import Table
from reports.figures.results import Result
from reports.laying import lay_out
from reports.pages.asked import Asked, asked_of
from reports.pages.having import Figures, figures_for
from reports.pages.views import get_table
from reports.workbook import About, write_workbook
from surveys.actions import note_act
from surveys.models import AuditEntry, User
from surveys.thresholds import thresholds_from

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def table_csv(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A table as CSV: what it holds, no more and no less than its page."""
    asked, declared = _asked(request, slug, name)
    _figures, result = _counted(asked, declared)
    grid = lay_out(result, spreads=asked.selection.spreads)
    return _file(request, asked, declared, grid.csv_bytes(), "csv", "text/csv; charset=utf-8")


@require_safe
@login_required
def table_excel(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A workbook of one table: its cover, its notes, and its sheets."""
    asked, declared = _asked(request, slug, name)
    figures, result = _counted(asked, declared)
    round_, selection = asked.round, asked.selection
    about = About(
        round_title=round_.title,
        note=round_.note,
        contact=contact_of(round_),
        returns_counted=figures.returns,
        built_on=timezone.localdate(figures.at or timezone.now()),
        code_version=figures.code_version or CODE_VERSION,
        left_out=figures.left_out,
        filters=filters_in_words(round_, selection, result.counted),
        is_weighted=selection.weighted and not figures.lacks_weights,
        is_publication=asked.is_for_publication,
        thresholds=thresholds_from(round_.thresholds),
    )
    with override(settings.LANGUAGE_CODE):
        content = write_workbook(
            about, [result], spreads=selection.spreads, chapters=chapters_of(round_)
        )
    return _file(request, asked, declared, content, "xlsx", WORKBOOK_TYPE)


def _asked(request: HttpRequest, slug: str, name: str) -> tuple[Asked, Table]:
    found = get_round_for(request.user, slug)
    asked = asked_of(found, request.user, request.GET)
    return asked, get_table(asked, name)


def _counted(asked: Asked, declared: Table) -> tuple[Figures, Result]:
    """Raises Http404 where nothing has been counted."""
    figures = figures_for(asked, declared)
    if figures.result is None:
        raise Http404("This table has not been counted yet.")
    return figures, figures.result


def _file(
    request: HttpRequest, asked: Asked, declared: Table, content: bytes, suffix: str, kind: str
) -> HttpResponse:
    """The file to save; what it may be used for is part of its name."""
    day = timezone.localdate()
    name = f"caseweek-{asked.round.slug}-{declared.name}-{asked.use}-{day:%Y-%m-%d}.{suffix}"
    if request.method == "GET":
        _note(request.user, asked, declared, suffix)
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _note(user: User, asked: Asked, declared: Table, suffix: str) -> None:
    """A researcher takes a table away: which, and for what use."""
    act, about = AuditEntry.Act.DOWNLOAD, f"Table {declared.number} ({asked.use}), {suffix}"
    note_act(who=user, act=act, now=timezone.now(), round=asked.round, about=about)
