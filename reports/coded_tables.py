"""The tables of a round: the declared ones, and one for each list of codes of its researchers.

What the instrument itself declares as a coding has its place in the declared tables. Tables of
codes are internal: which codes are parts of others nobody has declared, so they can't be
protected with the rest.
"""

from django.utils.translation import gettext_noop

from reports.figures.declaring import Chart, Table
from reports.figures.loading import all_tables, chapters
from surveys.coding import declared_codings
from surveys.instruments import load_instrument
from surveys.models import CodeList, Round

CHAPTER = ("coded", gettext_noop("Coded answers"))
DESCRIPTION = "For each code a bar: the percentage of all respondents whose answer has it."


def tables_of(round: Round) -> tuple[Table, ...]:
    """All tables of a round, in order; those of codes last."""
    return (*all_tables(), *coded_tables(round))


def chapters_of(round: Round) -> tuple[tuple[str, str], ...]:
    """Keys and titles of the chapters under which its tables stand."""
    return (*chapters(), CHAPTER)


def coded_tables(round: Round) -> tuple[Table, ...]:
    """A table of each list of codes, by sector."""
    declared = declared_codings(load_instrument(round.instrument))
    own = CodeList.objects.filter(round=round).exclude(key__in=declared)
    return tuple(_table(place, code_list) for place, code_list in enumerate(own, start=1))


def _table(place: int, code_list: CodeList) -> Table:
    return Table(
        number=f"Q{place}",
        name=f"coded-{code_list.key.replace('_', '-')}",
        chapter=CHAPTER[0],
        title=code_list.title,
        kind="counts",
        rows=code_list.key,
        row_head="Code",
        columns=("sector",),
        notes=("coded", "column_percentages", "sector", "respondents"),
        is_published=False,
        chart=Chart("bars", code_list.title, DESCRIPTION),
    )
