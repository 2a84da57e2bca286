"""The risk that somebody is made out in a file: k-anonymity, and local suppression. Pure.

A file is k-anonymous when every return shares its values of all quasi-identifiers with k - 1
others at least. A suppressed value counts as a value of its own, which is stricter than an
attacker can be: whoever is looked for matches a suppressed value too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int16]
Identifiers = Mapping[str, Codes]  # by name, in the order in which values are suppressed
SUPPRESSED_CODE = -7
MOST_TOGETHER = 3  # how many identifiers are looked at together when advice is given
ADVICE = 5  # combinations and remedies that are named


@dataclass(frozen=True)
class Risk:
    """`k` is the smallest group's size (0 of nobody); `unique` and `below` count returns that are
    alone and in groups smaller than `threshold`.

    `without` says for each identifier how many would be below if it were left out; `combinations`
    which few identifiers together already put returns below, the worst of the smallest first.
    """

    threshold: int
    returns: int
    k: int
    unique: int
    below: int
    identifiers: tuple[str, ...]
    without: tuple[tuple[str, int], ...] = ()
    combinations: tuple[tuple[tuple[str, ...], int], ...] = ()
    suppressed: Mapping[str, int] = field(default_factory=dict)  # values set to missing

    @property
    def is_releasable(self) -> bool:
        return self.returns > 0 and self.k >= self.threshold


def group_sizes(columns: Sequence[Codes], returns: int) -> NDArray[np.int64]:
    """For each return, how many returns share its values of all columns, itself included."""
    groups = np.zeros(returns, dtype=np.int64)
    for codes in columns:
        _, own = np.unique(codes, return_inverse=True)
        # Numbered anew each time, so that products of many columns never overflow.
        _, groups = np.unique(groups * (int(own.max(initial=0)) + 1) + own, return_inverse=True)
    sizes = np.bincount(groups, minlength=1)
    return sizes[groups]


def assess(
    identifiers: Identifiers,
    *,
    returns: int,
    threshold: int,
    suppressed: Mapping[str, int] | None = None,
) -> Risk:
    """The risk of a file with these identifiers, and what makes it so."""
    names = tuple(identifiers)
    sizes = group_sizes([identifiers[name] for name in names], returns)
    below = _below(sizes, threshold)
    return Risk(
        threshold=threshold,
        returns=returns,
        k=int(sizes.min(initial=returns)) if returns else 0,
        unique=int((sizes == 1).sum()),
        below=below,
        identifiers=names,
        without=_without(identifiers, returns, threshold) if below else (),
        combinations=_combinations(identifiers, returns, threshold) if below else (),
        suppressed=dict(suppressed or {}),
    )


def suppress(
    identifiers: Identifiers, *, returns: int, threshold: int
) -> tuple[dict[str, Codes], dict[str, int]]:
    """Identifiers with values of rare combinations set to missing, and how many by identifier.

    In the order of the identifiers: those still rare after one lose the next as well. If fewer
    than `threshold` end without any value, the smallest of the other groups join them.
    """
    found = {name: codes.copy() for name, codes in identifiers.items()}
    for name in found:
        rare = group_sizes(list(found.values()), returns) < threshold
        found[name][rare] = SUPPRESSED_CODE
    while (rare := _rest(found, returns, threshold)).any():
        for codes in found.values():
            codes[rare] = SUPPRESSED_CODE
    counts = {
        name: int(((codes == SUPPRESSED_CODE) & (identifiers[name] != SUPPRESSED_CODE)).sum())
        for name, codes in found.items()
    }
    return found, counts


def _rest(identifiers: Identifiers, returns: int, threshold: int) -> NDArray[np.bool_]:
    """The smallest group that has values still, where those without are too few; else nobody."""
    sizes = group_sizes(list(identifiers.values()), returns)
    nobody = np.zeros(returns, dtype=bool)
    if not returns or sizes.min() >= threshold:
        return nobody
    blank = np.all([codes == SUPPRESSED_CODE for codes in identifiers.values()], axis=0)
    others = np.flatnonzero(~blank)
    if not len(others):
        return nobody  # fewer returns than the threshold: nothing helps
    first = others[np.argmin(sizes[others])]
    return np.all([codes == codes[first] for codes in identifiers.values()], axis=0)


def _below(sizes: NDArray[np.int64], threshold: int) -> int:
    return int((sizes < threshold).sum())


def _without(identifiers: Identifiers, returns: int, threshold: int) -> tuple[tuple[str, int], ...]:
    found = []
    for name in identifiers:
        others = [codes for own, codes in identifiers.items() if own != name]
        found.append((name, _below(group_sizes(others, returns), threshold)))
    return tuple(sorted(found, key=lambda entry: entry[1]))


def _combinations(
    identifiers: Identifiers, returns: int, threshold: int
) -> tuple[tuple[tuple[str, ...], int], ...]:
    """The combinations of fewest identifiers that put returns below, those with most first."""
    for size in range(1, min(MOST_TOGETHER, len(identifiers)) + 1):
        found = []
        for names in combinations(identifiers, size):
            sizes = group_sizes([identifiers[name] for name in names], returns)
            if below := _below(sizes, threshold):
                found.append((names, below))
        if found:
            return tuple(sorted(found, key=lambda entry: -entry[1])[:ADVICE])
    return ()
