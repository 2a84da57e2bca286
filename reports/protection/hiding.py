"""Which quantities to hide, so that none that must be hidden can be worked out.

What is hidden is safe when there is other data that would print the same tables: values that add up
in all relations, are whole, are not below those that a hidden figure can have, and in which it is
another. Such data is looked for with linear programs, found, and checked in whole numbers. Where
there is none more is hidden, as little and as cheap as does it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import connected_components

from reports.protection.adding_up import Relation, matrix
from reports.protection.reading import RESPONDENTS, Quantity

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Integers = NDArray[np.int64]
Labels = NDArray[np.int32]

HUB = 40  # figures that go with a quantity; one with more is hidden only if nothing else helps
ZERO = 60.0  # what hiding a zero costs beside a figure: it tells least, but says nobody is there
FREE = 1e-3  # what using a quantity costs that is hidden anyway
NEAR = 4  # figures that go with a quantity; those with more are first taken as given
STEPS = 3  # relations from a quantity; others that far away are looked at first
AT_ONCE = 6  # quantities of a part that are looked at one by one before the next audit
HELPS = 0.8  # of what waited may still wait after an audit for there to be another
PATIENCE = 2.0  # seconds for whole numbers where the programs find halves
SEED = 2009  # the same tables are always hidden alike


@dataclass
class Plan:
    """The quantities as arrays, in the order of a Reading, and what is hidden so far."""

    relations: Sequence[Relation]
    adds_up: csr_array
    value: Integers
    least: Integers  # what it may be at least, for all that a reader knows
    need: Integers  # by how much more it could be, to be safe
    cost: Floats
    sensitive: Bools  # to be hidden for its own sake: it must seem to be more, others other
    fixed: Bools  # never hidden: it stands on the cover
    open: Bools  # hidden, or never printed
    safe: Bools  # hidden, and other data has been found
    hub: Bools
    of: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def waiting(self) -> Bools:
        """Sensitive, and not known to be safe yet."""
        return self.sensitive & ~self.safe

    def hide(self, places: Iterable[int]) -> None:
        for place in places:
            if not self.open[place]:
                self.open[place] = True
                self.need[place] = max(self.need[place], 1)


def hidden(
    quantities: Sequence[Quantity], relations: Sequence[Relation], minimum_cell: int
) -> Bools:
    """Which quantities are hidden, shape (quantities,); those that nobody prints are not said."""
    if not any(quantity.sensitive for quantity in quantities):
        return np.zeros(len(quantities), dtype=bool)
    plan = _plan(quantities, relations, minimum_cell)
    reach = np.array([len(quantity.figures) for quantity in quantities])
    _close_relations(plan)
    rng = np.random.default_rng(SEED)
    _audit_while_it_helps(plan, rng)
    allowed = ~plan.fixed & (reach <= NEAR) | plan.open
    parts = _components(plan, allowed)
    widest = _components(plan, ~plan.fixed | plan.open)
    while plan.waiting.any():
        several = _some_of_each(np.flatnonzero(plan.waiting), parts)
        for place in several:
            if plan.waiting[place]:
                _make_safe(plan, place, allowed, parts, widest)
        _audit_while_it_helps(plan, rng)
    printed = np.array([quantity.printed for quantity in quantities])
    # What no other data needed to be different can be shown again: all of it still prints the same.
    gone: Bools = plan.open & printed & (plan.sensitive | plan.safe)
    return gone


def _plan(quantities: Sequence[Quantity], relations: Sequence[Relation], minimum_cell: int) -> Plan:
    value = np.array([quantity.value or 0 for quantity in quantities], dtype=np.int64)
    printed = np.array([quantity.printed for quantity in quantities])
    sensitive = np.array([quantity.sensitive for quantity in quantities])
    counts = np.array([quantity.key[0] == RESPONDENTS for quantity in quantities])
    reach = np.array([len(quantity.figures) for quantity in quantities])
    fixed = np.array([quantity.key == (RESPONDENTS, frozenset()) for quantity in quantities])
    to_minimum = np.where(counts, minimum_cell - value, value // 2)
    plan = Plan(
        relations=relations,
        adds_up=matrix(relations, len(quantities)),
        value=value,
        # Hidden figures are seldom zeros, and readers may guess that none is.
        least=np.where(printed & (value > 0), 1, np.minimum(value, 0)),
        need=np.where(sensitive, np.maximum(to_minimum, 1), 0),
        cost=1 + reach + np.log1p(value) + np.where(value == 0, ZERO, 0.0),
        sensitive=sensitive,
        fixed=fixed,
        open=~printed | sensitive,
        safe=np.zeros(len(quantities), dtype=bool),
        hub=reach > HUB,
    )
    for number, one in enumerate(relations):
        for place in (one.whole, *one.parts):
            plan.of[place].append(number)
    return plan


def _close_relations(plan: Plan) -> None:
    """Hide enough in each relation for each that is hidden to be made up for by others.

    It is needed, and quick; whether it is enough the audits find.
    """
    waiting = list(range(len(plan.relations)))
    while waiting:
        one = plan.relations[waiting.pop()]
        places = (one.whole, *one.parts)
        for place in places:
            while plan.open[place] and plan.need[place] and _is_short(plan, one, place):
                others = [p for p in one.parts if not plan.open[p] and not plan.fixed[p]]
                others = [p for p in others if plan.value[p] > plan.least[p]]
                if not others:  # a total may have to go, which the programs see to
                    break
                best = min(others, key=lambda p: _price(plan, p, one))
                plan.hide([best])
                waiting += plan.of[best]


def _is_short(plan: Plan, one: Relation, place: int) -> bool:
    """Whether the others that are open can't make up for what a quantity needs to change."""
    if place == one.whole:
        return not any(plan.open[part] for part in one.parts)
    if plan.open[one.whole]:
        return False
    others = [part for part in one.parts if plan.open[part] and part != place]
    if not plan.sensitive[place]:
        return not others
    return bool(sum(plan.value[p] - plan.least[p] for p in others) < plan.need[place])


def _price(plan: Plan, place: int, one: Relation) -> float:
    """What hiding a quantity costs; half if it also makes up for something hidden elsewhere."""
    price = float(plan.cost[place])
    if plan.hub[place]:
        return price * 10
    for number in plan.of[place]:
        other = plan.relations[number]
        if other is not one and any(
            plan.open[p] and plan.need[p] for p in (other.whole, *other.parts)
        ):
            return price / 2
    return price


def _components(plan: Plan, among: Bools) -> Labels:
    """The part of each quantity: those that relations join are in one."""
    columns = plan.adds_up[:, np.flatnonzero(among)]
    joined = abs(columns.T) @ abs(columns)
    _count, labels = connected_components(joined, directed=False)
    parts = np.full(len(plan.value), -1, dtype=np.int32)
    parts[among] = labels
    return parts


def _audit_while_it_helps(plan: Plan, rng: np.random.Generator) -> None:
    before = np.inf
    while 0 < (now := int(plan.waiting.sum())) <= before * HELPS:
        before = now
        _audit(plan, rng)


def _some_of_each(places: NDArray[np.intp], parts: Labels) -> list[int]:
    """Up to AT_ONCE of the places in each part."""
    seen: Counter[int] = Counter()
    found = []
    for place in places.tolist():
        seen[int(parts[place])] += 1
        if seen[int(parts[place])] <= AT_ONCE:
            found.append(place)
    return found


def _audit(plan: Plan, rng: np.random.Generator) -> None:
    """Look for other data in which as many as can be at once are different, of what is hidden.

    Half of those that wait, by lot, are pushed up, so that others can make up for them.
    """
    if not plan.waiting.any():
        return
    labels = _components(plan, plan.open)
    busy = plan.open & np.isin(labels, np.unique(labels[plan.waiting]))
    columns = np.flatnonzero(busy)
    rows = plan.adds_up[:, columns]
    rows = rows[np.flatnonzero(abs(rows).sum(axis=1)), :]
    pushed = plan.waiting[columns] & (rng.random(len(columns)) < 0.5)
    most = np.where(plan.waiting[columns], plan.need[columns], plan.need.max() * 2 + 10)
    solved = linprog(
        np.where(pushed, -1.0 / np.maximum(plan.need[columns], 1), 0.0),
        A_eq=rows,
        b_eq=np.zeros(rows.shape[0]),
        bounds=np.column_stack([(plan.least - plan.value)[columns], most]),
        method="highs",
    )
    if solved.x is not None:
        _take(plan, columns, solved.x)


def _take(plan: Plan, columns: NDArray[np.intp], change: Floats) -> None:
    """Mark what a change of the data makes safe, in the parts where the change is whole."""
    whole = np.rint(change)
    delta = np.zeros(len(plan.value))
    delta[columns] = whole
    wrong = np.abs(whole - change) > 1e-6
    off = np.flatnonzero(plan.adds_up @ delta)
    if len(off) or wrong.any():
        labels = _components(plan, plan.open | (delta != 0))
        bad = set(labels[columns[wrong]].tolist())
        for number in off.tolist():
            one = plan.relations[number]
            bad |= {int(labels[p]) for p in (one.whole, *one.parts) if labels[p] >= 0}
        delta[np.isin(labels, list(bad))] = 0
    assert (plan.value + delta >= np.minimum(plan.least, plan.value)).all()
    plan.safe |= delta >= np.maximum(plan.need, 1)
    plan.safe |= (delta != 0) & ~plan.sensitive


def _make_safe(plan: Plan, place: int, allowed: Bools, parts: Labels, widest: Labels) -> None:
    """Hide what it takes for one quantity to be safe, and nothing if it is already."""
    near, part = _around(plan, place, allowed), parts == parts[place]
    everything = widest == widest[place]
    enough = int(plan.need[place])
    # To be another number is what it must; to be large enough is worth no group's total.
    ways = [
        (near, enough),
        (part, enough),
        *((among, amount) for among in (near, part, everything) for amount in (1, -1)),
    ]
    for among, amount in ways:
        change = _other_data(plan, place, among, amount)
        if change is not None:
            columns = np.flatnonzero(among)
            plan.hide(columns[change != 0].tolist())
            _take(plan, columns, change)
            plan.safe[place] = True
            return
    plan.hide(np.flatnonzero(everything).tolist())
    plan.safe[everything] = True


def _around(plan: Plan, place: int, allowed: Bools) -> Bools:
    """The quantities a few relations away."""
    found = np.zeros(len(allowed))
    found[place] = 1
    joins = abs(plan.adds_up)
    for _step in range(STEPS):
        found = ((joins.T @ (joins @ found)) > 0) & (allowed | (found > 0))
        found = found.astype(np.float64)
    return found > 0


def _other_data(plan: Plan, place: int, among: Bools, amount: int) -> Floats | None:
    """The cheapest change of some quantities that changes one by an amount; None if none does."""
    columns = np.flatnonzero(among)
    rows = plan.adds_up[:, columns]
    rows = rows[np.flatnonzero(abs(rows).sum(axis=1)), :]
    price = np.where(plan.open[columns], FREE, plan.cost[columns])
    price = np.where(plan.hub[columns] & ~plan.open[columns], price * 10, price)
    down = np.maximum((plan.value - plan.least)[columns], 0).astype(np.float64)
    up = np.full(len(columns), np.inf)
    at = int(np.searchsorted(columns, place))
    if amount < 0 and down[at] < -amount:
        return None
    lower = np.zeros(2 * len(columns))
    upper = np.concatenate([up, down])
    moved, kept = (at, at + len(columns)) if amount > 0 else (at + len(columns), at)
    lower[moved] = upper[moved] = abs(amount)
    upper[kept] = 0
    both = hstack([rows, -rows], format="csr")
    solved = linprog(
        np.concatenate([price, price]),
        A_eq=both,
        b_eq=np.zeros(rows.shape[0]),
        bounds=np.column_stack([lower, upper]),
        method="highs",
    )
    if solved.x is None:
        return None
    change: Floats = solved.x[: len(columns)] - solved.x[len(columns) :]
    if np.abs(change - np.rint(change)).max() > 1e-6:
        solved = milp(
            np.concatenate([price, price]),
            integrality=np.ones(2 * len(columns)),
            bounds=(lower, upper),
            constraints=LinearConstraint(both, 0, 0),
            options={"time_limit": PATIENCE},
        )
        if solved.x is None:
            return None
        change = solved.x[: len(columns)] - solved.x[len(columns) :]
    change = np.rint(change)
    return None if (rows @ change).any() else change
