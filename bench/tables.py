"""How long reading returns, computing all tables and building the workbook take, by size.

    .venv/bin/python -m bench.tables [--database URL] [--best-of N] [SIZE ...]

Loads the demonstration, or as many returns drawn from it, into a database of its own: a temporary
SQLite file, or one given by its URL, which is migrated and left full (a size that is loaded
already is not loaded again). Each figure comes from a process of its own, so that its peak memory
is its own. Beside it in the same run: the bound, which is one bincount of the diaries in memory,
and the same shares and counts by pandas (bench/tables_pandas.py), whose figures are compared with
ours. Measured, never tested: a busy machine must not fail anything. "work" is the process's own
seconds of processor, without the database's; far above or below "seconds" it says that the machine
was busy or that two cores worked.
"""

import argparse
import datetime
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.processes import in_own_process, machine, measured, set_up_django

SIZES = (1_153, 10_000, 100_000)
DEMONSTRATION = 1_153
SEED = 2009
STEADY = 1.1  # costs a return that differ by a tenth are the same: two runs differ by as much
WHAT = {
    "bound": "one bincount of the diaries in memory",
    "read": "reading the returns",
    "tables": "all tables, reading excluded",
    "spreads": "all tables with intervals, reading excluded",
    "workbook": "reading, all tables with intervals, and the workbook",
    "publication": "reading, published tables protected, and their workbook",
    "pandas": "the same shares and counts by pandas, reading excluded",
}
Found = Mapping[tuple[str, int], Mapping[str, float]]


@dataclass(frozen=True)
class Goal:
    """A goal in words, and what is found: a figure that may not be over (or under) another."""

    text: str
    found: float
    limit: float
    at_least: bool = False

    @property
    def line(self) -> str:
        met = self.found >= self.limit if self.at_least else self.found <= self.limit
        return f"{'pass' if met else 'FAIL'}  {self.text}: {self.found:.2f}"


def main() -> None:
    options = _options()
    if options.step:
        set_up_django()
        print(json.dumps(measured(_work(options.step, options.sizes[0]))))
        return
    with tempfile.TemporaryDirectory(prefix="caseweek-bench-") as folder:
        os.environ["CASEWEEK_VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = options.database or f"sqlite:///{folder}/bench.sqlite3"
        set_up_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        found: dict[tuple[str, int], Mapping[str, float]] = {}
        print(machine())
        shown = [part for part in sys.argv[1:] if "://" not in part]  # a URL may hold a password
        print(f"Command: python -m bench.tables {' '.join(shown)}".rstrip())
        print(f"{'returns':>8}  {'seconds':>8}  {'work':>8}  {'peak MB':>8}  {'before':>7}  what")
        for size in options.sizes:
            _load(size)
            for step in WHAT:
                found[step, size] = _best(step, size, options.best_of)
                _show(size, found[step, size], WHAT[step])
    for goal in _goals(found, options.sizes):
        print(goal.line)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), metavar="SIZE")
    parser.add_argument("--database", default="", metavar="URL", help="a database of its own")
    parser.add_argument("--best-of", type=int, default=1, metavar="N", help="runs of each step")
    parser.add_argument("--step", choices=tuple(WHAT), help=argparse.SUPPRESS)
    return parser.parse_args()


def _best(step: str, size: int, runs: int) -> Mapping[str, float]:
    """The quickest of some runs: what else the machine did takes time and never saves any."""
    found = [in_own_process("bench.tables", "--step", step, str(size)) for _ in range(runs)]
    return min(found, key=lambda one: one["seconds"])


def _show(size: int, one: Mapping[str, float], what: str) -> None:
    print(
        f"{size:>8,}  {one['seconds']:>8.3f}  {one['work']:>8.3f}  {one['peak']:>8.0f}  "
        f"{one['before']:>7.0f}  {what}",
        flush=True,
    )


def _goals(found: Found, sizes: list[int]) -> list[Goal]:
    """The issue's goals, of the sizes that were measured."""
    goals = []
    if DEMONSTRATION in sizes:
        text = "everything to a finished workbook at 1,153 in at most 3 s"
        goals.append(Goal(text, found["workbook", DEMONSTRATION]["seconds"], 3))
    most = max(sizes)
    if most >= 100_000:
        for step, text in (("tables", ""), ("spreads", ", with intervals")):
            seconds = found["read", most]["seconds"] + found[step, most]["seconds"]
            goals.append(Goal(f"reading and all tables{text} in at most 15 s", seconds, 15))
            memory = found[step, most]["peak"]
            goals.append(Goal(f"reading and all tables{text} in at most 1,024 MB", memory, 1024))
    for size in sizes:
        times = found["pandas", size]["seconds"] / found["tables", size]["seconds"]
        goals.append(Goal(f"at least 5 times as fast as pandas at {size:,}", times, 5, True))
    for less, more in itertools.pairwise(sizes):
        for step in ("read", "tables", "spreads"):
            cost = found[step, more]["seconds"] / found[step, less]["seconds"] / (more / less)
            text = f"cost of {step} a return at {more:,} over that at {less:,}, in at most"
            goals.append(Goal(f"{text} {STEADY}", cost, STEADY))
    return goals


def _load(size: int) -> None:
    """The round of so many returns: the demonstration itself, or drawn from it."""
    from surveys.demo.load import load_reconstruction
    from surveys.models import Round

    if Round.objects.filter(slug=_slug(size)).exists():
        return
    load_reconstruction(
        slug=_slug(size),
        returns=None if size == DEMONSTRATION else size,
        seed=SEED,
        say=lambda text: None,
    )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a server does by itself


def _slug(size: int) -> str:
    return f"bench-{size}"


def _work(step: str, size: int) -> Callable[[], Any]:
    """What a step does; whatever it needs beforehand, imports included, is done here."""
    from reports.figures.reading import read_frame
    from surveys.models import Round

    found = Round.objects.get(slug=_slug(size))
    if step == "read":
        return lambda: read_frame(found)
    if step in ("workbook", "publication"):
        return _workbook(found, is_publication=step == "publication")
    frame = read_frame(found)
    if step == "bound":
        return lambda: _bound(frame)
    if step == "pandas":
        return _by_pandas(frame)
    return _tables(frame, spreads=step == "spreads")


def _bound(frame: Any) -> Any:
    """The diaries' symbols counted by sector, in blocks as NumPy is quickest."""
    import numpy as np

    offsets = frame.variables["sector"].codes.astype(np.intp)[:, np.newaxis] * 128
    counts = np.zeros(5 * 128, dtype=np.int64)
    for start in range(0, len(frame), 4_096):
        block = frame.slots[start : start + 4_096] + offsets[start : start + 4_096]
        counts += np.bincount(block.ravel(), minlength=5 * 128)
    return counts


def _tables(frame: Any, *, spreads: bool = False) -> Callable[[], list[Any]]:
    from reports.figures.counting import available, compute
    from reports.figures.loading import all_tables

    wanted = [table for table in all_tables() if not available(table, frame)]
    return lambda: [compute(table, frame, spreads=spreads) for table in wanted]


def _workbook(round_: Any, *, is_publication: bool) -> Callable[[], bytes]:
    from reports import CODE_VERSION
    from reports.figures.loading import chapters
    from reports.figures.selecting import Selection
    from reports.tabling import INTERNAL, PUBLICATION, tabulate
    from reports.workbook import About, write_workbook

    def build() -> bytes:
        tabled = tabulate(
            round_,
            selection=Selection(spreads=True),
            use=PUBLICATION if is_publication else INTERNAL,
        )
        about = About(
            round_title=round_.title,
            note=round_.note,
            contact="",
            returns_counted=len(tabled.frame),
            built_on=datetime.date(2026, 11, 21),
            code_version=CODE_VERSION,
            left_out=tabled.frame.left_out,
            is_publication=is_publication,
        )
        return write_workbook(about, tabled.results, spreads=True, chapters=chapters())

    return build


def _by_pandas(frame: Any) -> Callable[[], Any]:
    """The pandas script. Its figures are ours, or there is nothing to compare."""
    from bench.tables_pandas import data_of, differences, make_tables
    from reports.figures.loading import all_tables

    data, tables = data_of(frame), all_tables()
    if len(frame) <= DEMONSTRATION:
        wrong = differences(_tables(frame)(), make_tables(data, tables))
        if wrong:
            raise SystemExit("pandas has other figures: " + "; ".join(wrong[:10]))
    return lambda: make_tables(data, tables)


if __name__ == "__main__":
    main()
