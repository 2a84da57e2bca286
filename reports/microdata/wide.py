"""The internal release's files as tables: everything that the survey knows of its returns. Pure."""

import numpy as np
from django.utils.translation import override
from numpy.typing import NDArray

from diary.timeline import DAY_STATUSES, DAYS
from reports.figures.sample import make_sample
from reports.microdata.columns import (
    NOTHING,
    Column,
    Table,
    Values,
    named_apart,
    numbers,
    texts,
    ticked,
)
from reports.microdata.diaries import (
    DAY_LABELS,
    DAY_NAMES,
    Diaries,
)
from reports.microdata.reading import CHECKS_BY_DAY, Origin, Returns, service_labels
from surveys.models import Authority
from surveys.quality import LABELS, NAMES, explain

LUNCH = "S9"
FILLED: Values = (("S", "On its day, or before"), ("N", "The next day"), ("L", "Later"))
ROW = "A row a return, in the order of its id in this release, which tells nothing."


def wide_table(returns: Returns, diaries: Diaries) -> Table:
    """The wide file of an internal release."""
    columns = [
        id_column(returns.ids),
        *_origin_columns(returns),
        *_design(returns),
        *returns.answers,
        *_days(returns),
        *hours_columns(diaries.by_category()),
        *hours_columns(diaries),
        *_recorded(diaries),
        *_flags(returns),
    ]
    return Table("wide", ROW, named_apart(columns))


def id_column(ids: NDArray) -> Column:
    return Column("id", "The return's id, in this release only", "text", ids)


def hours_columns(diaries: Diaries) -> list[Column]:
    """Hours of each return by category or activity: hours_d, hours_d1 and so on."""
    return [
        numbers(f"hours_{value.lower()}", f"Hours: {label}", diaries.totals[:, place] / 2)
        for place, (value, label) in enumerate(diaries.values)
    ]


def agencies_table(origins: tuple[Origin, ...]) -> Table:
    """Agencies and open links by their numbers: who they are, for the survey's own team."""
    eligible = [np.nan if one.eligible is None else one.eligible for one in origins]
    columns = (
        numbers("number", "Number, as in the wide file", np.array([o.number for o in origins])),
        texts("kind", "Agency or open link", [one.kind for one in origins]),
        texts("name", "Name", [one.name for one in origins]),
        texts("service", "Service", [one.service for one in origins]),
        texts("authority", "Authority", [one.authority for one in origins]),
        texts("region", "Region", [one.region for one in origins]),
        texts("authority_type", "Type of authority", [one.type for one in origins]),
        texts("week", "Diary week, by its Monday", [one.week.isoformat() for one in origins]),
        numbers("eligible", "Staff who could be invited", np.array(eligible), whole=True),
    )
    return Table("agencies", "A row an agency or open link. Internal.", columns)


def region_column(returns: Returns) -> Column:
    """The region of the return's authority; an empty cell where it has none."""
    own = [one.region for one in returns.origins]
    regions = tuple((name, name) for name in sorted(set(own) - {""}))
    return _of_origin("region", "Region", returns, own, regions)


def _origin_columns(returns: Returns) -> list[Column]:
    origins = returns.origins
    with override(None):
        types = {value: str(label) for value, label in Authority.Type.choices}
    return [
        Column(
            "agency",
            "Agency or open link that the return came by",
            "codes",
            (returns.origin + 1).astype(np.int16)
            + np.where(returns.origin < 0, NOTHING, 0).astype(np.int16),
            values=tuple((str(one.number), one.name) for one in origins),
            note="Numbers are those of the agencies file. Internal: it names the agency.",
        ),
        region_column(returns),
        _of_origin(
            "authority_type",
            "Type of authority",
            returns,
            [one.type for one in origins],
            tuple(types.items()),
        ),
        _of_origin(
            "service",
            "Service of the agency",
            returns,
            [one.service for one in origins],
            tuple(service_labels().items()),
        ),
        Column("week", "Diary week, by its Monday", "date", returns.starts),
    ]


def _of_origin(name: str, label: str, returns: Returns, own: list[str], values: Values) -> Column:
    """A column of what is known of the origin; an empty cell where it has none."""
    numbered = {value: number for number, (value, _label) in enumerate(values, 1)}
    by_origin = np.array([*(numbered.get(value, NOTHING) for value in own), NOTHING], np.int16)
    return Column(name, label, "codes", by_origin[returns.origin], values=values)


def _design(returns: Returns) -> list[Column]:
    """What standard errors need (docs/decisions/0014): clusters, strata and weights."""
    places = [one.place for one in returns.origins]
    sample = make_sample(returns.agency, places, weighted=True)
    stratum = sample.stratum[sample.cluster] if len(returns) else np.empty(0)
    weight = np.ones(len(returns)) if sample.weight is None else sample.weight
    return [
        numbers("cluster", "Cluster of the sample: the authority", sample.cluster + 1, whole=True),
        numbers("stratum", "Stratum of the sample", stratum + 1, whole=True),
        numbers(
            "weight",
            "Weight to the agencies' eligible staff",
            weight,
            note="1 for all where no agency states its eligible staff. Published tables are "
            "unweighted.",
        ),
    ]


def _days(returns: Returns) -> list[Column]:
    with override(None):
        statuses = tuple((value, str(label)) for value, label in DAY_STATUSES.items())
    return [
        *by_day("status", "Kind of day", returns.statuses, statuses),
        *by_day("filled", "When the day got its first half hour", returns.filled, FILLED),
    ]


def by_day(name: str, label: str, symbols: NDArray[np.uint8], values: Values) -> list[Column]:
    """Seven columns of one symbol a day; "." is an empty cell."""
    table = np.full(256, NOTHING, dtype=np.int16)
    for number, (value, _label) in enumerate(values, 1):
        table[ord(value)] = number
    codes = table[symbols]
    return [
        Column(f"{name}_{DAY_NAMES[day]}", f"{label}: {DAY_LABELS[day]}", "codes", own, values)
        for day, own in enumerate(codes.T)
    ]


def _recorded(diaries: Diaries) -> list[Column]:
    totals = diaries.totals
    lunch = [value for value, _label in diaries.values].index(LUNCH)
    recorded = totals.sum(axis=1) / 2
    return [
        numbers("recorded_hours", "Recorded hours, lunch and breaks included", recorded),
        numbers(
            "recorded_hours_no_s9",
            "Recorded hours without lunch and breaks (S9)",
            recorded - totals[:, lunch] / 2,
        ),
    ]


def _flags(returns: Returns) -> list[Column]:
    with override(None):
        notes = {name: explain(name, returns.thresholds) for name in NAMES}
    found = [
        ticked(f"flag_{name}", f"Flag: {LABELS[name]}", returns.flags[:, place], note=notes[name])
        for place, name in enumerate(NAMES)
    ]
    for place, name in enumerate(CHECKS_BY_DAY):
        found += [
            ticked(
                f"{name}_{DAY_NAMES[day]}",
                f"{LABELS[name]}: {DAY_LABELS[day]}",
                returns.checks[:, place * DAYS + day],
                note="The diary's own check, as kept when the return was sent.",
            )
            for day in range(DAYS)
        ]
    return found
