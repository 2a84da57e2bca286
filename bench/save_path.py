"""How many half hours a second: the diary's save path through gunicorn on PostgreSQL.

    DATABASE_URL=postgres://… .venv/bin/python -m bench.save_path [--seconds 8]

Starts gunicorn as production does (config/gunicorn.py), with one and with two processes, and
saves from 1, 4 and 16 clients at once (closed loop: each waits for its answer), then at an even
rate (open loop: a save is due every 1/rate s whether or not the last one is back, and its time
counts from when it was due). Each client keeps one connection and saves into diaries of its own.
Clients run on the same machine as the server and the database, so their cost is included. The
database is emptied of this benchmark's round at the end.
"""

import argparse
import json
import multiprocessing
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
RETURNS = 64
GOAL_RATE, GOAL_CLOSED, GOAL_P99 = 300, 500, 50


@dataclass(frozen=True)
class Seat:
    """What one respondent's browser sends: its cookies and its token."""

    cookie: str
    token: str


def prepare() -> list[Seat]:
    """Make a round with returns to save into; returns their sessions."""
    import datetime

    from django.conf import settings
    from django.core.management import call_command
    from django.http import HttpRequest, HttpResponse
    from django.middleware.csrf import get_token

    from surveys import cookies
    from surveys.actions import create_round
    from surveys.codes import handle_of, random_code
    from surveys.keys import keys_of
    from surveys.models import Return

    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        sys.exit("Set DATABASE_URL to a PostgreSQL database of its own for this benchmark.")
    call_command("migrate", verbosity=0)
    monday = datetime.date(2026, 11, 16)
    round_ = create_round(
        slug=f"bench-{os.getpid()}",
        title="Benchmark",
        instrument="2",
        opens_on=monday,
        closes_on=monday,
        weeks=[monday],
        state="open",
    )
    linkage = keys_of(round_.pk).linkage
    seats = []
    for _ in range(RETURNS):
        from diary.models import Diary

        handle = handle_of(linkage, random_code())
        diary = Diary.objects.create(starts_on=monday)
        Return.objects.create(
            round=round_, diary=diary, handle=handle, pin_hash="!", instrument="2"
        )
        response, request = HttpResponse(), HttpRequest()
        cookies.write(response, cookies.RETURN, handle)
        token = get_token(request)
        session = response.cookies[cookies.RETURN].value
        csrf = request.META["CSRF_COOKIE"]
        seats.append(Seat(f"{cookies.RETURN}={session}; csrftoken={csrf}", token))
    return seats


def clean_up() -> None:
    from diary.models import Diary
    from surveys.models import Return, Round

    round_ = Round.objects.get(slug=f"bench-{os.getpid()}")
    diaries = list(Return.objects.filter(round=round_).values_list("diary_id", flat=True))
    Return.objects.filter(round=round_).delete()
    Diary.objects.filter(pk__in=diaries).delete()
    round_.delete()


def queries_a_save(seats: list[Seat]) -> int:
    """How many statements one save makes, BEGIN and COMMIT left out."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings

    client = Client(HTTP_COOKIE=seats[0].cookie, HTTP_X_CSRFTOKEN=seats[0].token)
    with override_settings(ALLOWED_HOSTS=["testserver"]), CaptureQueriesContext(connection) as seen:
        answer = client.post("/diary/changes/", body(1), content_type="application/json")
    assert answer.status_code == 200, answer.status_code
    return sum(not q["sql"].startswith(("BEGIN", "COMMIT")) for q in seen)


def body(number: int) -> bytes:
    """A painted block of four half hours, as the grid sends it."""
    first, symbol = number * 4 % 332, "ACR68a"[number % 6]
    slots = [[first + step, ".", symbol] for step in range(4)]
    change = {"device": f"bench-{os.getpid()}", "sequence": number, "slots": slots}
    return json.dumps(change).encode()


class Line:
    """One kept-alive connection that posts and reads the status of the answer."""

    def __init__(self, host: str, port: int) -> None:
        self.address = host, port
        self.socket = socket.create_connection(self.address)
        self.buffer = b""

    def post(self, seat: Seat, payload: bytes) -> int:
        head = (
            f"POST /diary/changes/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {seat.cookie}\r\n"
            f"X-CSRFToken: {seat.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n"
        )
        try:
            self.socket.sendall(head.encode() + payload)
            return self._read()
        except OSError:  # the server closed an idle connection, as it may: open another
            self.__init__(*self.address)  # type: ignore[misc]
            self.socket.sendall(head.encode() + payload)
            return self._read()

    def _read(self) -> int:
        while b"\r\n\r\n" not in self.buffer:
            self._more()
        head, _, rest = self.buffer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
        length = int(headers["content-length"])
        while len(rest) < length:
            self._more()
            rest = self.buffer.partition(b"\r\n\r\n")[2]
        self.buffer = rest[length:]
        if headers.get("connection", "").lower() == "close":
            self.__init__(*self.address)  # type: ignore[misc]
        return int(lines[0].split()[1])

    def _more(self) -> None:
        received = self.socket.recv(65536)
        if not received:
            raise ConnectionResetError
        self.buffer += received


def client(job: tuple[int, int, list[Seat], int, float, float]) -> list[float]:
    """One client's times in seconds; with a `gap` one save is due every `gap` seconds."""
    port, number, seats, clients, until, gap = job
    mine = seats[number::clients]
    line = Line("127.0.0.1", port)
    times: list[float] = []
    due = time.perf_counter() + gap * number / clients
    sequence = int(time.time())
    while (start := time.perf_counter()) < until:
        if gap:
            if due > start:
                time.sleep(due - start)
            start, due = due, due + gap
        sequence += 1
        status = line.post(mine[sequence % len(mine)], body(sequence))
        assert status == 200, status
        times.append(time.perf_counter() - start)
    return times


def measure(port: int, seats: list[Seat], clients: int, seconds: float, rate: float = 0) -> str:
    """Run clients for some seconds; returns a line of the report."""
    until = time.perf_counter() + seconds
    gap = clients / rate if rate else 0.0
    jobs = [(port, number, seats, clients, until, gap) for number in range(clients)]
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        times = sorted(t * 1000 for found in pool.map(client, jobs, chunksize=1) for t in found)
    p50, p95, p99 = (times[min(int(len(times) * q), len(times) - 1)] for q in (0.5, 0.95, 0.99))
    return (
        f"{len(times) / seconds:7.0f} saves/s   p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   "
        f"p99 {p99:6.1f} ms"
    )


class Server:
    """gunicorn as production runs it, on a free port."""

    def __init__(self, processes: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
        command += ["-b", f"127.0.0.1:{self.port}", "config.wsgi"]
        environment = {**os.environ, "WEB_CONCURRENCY": str(processes)}
        self.process = subprocess.Popen(command, env=environment)

    def __enter__(self) -> int:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self.port
        sys.exit("gunicorn did not start")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=8)
    seconds = options.parse_args().seconds
    import django

    django.setup()
    database = urlsplit(os.environ.get("DATABASE_URL", "")).scheme
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"command: python -m bench.save_path --seconds {seconds:g}   database: {database}\n")
    seats = prepare()
    print(f"statements a save: {queries_a_save(seats)} (goal: at most 3)\n")
    from django.db import connections

    connections.close_all()
    for processes in (1, 2):
        with Server(processes) as port:
            measure(port, seats, 4, 2)  # warm up
            for clients in (1, 4, 16):
                line = measure(port, seats, clients, seconds)
                print(f"{processes} web, {clients:2} clients        {line}")
            line = measure(port, seats, 16, seconds, GOAL_RATE)
            print(f"{processes} web, even {GOAL_RATE} a second {line}")
    print(
        f"\ngoals: {GOAL_CLOSED} saves/s with 4 clients; "
        f"p99 {GOAL_P99} ms at an even {GOAL_RATE} a second"
    )
    clean_up()


if __name__ == "__main__":
    main()
