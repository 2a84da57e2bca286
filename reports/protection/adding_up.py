"""Which quantities of a set add up to which: everything that a reader can subtract.

In a context (a quantity's other conditions, and one family of variables) there are sets of the
family's atoms: rows, subtotals, bands of another table, all of them. The coarsest parts that all
these sets are made of are its blocks, and every set is the sum of its blocks. Quantities that no
table prints stand between those that are printed: the blocks, and margins that tables share.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from reports.protection.reading import RESPONDENTS, SUM, Key, Reading
from reports.protection.structure import MISSING, Atoms

Context = tuple[str, frozenset[tuple[str, Atoms]], str]  # quantity, other conditions, family
LARGEST_TRIANGLE = 1_000  # respondents by three families: more of them take too long
DEEPEST_MARGIN = 1  # conditions of a margin that stands between tables without being printed


@dataclass(frozen=True)
class Relation:
    """One quantity is the sum of others; they are places in a Reading."""

    whole: int
    parts: tuple[int, ...]


def relations(reading: Reading) -> list[Relation]:
    """All that add up. Quantities between are added to the reading, with their values where they
    follow; what the values contradict is no relation (titles were coded by two rules)."""
    _add_triangles(reading)
    found = _useful(reading, list(_proposed(reading)))
    _propagate(reading, found)
    found = [one for one in found if not _is_contradicted(reading, one)]
    return _complete(reading, found)


def matrix(found: Sequence[Relation], quantities: int) -> csr_array:
    """The relations as rows of a matrix by which values that add up become zeros."""
    lengths = [1 + len(one.parts) for one in found]
    columns = [place for one in found for place in (one.whole, *one.parts)]
    signs = [sign for one in found for sign in (1, *[-1] * len(one.parts))]
    rows = np.repeat(np.arange(len(found)), lengths)
    return csr_array((signs, (rows, columns)), shape=(len(found), quantities), dtype=np.float64)


def _proposed(reading: Reading) -> Iterator[Relation]:
    for (what, rest, family), sets in _contexts(reading).items():
        whole = reading.structure.whole[family]
        blocks = _blocks(sets, whole)

        def place(atoms: Atoms, what=what, rest=rest, family=family) -> int:  # type: ignore
            conditions = reading.structure.canonical({**dict(rest), family: atoms})
            return reading.find((what, conditions))

        for atoms in sets:
            parts = [block for block in blocks if block <= atoms]
            if parts != [atoms]:
                yield Relation(place(atoms), tuple(place(part) for part in parts))


def _contexts(reading: Reading) -> dict[Context, set[Atoms]]:
    """The sets of atoms that stand in each context, the whole family where the rest is there."""
    found: dict[Context, set[Atoms]] = defaultdict(set)
    waiting = list(reading.places)
    while waiting:
        what, conditions = waiting.pop()
        for family, atoms in conditions:
            rest = conditions - {(family, atoms)}
            sets = found[what, rest, family]
            sets.add(atoms)
            key: Key = (what, rest)
            if key not in reading.places and len(rest) <= DEEPEST_MARGIN:
                reading.find(key)
                waiting.append(key)
            if key in reading.places:
                sets.add(reading.structure.whole[family])
    for (what, rest, family), sets in found.items():
        # No answer is written as the question's, and is a value of all its options.
        question = reading.structure.question.get(family)
        if question and (what, rest, question) in found:
            missing = frozenset({MISSING})
            for atoms in found[what, rest, question]:
                if atoms != reading.structure.whole[question]:
                    whole = reading.structure.whole[family]
                    sets.add(missing if atoms == missing else whole - missing)
    return found


def _add_triangles(reading: Reading) -> None:
    """Add respondents by three families of which tables print every two.

    Tables that share their families pairwise say more together than by their margins: if everybody
    in a sector is content, its row by age is in the row of the content.
    """
    sets: dict[tuple[str, str], set[Atoms]] = defaultdict(set)  # of the first, beside the second
    for what, conditions in reading.places:
        if what == RESPONDENTS:
            for (family, atoms), (other, _) in permutations(conditions, 2):
                sets[family, other].add(atoms)
    families = sorted({family for family, _ in sets})
    beside = {family: {other for one, other in sets if one == family} for family in families}
    for first in families:
        for second in sorted(f for f in beside[first] if f > first):
            for third in sorted(f for f in beside[first] & beside[second] if f > second):
                _add_triangle(reading, sets, (first, second, third))


def _add_triangle(
    reading: Reading, sets: Mapping[tuple[str, str], set[Atoms]], families: Sequence[str]
) -> None:
    blocks = []
    for family in families:
        whole = reading.structure.whole[family]
        used = {atoms for other in families if other != family for atoms in sets[family, other]}
        blocks.append(_blocks(used | {whole}, whole))
    if math.prod(map(len, blocks)) > LARGEST_TRIANGLE:
        return
    for atoms in product(*blocks):
        conditions = dict(zip(families, atoms, strict=True))
        reading.find((RESPONDENTS, reading.structure.canonical(conditions)))
        for left_out in families:
            pair = {family: conditions[family] for family in families if family != left_out}
            reading.find((RESPONDENTS, reading.structure.canonical(pair)))


def _blocks(sets: set[Atoms], whole: Atoms) -> list[Atoms]:
    """The coarsest parts of which all sets can be put together."""
    order = list(sets)
    by_membership = defaultdict(list)
    for atom in whole:
        by_membership[tuple(atom in atoms for atoms in order)].append(atom)
    return [frozenset(atoms) for inside, atoms in by_membership.items() if any(inside)]


def _useful(reading: Reading, found: list[Relation]) -> list[Relation]:
    """Without those that only say what a quantity is that nobody prints nor uses elsewhere."""
    quantities = reading.quantities
    uses = Counter(place for one in found for place in (one.whole, *one.parts))
    while True:
        kept = []
        for one in found:
            whole = quantities[one.whole]
            if uses[one.whole] == 1 and not whole.printed and not whole.sensitive:
                uses.subtract((one.whole, *one.parts))
            else:
                kept.append(one)
        if len(kept) == len(found):
            return kept
        found = kept


def _propagate(reading: Reading, found: Sequence[Relation]) -> None:
    """Give quantities between their values where a relation leaves only one open."""
    quantities = reading.quantities
    by_place = defaultdict(list)
    for one in found:
        for place in (one.whole, *one.parts):
            by_place[place].append(one)
    waiting = list(found)
    while waiting:
        one = waiting.pop()
        unknown = [p for p in (one.whole, *one.parts) if quantities[p].value is None]
        if len(unknown) != 1:
            continue
        [place] = unknown
        parts = sum(quantities[p].value or 0 for p in one.parts)
        value = parts if place == one.whole else (quantities[one.whole].value or 0) - parts
        if value >= 0 or _can_be_negative(reading, place):
            quantities[place].value = value
            waiting += by_place[place]


def _is_contradicted(reading: Reading, one: Relation) -> bool:
    """Whether the values that are known can't add up so."""
    whole = reading.quantities[one.whole].value
    parts = [reading.quantities[part].value for part in one.parts]
    known = sum(value for value in parts if value is not None)
    if whole is None:
        return False
    if None in parts:
        return known > whole and not _can_be_negative(reading, one.whole)
    return known != whole


def _can_be_negative(reading: Reading, place: int) -> bool:
    """Sums of numbers that people gave can be; respondents and half hours can't."""
    return reading.quantities[place].key[0].startswith(SUM)


def _complete(reading: Reading, found: list[Relation]) -> list[Relation]:
    """Give the quantities whose values do not follow values that could be; nobody knows them.

    Relations among them that can't hold are left out.
    """
    quantities = reading.quantities
    open_ = [one for one in found if _unknown(reading, one)]
    if not open_:
        return found
    places = sorted({place for one in open_ for place in _unknown(reading, one)})
    whole = matrix(open_, len(quantities))
    known = np.array([quantity.value or 0 for quantity in quantities], dtype=np.float64)
    right = -(whole @ known)
    solved = milp(
        np.zeros(len(places)),
        integrality=np.ones(len(places)),
        constraints=LinearConstraint(whole[:, places], right, right),
    )
    if solved.x is None:
        return [one for one in found if not _unknown(reading, one)]
    for place, value in zip(places, np.rint(solved.x).astype(int).tolist(), strict=True):
        quantities[place].value = value
    return found


def _unknown(reading: Reading, one: Relation) -> list[int]:
    return [p for p in (one.whole, *one.parts) if reading.quantities[p].value is None]
