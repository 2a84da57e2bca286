"""What the address of a page of tables asks for: of whom, how, beside which round, for what use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reports.access import get_other_rounds_for
from reports.figures.selecting import ON, Filter, Selection, filters_of
from surveys.instruments import load_instrument
from surveys.models import Round, User

INTERNAL, PUBLICATION = "internal", "publication"
PLACES, WITH, USE = "places", "with", "for"
OWN_NAMES = (PLACES, WITH, USE)
SPREADS, WEIGHTED = "spreads", "weighted"


@dataclass(frozen=True)
class Choice:
    """A value of a filter, and whether it is chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """What a researcher asks of a round's tables. `problems` say what was left out, in words.

    What is for publication has no filters and no weights, and no other round beside it: the set
    is protected as a whole, and would not be so beside figures of parts of it.
    """

    round: Round
    selection: Selection
    offered: tuple[Filter, ...]
    rounds: tuple[Round, ...] = ()  # that may stand beside it
    more: int = 0  # decimal places than usual
    other: Round | None = None
    use: str = INTERNAL
    problems: tuple[str, ...] = ()

    @property
    def is_for_publication(self) -> bool:
        return self.use == PUBLICATION

    @property
    def parameters(self) -> dict[str, Any]:
        """Of the job that counts it. Intervals are always counted, and shown when asked for."""
        selection = Selection(self.selection.filters, self.selection.weighted, spreads=True)
        return {"use": self.use, "selection": selection.parameters()}

    @property
    def filters(self) -> list[tuple[Filter, list[Choice]]]:
        """Every filter with its values, for a form."""
        return [(own, list(self._choices(own))) for own in self.offered]

    @property
    def narrowed(self) -> list[tuple[str, tuple[str, ...]]]:
        """The filters in use: label, and the values' labels."""
        found = []
        for own, choices in self.filters:
            labels = tuple(choice.label for choice in choices if choice.is_chosen)
            if labels:
                found.append((own.label, labels))
        return found

    @property
    def query(self) -> str:
        """This page's own query, without the "?"; "" where everything is as usual."""
        return self._query({})

    @property
    def toggles(self) -> Mapping[str, str]:
        """Queries of the same page with one thing changed."""
        spreads, weighted = not self.selection.spreads, not self.selection.weighted
        filters = self.selection.filters
        return {
            "spreads": self._query({"selection": Selection(filters, not weighted, spreads)}),
            "weighted": self._query({"selection": Selection(filters, weighted, not spreads)}),
            "places": self._query({"more": 0 if self.more else 1}),
            "alone": self._query({"other": None}),
            "unfiltered": self._query({"selection": Selection({}, not weighted, not spreads)}),
            "publication": urlencode({USE: PUBLICATION}),
        }

    def _query(self, changes: Mapping[str, Any]) -> str:
        selection = changes.get("selection", self.selection)
        more, other = changes.get("more", self.more), changes.get("other", self.other)
        if "other" in changes:
            other = changes["other"]
        own = {
            PLACES: str(more) if more else "",
            WITH: other.slug if other else "",
            USE: PUBLICATION if self.is_for_publication else "",
        }
        parts = [selection.query(), urlencode({key: value for key, value in own.items() if value})]
        return "&".join(part for part in parts if part)

    def _choices(self, own: Filter) -> Iterator[Choice]:
        chosen = self.selection.filters.get(own.key, ())
        for value, label in own.values:
            yield Choice(value, label, value in chosen)


def asked_of(round: Round, user: User, query: QueryDict) -> Asked:
    """What an address asks, with what can't be had left out and said."""
    rounds = get_other_rounds_for(user, round)
    if query.get(USE) == PUBLICATION:
        return _for_publication(round, query)
    instrument = load_instrument(round.instrument)
    regions = regions_of(round)
    selection, problems = Selection.from_query(query, instrument, regions=regions, others=OWN_NAMES)
    other, lost = _other(query, rounds)
    return Asked(
        round=round,
        selection=selection,
        offered=filters_of(instrument, regions),
        rounds=tuple(rounds),
        more=1 if query.get(PLACES) == "1" else 0,
        other=other,
        problems=(*problems, *lost),
    )


def beside(asked: Asked) -> Asked | None:
    """The same asked of the round that stands beside; None where none does."""
    if asked.other is None:
        return None
    return Asked(asked.other, asked.selection, asked.offered, more=asked.more, use=asked.use)


def regions_of(round: Round) -> list[str]:
    """The regions of the round's agencies, in order."""
    regions = round.agencies.exclude(authority=None).order_by("authority__region")
    return list(regions.values_list("authority__region", flat=True).distinct())


def _for_publication(round: Round, query: QueryDict) -> Asked:
    """Filters and weights that the address has besides are left out, and said."""
    rest = sorted(set(query) - {*OWN_NAMES, SPREADS})
    problems = [_("Figures for publication have no filters and no weights: they are left out.")]
    return Asked(
        round=round,
        selection=Selection(spreads=ON in query.getlist(SPREADS)),
        offered=(),
        more=1 if query.get(PLACES) == "1" else 0,
        use=PUBLICATION,
        problems=tuple(problems) if rest or query.get(WITH) else (),
    )


def _other(query: QueryDict, rounds: Sequence[Round]) -> tuple[Round | None, list[str]]:
    slug = query.get(WITH, "")
    found = next((one for one in rounds if one.slug == slug), None)
    if found is None and slug:
        return None, [_("You are researcher of no other round at that address. It is left out.")]
    return found, []
