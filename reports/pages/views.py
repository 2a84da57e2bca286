"""The pages of tables: the list of them, one table with its chart, and asking for a count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reports.access import get_round_for
from reports.actions import request_job
from reports.coded_tables import chapters_of, tables_of
from reports.figures.declaring import Table
from reports.figures.results import Result
from reports.models import Job
from reports.notes import NOTES
from reports.pages.asked import Asked, asked_of, beside
from reports.pages.charts import Drawing, draw
from reports.pages.comparing import compared_grid
from reports.pages.grids import Grid, grid_of
from reports.pages.having import Figures, figures_for
from reports.pages.written import EXPLAINED
from reports.protection import ROUNDED
from surveys.models import Round


@dataclass(frozen=True)
class Chapter:
    key: str
    title: str
    tables: Sequence[Table]


@dataclass(frozen=True)
class Side:
    """A round's part of a page: one round, or one of two."""

    round: Round
    figures: Figures


@require_safe
@login_required
def tables(request: HttpRequest, slug: str) -> HttpResponse:
    """All tables by chapter; what is asked of figures stays in every link."""
    found = get_round_for(request.user, slug)
    asked = asked_of(found, request.user, request.GET)
    shown = shown_tables(asked)
    listed = [
        Chapter(key, title, [table for table in shown if table.chapter == key])
        for key, title in chapters_of(found)
    ]
    page = {
        "round": found,
        "asked": asked,
        "chapters": [chapter for chapter in listed if chapter.tables],
    }
    return render(request, "reports/tables/index.html", page)


@require_safe
@login_required
def table(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One table with its chart, as the address asks, of one round or of two."""
    found = get_round_for(request.user, slug)
    asked = asked_of(found, request.user, request.GET)
    declared = get_table(asked, name)
    sides = [Side(found, figures_for(asked, declared))]
    other = beside(asked)
    if other is not None:
        sides.append(Side(other.round, figures_for(other, declared)))
    page = {
        "round": found,
        "asked": asked,
        "table": declared,
        "index_query": asked.toggles["alone"],
        "notes": [*(NOTES[key] for key in declared.notes), *[ROUNDED] * asked.is_for_publication],
        "both": sides,
        "one_table": True,
        **neighbours(asked, declared),
    }
    results = [side.figures.result for side in sides if side.figures.result]
    if len(results) == len(sides):
        page |= shown(asked, results, sides)
    return render(request, "reports/tables/table.html", page)


@require_POST
@login_required
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a count of all tables, as a page of one of them asked; back to that page.

    Without a table it leads to the list of them.
    """
    found = get_round_for(request.user, slug)
    home = get_round_for(request.user, request.POST.get("page", slug))
    asked = asked_of(home, request.user, QueryDict(request.POST.get("query", "")))
    of = beside(asked) if found != home else asked
    if of is None or of.round != found:
        raise Http404("This page does not show the other round.")
    name = request.POST.get("table", "")
    back = table_address(asked, get_table(asked, name)) if name else tables_address(asked)
    request_job(
        round=found,
        kind=Job.Kind.TABLES,
        parameters=of.parameters,
        user=request.user,
        now=timezone.now(),
    )
    return redirect(back)


def get_table(asked: Asked, name: str) -> Table:
    """A table of the round by its name in addresses. Raises Http404."""
    found = next((table for table in tables_of(asked.round) if table.name == name), None)
    if found is None:
        raise Http404("There is no such table.")
    if asked.is_for_publication and not found.is_published:
        raise Http404("This table is not among those for publication.")
    return found


def shown_tables(asked: Asked) -> list[Table]:
    """The tables that are to be had: for publication, those of the publication set."""
    return [t for t in tables_of(asked.round) if t.is_published or not asked.is_for_publication]


def table_address(asked: Asked, declared: Table, name: str = "reports:table") -> str:
    """A table's page (or download) as it is asked for."""
    address = reverse(name, args=[asked.round.slug, declared.name])
    return f"{address}?{asked.query}" if asked.query else address


def tables_address(asked: Asked) -> str:
    """The list of tables as it is asked for."""
    address = reverse("reports:tables", args=[asked.round.slug])
    return f"{address}?{asked.query}" if asked.query else address


def neighbours(asked: Asked, declared: Table) -> Mapping[str, Table | None]:
    """The tables before and after one."""
    listed = shown_tables(asked)
    place = listed.index(declared)
    return {
        "previous": listed[place - 1] if place else None,
        "next": listed[place + 1] if place + 1 < len(listed) else None,
    }


def shown(asked: Asked, results: Sequence[Result], sides: Sequence[Side]) -> dict[str, Any]:
    """What a page of figures has: the table, its chart, what its shorthand means, downloads."""
    grid, drawing = laid_out(asked, results)
    result = results[0]
    return {
        "nobody": not result.counted and sides[0].figures.is_of_returns,
        "grid": grid,
        "marks": [(mark.value, _(EXPLAINED[mark])) for mark in grid.marks],
        "drawing": drawing,
        "this_title": sides[0].round.title,
        "other_title": sides[-1].round.title,
        "downloads": [
            {
                "round": own.round,
                "csv": table_address(own, result.table, "reports:table_csv"),
                "excel": table_address(own, result.table, "reports:table_excel"),
            }
            for own in alone(asked)
        ],
    }


def alone(asked: Asked) -> list[Asked]:
    """What is asked of each round by itself."""
    this = Asked(asked.round, asked.selection, asked.offered, more=asked.more, use=asked.use)
    other = beside(asked)
    return [this, other] if other else [this]


def laid_out(asked: Asked, results: Sequence[Result]) -> tuple[Grid, Drawing | None]:
    """The table and the chart of one result or of two."""
    more, intervals = asked.more, asked.selection.spreads
    this, *other = results
    drawing = draw(this, *other, intervals=intervals, more=more)
    if other:
        return compared_grid(this, other[0], more=more, intervals=intervals), drawing
    return grid_of(this, more=more, intervals=intervals), drawing
