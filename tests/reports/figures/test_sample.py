"""Clusters, collapsed strata and weights."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.sample import (
    NO_AGENCY,
    TYPES,
    Place,
    collapsed,
    eligible_weights,
    make_sample,
)
from surveys.models import Authority

UNITARY, COUNTY = "unitary", "county"
NORTH, SOUTH, WEST = "North", "South", "West"
NOWHERE = ("", "")
CELLS = st.sampled_from(
    [NOWHERE, *((region, kind) for region in (NORTH, SOUTH, WEST) for kind in TYPES)]
)


def strata_of(*cells):
    """The strata of clusters in these cells, as sorted cells."""
    strata = collapsed(cells).tolist()
    return [
        sorted(cell for cell, own in zip(cells, strata, strict=True) if own == stratum)
        for stratum in range(max(strata) + 1)
    ]


def test_types_are_those_of_authorities():
    assert list(TYPES) == Authority.Type.values


def test_clusters_are_authorities_or_agencies_without_one_or_returns_without_agency():
    places = [
        Place("Ashby", NORTH, UNITARY),  # its children's services
        Place(None),
        Place("Birch", NORTH, UNITARY),
        Place("Ashby", NORTH, UNITARY),  # its adult services
        Place("Cole", SOUTH, COUNTY),  # nobody replied
        Place(None),
    ]

    sample = make_sample(np.array([3, 0, NO_AGENCY, 1, 1, 2, 5, NO_AGENCY, 3], np.int32), places)

    assert sample.cluster.tolist() == [0, 0, 4, 1, 1, 2, 3, 5, 0]
    assert sample.stratum.tolist() == [0, 1, 0, 1, 1, 1]
    assert sample.weight is None


def test_sample_of_no_returns_has_no_clusters():
    sample = make_sample(np.array([], np.int32), [Place("Ashby", NORTH, UNITARY)], weighted=True)

    assert (sample.clusters, sample.strata, sample.weight) == (0, 0, None)


def test_strata_with_several_clusters_stay_as_they_are():
    cells = [(SOUTH, COUNTY), (NORTH, COUNTY), (NORTH, UNITARY), NOWHERE] * 2

    assert strata_of(*cells) == [[cell] * 2 for cell in (cells[2], cells[1], cells[0], cells[3])]


def test_single_clusters_of_a_region_are_put_together():
    cells = [(NORTH, UNITARY), (NORTH, COUNTY), (NORTH, "metropolitan"), (NORTH, "metropolitan")]

    assert strata_of(*cells) == [sorted(cells[2:]), sorted(cells[:2])]


def test_lone_cluster_joins_the_smallest_stratum_of_its_region():
    several = [(NORTH, "metropolitan")] * 3 + [(NORTH, COUNTY)] * 2 + [(SOUTH, COUNTY)] * 2

    assert strata_of((NORTH, UNITARY), *several) == [
        [(NORTH, "metropolitan")] * 3,
        [(NORTH, COUNTY), (NORTH, COUNTY), (NORTH, UNITARY)],
        [(SOUTH, COUNTY)] * 2,
    ]


def test_lone_cluster_joins_the_first_type_among_equals():
    several = [(NORTH, "london")] * 2 + [(NORTH, COUNTY)] * 2

    assert strata_of((NORTH, UNITARY), *several) == [
        [(NORTH, COUNTY), (NORTH, COUNTY), (NORTH, UNITARY)],
        [(NORTH, "london")] * 2,
    ]


def test_lone_clusters_of_several_regions_are_put_together():
    cells = [(NORTH, UNITARY), (WEST, COUNTY), NOWHERE, (SOUTH, COUNTY), (SOUTH, COUNTY)]

    assert strata_of(*cells) == [sorted(cells[:3]), cells[3:]]


def test_last_lone_cluster_joins_the_smallest_stratum_of_all():
    several = [(NORTH, UNITARY)] * 3 + [(SOUTH, COUNTY)] * 2 + [(WEST, COUNTY)] * 2

    assert strata_of(NOWHERE, *several) == [
        [(NORTH, UNITARY)] * 3,
        [NOWHERE, (SOUTH, COUNTY), (SOUTH, COUNTY)],
        [(WEST, COUNTY)] * 2,
    ]


def test_only_cluster_of_all_stays_alone():
    assert strata_of((NORTH, UNITARY)) == [[(NORTH, UNITARY)]]


@given(cells=st.lists(CELLS, min_size=1, max_size=10), data=st.data())
def test_collapsing_leaves_no_lone_cluster_and_splits_nothing(cells, data):
    strata = collapsed(cells).tolist()

    assert all(size > 1 for size in Counter(strata).values()) or len(cells) == 1
    assert sorted(set(strata)) == list(range(max(strata) + 1))
    assert len(set(zip(cells, strata, strict=True))) == len(set(cells))
    order = data.draw(st.permutations(range(len(cells))))
    assert collapsed([cells[n] for n in order]).tolist() == [strata[n] for n in order]


@given(cells=st.lists(CELLS, min_size=2, max_size=10))
def test_collapsing_touches_no_stratum_that_no_lone_cluster_joined(cells):
    by_stratum: dict[int, set] = {}
    for cell, stratum in zip(cells, collapsed(cells).tolist(), strict=True):
        by_stratum.setdefault(stratum, set()).add(cell)

    sizes = Counter(cells)
    assert all(sum(sizes[c] > 1 for c in own) <= 1 for own in by_stratum.values())


def test_weights_are_eligible_staff_over_returns_or_the_ratio_of_all_that_state_them():
    agency = np.array([0, 0, 1, 2, 2, 2, NO_AGENCY, 3, 0], np.int32)

    weights = eligible_weights(agency, [30, None, 6, 0, 400])

    # 30 of three returns, 6 of three; the fourth states none but has one, the fifth has none.
    assert weights.tolist() == [10, 10, 6, 2, 2, 2, 6, 6, 10]


@pytest.mark.parametrize("eligible", [[None, None], [0, None], [None, 12]])
def test_weights_are_none_where_no_agency_with_returns_states_its_staff(eligible):
    assert eligible_weights(np.array([0, NO_AGENCY, 0], np.int32), eligible) is None


def test_sample_has_weights_when_asked_for():
    places = [Place("Ashby", NORTH, UNITARY, eligible=8), Place("Birch", NORTH, COUNTY)]

    sample = make_sample(np.array([0, 1, 0], np.int32), places, weighted=True)

    assert sample.weight.tolist() == [4, 4, 4]
