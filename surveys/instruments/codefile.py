"""The codebook as a file: CSV, a line a variable."""

from collections.abc import Iterator

from surveys.csvfiles import csv_lines
from surveys.instruments.codebook import Variable, derived_entries, entries
from surveys.instruments.types import Instrument

HEADINGS = (
    "variable", "label", "type", "values", "missing values", "section", "asked", "routing",
    "source",
)  # fmt: skip


def codebook_csv(instrument: Instrument) -> str:
    """The whole codebook, UTF-8 with a byte order mark, so that Excel reads its quotes right."""
    return "".join(csv_lines(_rows(instrument)))


def _rows(instrument: Instrument) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    groups = [(section.title, entries(section, instrument)) for section in instrument.sections]
    groups.append(("Derived variables", derived_entries(instrument)))
    for title, found in groups:
        for entry in found:
            for variable in entry.variables:
                yield (*_facts(variable), title, entry.text, entry.routing, entry.source)


def _facts(variable: Variable) -> tuple[str, ...]:
    return (
        variable.name,
        variable.label,
        variable.type_name,
        coded(variable.values),
        # The label first: a cell that begins with -9 is a formula to a spreadsheet.
        "; ".join(f"{label} = {code}" for code, label in variable.missing),
    )


def coded(values: tuple[tuple[str, str], ...]) -> str:
    """The codes with their labels, in one cell."""
    return "; ".join(f"{code} = {label}" for code, label in values)
