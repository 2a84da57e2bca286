"""Estimates against R's survey package, a second implementation, and textbook formulas."""

import csv
import math
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from reports.figures.estimates import SpreadTable, spreads
from reports.figures.frame import Sample
from reports.figures.results import Spread
from reports.figures.sample import NO_AGENCY, Place, make_sample

FOLDER = Path(__file__).parent / "r"
GROUPS = ("a", "b", "c", "d", "e", "f")
SHARES = ("direct", "other", "indirect")
FIELDS = ("value", "error", "lower", "upper", "deff", "df")
CLOSE = 1e-9


def indexes(values) -> np.ndarray:
    return np.unique(np.array(values), return_inverse=True)[1].astype(np.int32)


class Cases:
    """The returns that R had, as arrays."""

    def __init__(self, data: str) -> None:
        with (FOLDER / "returns.csv").open(encoding="utf-8") as file:
            self.rows = [row for row in csv.DictReader(file) if row["data"] == data]
        self.clusters = indexes([row["cluster"] for row in self.rows])
        self.groups = np.array([GROUPS.index(row["group"]) for row in self.rows])
        self.inside = np.array([row["inside"] == "1" for row in self.rows])
        self.weights = self.numbers("weight")
        self.recorded = self.numbers("recorded")

    def numbers(self, name: str) -> np.ndarray:
        return np.array([float(row[name] or "nan") for row in self.rows])

    def sample(self, *, weighted: bool) -> Sample:
        """As stored, or of strata that have to be collapsed, as make_sample has it."""
        weight = self.weights if weighted else None
        strata = [row["stratum"] for row in self.rows]
        if "/" not in "".join(strata):
            by_cluster = sorted(set(zip(self.clusters.tolist(), strata, strict=True)))
            return Sample(self.clusters, indexes([stratum for _, stratum in by_cluster]), weight)
        by_cluster = sorted({(row["cluster"], row["stratum"]) for row in self.rows})
        places = [Place(name, *stratum.split("/")) for name, stratum in by_cluster]
        agency = np.where(np.array(strata) == "/", NO_AGENCY, self.clusters)
        return replace(make_sample(agency, places), weight=weight)

    def estimated(self, *, weighted: bool, inside: bool) -> dict[str, np.ndarray]:
        """Arrays (groups + 1, measures), as R's results are."""
        sample = self.sample(weighted=weighted)
        keep = self.inside if inside else None
        gave = ~np.isnan(self.numbers("hours"))
        parts = [
            (np.column_stack([self.numbers(name) for name in SHARES]), self.recorded),
            (self.numbers("electronic"), np.ones(len(self.rows))),
            (np.nan_to_num(self.numbers("hours")), gave),
        ]
        tables = [spreads(y, x, self.groups, len(GROUPS), sample, keep) for y, x in parts]
        return {
            field: np.concatenate([getattr(table, field) for table in tables], axis=1)
            for field in FIELDS
        }


def by_r(data: str, *, weighted: bool, inside: bool) -> dict[str, np.ndarray]:
    """What R found, arrays (groups + 1, measures)."""
    with (FOLDER / "results.csv").open(encoding="utf-8") as file:
        assert next(file).startswith("# R version ")
        rows = [
            [float(row[field].replace("NA", "nan")) for field in FIELDS]
            for row in csv.DictReader(file)
            if (row["data"], row["weighted"], row["inside"])
            == (data, str(int(weighted)), str(int(inside)))
        ]
    found = np.array(rows).reshape(len(GROUPS) + 1, -1, len(FIELDS))
    return {field: found[:, :, place] for place, field in enumerate(FIELDS)}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("data", ["authorities", "alone", "collapsed", "left"])
def test_spreads_equal_r(data, weighted, inside):
    assert not np.isnan(by_r(data, weighted=weighted, inside=inside)["error"]).all()

    found = Cases(data).estimated(weighted=weighted, inside=inside)

    expected = by_r(data, weighted=weighted, inside=inside)
    for field in FIELDS:
        assert_allclose(found[field], expected[field], rtol=CLOSE, atol=0, err_msg=field)


def simple_spread(returns, strata_of, *, member, weight):
    """One figure, by dictionaries and loops: (value, error, deff, df) or None for each."""
    in_domain = [r for r in returns if member(r) and r["x"] and weight(r)]
    total = sum(weight(r) * r["x"] for r in in_domain)
    if not total:
        return None, None, None, 0
    ratio = sum(weight(r) * r["y"] for r in in_domain) / total
    totals = dict.fromkeys(strata_of, 0.0)
    for r in in_domain:
        totals[r["cluster"]] += weight(r) * (r["y"] - ratio * r["x"]) / total
    by_stratum = defaultdict(list)
    for cluster, stratum in strata_of.items():
        by_stratum[stratum].append(totals[cluster])
    variance = 0.0
    for found in by_stratum.values():
        if len(found) > 1:
            mean = math.fsum(found) / len(found)
            variance += len(found) / (len(found) - 1) * math.fsum((z - mean) ** 2 for z in found)
    clusters = {r["cluster"] for r in in_domain}
    df = len(clusters) - len({strata_of[c] for c in clusters})
    if df <= 0:
        return ratio, None, None, df
    squares = math.fsum(weight(r) * ((r["y"] - ratio * r["x"]) / total) ** 2 for r in in_domain)
    simple = squares * sum(weight(r) for r in in_domain) / (len(in_domain) - 1)
    return ratio, math.sqrt(variance), variance / simple if simple > 1e-20 else None, df


@st.composite
def designs(draw):
    """Returns of up to 12 clusters in strata of two clusters at least, three groups."""
    strata = [stratum for stratum in range(draw(st.integers(1, 3))) for _ in range(2)]
    strata += draw(st.lists(st.sampled_from(strata), max_size=6))
    one = st.fixed_dictionaries(
        {
            "cluster": st.integers(0, len(strata) - 1),
            "group": st.integers(0, 2),
            "part": st.integers(0, 40),
            "rest": st.integers(0, 40),
            "weight": st.sampled_from([0.0, 0.5, 1.0, 3.25]),
            "kept": st.sampled_from([True, True, True, False]),
        }
    )
    returns = draw(st.lists(one, min_size=1, max_size=40))
    return strata, [{**r, "y": r["part"], "x": r["part"] + r["rest"]} for r in returns]


def spread_out(strata, returns, *, weighted, order=None) -> SpreadTable:
    def column(name):
        found = np.array([r[name] for r in returns])
        return found if order is None else found[order]

    sample = Sample(
        column("cluster"), np.array(strata), column("weight").astype(float) if weighted else None
    )
    return spreads(column("y"), column("x"), column("group"), 3, sample, column("kept"))


@given(designs(), st.booleans())
def test_spreads_equal_a_plain_implementation(design, weighted):
    strata, returns = design
    expected = [
        simple_spread(
            returns,
            dict(enumerate(strata)),
            member=lambda r, g=group: r["kept"] and g in (r["group"], None),
            weight=lambda r: r["weight"] if weighted else 1.0,
        )
        for group in (0, 1, 2, None)
    ]

    found = spread_out(strata, returns, weighted=weighted)

    columns = zip(*expected, strict=True)
    for field, column in zip(("value", "error", "deff", "df"), columns, strict=True):
        numbers = np.array(column, dtype=float)[:, np.newaxis]
        assert_allclose(getattr(found, field), numbers, rtol=CLOSE, atol=1e-14, err_msg=field)


@given(designs(), st.data())
def test_spreads_do_not_depend_on_the_order_of_returns(design, data):
    strata, returns = design
    order = np.array(data.draw(st.permutations(range(len(returns)))))

    found = spread_out(strata, returns, weighted=True, order=order)

    expected = spread_out(strata, returns, weighted=True)
    for field in FIELDS:
        assert_allclose(getattr(found, field), getattr(expected, field), rtol=CLOSE, atol=1e-14)


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_spread_of_a_percentage_is_the_textbook_one_where_every_return_is_its_own_cluster(yes):
    n, p = len(yes), sum(yes) / len(yes)
    error = math.sqrt(p * (1 - p) / (n - 1))
    half = stats.t.ppf(0.975, n - 1) * error
    sample = Sample(np.arange(n, dtype=np.int32), np.zeros(n, dtype=np.int32))

    found = spreads(np.array(yes), np.ones(n), np.zeros(n, dtype=int), 1, sample)

    row = [p, error, p - half, p + half, 1.0 if error else math.nan, n - 1]
    table = np.array([getattr(found, field)[:, 0] for field in FIELDS]).T
    assert_allclose(table, [row, row], rtol=CLOSE, atol=1e-12)


# Two strata of two clusters, three returns in the first cluster, one in each of the others.
STRATA = np.array([0, 0, 1, 1])
CLUSTERS = np.array([0, 0, 0, 1, 2, 3])
SAMPLE = Sample(CLUSTERS, STRATA)
HALF_HOURS = np.array([40, 60, 20, 70, 80, 90])


def test_spreads_are_not_to_be_had_without_degrees_of_freedom():
    groups = np.array([0, 0, 0, 1, 1, 2])  # one cluster; two, of different strata; one
    y = np.array([10, 10, 0, 30, 20, 10])

    found = spreads(y, HALF_HOURS, groups, 4, SAMPLE)

    nan = math.nan
    assert_allclose(found.value[:, 0], [20 / 120, 50 / 150, 10 / 90, nan, 80 / 360])
    assert found.df[:, 0].tolist() == [0, 0, 0, 0, 2]
    for array in (found.error, found.lower, found.upper, found.deff):
        assert np.isnan(array[:, 0]).tolist() == [True, True, True, True, False]


def test_spreads_of_a_sample_of_one_cluster_are_not_to_be_had():
    sample = Sample(np.zeros(6, dtype=int), np.array([0]))

    found = spreads(HALF_HOURS / 2, HALF_HOURS, np.zeros(6, dtype=int), 1, sample)

    assert found.value[:, 0].tolist() == [0.5, 0.5]
    assert found.df[:, 0].tolist() == [0, 0]
    assert np.isnan(found.error).all()


def test_spreads_of_the_same_share_in_every_return_have_no_error_and_no_design_effect():
    thirds = HALF_HOURS / 3

    found = spreads(thirds, HALF_HOURS, np.zeros(6, dtype=int), 1, SAMPLE)

    assert_allclose(found.value, [[1 / 3], [1 / 3]])
    assert found.error.tolist() == [[0.0], [0.0]]
    assert np.isnan(found.deff).all()


def test_spreads_count_a_return_of_no_group_among_all():
    groups = np.array([-1, 0, 0, 0, 0, -1])
    y = np.array([0, 60, 0, 70, 0, 90])

    found = spreads(y, HALF_HOURS, groups, 1, SAMPLE)

    assert_allclose(found.value[:, 0], [130 / 230, 220 / 360])
    assert found.df[:, 0].tolist() == [1, 2]


def test_spreads_keep_the_intervals_of_fractions_within_0_and_1():
    y = np.array([0, 0, 0, 0, 0, 60])

    found = spreads(y, HALF_HOURS, np.zeros(6, dtype=int), 1, SAMPLE, fractions=True)

    free = spreads(y, HALF_HOURS, np.zeros(6, dtype=int), 1, SAMPLE)
    assert free.lower[0, 0] < 0
    assert found.lower[0, 0] == 0.0
    assert found.upper.tolist() == free.upper.tolist()


def test_spreads_take_a_divisor_a_row():
    y = np.column_stack((HALF_HOURS // 2, HALF_HOURS // 4))
    x = np.column_stack((HALF_HOURS, np.where(CLUSTERS == 3, 0, 1)))
    y[5, 1] = 0

    found = spreads(y, x, np.zeros(6, dtype=int), 1, SAMPLE)

    by_row = [spreads(y[:, r], x[:, r], np.zeros(6, dtype=int), 1, SAMPLE) for r in (0, 1)]
    for field in FIELDS:
        expected = np.concatenate([getattr(one, field) for one in by_row], axis=1)
        np.testing.assert_array_equal(getattr(found, field), expected)


def test_spreads_of_no_returns_are_not_to_be_had():
    none = np.zeros(0, dtype=np.int32)

    found = spreads(np.zeros((0, 2)), none, none, 2, Sample(none, none))

    assert np.isnan(found.value).tolist() == [[True, True]] * 3
    assert found.df.tolist() == [[0, 0]] * 3


@pytest.mark.parametrize(
    ("y", "x", "domains", "message"),
    [
        ([1.0, 2.0], [1.0, 0.0], [0, 0], "no part in"),
        ([1.0, math.nan], [1.0, 1.0], [0, 0], "not finite"),
        ([1.0, 2.0], [1.0, math.inf], [0, 0], "not finite"),
        ([1.0, 2.0], [1.0, 1.0], [0, 1], "no group"),
        ([1.0, 2.0], [[1.0, 1.0], [1.0, 1.0]], [0, 0], "columns?"),
    ],
)
def test_spreads_refuse_what_can_not_be_right(y, x, domains, message):
    sample = Sample(np.array([0, 1]), np.array([0, 0]))

    with pytest.raises(ValueError, match=message):
        spreads(np.array(y), np.array(x), np.array(domains), 1, sample)


def test_spread_is_one_figure_of_the_table():
    y = np.array([0, 20, 10, 70, 0, 60])
    table = spreads(y, HALF_HOURS, np.array([0, 1, 1, 1, 1, 1]), 2, SAMPLE)

    assert table.spread(0, 0) is None
    assert table.spread(2, 0) == Spread(
        error=table.error[2, 0],
        lower=table.lower[2, 0],
        upper=table.upper[2, 0],
        deff=table.deff[2, 0],
        df=2,
    )
