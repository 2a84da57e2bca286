"""Asking for a workbook, and saying what past results were made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_noop

from reports.figures.selecting import Selection
from reports.models import Job
from reports.pages.asked import INTERNAL, PUBLICATION, Asked, asked_of
from surveys.instruments import load_instrument
from surveys.models import Round, User

# What a job's page says of it, by kind, as gettext finds it: the template translates.
BUILDING: Mapping[str, str] = {
    Job.Kind.WORKBOOK: gettext_noop("Building the workbook"),
    Job.Kind.TABLES: gettext_noop("Counting the tables"),
    Job.Kind.MICRODATA: gettext_noop("Building the files"),
}
READY: Mapping[str, str] = {
    Job.Kind.WORKBOOK: gettext_noop("The workbook is ready"),
    Job.Kind.TABLES: gettext_noop("The tables are counted"),
    Job.Kind.MICRODATA: gettext_noop("The files are ready"),
}
FAILED: Mapping[str, str] = {
    Job.Kind.WORKBOOK: gettext_noop("Building the workbook failed"),
    Job.Kind.TABLES: gettext_noop("Counting the tables failed"),
    Job.Kind.MICRODATA: gettext_noop("Building the files failed"),
}
CANCELLED: Mapping[str, str] = {
    Job.Kind.WORKBOOK: gettext_noop("The workbook was cancelled"),
    Job.Kind.TABLES: gettext_noop("The count was cancelled"),
    Job.Kind.MICRODATA: gettext_noop("The files were cancelled"),
}
TAKE: Mapping[str, str] = {
    Job.Kind.WORKBOOK: gettext_noop("Download workbook"),
    Job.Kind.MICRODATA: gettext_noop("Download files"),
}


@dataclass(frozen=True)
class Wanted:
    """A workbook that somebody asks for: for which use, and of whom."""

    use: str
    selection: Selection

    @property
    def parameters(self) -> dict[str, Any]:
        """The selection's; none where all is as usual, so that whoever asks joins the same job."""
        return {} if self.selection == Selection() else self.selection.parameters()


@dataclass(frozen=True)
class Past:
    """A job, and in words what it is made from."""

    job: Job
    use: str
    filters: tuple[tuple[str, tuple[str, ...]], ...]
    selection: Selection

    @property
    def is_for_publication(self) -> bool:
        return self.job.is_for_publication

    @property
    def query(self) -> str:
        """Of pages of tables that show the same."""
        return f"for={PUBLICATION}" if self.is_for_publication else self.selection.query()


class BuildForm(forms.Form):
    """What a workbook is for, with intervals or not, and the query of the page it is asked from."""

    use = forms.ChoiceField(choices=[(INTERNAL, ""), (PUBLICATION, "")], required=False)
    spreads = forms.BooleanField(required=False)
    query = forms.CharField(required=False, max_length=4_000)

    def wanted(self, round: Round, user: User) -> Wanted:
        """What is asked for; for publication it is the whole set, of all returns, unweighted."""
        self.full_clean()
        spreads = bool(self.cleaned_data.get("spreads"))
        if self.cleaned_data.get("use") == PUBLICATION:
            return Wanted(PUBLICATION, Selection(spreads=spreads))
        own = asked_of(round, user, QueryDict(self.cleaned_data.get("query", ""))).selection
        return Wanted(INTERNAL, Selection(own.filters, own.weighted, spreads))


def past(job: Job, round: Round) -> Past:
    """A job with what its parameters say in words."""
    selection = Selection.from_parameters(_selection_of(job))
    filters = selection.describe(load_instrument(round.instrument))
    return Past(job, str(job.parameters.get("use", INTERNAL)), filters, selection)


def past_results(jobs: Sequence[Job], round: Round) -> list[Past]:
    return [past(job, round) for job in jobs]


def words_of(job: Job) -> dict[str, str]:
    """What a job's page says in each of its states, untranslated."""
    return {
        "building": BUILDING[job.kind],
        "ready": READY[job.kind],
        "failed": FAILED[job.kind],
        "cancelled": CANCELLED[job.kind],
        "take": TAKE.get(job.kind, ""),
    }


def carried(asked: Asked) -> str:
    """The query that a workbook's form carries from the page before: filters and weights."""
    return Selection(asked.selection.filters, asked.selection.weighted).query()


def _selection_of(job: Job) -> Mapping[str, Any]:
    found = job.parameters.get("selection", {})
    return found if isinstance(found, Mapping) else {}
