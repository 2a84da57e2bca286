"""The slot file of a release, or of another system in its form: a week of half hours by id."""

from collections.abc import Sequence
from pathlib import Path

from diary.classification import ACTIVITIES, BLANK, BY_CODE
from diary.timeline import EMPTY_WEEK
from reports.microdata.diaries import SLOT_NAMES
from reports.microdata.loading.files import open_sheet
from reports.microdata.loading.problems import Problems

SYMBOLS = {code: activity.symbol for code, activity in BY_CODE.items()} | {"": BLANK}
CODES = f"{ACTIVITIES[0].code} to {ACTIVITIES[-1].code}"


def read_slots(path: Path, problems: Problems) -> dict[str, str]:
    """Each return's 336 symbols by its id in the files; {} where the file is not right."""
    sheet = open_sheet(path, problems)
    if sheet is None:
        return {}
    absent = [name for name in ("id", *SLOT_NAMES) if name not in sheet.heading]
    unknown = [name for name in sheet.heading if name not in ("id", *SLOT_NAMES)]
    for name in absent[:3]:
        problems.add(path.name, "This column is missing.", 1, name)
    if len(absent) > 3:
        text = f"{len(absent) - 3} more columns are missing: it takes id and 336 half hours."
        problems.add(path.name, text, 1)
    for name in unknown:
        problems.add(path.name, "There is no such column here. Take it out.", 1, name)
    if absent or unknown:
        return {}
    found: dict[str, str] = {}
    place = sheet.heading.index("id")
    order = [sheet.heading.index(name) for name in SLOT_NAMES]
    for number, cells in sheet.rows:
        own = cells[place]
        if own in found:
            problems.add(path.name, "This id stands twice. Take one out.", number, "id")
        try:
            found[own] = "".join([SYMBOLS[cells[slot]] for slot in order])
        except KeyError:
            found[own] = EMPTY_WEEK
            _say_which(path.name, number, cells, order, problems)
    return found


def _say_which(
    file: str, number: int, cells: list[str], order: Sequence[int], problems: Problems
) -> None:
    for slot, place in enumerate(order):
        if cells[place] not in SYMBOLS:
            text = f"This is no activity. Enter a code ({CODES}), or nothing."
            problems.add(file, text, number, SLOT_NAMES[slot])
