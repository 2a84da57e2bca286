"""Makes a Frame of returns, added a chunk at a time from wherever they are. No database."""

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db import models
from django.utils.translation import gettext_noop, override

from diary.timeline import DAYS, SLOTS_PER_WEEK
from reports.figures.answered import (
    NONE,
    Chunk,
    CodeBook,
    Values,
    as_codes,
    columns_of,
    number_names,
)
from reports.figures.frame import (
    Codes,
    Frame,
    Integers,
    LeftOut,
    Numbers,
    Recruited,
    Slots,
    Variable,
)
from reports.figures.sample import NO_AGENCY, Place, make_sample
from surveys.instruments.types import Instrument
from surveys.managing.standing import regions
from surveys.models import Agency, Authority

NO_AUTHORITY = gettext_noop("No authority")
NO_AGENCY_LABEL = gettext_noop("No agency")


class Row(NamedTuple):
    """A return: its diary, the key of its agency (None: it has none), what was answered."""

    slots: str
    statuses: str
    starts_on: datetime.date
    agency: Hashable
    answers: Mapping[str, Any]
    codings: Mapping[str, str]


@dataclass(frozen=True)
class AgencyFacts:
    """What figures need of an agency. `authority` is any key of it, None where it has none."""

    service: str
    authority: Hashable = None
    region: str = ""
    type: str = ""
    eligible: int | None = None


class Gathering:
    """Returns that become a Frame: `add` them, then ask for the `frame`."""

    def __init__(self, instrument: Instrument, lists: Sequence[CodeBook] = ()) -> None:
        self._columns = columns_of(instrument, lists)
        self._codes: dict[str, list[Codes]] = {column.key: [] for column in self._columns}
        self._numbers: dict[str, list[Numbers]] = {n: [] for n in number_names(instrument)}
        self._slots, self._statuses = bytearray(), bytearray()
        self._starts: list[Integers] = []
        self._agencies: dict[Hashable, int] = {}
        self._agency: list[int] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Take some returns; what is kept of them is arrays."""
        if not rows:
            return
        slots, statuses, starts, agencies, answers, codings = zip(*rows, strict=True)
        self._slots += "".join(slots).encode("ascii")
        self._statuses += "".join(statuses).encode("ascii")
        self._starts.append(np.array(starts, dtype="datetime64[D]").astype(np.int32))
        known = self._agencies
        self._agency += [
            NO_AGENCY if key is None else known.setdefault(key, len(known)) for key in agencies
        ]
        chunk = Chunk(answers, codings)
        for column in self._columns:
            self._codes[column.key].append(column.make(chunk))
        for name, found in self._numbers.items():
            found.append(chunk.number(name))

    def frame(
        self,
        agencies: Mapping[Hashable, AgencyFacts],
        *,
        weighted: bool = False,
        left_out: LeftOut | None = None,
        recruited: tuple[Recruited, ...] = (),
    ) -> Frame:
        """All that was added. `agencies` has at least those of the returns, by their keys."""
        agency = np.array(self._agency, dtype=np.int32)
        facts = [agencies[key] for key in self._agencies]
        variables = {
            column.key: Variable(
                column.key,
                column.label,
                column.values,
                _joined(self._codes[column.key], np.uint8),
                column.missing,
            )
            for column in self._columns
        }
        of_agencies = (
            *_agency_variables(agency, facts, agencies),
            _weeks(_joined(self._starts, np.int32)),
        )
        places = [Place(a.authority, a.region, a.type, a.eligible) for a in facts]
        return Frame(
            slots=_matrix(self._slots, SLOTS_PER_WEEK),
            statuses=_matrix(self._statuses, DAYS),
            variables=variables | {variable.key: variable for variable in of_agencies},
            numbers={name: _joined(own, np.float64) for name, own in self._numbers.items()},
            sample=make_sample(agency, places, weighted=weighted),
            left_out=left_out or LeftOut(),
            recruited=recruited,
        )


def regions_in(agencies: Mapping[Hashable, AgencyFacts]) -> tuple[str, ...]:
    """The regions of agencies' authorities, as official statistics order them, others last."""
    found = {a.region for a in agencies.values() if a.authority is not None}
    usual = [name for name in regions() if name in found]
    return (*usual, *sorted(found.difference(usual)))


def region_values(regions: Sequence[str]) -> Values:
    """The values of the variable "region"."""
    return (*((name, name) for name in regions), (NONE, NO_AUTHORITY))


def _agency_variables(
    agency: Integers, facts: Sequence[AgencyFacts], agencies: Mapping[Hashable, AgencyFacts]
) -> tuple[Variable, ...]:
    """Region, type of authority and service; `facts` in the order of the indexes in `agency`."""

    def variable(key: str, label: str, values: Values, of_agencies: Sequence[str]) -> Variable:
        places = {value: place for place, (value, _label) in enumerate(values)}
        # NO_AGENCY takes the last.
        own = as_codes([*(places[value] for value in of_agencies), places[NONE]], len(values))
        return Variable(key, label, values, own[agency], NONE)

    def of_authority(a: AgencyFacts, value: str) -> str:
        return NONE if a.authority is None else value

    none = ((NONE, NO_AUTHORITY),)
    return (
        variable(
            "region",
            gettext_noop("Region"),
            region_values(regions_in(agencies)),
            [of_authority(a, a.region) for a in facts],
        ),
        variable(
            "authority_type",
            gettext_noop("Type of authority"),
            (*_in_english(Authority.Type), *none),
            [of_authority(a, a.type) for a in facts],
        ),
        variable(
            "service",
            gettext_noop("Service"),
            (*_in_english(Agency.Service), (NONE, NO_AGENCY_LABEL)),
            [a.service for a in facts],
        ),
    )


def _in_english(choices: type[models.TextChoices]) -> Values:
    """A model's choices under their English labels, which pages translate."""
    with override(None):
        return tuple((value, str(label)) for value, label in choices.choices)


def _weeks(starts: Integers) -> Variable:
    """The diary weeks, by their Mondays."""
    mondays, places = np.unique(starts, return_inverse=True)
    days = [datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day)) for day in mondays]
    values = tuple((day.isoformat(), f"Week of {day:%-d %B %Y}") for day in days)
    codes = as_codes(places.tolist(), len(values))
    return Variable("weeks", gettext_noop("Diary week"), values, codes)


def _joined(parts: Sequence[Any], kind: Any) -> Any:
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def _matrix(cells: bytearray, width: int) -> Slots:
    return np.frombuffer(cells, dtype=np.uint8).reshape(-1, width)
