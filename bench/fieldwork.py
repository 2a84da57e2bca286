"""How long the fieldwork's pages, an upload and the nightly pull take, with 100,000 people.

    .venv/bin/python -m bench.fieldwork --database URL [--agencies 500] [--people 100000]

URL is an EMPTY PostgreSQL database, which is left full. Pages are asked for in this process,
through all of the service's middleware: the figure is the server's time without a network. The
first of five requests is left out; the slowest of the others is shown, with its queries. Measured,
never tested: a busy machine must not fail anything.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bench.fieldwork_desk import GOAL_PULL, desk_pages, pull

MONDAY = date(2026, 11, 16)
TIMES = 5
GOAL_MS, GOAL_QUERIES = 300, 10
UPLOADED, GOAL_UPLOAD = 10_000, 20  # people, seconds
LARGE = 2_000  # people in the largest agency
BATCH = 5_000


@dataclass(frozen=True)
class Measured:
    """The slowest of some requests: milliseconds and queries, and the answer's status."""

    name: str
    milliseconds: float
    queries: int
    status: int

    def __str__(self) -> str:
        late = "" if self.milliseconds <= GOAL_MS else "  SLOW"
        many = "" if self.queries <= GOAL_QUERIES else "  MANY QUERIES"
        odd = "" if self.status in (200, 302) else f"  STATUS {self.status}"
        return f"{self.milliseconds:>9.0f}  {self.queries:>7}  {self.name}{late}{many}{odd}"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="caseweek-bench-") as folder:
        os.environ["CASEWEEK_VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = options.database
        _django()
        print(_machine())
        print(
            f"Command: python -m bench.fieldwork --agencies {options.agencies} "
            f"--people {options.people}"
        )
        world = World(options.agencies, options.people)
        print(f"{'ms':>9}  {'queries':>7}  page (goal: {GOAL_MS} ms, {GOAL_QUERIES} queries)")
        for name, ask in (*officer_pages(world), *desk_pages(world)):
            print(_measure(name, ask))
        print(f"\nUpload of {UPLOADED:,} people (goal: {GOAL_UPLOAD} s)")
        for kind in ("csv", "xlsx"):
            read, added = upload(world, kind)
            print(f"{kind:>9}: read and checked in {read:.1f} s, added in {added:.1f} s")
        changed, first, again = pull(world)
        print(f"\nNightly pull (goal: {GOAL_PULL} s)")
        print(f"{changed:,} changed in {first:.1f} s; nothing to change: {again:.1f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--database", required=True, metavar="URL", help="an empty database")
    parser.add_argument("--agencies", type=int, default=500)
    parser.add_argument("--people", type=int, default=100_000)
    return parser.parse_args()


class World:
    """A round full of people; `largest` is an agency with many of them, `officer` its officer."""

    def __init__(self, agencies: int, people: int) -> None:
        from surveys.actions import create_round
        from surveys.models import DiaryWeek, Round

        start = time.perf_counter()
        self.round = create_round(
            slug="bench",
            title="A round of the size of the country",
            instrument="2",
            opens_on=MONDAY,
            closes_on=MONDAY + timedelta(days=60),
            weeks=[MONDAY],
            state=Round.State.OPEN,
        )
        self.week = DiaryWeek.objects.get(round=self.round)
        self.agencies = self._agencies(agencies)
        self.largest, self.empty = self.agencies[0], self.agencies[-1]
        self._people(people)
        self._messages()
        self.officer = self._officer([self.largest, self.empty])
        _analyze()
        print(f"Made in {time.perf_counter() - start:.0f} s")

    def _agencies(self, number: int) -> list[Any]:
        from surveys.models import Agency, Authority

        authorities = [
            Authority(name=f"Authority {n}", region=f"Region {n % 9}", type="unitary")
            for n in range(-(-number // 3))
        ]
        Authority.objects.bulk_create(authorities)
        made = [
            Agency(
                round=self.round,
                authority=authorities[n % len(authorities)],
                name=f"Agency {n:03}",
                service="children",
                week=self.week,
                standing="agreed",
            )
            for n in range(number)
        ]
        return list(Agency.objects.bulk_create(made))

    def _people(self, number: int) -> None:
        """The first agency has LARGE people, the last none, the others share the rest."""
        from surveys.actions import new_invitation
        from surveys.models import Invitation

        states = ["sent"] * 9 + ["invited"] * 7 + ["started"] * 3 + ["refused"]
        others = self.agencies[1:-1]
        made = []
        for n in range(number):
            agency = self.largest if n < LARGE else others[n % len(others)]
            one = new_invitation(
                agency=agency,
                name=f"Person {n:06}",
                email=f"person{n}@council.example" if n % 10 else "",
                team=f"Team {n % 23}",
            )
            one.disposition = states[n % len(states)]
            made.append(one)
        Invitation.objects.bulk_create(made, batch_size=BATCH)

    def _messages(self) -> None:
        """An invitation to everybody with an email address, but for some in each agency."""
        from django.utils import timezone

        from surveys.models import Invitation, Message, MessageBatch

        now = timezone.now()
        batches = {
            agency.pk: MessageBatch(
                agency=agency,
                kind="invitation",
                asked_at=now,
                send_from=now,
                subject="x",
                body="x",
            )
            for agency in self.agencies
        }
        MessageBatch.objects.bulk_create(batches.values())
        people = Invitation.objects.exclude(email="").exclude(email__endswith="7@council.example")
        rows = people.values_list("pk", "agency_id").iterator(chunk_size=BATCH)
        messages = (
            Message(batch=batches[agency], invitation_id=pk, state="sent") for pk, agency in rows
        )
        Message.objects.bulk_create(messages, batch_size=BATCH)

    def _officer(self, agencies: list[Any]) -> Any:
        from django.test import Client

        from surveys.models import RoundRole, User

        user = User.objects.create_user(email="officer@bench.example", name="Officer")
        role = RoundRole.objects.create(user=user, round=self.round, role="officer")
        role.agencies.set(agencies)
        client = Client()
        client.force_login(user)
        return client


def officer_pages(world: World) -> Iterator[tuple[str, Callable[[], Any]]]:
    """The link officer's pages of the largest agency, each with how to ask for it."""
    from django.urls import reverse

    from surveys.models import Invitation

    agency = world.largest.pk
    person = Invitation.objects.filter(agency=agency).first().pk
    get, post = world.officer.get, world.officer.post
    for name in ("agency", "people", "people_add", "people_paste", "people_upload", "cards"):
        address = reverse(f"surveys:{name}", args=[agency])
        yield name, lambda address=address: get(address)
    people = reverse("surveys:people", args=[agency])
    yield "people, last page", lambda: get(people, {"page": "999"})
    yield "people, not started", lambda: get(people, {"state": "invited"})
    yield "people, searched", lambda: post(people, {"q": "person 0001"})
    for name in ("person", "person_new_code", "person_remove"):
        address = reverse(f"surveys:{name}", args=[agency, person])
        yield name, lambda address=address: get(address)
    by_hand = reverse("surveys:person_by_hand", args=[agency, person])
    yield "marked by hand", lambda: post(by_hand, {"by_hand": "left"})
    details = {"name": "Somebody Else", "email": "somebody@council.example", "team": "Team 1"}
    address = reverse("surveys:person", args=[agency, person])
    yield "details saved", lambda: post(address, details)
    cards = reverse("surveys:cards", args=[agency])
    yield "a card printed", lambda: post(cards, {"person": str(_waiting(agency)), "names": "on"})


def _waiting(agency: Any) -> Any:
    from surveys.models import Invitation

    waiting = Invitation.objects.filter(agency=agency, disposition="invited", by_hand="")
    return waiting.values_list("pk", flat=True)[0]


def upload(world: World, kind: str) -> tuple[float, float]:
    """Seconds until the list is shown for checking, and until its people are added."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.urls import reverse

    from surveys.models import Invitation, StagedUpload

    rows = [
        (f"New {kind} {n}", f"{kind}{n}@council.example", f"Team {n % 50}") for n in range(UPLOADED)
    ]
    data = _csv(rows) if kind == "csv" else _workbook(rows)
    address = reverse("surveys:people_upload", args=[world.empty.pk])
    start = time.perf_counter()
    found = world.officer.post(
        address, {"file": SimpleUploadedFile(f"staff.{kind}", data)}, follow=True
    )
    read = time.perf_counter() - start
    assert f"<strong>{UPLOADED:,}</strong> people can be added" in found.content.decode()
    before = Invitation.objects.count()
    staged = StagedUpload.objects.get()
    address = reverse("surveys:people_check", args=[world.empty.pk, staged.pk])
    start = time.perf_counter()
    world.officer.post(address, {"do": "add"}, follow=True)
    added = time.perf_counter() - start
    assert Invitation.objects.count() == before + UPLOADED
    return read, added


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    return "".join(",".join(row) + "\r\n" for row in [("Name", "Email", "Team"), *rows]).encode()


def _workbook(rows: list[tuple[str, ...]]) -> bytes:
    import io

    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [("Name", "Email", "Team"), *rows]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _measure(name: str, ask: Callable[[], Any]) -> Measured:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    found = []
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            response = ask()
            found.append(1000 * (time.perf_counter() - start))
    return Measured(name, max(found[1:]), len(captured), response.status_code)


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as PostgreSQL does by itself in the night


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages  # pages are not asked for what the browser would fetch besides
    call_command("migrate", verbosity=0)


def _machine() -> str:
    from django.db import connection

    version = ".".join(map(str, connection.get_database_version()))
    return (
        f"Machine: {os.cpu_count()} processors, Python {platform.python_version()}, "
        f"{connection.display_name} {version}"
    )


if __name__ == "__main__":
    main()
