"""The public-use file: what of the internal one may leave, how coarse, and at what risk. Pure.

public.toml declares every variable; nothing else of the questionnaire leaves.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.microdata.columns import (
    NOTHING,
    SUPPRESSED,
    Column,
    Table,
    Values,
    named_apart,
    numbers,
)
from reports.microdata.diaries import Diaries
from reports.microdata.reading import Returns
from reports.microdata.risk import Risk, assess, suppress
from reports.microdata.settings import Settings
from reports.microdata.wide import by_day, hours_columns, id_column, region_column

DECLARED = Path(__file__).with_name("public.toml")
POOLED = ("pooled", "Rare values, put together")
BAND, MOST_HOURS = 5, 60  # hours: without half hours, totals are rounded and end here
WORKED: Values = (("W", "Worked"), ("N", "Not worked"))
ROW = "A row a return, in the order of its id in this release, which tells nothing."


class DeclarationError(ValueError):
    """public.toml doesn't fit the instrument; the message names the place."""


@dataclass(frozen=True)
class Public:
    """A declared variable: made from the internal file's `source` by `values` (None: as it is).

    Values are (value, label, those that become it). `area` names the setting that it goes with.
    """

    name: str
    label: str
    source: str
    values: tuple[tuple[str, str, tuple[str, ...]], ...] | None = None
    coarser: tuple[tuple[str, str, tuple[str, ...]], ...] | None = None
    area: str = ""


@dataclass(frozen=True)
class PublicFile:
    """The wide table with the risk that it was found to have."""

    table: Table
    risk: Risk


@cache
def declared() -> tuple[tuple[Public, ...], tuple[Public, ...]]:
    """The quasi-identifiers and the other variables, as public.toml has them."""
    found = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return (
        tuple(_declared(entry) for entry in found["identifier"]),
        tuple(_declared(entry) for entry in found["variable"]),
    )


def identifiers_of(settings: Settings) -> tuple[Public, ...]:
    """The quasi-identifiers of a file with these settings."""
    return tuple(
        own
        for own in declared()[0]
        if own.area in ("", settings.area) and own.name not in settings.left_out
    )


def public_table(
    returns: Returns, diaries: Diaries, settings: Settings, *, threshold: int
) -> PublicFile:
    """The wide file of a public-use release. Raises DeclarationError.

    `diaries` are as detailed as the file may be.
    """
    sources = _sources(returns)
    identifiers, risk = find_identifiers(returns, settings, threshold=threshold)
    others = [
        pooled(made(own, sources[own.source], own.values), threshold)
        for own in declared()[1]
        if own.area in ("", settings.area) and own.source in sources
    ]
    columns = [
        id_column(returns.ids),
        *identifiers,
        *others,
        *_worked(returns),
        *(_hours(diaries) if settings.has_slots else _rounded_hours(diaries)),
    ]
    return PublicFile(Table("wide", ROW, named_apart(columns)), risk)


def find_identifiers(
    returns: Returns, settings: Settings, *, threshold: int
) -> tuple[list[Column], Risk]:
    """The quasi-identifiers as the file has them, and the risk. Raises DeclarationError."""
    sources = _sources(returns)
    columns = []
    for own in identifiers_of(settings):
        if own.source not in sources:
            raise DeclarationError(f"The questionnaire has no {own.source} for {own.name}.")
        wanted = own.coarser if own.name in settings.coarser and own.coarser else own.values
        columns.append(made(own, sources[own.source], wanted))
    codes = {column.name: column.data for column in columns}
    suppressed: dict[str, int] = {}
    if settings.suppress:
        codes, suppressed = suppress(codes, returns=len(returns), threshold=threshold)
        columns = [
            replace(column, data=codes[column.name], missing=(SUPPRESSED,)) for column in columns
        ]
    risk = assess(codes, returns=len(returns), threshold=threshold, suppressed=suppressed)
    return columns, risk


def made(
    own: Public, source: Column, values: tuple[tuple[str, str, tuple[str, ...]], ...] | None
) -> Column:
    """A variable of the public-use file. Raises DeclarationError if a value is left over."""
    if values is None:
        return replace(
            source, name=own.name, label=own.label, note=f"From {source.name}.", source=""
        )
    becomes = {value: n for n, (_new, _label, olds) in enumerate(values, 1) for value in olds}
    table = np.full(len(source.values) + 2, NOTHING, dtype=np.int16)
    for number, value, _label in source.numbered:
        if value not in becomes:
            raise DeclarationError(f"{own.name}: nothing is said of {value} of {source.name}.")
        table[number] = becomes[value]
    return Column(
        own.name,
        own.label,
        "codes",
        table[source.data],
        values=tuple((value, label) for value, label, _olds in values),
        measure=source.measure,
        note=f"From {source.name}, coarser.",
    )


def pooled(column: Column, threshold: int) -> Column:
    """The column with its rare values put together, and with them as many as it takes."""
    numbers_of = [number for number, _value, _label in column.numbered]
    counts = {number: int((column.data == number).sum()) for number in numbers_of}
    rare = [number for number in numbers_of if 0 < counts[number] < threshold]
    others = sorted(
        (number for number in numbers_of if counts[number] >= threshold), key=counts.__getitem__
    )
    while rare and sum(counts[number] for number in rare) < threshold and others:
        rare.append(others.pop(0))
    if not rare:
        return column
    kept = [n for n in numbers_of if n not in rare and counts[n]]
    place = {number: new for new, number in enumerate(kept, column.first)}
    place |= dict.fromkeys(rare, column.first + len(kept))
    table = np.full(max(numbers_of) + 2, NOTHING, dtype=np.int16)
    for number, new in place.items():
        table[number] = new
    labels = {number: (value, label) for number, value, label in column.numbered}
    names = ", ".join(labels[number][1] for number in sorted(rare))
    return replace(
        column,
        data=table[column.data],
        values=(*(labels[number] for number in kept), POOLED),
        note=f"{column.note} Put together: {names}.",
    )


def _sources(returns: Returns) -> dict[str, Column]:
    """The internal file's columns that public.toml may name."""
    return {column.name: column for column in (*returns.answers, region_column(returns))}


def _worked(returns: Returns) -> list[Column]:
    """Days as worked or not: which kind of absence it was stays behind."""
    table = np.full(256, ord("."), dtype=np.uint8)
    for symbols, becomes in (("WC", "W"), ("NHLSA", "N")):
        for symbol in symbols:
            table[ord(symbol)] = ord(becomes)
    return by_day("worked", "Whether the day was worked", table[returns.statuses], WORKED)


def _hours(diaries: Diaries) -> list[Column]:
    """Totals are what the half hours in the slot file add up to, so they are not rounded."""
    recorded = diaries.totals.sum(axis=1) / 2
    label = "Recorded hours, lunch and breaks included"
    return [*hours_columns(diaries), numbers("recorded_hours", label, recorded)]


def _rounded_hours(diaries: Diaries) -> list[Column]:
    note = f"Rounded to {BAND} hours; {MOST_HOURS} stands for {MOST_HOURS} and more."
    return [
        replace(column, label=f"{column.label}, rounded", data=_banded(column.data), note=note)
        for column in _hours(diaries)
    ]


def _banded(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(np.floor(hours / BAND + 0.5) * BAND, MOST_HOURS)


def _declared(entry: Mapping[str, Any]) -> Public:
    def values(name: str) -> tuple[tuple[str, str, tuple[str, ...]], ...] | None:
        found = entry.get(name)
        if found is None:
            return None
        return tuple((value, label, tuple(olds)) for value, label, olds in found)

    return Public(
        entry["name"],
        entry["label"],
        entry["from"],
        values("values"),
        values("coarser"),
        entry.get("area", ""),
    )
