"""Reads the tables of a set into quantities: what every figure is made of, by meaning.

A quantity is a number of respondents, or of half hours, with conditions: "respondents, sector CSD,
female". The same quantity in two tables is one, whatever the tables are called.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from diary.classification import ACTIVITIES
from reports.figures.declaring import Table
from reports.figures.results import Figure, Group, Line, Measure, Panel, Result
from reports.protection.structure import NO, NONE, YES, Atoms, Structure

RESPONDENTS, HALF_HOURS, SUM = "respondents", "half hours", "sum: "
ACTIVITY, TIME = "activity", "time of the week"
CODES: Mapping[str, Atoms] = {a.code: frozenset({a.code}) for a in ACTIVITIES}
EVERY_CODE = frozenset(CODES)
BY_CATEGORY = {
    category: frozenset(a.code for a in ACTIVITIES if a.category.code == category)
    for category in {a.category.code for a in ACTIVITIES}
}
# Rows of special tables that are not called by a category or an activity.
SPECIAL_ROWS: Mapping[str, Atoms] = {
    "recorded": EVERY_CODE,
    "with": EVERY_CODE,
    "breaks": frozenset({"S9"}),
    "without": EVERY_CODE - {"S9"},
}
EXTRA = "extra_table_3_1"
OVER = ("to_3", "to_5", "to_8", "to_12", "to_15", "to_20", "to_25", "to_30", "over_30")
# Figures of the text that are rows of a table too: the variable and its values.
FIGURE_VALUES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "less_than_contract": (EXTRA, ("less",)),
    "as_contracted": (EXTRA, ("same",)),
    "over_contract": (EXTRA, OVER),
    "far_over_contract": (EXTRA, OVER[3:]),
}

Conditions = dict[str, Atoms]
Key = tuple[str, frozenset[tuple[str, Atoms]]]
Place = tuple[int, int, int, int]  # of a figure: result, panel, line, group


@dataclass
class Quantity:
    """One quantity. `value` is None where no table says it; `sensitive` if it must be hidden."""

    key: Key
    value: int | None
    printed: bool = False
    sensitive: bool = False
    figures: list[Place] = field(default_factory=list)  # that tell it, or need it


@dataclass
class Reading:
    """All quantities of a set of tables, and which of them each figure is made of."""

    structure: Structure
    quantities: list[Quantity] = field(default_factory=list)
    places: dict[Key, int] = field(default_factory=dict)
    parts: dict[Place, tuple[int, ...]] = field(default_factory=dict)
    groups: dict[tuple[int, int], int] = field(default_factory=dict)  # (result, group): its number
    looked_at: dict[int, int] = field(default_factory=dict)  # result: its number of returns

    def find(self, key: Key) -> int:
        """The place of a quantity, added without a value where it is new."""
        if key not in self.places:
            self.places[key] = len(self.quantities)
            self.quantities.append(Quantity(key, None))
        return self.places[key]

    def tell(self, what: str, conditions: Conditions, value: int) -> int:
        """The place of a quantity whose value a table tells.

        Where two tables tell different values the structure is not what it is thought to be (titles
        were coded twice, by different rules): then they are different quantities.
        """
        key = (what, self.structure.canonical(conditions))
        place = self.find(key)
        found = self.quantities[place]
        if found.value is None:
            found.value = value
        elif found.value != value:
            return self.tell(f"{what} = {value}", conditions, value)
        return place


def read(results: Sequence[Result], structure: Structure, minimum_cell: int) -> Reading:
    """The quantities of a set of tables; those of few respondents are marked as sensitive."""
    reading = Reading(structure)
    structure.whole.setdefault(ACTIVITY, EVERY_CODE)
    of_returns = [
        (number, result)
        for number, result in enumerate(results)
        if any(figure.measure is not Measure.AUTHORITIES for figure in result.figures)
    ]
    for _number, result in of_returns:
        _see(structure, result)
    for number, result in of_returns:
        _Reader(reading, number, result, minimum_cell).read()
    return reading


def _see(structure: Structure, result: Result) -> None:
    """Learn the values of variables that no instrument declares."""
    table: Table = result.table
    for variable, values in table.filter.items():
        structure.see(variable, values, all_of_them=False)
    for place, variable in enumerate(table.columns):
        shown = {group.key[place] for group in result.groups} - {""}
        structure.see(variable, shown, all_of_them=variable not in table.filter)
    if table.kind == "counts":
        lines = result.panels[0].lines
        keys = {line.key for line in lines if not line.is_total and not line.of}
        structure.see(str(table.rows), keys | set(table.leave_out), all_of_them=True)
    elif table.kind == "choices":
        for variable in table.rows:
            structure.see(variable, (YES, NO, NONE), all_of_them=True)
    times = (
        line.key for panel in result.panels for line in panel.lines if panel.key == "tempogram"
    )
    atoms = frozenset(f"{table.name} {key.partition('-')[2]}" for key in times)
    if atoms:
        structure.whole[TIME] = structure.whole.get(TIME, frozenset()) | atoms


@dataclass
class _Reader:
    """Reads one table. What a line is depends on the table's kind and on the panel's key."""

    reading: Reading
    number: int
    result: Result
    minimum_cell: int

    @property
    def table(self) -> Table:
        table: Table = self.result.table
        return table

    def read(self) -> None:
        whole = self._filtered()
        self.reading.looked_at[self.number] = self._tell(RESPONDENTS, whole, self.result.counted)
        for place, group in enumerate(self.result.groups):
            conditions = self._of_group(group)
            base = self._tell(RESPONDENTS, conditions, group.respondents)
            self.reading.groups[self.number, place] = base
            self.reading.quantities[base].printed = True  # beside the group's name
            self.reading.quantities[base].sensitive |= 1 <= group.respondents < self.minimum_cell
            for p, panel in enumerate(self.result.panels):
                for n, line in enumerate(panel.lines):
                    figure = line.figures[place]
                    if figure.measure is not Measure.AUTHORITIES:
                        at = (self.number, p, n, place)
                        self._figure(at, panel, line, figure, conditions)

    def _tell(self, what: str, conditions: Conditions, value: int) -> int:
        return self.reading.tell(what, conditions, int(value))

    def _filtered(self) -> Conditions:
        """Who is looked at: those whom the table's own filter and rows leave."""
        conditions: Conditions = {}
        for variable, values in self.table.filter.items():
            self._narrow(conditions, variable, values)
        if self.table.kind == "counts" and self.table.leave_out:
            meaning = self.reading.structure.meanings[str(self.table.rows)]
            left = [value for value in meaning.atoms if value not in self.table.leave_out]
            self._narrow(conditions, str(self.table.rows), left)
        return conditions

    def _of_group(self, group: Group) -> Conditions:
        conditions = self._filtered()
        for variable, value in zip(self.table.columns, group.key, strict=False):
            if value:
                self._narrow(conditions, variable, (value,))
        return conditions

    def _narrow(self, conditions: Conditions, variable: str, values: Sequence[str]) -> None:
        family, atoms = self.reading.structure.condition(variable, values)
        whole = self.reading.structure.whole[family]
        conditions[family] = conditions.get(family, whole) & atoms

    def _figure(
        self, at: Place, panel: Panel, line: Line, figure: Figure, group: Conditions
    ) -> None:
        what, of_line = self._numerator(panel, line, figure, group)
        value = figure.numerator if what != RESPONDENTS else figure.cases
        parts = [self._tell(what, of_line, value)]
        if not figure.measure.is_count and figure.measure is not Measure.HOURS:
            parts.append(self._denominator(panel, line, figure, group))
        few = range(1, self.minimum_cell)
        own = self.reading.quantities[parts[0]]
        own.sensitive |= figure.cases in few
        if len(parts) > 1:
            base = self.reading.quantities[parts[1]]
            base.sensitive |= figure.base in few
            if what == RESPONDENTS and self._says_the_rest(panel):
                self._rest(parts, of_line, group)
        for part in set(parts):
            self.reading.quantities[part].printed = True
            self.reading.quantities[part].figures.append(at)
        self.reading.parts[at] = tuple(parts)

    def _says_the_rest(self, panel: Panel) -> bool:
        """Whether a line leaves open only yes or no, so that its base says how many say no."""
        return self.table.kind in ("choices", "figures") or panel.key == "participation"

    def _rest(self, parts: Sequence[int], yes: Conditions, group: Conditions) -> None:
        """Those of the base who are not in the line: nobody prints them, everybody can subtract."""
        numerator, base = (self.reading.quantities[part].value for part in parts)
        assert numerator is not None
        assert base is not None
        conditions = dict(group)
        for family, atoms in yes.items():
            if group.get(family) != atoms:
                whole = group.get(family, self.reading.structure.whole[family])
                conditions[family] = whole - atoms
        rest = self.reading.quantities[self._tell(RESPONDENTS, conditions, base - numerator)]
        rest.sensitive |= 1 <= base - numerator < self.minimum_cell

    def _numerator(
        self, panel: Panel, line: Line, figure: Figure, group: Conditions
    ) -> tuple[str, Conditions]:
        """What a line adds up, and over whom."""
        kind, conditions = self.table.kind, dict(group)
        if panel.key == "bases":
            return (RESPONDENTS if line.key == "respondents" else HALF_HOURS), conditions
        if kind == "counts":
            if not line.is_total:
                self._narrow(conditions, str(self.table.rows), line.of or (line.key,))
            return RESPONDENTS, conditions
        if kind == "choices":
            self._narrow(conditions, line.key, (YES,))
            return RESPONDENTS, conditions
        if kind == "shares" or panel.key in ("participants", "lengths", "breaks"):
            return HALF_HOURS, self._with_time(conditions, line)
        if kind == "means":
            if panel.key == "means":
                return f"{SUM}{line.key}", conditions
            return RESPONDENTS, self._those(conditions, f"gave: {line.key}")
        if kind == "figures":
            return self._of_the_text(line, figure, conditions)
        return self._special(panel, line, figure, conditions)

    def _of_the_text(
        self, line: Line, figure: Figure, conditions: Conditions
    ) -> tuple[str, Conditions]:
        if figure.measure not in (Measure.PERCENT, Measure.RESPONDENTS):
            return f"{SUM}{line.key}", conditions
        variable, values = FIGURE_VALUES.get(line.key, ("", ()))
        if variable in self.reading.structure.meanings:
            self._narrow(conditions, variable, values)
            return RESPONDENTS, conditions
        return RESPONDENTS, self._those(conditions, line.key)

    def _special(
        self, panel: Panel, line: Line, figure: Figure, conditions: Conditions
    ) -> tuple[str, Conditions]:
        """Lines of functions. What is not known here is a quantity of its own, which adds up over
        groups and nothing else."""
        function, key = self.table.function, panel.key
        if function in ("time_use", "breaks") and key == "means":
            return HALF_HOURS, self._with_time(conditions, line)
        if function == "breaks":
            return HALF_HOURS, self._with_time(conditions, line)
        if function == "time_use" and key == "participation":
            return RESPONDENTS, self._those(conditions, f"took part: {self._codes(line.key)}")
        if function == "time_use" and key == "days":
            return f"days with: {self._codes(line.key)}", conditions
        if function == "episodes" and key == "episodes":
            return "episodes", self._with_time(conditions, line)
        if key == "tempogram":
            category, _, time = line.key.partition("-")
            conditions[ACTIVITY] = BY_CATEGORY[category]
            conditions[TIME] = frozenset({f"{self.table.name} {time}"})
            return HALF_HOURS, conditions
        if figure.measure is Measure.RESPONDENTS:
            return RESPONDENTS, self._those(conditions, f"{self.table.name}: {key}: {line.key}")
        return f"{self.table.name}: {key}: {line.key}", conditions

    def _denominator(self, panel: Panel, line: Line, figure: Figure, group: Conditions) -> int:
        function, key = self.table.function, panel.key
        conditions = dict(group)
        what, value = RESPONDENTS, figure.base
        if self.table.kind == "shares":
            what, value = HALF_HOURS, figure.denominator
        elif self.table.kind == "means":
            conditions = self._those(conditions, f"gave: {line.key}")
        elif self.table.kind == "figures" and line.key == "weekend_hours":
            conditions = self._those(conditions, "weekend")
        elif key == "days" and function in ("time_use", "breaks"):
            what, value = "days recorded", figure.denominator
        elif key == "participants":
            conditions = self._those(conditions, f"took part: {self._codes(line.key)}")
        elif key == "lengths":
            what, value = "episodes", figure.denominator
            conditions = self._with_time(conditions, line)
        return self._tell(what, conditions, value)

    def _with_time(self, conditions: Conditions, line: Line) -> Conditions:
        return {**conditions, ACTIVITY: frozenset().union(*self._codes_of(line))}

    def _codes_of(self, line: Line) -> Iterator[Atoms]:
        for key in line.of or (line.key,):
            yield _codes(key)

    def _codes(self, key: str) -> str:
        """Activities in a name, so that two tables that call them differently mean the same."""
        return "+".join(sorted(_codes(key)))

    def _those(self, conditions: Conditions, who: str) -> Conditions:
        """Conditions with one more, which is of no variable: yes, or not."""
        self.reading.structure.whole.setdefault(who, frozenset({YES, NO}))
        return {**conditions, who: frozenset({YES})}


def _codes(key: str) -> Atoms:
    if key in SPECIAL_ROWS:
        return SPECIAL_ROWS[key]
    if key == "client_related":
        return frozenset().union(*(BY_CATEGORY[c] for c in ("D", "R", "OA", "IA")))
    return BY_CATEGORY.get(key) or CODES[key]
