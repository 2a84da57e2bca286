"""Ratios of totals with their uncertainty: shares, percentages and means alike.

R = Σwy/Σwx over a domain; the variance is Taylor-linearised, clusters being drawn with replacement
within strata (docs/decisions/0014). Equal to R's survey::svyratio to 1e-9.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from reports.figures.frame import Bools, Integers, Numbers, Sample
from reports.figures.results import Spread

CONFIDENCE = 0.95
ROUNDING = 1e-12  # of the ratio; a smaller standard error is what rounding left of none

Places = NDArray[np.intp]
Array = NDArray[Any]


@dataclass(frozen=True)
class SpreadTable:
    """Ratios and their spread, arrays of shape (groups + 1, rows); all groups together are last.

    `value` is NaN where nothing is divided by. `error` (standard error), `lower` and `upper` (of
    the 95 % interval) are NaN where `df` is 0 or less; `deff` also where simple random sampling
    would have no variance.
    """

    value: Numbers
    error: Numbers
    lower: Numbers
    upper: Numbers
    deff: Numbers
    df: Integers

    def spread(self, group: int, row: int) -> Spread | None:
        """The uncertainty of one figure; None where there is none to be had: mark it [u]."""
        at = group, row
        if np.isnan(self.error[at]):
            return None
        return Spread(
            error=float(self.error[at]),
            lower=float(self.lower[at]),
            upper=float(self.upper[at]),
            deff=float(self.deff[at]),
            df=int(self.df[at]),
        )


def spreads(
    y: Array,
    x: Array,
    domains: Array,
    groups: int,
    sample: Sample,
    keep: Bools | None = None,
    *,
    fractions: bool = False,
) -> SpreadTable:
    """The ratio of each row (column of `y`) in each group, and in all groups together.

    `y` (returns, rows) is what each row adds up, `x` (returns,) or (returns, rows) what it is
    divided by: ones for percentages, ones for those who gave a number for means. A return whose x
    is 0 is no member of that row's domain. `domains` (returns,) says the group of each, -1 for one
    that is in none but counts among all; `keep` (returns,) leaves others out. The interval's ends
    stay within 0 and 1 if the ratios are `fractions`.

    Raises ValueError if a y has no x, or for numbers that are not finite.
    """
    y = y if y.ndim == 2 else y[:, np.newaxis]
    x = x if x.ndim == 2 else x[:, np.newaxis]
    if x.shape[1] not in (1, y.shape[1]):
        raise ValueError("x has neither one column nor those of y.")
    if x.strides[1] == 0:  # one column, repeated by broadcasting
        x = x[:, :1]
    if len(domains) and not -1 <= domains.min() <= domains.max() < groups:
        raise ValueError("A domain is no group.")
    shape = (groups + 1, y.shape[1])
    value, error, deff = (np.full(shape, np.nan) for _ in range(3))
    df = np.zeros(shape, dtype=np.int32)
    counts = np.ones(len(domains), dtype=bool) if keep is None else keep
    if sample.weight is not None:
        counts = counts & (sample.weight != 0)
    for nest, at in (
        (_nest(np.where(counts, domains, -1), groups, sample), slice(0, groups)),
        (_nest(np.where(counts, 0, -1), 1, sample), slice(groups, groups + 1)),
    ):
        base = _base(nest, x[:, 0])
        for row in range(y.shape[1]):
            if row and x.shape[1] > 1:
                base = _base(nest, x[:, row])
            df[at, row] = base.df
            value[at, row], error[at, row], deff[at, row] = _linearised(nest, base, y[:, row])
    lower, upper = _interval(value, error, df, fractions=fractions)
    return SpreadTable(value, error, lower, upper, deff, df)


@dataclass(frozen=True)
class _Nest:
    """The design as the groups meet it. A cell is what a group has of a cluster, a layer what it
    has of a stratum; both are there only where the group has a return."""

    returns: Places | slice  # which returns are in a group
    group: Places  # (those returns,)
    cell: Places  # (those returns,)
    weight: Numbers | float  # (those returns,)
    layer: Places  # (cells,)
    layer_group: Places  # (layers,)
    drawn: Numbers  # (layers,): clusters of the stratum in the whole design
    groups: int

    def over_groups(self, numbers: Array) -> Numbers:
        """Sums over each group's returns."""
        return _sums(self.group, numbers, self.groups)

    def over_cells(self, numbers: Array) -> Numbers:
        return _sums(self.cell, numbers, len(self.layer))

    def over_layers(self, numbers: Array) -> Numbers:
        """Sums over each layer's cells."""
        return _sums(self.layer, numbers, len(self.drawn))

    def from_layers(self, numbers: Array) -> Numbers:
        """Sums over each group's layers."""
        return _sums(self.layer_group, numbers, self.groups)


def _sums(labels: Places, numbers: Array, size: int) -> Numbers:
    return np.bincount(labels, numbers, size).astype(np.float64, copy=False)


def _nest(domains: Array, groups: int, sample: Sample) -> _Nest:
    inside = np.flatnonzero(domains >= 0)
    returns = slice(None) if len(inside) == len(domains) else inside
    group = domains[returns].astype(np.intp)
    cluster = sample.cluster[returns].astype(np.intp)
    clusters, strata = max(sample.clusters, 1), max(sample.strata, 1)
    cells, cell = np.unique(
        (group * strata + sample.stratum[cluster]) * clusters + cluster, return_inverse=True
    )
    layers, layer = np.unique(cells // clusters, return_inverse=True)
    return _Nest(
        returns=returns,
        group=group,
        cell=cell,
        weight=1.0 if sample.weight is None else sample.weight[returns],
        layer=layer,
        layer_group=layers // strata,
        drawn=np.bincount(sample.stratum, minlength=1)[layers % strata].astype(np.float64),
        groups=groups,
    )


@dataclass(frozen=True)
class _Base:
    """What a row is divided by in each group, and who its domain's members are."""

    x: Numbers  # (returns of the nest,)
    without: Bools | None  # (returns of the nest,): no members; None where all are
    total: Numbers  # (groups,)
    simple: Numbers  # (groups,): what makes squares the variance of a simple random sample
    df: Integers  # (groups,)


def _base(nest: _Nest, x: Array) -> _Base:
    x = x[nest.returns].astype(np.float64)
    members = (x != 0).astype(np.float64)
    number = nest.over_groups(members)
    cells = nest.over_cells(members) != 0
    layers = nest.over_layers(cells) != 0
    return _Base(
        x=x,
        without=None if members.all() else members == 0,
        total=nest.over_groups(nest.weight * x),
        simple=nest.over_groups(nest.weight * members) / np.maximum(number - 1, 1),
        df=(nest.from_layers(nest.over_layers(cells)) - nest.from_layers(layers)).astype(np.int32),
    )


def _linearised(nest: _Nest, base: _Base, y: Array) -> tuple[Numbers, Numbers, Numbers]:
    """Ratio, standard error and design effect of each group."""
    y = y[nest.returns].astype(np.float64)
    if base.without is not None and y[base.without].any():
        raise ValueError("A return adds to a row that it has no part in: its x is 0.")
    total = nest.over_groups(nest.weight * y)
    if not np.isfinite(total).all() or not np.isfinite(base.total).all():
        raise ValueError("Numbers that are not finite can't be added up.")
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = total / base.total
        residual = y - ratio[nest.group] * base.x
        weighted = nest.weight * residual
        variance = _between_clusters(nest, nest.over_cells(weighted)) / base.total**2
        simple = base.simple * nest.over_groups(weighted * residual) / base.total**2
        least = (ROUNDING * ratio) ** 2
        variance = np.where(variance <= least, 0.0, variance)
        variance = np.where((base.df > 0) & np.isfinite(ratio), variance, np.nan)
        effect = variance / np.where(simple <= least, np.nan, simple)
    return ratio, np.sqrt(variance), effect


def _between_clusters(nest: _Nest, totals: Numbers) -> Numbers:
    """The variance of a sum of the clusters' totals. Clusters of a stratum that have no return in
    the group were drawn all the same: their total is 0. NaN where a stratum has one cluster."""
    mean = nest.over_layers(totals) / nest.drawn
    around = nest.over_layers((totals - mean[nest.layer]) ** 2)
    absent = nest.drawn - np.bincount(nest.layer, minlength=len(nest.drawn))
    return nest.from_layers(nest.drawn / (nest.drawn - 1) * (around + absent * mean**2))


def _interval(
    value: Numbers, error: Numbers, df: Integers, *, fractions: bool
) -> tuple[Numbers, Numbers]:
    known, place = np.unique(np.maximum(df, 1), return_inverse=True)
    half = error * stdtrit(known, (1 + CONFIDENCE) / 2)[place.reshape(df.shape)]
    lower, upper = value - half, value + half
    if fractions:
        return np.clip(lower, 0.0, 1.0), np.clip(upper, 0.0, 1.0)
    return lower, upper
