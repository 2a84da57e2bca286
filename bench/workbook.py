"""How long reading returns and building a workbook take, and how much memory, by size.

    .venv/bin/python -m bench.workbook [--database URL] [SIZE ...]

Makes synthetic returns (76 filled half hours each) in a database of its own: a temporary SQLite
file, or an EMPTY database given by its URL, which is left full. Each figure comes from a process
of its own, so that its peak memory is its own. The bound to compare with is counting a matrix
that is in memory already. Measured, never tested: a busy machine must not fail anything.
"""

import argparse
import datetime
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZES = (1_153, 10_000, 100_000)
FILLED = 76
BATCH = 2_000
STEPS = ("count", "read", "workbook")
WHAT = {
    "count": "counting a matrix in memory",
    "read": "reading the returns into arrays",
    "workbook": "the whole workbook, reading included",
}


def main() -> None:
    options = _options()
    if options.step:
        print(json.dumps(_measure(options.step, options.sizes[0])))
        return
    with tempfile.TemporaryDirectory(prefix="caseweek-bench-") as folder:
        os.environ["CASEWEEK_VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = options.database or f"sqlite:///{folder}/bench.sqlite3"
        _django()
        _migrate()
        print(_machine())
        arguments = [
            part for part in sys.argv[1:] if "://" not in part
        ]  # a URL may hold a password
        print(f"Command: python -m bench.workbook {' '.join(arguments)}".rstrip())
        print(f"{'returns':>8}  {'seconds':>8}  {'peak MB':>8}  {'before':>7}  what")
        for size in options.sizes:
            _make(size)
            for step in STEPS:
                found = _in_own_process(step, size)
                print(
                    f"{size:>8,}  {found['seconds']:>8.3f}  {found['peak']:>8.0f}  "
                    f"{found['before']:>7.0f}  {WHAT[step]}"
                )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), metavar="SIZE")
    parser.add_argument("--database", default="", metavar="URL", help="an empty database")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_own_process(step: str, size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.workbook", "--step", step, str(size)]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def _measure(step: str, size: int) -> dict[str, float]:
    """Seconds of one step, and the process's memory before it and at its peak, in MB."""
    _django()
    work = _work(step, size)
    before = _peak()
    start = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - start, "before": before, "peak": _peak()}


def _work(step: str, size: int) -> Callable[[], Any]:
    """What a step does; whatever it needs beforehand is done here."""
    import numpy as np

    from reports.arrays import read_returns
    from reports.building import build_workbook
    from reports.shares import group_half_hours
    from surveys.models import Round

    if step == "count":
        slots = np.stack([_week(n) for n in range(size)])
        groups = (np.arange(size) % 5).astype(np.uint8)
        return lambda: group_half_hours(slots, groups, 5)
    found = Round.objects.get(slug=f"bench-{size}")
    if step == "read":
        return lambda: read_returns(found)
    return lambda: build_workbook(found, built_on=datetime.date(2026, 11, 21))


def _week(number: int) -> Any:
    """A diary as ASCII codes: the same for the same number."""
    import numpy as np

    from diary.classification import ACTIVITIES
    from diary.timeline import EMPTY_WEEK

    rng = np.random.default_rng(number)
    symbols = np.frombuffer("".join(a.symbol for a in ACTIVITIES).encode(), dtype=np.uint8)
    week = np.frombuffer(EMPTY_WEEK.encode(), dtype=np.uint8).copy()
    week[rng.choice(len(week), FILLED, replace=False)] = rng.choice(symbols, FILLED)
    return week


def _make(size: int) -> None:
    """A round of its own with so many sent returns."""
    from diary.models import Diary
    from surveys.models import Return, Round

    monday = datetime.date(2026, 11, 16)
    made = Round.objects.create(
        slug=f"bench-{size}",
        title=f"{size:,} synthetic returns",
        instrument="2",
        opens_on=monday,
        closes_on=monday,
    )
    settings = ("la_children", "la_adults", "la_joint", "voluntary", "other")
    for start in range(0, size, BATCH):
        numbers = range(start, min(start + BATCH, size))
        diaries = [
            Diary(starts_on=monday, slots=_week(n).tobytes().decode(), locked=True) for n in numbers
        ]
        answers = [{"setting": settings[n % len(settings)]} for n in numbers]
        Diary.objects.bulk_create(diaries)
        Return.objects.bulk_create(
            Return(
                round=made,
                diary=diary,
                pin_hash="none",
                instrument="2",
                state=Return.State.SENT,
                answers=answer,
            )
            for diary, answer in zip(diaries, answers, strict=True)
        )


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _peak() -> float:
    """This process's peak memory so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: getrusage would begin with what the parent process had
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _machine() -> str:
    from django.db import connection

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor()
    return (
        f"Machine: {os.cpu_count()} × {processor}, Python {platform.python_version()}, "
        f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"
    )


if __name__ == "__main__":
    main()
