"""Rebuilds the 2009 survey: `python -m tools.reconstruction`, from the top of the repository."""

import random
from pathlib import Path

from tools.reconstruction import agencies, hours, margins, report, settings, weeks, writing
from tools.reconstruction.shares import SECTORS

RETURNS = 1153
SEED = 2009
TOP = Path(__file__).parents[2]
STORED = TOP / "surveys" / "demo"
REPORT = TOP / "docs" / "reconstruction.md"


def main() -> None:
    """Makes the returns and writes them, the agencies and the report."""
    people, deviations = margins.assign_all(RETURNS, SEED)
    settings.add_settings(people, random.Random(f"{SEED} settings"))
    taking_part = agencies.add_agencies(people, SEED)
    week_hours = hours.all_hours(people, SEED)
    diaries = weeks.all_diaries(people, week_hours, SEED)
    deviations += report.comparison_deviations(people) + diaries.deviations

    STORED.mkdir(parents=True, exist_ok=True)
    rows = writing.return_rows(people, week_hours, diaries)
    writing.write_returns(STORED / "returns.csv.xz", rows, SEED)
    writing.write_agencies(STORED, taking_part)
    report.write(REPORT, people, diaries, deviations, SECTORS)
    print(f"{len(rows)} returns, {len(taking_part)} agencies, {len(deviations)} deviations")


if __name__ == "__main__":
    main()
