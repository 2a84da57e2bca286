"""The survey's tables as an analyst would make them with pandas: what bench/tables.py runs against.

It starts, as an analyst does, from a wide file of categorical answers and a file of 336 slots, and
uses what pandas is good at: categories, one melt, and groupby. It makes shares, counts, means,
participation, episodes and tempograms; no exact fractions, subtotals, bases or intervals.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from diary.classification import ACTIVITIES, BLANK
from reports.figures.declaring import Table
from reports.figures.frame import Frame
from reports.figures.results import Group, Result

ALL = "All"
CODES = {ord(activity.symbol): activity.code for activity in ACTIVITIES}
CATEGORY = {activity.code: activity.category.code for activity in ACTIVITIES}
DAY, AN_HOUR, MORNING, EVENING, SATURDAY = 48, 2, 17, 39, 5
LUNCH = "S9"
Tables = dict[str, pd.DataFrame]  # by panel, rows by groups


@dataclass(frozen=True)
class Data:
    """What a researcher's files hold."""

    answers: pd.DataFrame  # a row a return: categories, and numbers as stated
    slots: pd.DataFrame  # a row a return, 336 columns of ASCII codes


@dataclass(frozen=True)
class Time:
    """The diaries as pandas likes them: `long` has a row a filled half hour."""

    long: pd.DataFrame  # id, day, time, slot, activity, category, begins
    hours: pd.DataFrame  # half hours, a row a return, a column an activity


def data_of(frame: Frame) -> Data:
    """The files, from a Frame: not part of what is measured."""
    columns: dict[str, Any] = {
        key: pd.Categorical.from_codes(own.codes.astype("int16"), [v for v, _ in own.values])
        for key, own in frame.variables.items()
    }
    return Data(pd.DataFrame({**columns, **frame.numbers}), pd.DataFrame(frame.slots))


def make_tables(data: Data, tables: tuple[Table, ...]) -> dict[str, Tables]:
    """The tables by number; Table 1.1, which is not of returns, is left out."""
    time = _time(data)
    return {table.number: made for table in tables if (made := _table(table, data, time))}


def _time(data: Data) -> Time:
    long = data.slots.melt(ignore_index=False, var_name="slot", value_name="symbol")
    long = long[long["symbol"] != ord(BLANK)].rename_axis("id").reset_index()
    long["slot"] = long["slot"].astype("int16")
    long = long.sort_values(["id", "slot"], ignore_index=True)
    before = long.shift()
    same = (long["id"] == before["id"]) & (long["symbol"] == before["symbol"])
    long["begins"] = ~(same & (long["slot"] == before["slot"] + 1))
    long["activity"] = pd.Categorical(
        long["symbol"].map(CODES), categories=[activity.code for activity in ACTIVITIES]
    )
    long["category"] = long["activity"].map(CATEGORY).astype("category")
    long["day"], long["time"] = long["slot"] // DAY, long["slot"] % DAY
    hours = long.groupby(["id", "activity"], observed=False).size().unstack(fill_value=0)
    return Time(long, hours.reindex(data.answers.index, fill_value=0))


def _table(table: Table, data: Data, time: Time) -> Tables | None:
    kept = pd.Series(True, index=data.answers.index)
    for key, values in table.filter.items():
        kept &= data.answers[key].isin(values)
    if table.kind == "counts" and table.leave_out:
        kept &= ~data.answers[str(table.rows)].isin(table.leave_out)
    make = KINDS.get(table.function or table.kind)
    return make(table, data.answers[kept], time) if make else None


def _by(table: Table, answers: pd.DataFrame) -> list[pd.Series]:
    return [answers[key] for key in table.columns]


def _grouped(frame: pd.DataFrame, table: Table, answers: pd.DataFrame, how: str) -> pd.DataFrame:
    """`how` of each column by group, and of all together: rows by groups."""
    everybody = frame.agg(how).rename(ALL)
    if not table.columns:
        return everybody.to_frame()
    groups = frame.groupby(_by(table, answers), observed=False).agg(how).T
    groups.columns = groups.columns.to_flat_index()
    return pd.concat([groups, everybody], axis=1)


def _counts(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    rows = answers[str(table.rows)]
    everybody = rows.value_counts(sort=False).rename(ALL)
    numbers = everybody.to_frame()
    if table.columns:
        by = [rows, *_by(table, answers)]
        groups = answers.groupby(by, observed=False).size().unstack(list(range(1, len(by))))
        groups.columns = groups.columns.to_flat_index()
        numbers = pd.concat([groups, everybody], axis=1)
    return {"numbers": numbers, "percentages": numbers / numbers.sum()}


def _choices(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    yes = answers[list(table.rows)] == "yes"
    numbers = _grouped(yes, table, answers, "sum")
    return {"numbers": numbers, "percentages": _grouped(yes, table, answers, "mean")}


def _means(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    given = answers[list(table.rows)]
    numbers = _grouped(given, table, answers, "count")
    return {"means": _grouped(given, table, answers, "mean"), "numbers": numbers}


def _half_hours(table: Table, answers: pd.DataFrame, time: Time) -> pd.DataFrame:
    hours = time.hours.loc[answers.index]
    return hours if table.rows == "activities" else hours.T.groupby(CATEGORY).sum().T


def _shares(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    hours = _grouped(_half_hours(table, answers, time), table, answers, "sum")
    return {"shares": hours / hours.sum()}


def _time_use(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    hours = _half_hours(table, answers, time)
    row = "activity" if table.rows == "activities" else "category"
    long = time.long.loc[time.long["id"].isin(answers.index), ["id", "day", row]]
    each = long.drop_duplicates()
    days = each.groupby(["id", row], observed=False).size().unstack(fill_value=0)
    worked = long[["id", "day"]].drop_duplicates().groupby("id").size()
    days = days.reindex(answers.index, fill_value=0)
    recorded = worked.reindex(answers.index, fill_value=0).to_frame(ALL)
    all_days = _grouped(recorded, table, answers, "sum").loc[ALL]
    sums, part = (_grouped(own, table, answers, "sum") for own in (hours, hours > 0))
    return {
        "means": _grouped(hours, table, answers, "mean") / 2,
        "participation": _grouped(hours > 0, table, answers, "mean"),
        "days": _grouped(days, table, answers, "sum") / all_days,
        "participants": sums / part / 2,
    }


def _episodes(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    begins = time.long[time.long["begins"]]
    number = begins.groupby(["id", "category"], observed=False).size().unstack(fill_value=0)
    number = number.reindex(answers.index, fill_value=0)
    hours = _grouped(_half_hours(table, answers, time), table, answers, "sum")
    return {
        "episodes": _grouped(number, table, answers, "mean"),
        "lengths": hours / _grouped(number, table, answers, "sum") / 2,
    }


def _breaks(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    hours = time.hours.loc[answers.index]
    both = pd.DataFrame({"with": hours.sum(axis=1), "breaks": hours[LUNCH]})
    both["without"] = both["with"] - both["breaks"]
    return {"means": _grouped(both, table, answers, "mean") / 2}


def _tempogram(days: tuple[int, ...]) -> Callable[[Table, pd.DataFrame, Time], Tables]:
    def make(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
        long = time.long[time.long["day"].isin(days)]
        (key,) = table.columns
        by = [answers[key].reindex(long["id"]).array, long["category"], long["time"]]
        times = long.groupby(by, observed=False).size().unstack(0)
        times.index = [f"{category}-{time}" for category, time in times.index]
        times[ALL] = times.sum(axis=1)
        people = answers[key].value_counts(sort=False)
        people[ALL] = people.sum()
        return {"tempogram": times / people / len(days)}

    return make


def _figures(table: Table, answers: pd.DataFrame, time: Time) -> Tables:
    """Hours over contract, at the weekend, early and late, as section 3.2 tells them."""
    extra, long = answers["extra_hours"], time.long
    weekend = long[long["day"] >= SATURDAY].groupby("id").size().reindex(answers.index)
    outside = [long["time"] < MORNING, long["time"] >= EVENING]
    by_day = [long[own].groupby(["id", "day"]).size() for own in outside]
    late = [own[own >= AN_HOUR].index.get_level_values("id") for own in by_day]
    told = pd.DataFrame(
        {
            "less_than_contract": extra < 0,
            "as_contracted": extra == 0,
            "over_contract": extra > 0,
            "far_over_contract": extra > 8,
            "weekend": weekend.notna(),
            "early_or_late": answers.index.isin(late[0]) | answers.index.isin(late[1]),
        }
    )
    return {
        "percentages": _grouped(told, table, answers, "mean"),
        "means": _grouped(weekend.to_frame("weekend_hours"), table, answers, "mean") / 2,
    }


KINDS: Mapping[str, Callable[[Table, pd.DataFrame, Time], Tables]] = {
    "counts": _counts,
    "choices": _choices,
    "means": _means,
    "shares": _shares,
    "figures": _figures,
    "time_use": _time_use,
    "episodes": _episodes,
    "breaks": _breaks,
    "tempogram_of_weekdays": _tempogram((0, 1, 2, 3, 4)),
    "tempogram_of_weekends": _tempogram((5, 6)),
}


def differences(results: Iterable[Result], made: Mapping[str, Tables]) -> list[str]:
    """Figures that both have and that are not the same to nine digits."""
    found = []
    for result in results:
        panels = {panel.key: panel for panel in result.panels}
        for key, table in made.get(result.table.number, {}).items():
            lines = (own for own in panels[key].lines if own.key in table.index)
            for line in lines:
                for group, figure in zip(result.groups, line.figures, strict=True):
                    theirs = table[_column(group)][line.key]
                    ours = math.nan if figure.value is None else float(figure.value)
                    if not np.isclose(ours, theirs, rtol=1e-9, atol=0, equal_nan=True):
                        place = f"{result.table.number} {key} {line.key} {group.labels}"
                        found.append(f"{place}: {ours} and {theirs}")
    return found


def _column(group: Group) -> Any:
    if group.is_total:
        return ALL
    return group.key[0] if len(group.key) == 1 else group.key
