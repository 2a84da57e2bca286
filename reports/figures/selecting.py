"""What a researcher asks tables for: of whom, weighted or not, with intervals or without.

The same selection is an address's query, a job's parameters and a line on a cover.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext

from reports.figures.answered import Values, columns_of
from reports.figures.frame import Bools, Frame
from reports.figures.gathering import region_values
from surveys.instruments.types import Instrument

REGION = "region"
CLIENT_GROUPS = "client_groups"  # one filter of many variables: any of the groups chosen
FILTERS = (
    "sector",
    "role_table_3_11",
    REGION,
    CLIENT_GROUPS,
    "electronic_table_2_25",
    "hours_table_2_15",
    "satisfaction_table_2_31",
)
SWITCHES = ("weighted", "spreads")
ON, OFF = "yes", "no"
SHOWN = 40  # characters of an unknown name or value that are repeated to the reader


@dataclass(frozen=True)
class Filter:
    """A filter that pages offer: its name in addresses, its label, and the values to choose."""

    key: str
    label: str
    values: Values


@dataclass(frozen=True)
class Selection:
    """Returns with one of the values of each filter; always kept in the same order.

    `filters` maps variables to values. CLIENT_GROUPS stands for its options: any of them chosen.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weighted: bool = False  # to the agencies' eligible staff
    spreads: bool = False  # with intervals and design effects

    def __post_init__(self) -> None:
        given = {key: tuple(sorted(set(self.filters[key]))) for key in sorted(self.filters)}
        object.__setattr__(
            self, "filters", {key: values for key, values in given.items() if values}
        )

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "Selection":
        """What `parameters` wrote; other keys are somebody else's."""
        filters = {key: tuple(values) for key, values in parameters.get("filters", {}).items()}
        switches = {name: bool(parameters.get(name, False)) for name in SWITCHES}
        return cls(filters, **switches)

    @classmethod
    def from_query(
        cls,
        query: QueryDict,
        instrument: Instrument,
        *,
        regions: Sequence[str] = (),
        others: Collection[str] = (),
    ) -> tuple["Selection", list[str]]:
        """The selection in an address, and what is wrong with it, in words for its reader.

        What is wrong is left out of the selection. `others` are names that the page uses itself.
        """
        offered = {own.key: own for own in filters_of(instrument, regions)}
        filters: dict[str, tuple[str, ...]] = {}
        switches: dict[str, bool] = {}
        problems = []
        for name in query:
            values = [value for value in query.getlist(name) if value]
            if name in offered:
                filters[name], unknown = _known(offered[name], values)
                problems += unknown
            elif name in SWITCHES:
                switches[name] = ON in values
                problems += [_no_switch(name, value) for value in values if value not in (ON, OFF)]
            elif name not in others:
                text = gettext("There is no filter “%(name)s”. It is left out.")
                problems.append(text % {"name": name[:SHOWN]})
        return cls(filters, **switches), problems

    def parameters(self) -> dict[str, Any]:
        """As JSON for a job's parameters: the same for the same selection."""
        return {
            "filters": {key: list(values) for key, values in self.filters.items()},
            "weighted": self.weighted,
            "spreads": self.spreads,
        }

    def query(self) -> str:
        """As the query of an address, "" where everything is as usual: the same for the same."""
        parts = [(key, value) for key, values in self.filters.items() for value in values]
        parts += [(name, ON) for name in SWITCHES if getattr(self, name)]
        return urlencode(parts)

    def keep(self, frame: Frame) -> Bools | None:
        """Which returns are selected, shape (returns,); None for all of them.

        A value that the frame doesn't have selects nobody; so does a filter that it doesn't have.
        """
        if not self.filters:
            return None
        kept = np.ones(len(frame), dtype=np.bool_)
        for key, values in self.filters.items():
            if key == CLIENT_GROUPS:
                kept &= _any_group(frame, values)
            else:
                kept &= _one_of(frame, key, values)
        return kept

    def describe(
        self, instrument: Instrument, *, regions: Sequence[str] = ()
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each filter's label and its values' labels, in the order of FILTERS.

        A value without a label, as of a region that has gone, stands for itself.
        """
        offered = {own.key: own for own in filters_of(instrument, regions)}
        lines = []
        for key in (*FILTERS, *(key for key in self.filters if key not in FILTERS)):
            if key in self.filters:
                known = offered.get(key, Filter(key, key, ()))
                labels = dict(known.values)
                order = [value for value in labels if value in self.filters[key]]
                order += [value for value in self.filters[key] if value not in labels]
                lines.append((known.label, tuple(labels.get(value, value) for value in order)))
        return tuple(lines)


def filters_of(instrument: Instrument, regions: Sequence[str] = ()) -> tuple[Filter, ...]:
    """The filters that a round's pages offer: those of FILTERS that its instrument has."""
    columns = {column.key: column for column in columns_of(instrument)}
    found = []
    for key in FILTERS:
        if key == REGION:
            found.append(Filter(REGION, gettext("Region"), region_values(regions)))
        elif key in columns:
            found.append(Filter(key, columns[key].label, columns[key].values))
        elif question := instrument.question(key):
            options = tuple((option.value, option.label) for option in question.options)
            found.append(Filter(key, question.label, options))
    return tuple(found)


def _known(offered: Filter, values: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    known = {value for value, _label in offered.values}
    text = gettext("“%(name)s” has no value “%(value)s”. It is left out.")
    unknown = [
        text % {"name": offered.label, "value": value[:SHOWN]}
        for value in values
        if value not in known
    ]
    return tuple(value for value in values if value in known), unknown


def _no_switch(name: str, value: str) -> str:
    text = gettext("“%(name)s” is “yes” or “no”, not “%(value)s”.")
    return text % {"name": name, "value": value[:SHOWN]}


def _one_of(frame: Frame, key: str, values: Sequence[str]) -> Bools:
    variable = frame.variables.get(key)
    if variable is None:
        return np.zeros(len(frame), dtype=np.bool_)
    wanted = np.array([value in values for value, _label in variable.values], dtype=np.bool_)
    kept: Bools = wanted[variable.codes]
    return kept


def _any_group(frame: Frame, groups: Sequence[str]) -> Bools:
    kept = np.zeros(len(frame), dtype=np.bool_)
    for group in groups:
        kept |= _one_of(frame, f"{CLIENT_GROUPS}.{group}", ("yes",))
    return kept
