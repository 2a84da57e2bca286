"""Reads a release's files back, and says what each cell should be from the CSV and codebook."""

import csv
from functools import cache

import openpyxl

from reports.microdata.csvfile import unguarded
from reports.microdata.diaries import SLOT_NAMES


@cache
def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@cache
def codebook_rows(folder):
    """The codebook's rows, none of whose cells is a formula."""
    workbook = openpyxl.load_workbook(folder / "codebook.xlsx")
    cells = list(workbook["Variables"].iter_rows(min_row=2))
    assert all(cell.data_type != "f" for row in cells for cell in row)
    return [tuple(cell.value for cell in row) for row in cells]


def values_of(folder, table):
    """By variable, what CSV's values are in SPSS and Stata, from the codebook."""
    found = {}
    for row in codebook_rows(folder):
        if row[0] == table and row[7]:
            found.setdefault(row[1], {})[row[5]] = row[7]
    slots = found.pop(f"{SLOT_NAMES[0]} … {SLOT_NAMES[-1]}", None)
    return found | (dict.fromkeys(SLOT_NAMES, slots) if slots else {})


def expected_of(folder, table, longest=10_000):
    """Each cell of the CSV file as its label (cut to so many bytes), or as it is without one."""
    values, rows = values_of(folder, table), rows_of(folder, table)
    found = {}
    for name in rows[0]:
        labels = values.get(name, {})
        cells = [unguarded(row[name]) for row in rows]
        labels = {value: label.encode()[:longest].decode() for value, label in labels.items()}
        found[name] = [without_zeros(labels.get(cell, cell)) for cell in cells]
    return found


def labels_of(folder, table):
    rows = codebook_rows(folder)
    return {name: label_of(name, rows, table) for name in rows_of(folder, table)[0]}


def label_of(name, rows, table):
    if name not in SLOT_NAMES:
        return next(row[2] for row in rows if row[:2] == (table, name))
    day, start = divmod(SLOT_NAMES.index(name), 48)
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    clock = [f"{slot // 2:02d}:{slot % 2 * 30:02d}" for slot in (start, start + 1)]
    return f"{days[day]} {clock[0]} to {clock[1]}"


def shown_of(cell, labels):
    if cell is None or cell != cell:
        return ""
    return without_zeros((labels or {}).get(cell, cell))


def without_zeros(cell):
    text = str(cell)
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def as_csv(cell):
    if cell is None:
        return ""
    return f"{cell:g}" if isinstance(cell, float) and cell == int(cell) else str(cell)
