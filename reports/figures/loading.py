"""The declared tables, read from declared/*.toml and checked."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from reports.figures.answered import columns_of, number_names
from reports.figures.declaring import Chart, Table
from reports.figures.special import FIGURES, FUNCTIONS
from reports.notes import NOTES
from surveys.instruments import instrument_names, load_instrument

FOLDER = Path(__file__).with_name("declared")
KINDS = ("counts", "choices", "shares", "means", "figures", "function")
CHART_KINDS = ("stacked", "bars", "grouped", "dots", "lines", "tempogram")
TIME_ROWS = ("categories", "activities")  # rows of tables of shares
FIELDS = {entry.name for entry in fields(Table)} - {"chapter"}
NEEDED = ("number", "name", "title", "kind", "row_head", "base")
OF_AGENCIES = ("region", "authority_type", "service", "weeks")  # variables that nobody is asked
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class DeclarationError(ValueError):
    """A table is declared wrongly; the message names its file and the table."""


def all_tables() -> tuple[Table, ...]:
    """Every declared table, in the order of the report. Raises DeclarationError."""
    return tuple(table for _key, _title, tables in _read_all() for table in tables)


def chapters() -> tuple[tuple[str, str], ...]:
    """Key and title of the chapters that tables stand under, in order."""
    return tuple((key, title) for key, title, _tables in _read_all())


def table_named(name: str) -> Table:
    """The table with this name. Raises KeyError."""
    for table in all_tables():
        if table.name == name:
            return table
    raise KeyError(f"no table is named {name!r}")


def read_folder(folder: Path) -> tuple[tuple[str, str, tuple[Table, ...]], ...]:
    """Key, title and tables of every chapter in a folder, a file each, in order of their names.

    Raises DeclarationError.
    """
    found = [_read_chapter(path) for path in sorted(folder.glob("*.toml"))]
    for what in ("number", "name"):
        seen: set[str] = set()
        for _key, _title, tables in found:
            for table in tables:
                own = getattr(table, what)
                if own in seen:
                    raise DeclarationError(f"Two tables have the {what} {own!r}.")
                seen.add(own)
    return tuple(found)


@cache
def known_variables() -> frozenset[str]:
    """The variables that a Frame of some instrument has."""
    asked = (
        column.key for name in instrument_names() for column in columns_of(load_instrument(name))
    )
    return frozenset((*asked, *OF_AGENCIES))


@cache
def known_numbers() -> frozenset[str]:
    """The numbers that a Frame of some instrument has."""
    return frozenset(
        key for name in instrument_names() for key in number_names(load_instrument(name))
    )


@cache
def _read_all() -> tuple[tuple[str, str, tuple[Table, ...]], ...]:
    return read_folder(FOLDER)


def _read_chapter(path: Path) -> tuple[str, str, tuple[Table, ...]]:
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise DeclarationError(f"{path.name}: {fault}") from fault
    for key in ("chapter", "title", "table"):
        if key not in declared:
            raise DeclarationError(f"{path.name}: {key!r} is missing.")
    usual = declared.get("usual", {})
    chapter = declared["chapter"]
    tables = tuple(
        _table(f"{path.name}, table {entry.get('number', '?')}", chapter, {**usual, **entry})
        for entry in declared["table"]
    )
    return chapter, declared["title"], tables


def _table(place: str, chapter: str, entry: Mapping[str, Any]) -> Table:
    """One declared table, checked. `place` is what an error says first."""
    problem = next(_problems(entry), None)
    if problem:
        raise DeclarationError(f"{place}: {problem}")
    return Table(
        chapter=chapter,
        number=entry["number"],
        name=entry["name"],
        title=entry["title"],
        kind=entry["kind"],
        rows=entry["rows"] if isinstance(entry.get("rows"), str) else _texts(entry, "rows"),
        row_head=entry["row_head"],
        row_labels=entry.get("row_labels", {}),
        subtotals={label: tuple(values) for label, values in entry.get("subtotals", {}).items()},
        columns=_texts(entry, "columns"),
        base=entry["base"],
        filter={key: tuple(values) for key, values in entry.get("filter", {}).items()},
        leave_out=_texts(entry, "leave_out"),
        total=entry.get("total", True),
        function=entry.get("function", ""),
        notes=_texts(entry, "notes"),
        source=entry.get("source", ""),
        is_published=entry.get("is_published", True),
        chart=_chart(entry),
    )


def _texts(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(entry.get(key, ()))


def _chart(entry: Mapping[str, Any]) -> Chart | None:
    """A table's chart; its title is the table's where it has none of its own."""
    declared = entry.get("chart")
    if not declared:
        return None
    return Chart(declared["kind"], declared.get("title", entry["title"]), declared["description"])


def _problems(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a declaration, in words."""
    for key in NEEDED:
        if not isinstance(entry.get(key), str) or not entry[key]:
            yield f"{key!r} is missing, or is no text."
    if unknown := sorted(set(entry) - FIELDS):
        yield f"there is no such thing as {', '.join(unknown)}."
    if not set(entry["name"]) <= LETTERS:
        yield "its name has more than small letters, digits and hyphens."
    if entry["kind"] not in KINDS:
        yield f"there is no kind {entry['kind']!r}."
    if unwritten := sorted(set(entry.get("notes", ())) - set(NOTES)):
        yield f"no such note: {', '.join(unwritten)}."
    if len(entry.get("columns", ())) > 2:
        yield "it has more than two variables in its columns."
    yield from _rows_problems(entry)
    yield from _variable_problems(entry)
    yield from _chart_problems(entry)


def _variable_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    kind, rows = entry["kind"], entry.get("rows", ())
    used = [*entry.get("columns", ()), *entry.get("filter", {})]
    if kind in ("counts", "choices"):
        used += [rows] if isinstance(rows, str) else rows
    unknown = [key for key in used if key not in known_variables()]
    if kind == "means":
        unknown += [key for key in rows if key not in known_numbers()]
    if unknown:
        yield f"no questionnaire has the variable {', '.join(unknown)}."


def _rows_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    kind, rows = entry["kind"], entry.get("rows")
    if kind == "function":
        if entry.get("function") not in FUNCTIONS:
            yield f"there is no function {entry.get('function')!r}."
        return
    if not rows:
        yield "'rows' is missing."
    if kind in ("counts", "shares") and not isinstance(rows, str):
        yield "its rows are one variable."
    if kind in ("choices", "means", "figures") and isinstance(rows, str):
        yield "its rows are a list."
    if kind == "shares" and rows not in TIME_ROWS:
        yield f"its rows are neither {' nor '.join(TIME_ROWS)}."
    if kind == "figures" and (unknown := sorted(set(rows or ()) - set(FIGURES))):
        yield f"no such figure: {', '.join(unknown)}."
    if kind != "counts" and ("leave_out" in entry or "subtotals" in entry):
        yield "only tables of counts leave rows out or have subtotals."


def _chart_problems(entry: Mapping[str, Any]) -> Iterator[str]:
    chart = entry.get("chart")
    if not chart:
        return
    if chart.get("kind") not in CHART_KINDS:
        yield f"there is no kind of chart {chart.get('kind')!r}."
    if not chart.get("description"):
        yield "its chart has no description."
    if unknown := sorted(set(chart) - {"kind", "title", "description"}):
        yield f"a chart has no {', '.join(unknown)}."
