"""The survey's design as arrays: clusters, strata and weights (docs/decisions/0014). Pure.

The cluster is the authority: departments of one authority are not independent of each other. An
agency without an authority is a cluster, and so is a return without an agency. Strata are region
× type of authority; clusters without an authority are a stratum of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reports.figures.frame import Integers, Numbers, Sample

NO_AGENCY = -1
# In their order; Authority.Type's. Others, and "" of those without an authority, follow.
TYPES = ("metropolitan", "unitary", "county", "london")

Cell = tuple[str, str]  # region and type of authority, both "" of clusters without an authority


@dataclass(frozen=True)
class Place:
    """What the design needs of an agency. `authority` is any key of it, None where it has none;
    `eligible` the staff who could have been invited, None where it is not stated."""

    authority: Hashable
    region: str = ""
    type: str = ""
    eligible: int | None = None

    @property
    def cell(self) -> Cell:
        return ("", "") if self.authority is None else (self.region, self.type)


def make_sample(agency: Integers, places: Sequence[Place], *, weighted: bool = False) -> Sample:
    """The design of returns, `agency` being the index in `places` of each, or NO_AGENCY.

    Agencies and authorities without a return are in no cluster. Weights as eligible_weights says.
    """
    clusters: dict[Hashable, int] = {}
    cells: list[Cell] = []
    cluster_of_agency = np.zeros(len(places) + 1, dtype=np.int32)
    for number in np.unique(agency[agency != NO_AGENCY]).tolist():
        place = places[number]
        # An agency without an authority is known by its own number.
        key = ("agency", number) if place.authority is None else ("authority", place.authority)
        if key not in clusters:
            clusters[key] = len(cells)
            cells.append(place.cell)
        cluster_of_agency[number] = clusters[key]
    cluster = cluster_of_agency[agency]  # NO_AGENCY takes the last place, and is replaced
    alone = agency == NO_AGENCY
    count = int(alone.sum())
    cluster[alone] = np.arange(len(cells), len(cells) + count)
    cells += [("", "")] * count
    return Sample(
        cluster=cluster,
        stratum=collapsed(cells),
        weight=eligible_weights(agency, [p.eligible for p in places]) if weighted else None,
    )


def collapsed(cells: Sequence[Cell]) -> Integers:
    """The stratum of each cluster from its region and type, none with a single cluster.

    A stratum with one cluster has no variance of its own, so it is put together with others:
    1. those of one region with each other;
    2. one that is still alone, with the stratum of its region that has the fewest clusters;
    3. one whose region has no other, with those of other regions in the same place;
    4. one that is still alone, with the stratum that has the fewest clusters of all.
    A single cluster in all stays by itself: there are no degrees of freedom. Among equals the
    first counts, regions by name and types in the order of TYPES, no authority last. Strata are
    numbered in that order, whatever the order of the clusters.
    """
    sizes = Counter(cells)
    strata = [[cell] for cell in sorted(sizes, key=_order)]  # each is the cells that it holds
    by_region = defaultdict(list)
    for stratum in strata:
        by_region[stratum[0][0]].append(stratum)
    kept: list[list[Cell]] = []
    alone: list[list[Cell]] = []  # of steps 3 and 4
    for mine in by_region.values():
        fit = [stratum for stratum in mine if _size(stratum, sizes) > 1]
        single = [stratum for stratum in mine if _size(stratum, sizes) == 1]
        if len(single) > 1:
            fit.append(_together(single))
        elif single and fit:
            _smallest(fit, sizes).extend(single[0])
        else:
            alone += single
        kept += fit
    if len(alone) == 1 and kept:
        _smallest(kept, sizes).extend(alone[0])
    elif alone:
        kept.append(_together(alone))
    kept.sort(key=lambda stratum: min(map(_order, stratum)))
    number = {cell: place for place, stratum in enumerate(kept) for cell in stratum}
    return np.array([number[cell] for cell in cells], dtype=np.int32)


def eligible_weights(agency: Integers, eligible: Sequence[int | None]) -> Numbers | None:
    """How many eligible staff each return stands for; None where no agency states them.

    A return of an agency that states its eligible staff stands for them over the agency's
    returns. All others, those without an agency too, stand for what returns of stating agencies
    stand for on average. An agency that states none but has returns has not counted them.
    """
    replies = np.bincount(agency[agency != NO_AGENCY], minlength=len(eligible))
    stated = np.array([float(staff or 0) for staff in eligible])
    says = (stated > 0) & (replies > 0)
    if not says.any():
        return None
    overall = stated[says].sum() / replies[says].sum()
    each = np.full(len(eligible) + 1, overall)  # the last place is of NO_AGENCY
    each[:-1][says] = stated[says] / replies[says]
    return each[agency]


def _order(cell: Cell) -> tuple[bool, str, int, str]:
    region, kind = cell
    place = TYPES.index(kind) if kind in TYPES else len(TYPES)
    return (cell == ("", ""), region, place, kind)


def _size(stratum: Iterable[Cell], sizes: Counter[Cell]) -> int:
    return sum(sizes[cell] for cell in stratum)


def _together(strata: Iterable[list[Cell]]) -> list[Cell]:
    return [cell for stratum in strata for cell in stratum]


def _smallest(strata: Sequence[list[Cell]], sizes: Counter[Cell]) -> list[Cell]:
    return min(strata, key=lambda stratum: (_size(stratum, sizes), min(map(_order, stratum))))
