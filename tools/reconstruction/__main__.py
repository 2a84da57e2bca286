"""Rebuilds the 2009 survey: `python -m tools.reconstruction`, from the top of the repository."""

import random
import time
from pathlib import Path

from tools.reconstruction import (
    agencies,
    groups,
    hours,
    margins,
    report,
    settings,
    timetables,
    weeks,
    writing,
)

RETURNS = 1153
SEED = 2009
TOP = Path(__file__).parents[2]
STORED = TOP / "surveys" / "demo"
REPORT = TOP / "docs" / "reconstruction.md"


def main() -> None:
    """Makes the returns and writes them, the agencies and the report."""
    began = time.process_time()
    people, deviations = margins.assign_all(RETURNS, SEED)
    groups.add_groups(people, SEED)
    settings.add_settings(people, random.Random(f"{SEED} settings"))
    taking_part = agencies.add_agencies(people, SEED)
    week_hours = hours.all_hours(people, SEED)
    diaries = weeks.all_diaries(people, week_hours, SEED)
    columns = timetables.columns_of(people)
    deviations += report.comparison_deviations(people) + timetables.count_deviations(columns)
    deviations += diaries.deviations

    STORED.mkdir(parents=True, exist_ok=True)
    rows = writing.return_rows(people, week_hours, diaries, SEED)
    writing.write_returns(STORED / "returns.csv.xz", rows, SEED)
    writing.write_agencies(STORED, taking_part)
    shares = timetables.comparisons(columns, diaries.half_hours)
    report.write(REPORT, people, diaries, deviations, shares)
    spent = time.process_time() - began
    print(f"{len(rows)} returns, {len(taking_part)} agencies, {len(deviations)} deviations")
    print(f"{spent:.0f} seconds of one core")


if __name__ == "__main__":
    main()
