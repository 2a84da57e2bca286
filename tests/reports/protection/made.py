"""Small rounds and their tables, made the plain way, and somebody who attacks what is published.

A respondent is of a type: one value of each of the facts below. The attacker does not know how many
there are of each type, knows every figure that is shown, and what every figure means.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from reports.figures.declaring import Table
from reports.figures.results import Figure, Group, Line, Measure, Panel, Result

FACTS = {
    "sector": ("csd", "dass", "joint", "pvi", "none"),
    "satisfaction": (
        "very_satisfied",
        "satisfied",
        "neither",
        "dissatisfied",
        "very_dissatisfied",
        "none",
    ),
    "groups": ("neither", "protection", "support", "both", "none"),
    "electronic": ("yes", "no", "none"),
}
TYPES = tuple(product(*FACTS.values()))
CATEGORIES = ("D", "R", "OA", "IA", "OIA", "S")
CLIENT_RELATED = ("D", "R", "OA", "IA")

MOST = 10_000  # of a type, where nothing that is shown says less

Type = tuple[str, ...]
Person = tuple[Type, tuple[int, ...]]  # and half hours in each category


def of_groups(*yes: str) -> Callable[[Type], str]:
    return lambda own: "none" if own[2] == "none" else "yes" if own[2] in yes else "no"


THREE = {
    "very_satisfied": "satisfied",
    "very_dissatisfied": "dissatisfied",
    "neither": "neither_or_none",
    "none": "neither_or_none",
}
VARIABLES: dict[str, Callable[[Type], str]] = {
    "sector": lambda own: own[0],
    "satisfaction_table_2_31": lambda own: own[1],
    "satisfaction_table_3_14": lambda own: THREE.get(own[1], own[1]),
    "client_groups.child_protection": of_groups("protection", "both"),
    "client_groups.family_support": of_groups("support", "both"),
    "protection_table_3_4": of_groups("protection", "support", "both"),
    "electronic_table_2_25": lambda own: own[3],
}


def values_of(variable: str) -> list[str]:
    return list(dict.fromkeys(VARIABLES[variable](own) for own in TYPES))


def table(number: str, kind: str, rows: str | tuple[str, ...], *columns: str, **more) -> Table:
    name = f"table-{number}"
    return Table(number, name, "1", name, kind, rows, columns=columns, **more)


SECTOR = "sector"
TABLES = (
    table("1", "counts", "satisfaction_table_2_31", SECTOR),
    table("2", "counts", "satisfaction_table_3_14", "electronic_table_2_25"),
    table("3", "counts", "client_groups.child_protection", SECTOR),
    table("4", "counts", "protection_table_3_4", SECTOR),
    table(
        "5", "choices", ("client_groups.child_protection", "client_groups.family_support"), SECTOR
    ),
    table("6", "counts", "satisfaction_table_2_31", filter={SECTOR: ("csd",)}),
    table("7", "counts", "electronic_table_2_25", SECTOR),
    table("8", "counts", "satisfaction_table_2_31", SECTOR, leave_out=("none",)),
)
TIME_TABLES = (
    table("11", "shares", "categories", SECTOR),
    table("12", "shares", "categories", "satisfaction_table_3_14"),
    table("13", "shares", "categories", SECTOR, filter={"protection_table_3_4": ("yes",)}),
)


@dataclass(frozen=True)
class Column:
    key: tuple[str, ...]
    holds: Callable[[Type], bool]
    is_total: bool


def columns(own: Table) -> list[Column]:
    def base(who: Type) -> bool:
        rows = str(own.rows)
        left = own.kind != "counts" or VARIABLES[rows](who) not in own.leave_out
        return left and all(VARIABLES[v](who) in given for v, given in own.filter.items())

    found = []
    for variable in own.columns:
        for value in values_of(variable):
            if value in own.filter.get(variable, (value,)):
                found.append(
                    Column(
                        (value,),
                        lambda who, v=variable, x=value: base(who) and VARIABLES[v](who) == x,
                        is_total=False,
                    )
                )
    return [*found, Column(("",) * max(len(own.columns), 1), base, is_total=True)]


def rows(own: Table) -> Iterator[tuple[str, Callable[[Type], bool]]]:
    """The keys of a table's lines of respondents, and whom each counts."""
    if own.kind == "counts":
        variable = str(own.rows)
        for value in values_of(variable):
            if value not in own.leave_out:
                yield value, lambda who, x=value: VARIABLES[variable](who) == x
        yield "total", lambda who: True
    elif own.kind == "choices":
        for variable in own.rows:
            yield variable, lambda who, v=variable: VARIABLES[v](who) == "yes"


def time_rows() -> Iterator[tuple[str, tuple[int, ...]]]:
    """The keys of the lines of shares, and the places of their categories."""
    for place, category in enumerate(CATEGORIES):
        yield category, (place,)
    yield "client_related", tuple(CATEGORIES.index(c) for c in CLIENT_RELATED)


def tabulate(own: Table, people: Sequence[Person]) -> Result:
    """A table of a round, by dictionaries and loops."""
    groups, by_column = [], []
    for column in columns(own):
        members = [person for person in people if column.holds(person[0])]
        by_column.append(members)
        groups.append(Group(column.key, column.key, len(members), column.is_total))
    whole = len(by_column[-1])
    if own.kind == "shares":
        return Result(own, tuple(groups), tuple(_of_time(by_column)), whole)
    numbers, percentages = [], []
    for key, holds in rows(own):
        found = [(sum(holds(who) for who, _ in members), len(members)) for members in by_column]
        numbers.append(_line(key, [Figure(Measure.RESPONDENTS, n, of, n, n) for n, of in found]))
        percentages.append(_line(key, [_ratio(Measure.PERCENT, n, of, of, n) for n, of in found]))
    panels = [
        Panel("numbers", "Number", tuple(numbers)),
        Panel("percentages", "Percentage", tuple(percentages)),
    ]
    if own.kind == "choices":
        panels.append(_bases(by_column, hours=False))
    return Result(own, tuple(groups), tuple(panels), whole)


def _of_time(by_column: Sequence[Sequence[Person]]) -> Iterator[Panel]:
    lines = []
    for key, places in time_rows():
        figures = []
        for members in by_column:
            parts = [sum(time[place] for place in places) for _, time in members]
            whole = sum(sum(time) for _, time in members)
            figures.append(
                _ratio(Measure.SHARE, sum(parts), whole, len(members), sum(p > 0 for p in parts))
            )
        lines.append(_line(key, figures))
    yield Panel("shares", "Share", tuple(lines))
    yield _bases(by_column, hours=True)


def _bases(by_column: Sequence[Sequence[Person]], *, hours: bool) -> Panel:
    sizes = [len(members) for members in by_column]
    lines = [_line("respondents", [Figure(Measure.RESPONDENTS, n, n, n, n) for n in sizes])]
    if hours:
        times = [sum(sum(time) for _, time in members) for members in by_column]
        figures = [
            Figure(Measure.HOURS, Fraction(time, 2), n, n, time)
            for time, n in zip(times, sizes, strict=True)
        ]
        lines.append(_line("hours", figures))
    return Panel("bases", "Bases", tuple(lines))


def _line(key: str, figures: list[Figure]) -> Line:
    return Line(key, (key,), tuple(figures), is_total=key == "total")


def _ratio(measure: Measure, of: int, by: int, base: int, cases: int) -> Figure:
    return Figure(measure, Fraction(of, by) if by else None, base, cases, of, by)


class Attacker:
    """Somebody who has all published tables, and looks for the numbers that are hidden.

    `true` are the tables as computed: only for what to look for, and, of shares that are shown, for
    the exact half hours, as if rounding hid nothing.
    """

    def __init__(self, true: Sequence[Result], published: Sequence[Result]) -> None:
        self.sums: list[np.ndarray] = []
        self.values: list[int] = []
        self.wanted: list[tuple[np.ndarray, int]] = []
        for computed, shown in zip(true, published, strict=True):
            self._read(computed, shown)

    def _read(self, true: Result, shown: Result) -> None:
        for place, column in enumerate(columns(true.table)):
            in_column = np.array([column.holds(own) for own in TYPES], dtype=float)
            self._learn(in_column, true.groups[place].respondents, shown.groups[place].respondents)
            if true.table.kind == "shares":
                continue
            for n, (_key, holds) in enumerate(rows(true.table)):
                cells = in_column * np.array([holds(own) for own in TYPES])
                counted = shown.panels[0].lines[n].figures[place].value
                self._learn(cells, int(true.panels[0].lines[n].figures[place].value), counted)

    def _learn(self, cells: np.ndarray, true: int, shown: int | None) -> None:
        """A number of respondents that is shown, or that is hidden: a group's 0 says nothing."""
        if shown is None or (shown == 0 and true):
            self.wanted.append((cells, true))
        else:
            self.sums.append(cells)
            self.values.append(int(shown))

    def found(self, most: int) -> list[int]:
        """Hidden numbers up to `most` for which only one value is possible."""
        known = np.array([np.zeros(len(TYPES)), *self.sums])
        values = np.array([0, *self.values], dtype=float)
        looked_for = {tuple(cells): true for cells, true in self.wanted if 0 < true <= most}
        return [
            true
            for cells, true in looked_for.items()
            if self._only_one(np.array(cells), known, values)
        ]

    def _only_one(self, cells: np.ndarray, known: np.ndarray, values: np.ndarray) -> bool:
        ends = []
        for sign in (1, -1):
            solved = milp(
                sign * cells,
                integrality=np.ones(len(cells)),
                bounds=(0, MOST),
                constraints=LinearConstraint(known, values, values),
            )
            assert solved.x is not None, "the data itself is possible"
            ends.append(round(sign * solved.fun))
        return ends[0] == ends[1]


# No table of time is by the last fact.
OF_TIME = tuple(own for own in TYPES if own[-1] == FACTS["electronic"][0])


class TimeAttacker:
    """The same for half hours: how many each type gave to each category, whole or not.

    What is looked for is a share, or a total, that can be one number only: all of it and nothing
    are left out, for they follow from what nobody did at all.
    """

    def __init__(self, true: Sequence[Result], published: Sequence[Result]) -> None:
        self.known: list[tuple[np.ndarray, int]] = []
        self.wanted: dict[tuple[float, ...], int] = {}
        for computed, shown in zip(true, published, strict=True):
            for place, column in enumerate(columns(computed.table)):
                people = np.array([column.holds(own) for own in OF_TIME], dtype=float)
                whole = np.repeat(people[:, np.newaxis], len(CATEGORIES), axis=1)
                for n, (_key, places) in enumerate(time_rows()):
                    part = np.zeros_like(whole)
                    part[:, list(places)] = whole[:, list(places)]
                    share = computed.panels[0].lines[n].figures[place]
                    seen = shown.panels[0].lines[n].figures[place]
                    if seen.value is not None:
                        self.known.append((part.ravel(), share.numerator))
                    elif 0 < share.numerator < share.denominator:
                        looked_for = part * share.denominator - whole * share.numerator
                        self.wanted[tuple(looked_for.ravel())] = share.numerator
                hours = computed.panels[1].lines[1].figures[place]
                if shown.panels[1].lines[1].figures[place].value is not None:
                    self.known.append((whole.ravel(), hours.numerator))
                elif hours.numerator:
                    self.wanted[tuple(whole.ravel())] = hours.numerator

    def found(self) -> list[int]:
        """The half hours behind hidden shares and totals of which only one is possible."""
        nothing = np.zeros(len(OF_TIME) * len(CATEGORIES))
        known = np.array([nothing, *(cells for cells, _ in self.known)])
        values = np.array([0, *(value for _, value in self.known)], dtype=float)
        return [
            value
            for cells, value in self.wanted.items()
            if self._only_one(np.array(cells), known, values)
        ]

    def _only_one(self, cells: np.ndarray, known: np.ndarray, values: np.ndarray) -> bool:
        ends = []
        for sign in (1, -1):
            solved = linprog(
                sign * cells, A_eq=known, b_eq=values, bounds=(0, MOST), method="highs"
            )
            assert solved.status == 0, solved.message
            ends.append(sign * solved.fun)
        return abs(ends[0] - ends[1]) < 0.5
