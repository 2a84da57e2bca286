"""The declared tables once more, in the simplest way there is: dictionaries and fractions, straight
from answers and diaries' strings. Nothing here reaches a Frame or an array."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby, product
from typing import Any

from diary.classification import ACTIVITIES, BY_SYMBOL, CATEGORIES
from reports.figures.declaring import Table
from surveys.instruments import Instrument
from surveys.instruments.deriving import derive

HALF = Fraction(1, 2)
# (panel, line, group) to (value, number of returns, of those with a part in it)
Cells = dict[tuple[str, str, tuple[str, ...]], tuple[Fraction | None, int, int]]
Count = Callable[["Simple"], Any]


@dataclass(frozen=True)
class Simple:
    """One return."""

    answers: Mapping[str, Any]
    codings: Mapping[str, str]
    slots: str
    weight: int = 1
    values: Mapping[str, str] = field(default_factory=dict)  # of derived variables

    def value(self, key: str) -> str:
        """A variable's value, derived or a part of an answer."""
        if key in self.values:
            return self.values[key]
        question, _, part = key.partition(".")
        answer = self.answers.get(question)
        if isinstance(answer, dict):
            return answer.get(part, "none")
        return "none" if answer is None else "yes" if part in answer else "no"

    @cached_property
    def times(self) -> Counter[str]:
        return Counter(BY_SYMBOL[symbol].code for symbol in self.slots if symbol != ".")

    def half_hours(self, codes: Sequence[str]) -> int:
        return sum(self.times[code] for code in codes)

    @cached_property
    def days(self) -> list[str]:
        return [self.slots[48 * day : 48 * day + 48] for day in range(7)]

    @cached_property
    def recorded(self) -> int:
        return len(self.slots) - self.slots.count(".")

    @cached_property
    def days_recorded(self) -> int:
        return sum(set(day) != {"."} for day in self.days)

    @cached_property
    def codes_by_day(self) -> list[set[str]]:
        return [{BY_SYMBOL[symbol].code for symbol in set(day) - {"."}} for day in self.days]

    def days_with(self, codes: Sequence[str]) -> int:
        return sum(any(code in day for code in codes) for day in self.codes_by_day)

    @cached_property
    def runs(self) -> Counter[str]:
        runs = (symbol for symbol, _run in groupby(self.slots) if symbol != ".")
        return Counter(BY_SYMBOL[symbol].code for symbol in runs)

    def episodes(self, codes: Sequence[str]) -> int:
        return sum(self.runs[code] for code in codes)

    def number(self, key: str) -> Fraction | None:
        return Fraction(str(self.answers[key])) if key in self.answers else None

    @property
    def extra(self) -> Fraction | None:
        worked, contracted = self.number("worked_hours"), self.number("contracted_hours")
        return None if worked is None or contracted is None else worked - contracted


def with_values(instrument: Instrument, answers: dict, codings: dict, slots: str) -> Simple:
    return Simple(answers, codings, slots, values=derive(instrument, answers, codings))


def table_of(table: Table, instrument: Instrument, returns: Sequence[Simple]) -> Cells:
    """All figures of a table; weighted where returns weigh anything but 1."""
    kept = [
        one for one in returns if all(one.value(key) in table.filter[key] for key in table.filter)
    ]
    if table.leave_out:
        kept = [one for one in kept if one.value(table.rows) not in table.leave_out]
    found: Cells = {}
    for key, members in groups(table, instrument, kept):
        for panel, line, y, x in lines(table, instrument):
            found[panel, line, key] = figure(members, y, x)
    return found


def groups(
    table: Table, instrument: Instrument, kept: Sequence[Simple]
) -> Iterator[tuple[tuple[str, ...], list[Simple]]]:
    derived = {own.key: [value.value for value in own.values] for own in instrument.derived}
    if table.columns:
        values = [
            [value for value in derived[key] if value in table.filter.get(key, derived[key])]
            for key in table.columns
        ]
        for own in product(*values):
            wanted = dict(zip(table.columns, own, strict=True))
            yield own, [one for one in kept if all(one.value(k) == v for k, v in wanted.items())]
    yield ("",) * max(len(table.columns), 1), list(kept)


def figure(
    members: Sequence[Simple], y: Count, x: Count | None
) -> tuple[Fraction | None, int, int]:
    cases = sum(bool(y(one)) for one in members)
    if x is None:
        return sum((Fraction(y(one)) for one in members), Fraction(0)), len(members), cases
    numerator = sum((Fraction(y(one)) * one.weight for one in members), Fraction(0))
    denominator = sum((Fraction(x(one)) * one.weight for one in members), Fraction(0))
    base = sum(bool(x(one)) for one in members)
    return (numerator / denominator if denominator else None), base, cases


def lines(table: Table, instrument: Instrument) -> Iterator[tuple[str, str, Count, Count | None]]:
    yield from KINDS[table.function or table.kind](table, instrument)


def one(_return: Simple) -> int:
    return 1


def respondents() -> tuple[str, str, Count, None]:
    return "bases", "respondents", one, None


def hours() -> tuple[str, str, Count, None]:
    return "bases", "hours", lambda own: own.recorded * HALF, None


def counted(key: str, is_in: Count) -> Iterator[tuple[str, str, Count, Count | None]]:
    yield "numbers", key, is_in, None
    yield "percentages", key, is_in, one


def of_counts(table: Table, instrument: Instrument) -> Iterator:
    derived = {own.key: [value.value for value in own.values] for own in instrument.derived}
    values = derived.get(table.rows, ["yes", "no", "none"])
    for value in values:
        if value not in table.leave_out:
            yield from counted(value, lambda own, value=value: own.value(table.rows) == value)
    for of in table.subtotals.values():
        yield from counted("+".join(of), lambda own, of=of: own.value(table.rows) in of)
    yield from counted("total", one)


def of_choices(table: Table, instrument: Instrument) -> Iterator:
    for key in table.rows:
        yield from counted(key, lambda own, key=key: own.value(key) == "yes")
    yield respondents()


def codes_by_row(table: Table) -> dict[str, list[str]]:
    if table.rows == "activities":
        return {activity.code: [activity.code] for activity in ACTIVITIES}
    found = {c.code: [a.code for a in ACTIVITIES if a.category == c] for c in CATEGORIES}
    related = [code for c in CATEGORIES if c.client_related for code in found[c.code]]
    return {**found, "client_related": related}


def with_all(table: Table) -> dict[str, list[str]]:
    return {**codes_by_row(table), "recorded": [activity.code for activity in ACTIVITIES]}


def of_shares(table: Table, instrument: Instrument) -> Iterator:
    for row, codes in codes_by_row(table).items():
        yield "shares", row, lambda own, c=codes: own.half_hours(c), lambda own: own.recorded
    yield respondents()
    yield hours()


def of_means(table: Table, instrument: Instrument) -> Iterator:
    for key in table.rows:
        yield (
            "means",
            key,
            lambda own, key=key: own.number(key) or 0,
            lambda own, key=key: own.number(key) is not None,
        )
        yield "numbers", key, lambda own, key=key: own.number(key) is not None, None


def of_figures(table: Table, instrument: Instrument) -> Iterator:
    def weekend(own: Simple) -> int:
        return sum(len(day) - day.count(".") for day in own.days[5:])

    def early_or_late(own: Simple) -> bool:
        return any(
            17 - day[:17].count(".") >= 2 or 9 - day[39:].count(".") >= 2 for day in own.days
        )

    def compared(test: Callable[[Fraction], bool]) -> Count:
        return lambda own: own.extra is not None and test(own.extra)

    yield from counted("less_than_contract", compared(lambda extra: extra < 0))
    yield from counted("as_contracted", compared(lambda extra: extra == 0))
    yield from counted("over_contract", compared(lambda extra: extra > 0))
    yield from counted("far_over_contract", compared(lambda extra: extra > 8))
    yield from counted("weekend", weekend_any(weekend))
    yield from counted("early_or_late", early_or_late)
    yield "means", "weekend_hours", lambda own: weekend(own) * HALF, weekend_any(weekend)
    yield respondents()


def weekend_any(weekend: Count) -> Count:
    return lambda own: weekend(own) > 0


def of_time_use(table: Table, instrument: Instrument) -> Iterator:
    for row, codes in with_all(table).items():

        def time(own: Simple, codes: list[str] = codes) -> Fraction:
            return own.half_hours(codes) * HALF

        def took_part(own: Simple, codes: list[str] = codes) -> bool:
            return own.half_hours(codes) > 0

        yield "means", row, time, one
        yield "participation", row, took_part, one
        yield "days", row, lambda own, c=codes: own.days_with(c), lambda own: own.days_recorded
        yield "participants", row, time, took_part
    yield respondents()
    yield hours()


def of_episodes(table: Table, instrument: Instrument) -> Iterator:
    for row, codes in with_all(table).items():

        def number(own: Simple, codes: list[str] = codes) -> int:
            return own.episodes(codes)

        yield "episodes", row, number, one
        yield "lengths", row, lambda own, c=codes: own.half_hours(c) * HALF, number
    yield respondents()
    yield hours()


def of_breaks(table: Table, instrument: Instrument) -> Iterator:
    rows = {
        "without": lambda own: (own.recorded - own.half_hours(["S9"])) * HALF,
        "breaks": lambda own: own.half_hours(["S9"]) * HALF,
        "with": lambda own: own.recorded * HALF,
    }
    for row, time in rows.items():
        yield "means", row, time, one
        yield "days", row, time, lambda own: own.days_recorded
    yield respondents()
    yield hours()


def of_tempogram(first: int, last: int) -> Callable[[Table, Instrument], Iterator]:
    def of(table: Table, instrument: Instrument) -> Iterator:
        for category in CATEGORIES:
            symbols = {a.symbol for a in ACTIVITIES if a.category == category}
            for time in range(48):

                def at(own: Simple, symbols: set[str] = symbols, time: int = time) -> int:
                    return sum(day[time] in symbols for day in own.days[first:last])

                yield "tempogram", f"{category.code}-{time}", at, lambda own: last - first
        yield respondents()

    return of


KINDS: Mapping[str, Callable[[Table, Instrument], Iterator]] = {
    "counts": of_counts,
    "choices": of_choices,
    "shares": of_shares,
    "means": of_means,
    "figures": of_figures,
    "time_use": of_time_use,
    "episodes": of_episodes,
    "breaks": of_breaks,
    "tempogram_of_weekdays": of_tempogram(0, 5),
    "tempogram_of_weekends": of_tempogram(5, 7),
}
