"""The stored reconstruction and the printed tables, read without the code that made them."""

import csv
import lzma
import re
from functools import cache
from pathlib import Path

TOP = Path(__file__).parents[2]
STORED = TOP / "surveys" / "demo"
PUBLISHED = TOP / "tools" / "reconstruction" / "published"
REPORT = TOP / "docs" / "reconstruction.md"

SECTORS = ("csd", "dass", "joint", "pvi", "none")
ADULTS = {
    "physical_disability", "sensory", "mental_health", "learning_disability", "adult_substance",
    "older", "older_mental_health", "carers", "palliative",
}  # fmt: skip
BOTH_SIDES = {"transitions", "asylum", "other"}

Row = dict[str, str]


@cache
def returns() -> list[Row]:
    with lzma.open(STORED / "returns.csv.xz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(number: str) -> list[list[str]]:
    text = (PUBLISHED / f"{number}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def count(cell: str) -> int:
    """The count printed in a cell: 0 where there is none but perhaps a percentage."""
    found = re.match(r"(\d+)(?!\d*\s*%)", cell.strip())
    return int(found[1]) if found else 0


def sector(row: Row) -> str:
    setting = row["setting"]
    if setting.startswith("la_"):
        return {"la_children": "csd", "la_adults": "dass", "la_joint": "joint"}[setting]
    if setting in {"nhs", "joint"}:
        return {"children": "csd", "adults": "dass", "both": "joint"}[row["serves"]]
    return "pvi" if setting in {"private", "voluntary", "independent"} else "none"


def chosen(row: Row, question: str) -> set[str]:
    return set(row[question].split("|")) - {""}


def side(row: Row) -> str:
    """Whether someone works with children or adults; in joint departments the groups say it."""
    own = sector(row)
    if own != "joint":
        return {"csd": "children", "pvi": "children", "dass": "adults", "none": ""}[own]
    groups = chosen(row, "client_groups") - BOTH_SIDES
    adults = len(groups & ADULTS)
    return "adults" if adults > len(groups) - adults else "children"


def reported(first: str) -> list[list[str]]:
    """The rows of the report's table whose first heading cells are these."""
    text = REPORT.read_text(encoding="utf-8")
    body = text.split(f"| {first} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in body.splitlines()[2:]]
