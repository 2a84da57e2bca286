"""How long microdata files take, and how much memory, by number of returns and format.

    .venv/bin/python -m bench.microdata --database URL [SIZE ...]

Draws returns from the reconstruction of 2009 into an EMPTY database given by its URL, which is
left full (a temporary SQLite file without one). Each figure comes from a process of its own, so
that its peak memory is its own; each reads the returns, so its time is what a researcher waits.
Measured, never tested: a busy machine must not fail anything.
"""

import argparse
import datetime
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.processes import in_own_process, machine, measured, set_up_django

SIZES = (1_153, 10_000, 100_000)
MOST_SECONDS, MOST_MB = 60, 1_536  # the goals at 100,000 returns
# What is measured: files, formats, and what it is called.
STEPS = {
    "read": ((), (), "reading the returns into columns"),
    "wide-csv": (("wide",), ("csv",), "wide file, CSV"),
    "wide-sav": (("wide",), ("sav",), "wide file, SPSS"),
    "wide-dta": (("wide",), ("dta",), "wide file, Stata"),
    "wide-parquet": (("wide",), ("parquet",), "wide file, Parquet"),
    "episodes-csv": (("episodes",), ("csv",), "episode file, CSV"),
    "episodes-parquet": (("episodes",), ("parquet",), "episode file, Parquet"),
    "slots-csv": (("slots",), ("csv",), "slot file, CSV"),
    "slots-sav": (("slots",), ("sav",), "slot file, SPSS"),
    "public": (("wide", "slots", "episodes"), ("csv",), "public use, CSV, rare values suppressed"),
}


def main() -> None:
    options = _options()
    if options.step:
        print(json.dumps(_measure(options.step, options.sizes[0])))
        return
    with tempfile.TemporaryDirectory(prefix="caseweek-bench-") as folder:
        os.environ["CASEWEEK_VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = options.database or f"sqlite:///{folder}/bench.sqlite3"
        set_up_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(machine())
        # A URL may hold a password.
        arguments = [part for part in sys.argv[1:] if "://" not in part]
        print(f"Command: python -m bench.microdata {' '.join(arguments)}".rstrip())
        print(f"{'returns':>8}  {'seconds':>8}  {'work':>8}  {'peak MB':>8}  {'file MB':>8}  what")
        missed = []
        for size in options.sizes:
            _make(size)
            for step in options.only or STEPS:
                found = in_own_process("bench.microdata", "--step", step, str(size))
                print(
                    f"{size:>8,}  {found['seconds']:>8.1f}  {found['work']:>8.1f}  "
                    f"{found['peak']:>8.0f}  {found['file']:>8.1f}  {STEPS[step][2]}",
                    flush=True,
                )
                if found["seconds"] > MOST_SECONDS or found["peak"] > MOST_MB:
                    missed.append(f"{STEPS[step][2]} at {size:,}")
    print(
        f"{'FAIL' if missed else 'pass'}  each in at most {MOST_SECONDS} s and {MOST_MB:,} MB"
        + (f": {', '.join(missed)}" if missed else "")
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), metavar="SIZE")
    parser.add_argument("--database", default="", metavar="URL", help="an empty database")
    parser.add_argument("--only", choices=STEPS, action="append", help="measure this alone")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(step: str, size: int) -> dict[str, float]:
    """What one step takes, and the size of its files in MB."""
    set_up_django()
    from surveys.models import Round

    found = Round.objects.get(slug=f"bench-{size}")
    with tempfile.TemporaryDirectory(prefix="caseweek-bench-") as name:
        taken = measured(_work(step, found, Path(name)))
        written = sum(path.stat().st_size for path in Path(name).iterdir()) / 1024**2
    return {**taken, "file": written}


def _work(step: str, round_: Any, folder: Path) -> Callable[[], Any]:
    from reports.microdata.reading import read_returns
    from reports.microdata.release import build
    from reports.microdata.settings import INTERNAL, PUBLIC, Settings

    if step == "read":
        return lambda: read_returns(round_, id_of=str)
    files, formats, _what = STEPS[step]
    use = PUBLIC if step == "public" else INTERNAL
    settings = Settings(use=use, files=files, formats=formats, suppress=step == "public")
    return lambda: build(round_, settings, folder=folder, made_on=datetime.date(2026, 11, 21))


def _make(size: int) -> None:
    """A round of its own with so many returns."""
    from surveys.demo.load import load_reconstruction
    from surveys.models import Round

    if not Round.objects.filter(slug=f"bench-{size}").exists():
        load_reconstruction(slug=f"bench-{size}", returns=size, seed=2009, say=lambda text: None)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a server does by itself


if __name__ == "__main__":
    main()
