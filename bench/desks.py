"""How long the quality desk's pages take, and how much memory, with 100,000 sent returns.

    .venv/bin/python -m bench.desks --database URL [--returns 100000] [--best-of N]

Draws returns from the reconstruction of 2009, as `manage.py load_demo --returns N` does, into an
EMPTY PostgreSQL database given by its URL, which is left full (a round that is there already is
taken as it is). Each page is asked for in a process of its own, so that its peak memory is its
own, and through all of the service's middleware: the figure is the server's time without a
network, of the second of two requests. "work" is this process's own seconds of processor, without
the database's. Measured, never tested: a busy machine must not fail anything.
"""

import argparse
import json
import os
import sys
import tempfile
from typing import Any

from bench.processes import in_own_process, machine, measured, set_up_django

EMAIL = "researcher@bench.example"
MOST_SECONDS, MOST_MB = 2.5, 300  # the goals at 100,000 returns
# Pages, each with the flag and the page of its list. For `few_episodes`, which no return drawn
# from 2009 has, every return is read in vain: no list costs more.
STEPS = {
    "overview": ("quality", "", 1, "how many returns have each flag"),
    "all": ("quality_returns", "", 1, "all returns"),
    "all-last": ("quality_returns", "", "last", "all returns, last page"),
    "frequent": ("quality_returns", "long_run", 1, "list of a flag that 1 in 40 has"),
    "frequent-last": ("quality_returns", "long_run", "last", "its last page"),
    "apart": ("quality_returns", "hours_apart", 1, "list of a flag of the arrays, 1 in 40"),
    "apart-last": ("quality_returns", "hours_apart", "last", "its last page"),
    "rare": ("quality_returns", "far_from_stated", "last", "list of a flag that 1 in 1,400 has"),
    "none": ("quality_returns", "few_episodes", 1, "list of a flag that nobody has"),
    "seen": ("quality_returns", "seen_by_others", 1, "list of an answer that nobody gave"),
    "return": ("quality_return", "hours_apart", 1, "one return, next ones near"),
    "return-rare": ("quality_return", "far_from_stated", 1, "one return, next ones far"),
    "return-none": ("quality_return", "few_episodes", 1, "one return, no next ones"),
}


def main() -> None:
    options = _options()
    if options.step:
        print(json.dumps(_measure(options.step, options.returns)))
        return
    with tempfile.TemporaryDirectory(prefix="caseweek-bench-") as folder:
        os.environ["CASEWEEK_VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = options.database
        set_up_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(machine())
        shown = [part for part in sys.argv[1:] if "://" not in part]  # a URL may hold a password
        print(f"Command: python -m bench.desks {' '.join(shown)}".rstrip())
        _make(options.returns)
        print(f"{'seconds':>8}  {'work':>8}  {'peak MB':>8}  {'queries':>8}  page")
        missed = [step for step in STEPS if not _show(step, options.returns, options.best_of)]
    print(
        f"{'FAIL' if missed else 'pass'}  each in at most {MOST_SECONDS} s and {MOST_MB} MB"
        + (f": {', '.join(missed)}" if missed else "")
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--database", default="", metavar="URL", help="an empty database")
    parser.add_argument("--returns", type=int, default=100_000, metavar="N")
    parser.add_argument("--best-of", type=int, default=1, metavar="N", help="runs of each page")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not (options.database or options.step):
        parser.error("--database is needed")
    return options


def _show(step: str, returns: int, runs: int) -> bool:
    """Prints the quickest of some runs, and says whether it is as quick as it should be."""
    arguments = ("bench.desks", "--returns", str(returns), "--step", step)
    one = min((in_own_process(*arguments) for _ in range(runs)), key=lambda run: run["seconds"])
    print(
        f"{one['seconds']:>8.2f}  {one['work']:>8.2f}  {one['peak']:>8.0f}  "
        f"{one['queries']:>8.0f}  {STEPS[step][3]}",
        flush=True,
    )
    return one["seconds"] <= MOST_SECONDS and one["peak"] <= MOST_MB


def _measure(step: str, returns: int) -> dict[str, float]:
    """What one page takes, and its queries."""
    set_up_django()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from surveys.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages  # pages are not asked for what the browser would fetch besides
    client = Client()
    client.force_login(User.objects.get(email=EMAIL))
    address, query = _page(step, returns)

    def ask() -> None:
        response = client.get(address, query)
        if response.status_code != 200:
            raise SystemExit(f"{step}: status {response.status_code}")

    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # the next request empties it
    return {**measured(ask), "queries": queries}


def _page(step: str, returns: int) -> tuple[str, dict[str, Any]]:
    """A page's address and parameters."""
    from django.urls import reverse

    from surveys.models import Round

    name, flag, number, _what = STEPS[step]
    found = Round.objects.get(slug=_slug(returns))
    places = [found.slug, _middle(found)] if name == "quality_return" else [found.slug]
    page = 0 if number == "last" else number  # as Paginator has it, what is no page is the last
    query = {"flag": flag, "show": "counted", "page": page}
    return reverse(f"reports:{name}", args=places), query


def _middle(round_: Any) -> str:
    """The reference of a return half way through, which may have any flag or none."""
    from reports.desks.flagged import returns_shown
    from reports.desks.references import reference_of

    keys = returns_shown(round_, "counted").values_list("pk", flat=True)
    return reference_of(round_.pk, keys[keys.count() // 2])


def _make(returns: int) -> None:
    """The round, and its researcher."""
    from django.db import connection

    from surveys.demo.load import load_reconstruction
    from surveys.models import Round, RoundRole, User

    if Round.objects.filter(slug=_slug(returns)).exists():
        return
    slug = _slug(returns)
    made = load_reconstruction(slug=slug, returns=returns, seed=2009, say=lambda text: None)
    user, _created = User.objects.get_or_create(email=EMAIL, defaults={"name": "Researcher"})
    RoundRole.objects.create(user=user, round=made, role="researcher")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as a server does by itself


def _slug(returns: int) -> str:
    return f"bench-{returns}"


if __name__ == "__main__":
    main()
