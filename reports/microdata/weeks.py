"""The files with a row an episode, a spell or half hours in columns, as tables. Pure."""

import numpy as np
from numpy.typing import NDArray

from diary.timeline import SLOTS_PER_WEEK, clock
from reports.microdata.columns import NOTHING, Column, Table, numbers
from reports.microdata.diaries import (
    CATEGORY_OF,
    CATEGORY_VALUES,
    DAY_LABELS,
    DAY_NAMES,
    SLOT_NAMES,
    Diaries,
    clocks,
)
from reports.microdata.wide import id_column

DAYS_OF_WEEK = tuple(zip(DAY_NAMES, DAY_LABELS, strict=True))
NO_WORK = ("none", "No work recorded")


def slots_table(ids: NDArray, diaries: Diaries) -> Table:
    """336 half hours a return; an empty cell where nothing was recorded."""
    by_slot = np.ascontiguousarray(diaries.codes.T)
    columns = [
        Column(name, _slot_label(slot), "codes", by_slot[slot], values=diaries.values)
        for slot, name in enumerate(SLOT_NAMES)
    ]
    title = "A row a return, 336 half hours; an empty cell is a half hour without work."
    return Table("slots", title, (id_column(ids), *columns))


def episodes_table(ids: NDArray, diaries: Diaries) -> Table:
    """Runs of half hours with one code. One that goes on past midnight is one in each day."""
    found = diaries.episodes()
    times = np.array(clocks(), dtype=object)
    is_activity = diaries.values != CATEGORY_VALUES
    code = Column("code", "Activity", "codes", found.code, values=diaries.values)
    own = CATEGORY_OF[found.code] if is_activity else found.code
    category = Column("category", "Category", "codes", own, values=CATEGORY_VALUES)
    columns = (
        id_column(ids[found.row]),
        Column("day", "Day", "codes", found.day + np.int8(1), DAYS_OF_WEEK, measure="ordinal"),
        Column("start", "Start of the episode", "text", times[found.start]),
        Column("end", "End of the episode", "text", times[found.end]),
        numbers("hours", "Length in hours", (found.end - found.start) / 2),
        *((code,) if is_activity else ()),
        category,
    )
    title = (
        "A row an episode: half hours in a row with one activity, within a day. An episode that "
        "goes on past midnight has a row in each of the days."
    )
    return Table("episodes", title, columns)


def sts_table(ids: NDArray, diaries: Diaries) -> Table:
    """TraMineR's STS form: a state for each of the 336 half hours, "none" where none was given."""
    codes = diaries.codes.T.astype(np.int16)
    last = len(diaries.values) + 1
    columns = [
        Column(name, _slot_label(slot), "codes", own, (*diaries.values, NO_WORK))
        for slot, (name, own) in enumerate(
            zip(SLOT_NAMES, np.where(codes == NOTHING, np.int16(last), codes), strict=True)
        )
    ]
    title = "TraMineR's STS form: a row a return, a state for each of the week's 336 half hours."
    return Table("sequences_sts", title, (id_column(ids), *columns))


def spell_table(ids: NDArray, diaries: Diaries) -> Table:
    """TraMineR's SPELL form: half hours are 1 to 336, `end` is the spell's last."""
    row, first, last, code = diaries.spells()
    columns = (
        id_column(ids[row]),
        numbers("begin", "First half hour of the spell, 1 to 336", first, whole=True),
        numbers("end", "Last half hour of the spell, 1 to 336", last, whole=True),
        Column("state", "Activity or category", "codes", code, values=diaries.values),
    )
    title = (
        "TraMineR's SPELL form: a row a spell of one state, over midnight too; half hours "
        'without work are in no spell (fillblanks = "none").'
    )
    return Table("sequences_spell", title, columns)


def _slot_label(slot: int) -> str:
    day, start = divmod(slot, SLOTS_PER_WEEK // 7)
    return f"{DAY_LABELS[day]} {clock(start)} to {clock(start + 1)}"
