"""Real workers, killed for real: the workbook comes, exactly once, and the log says little.

Each worker is a process of its own on this test's database and on a queue of the test's own.
Nothing waits for a time: a storage holds the worker where the test wants it.
"""

import io
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

from diary.models import Diary
from reports.actions import request_workbook
from reports.models import FAILED, Job
from reports.tasks import build_job, sweep_jobs
from tests.factories import RoleFactory
from tests.reports.made import send_many, stored_files

pytestmark = pytest.mark.django_db(transaction=True)

RETURNS = 60
PATIENCE = 60  # seconds until a test gives up; nothing is expected to take long


class Workers:
    """Starts workers, and ends those that the test did not."""

    def __init__(self, folder: Path, queue: str) -> None:
        self.folder = folder
        self.queue = queue
        self.processes: list[subprocess.Popen] = []

    def start(self, *, hold: str = "") -> subprocess.Popen:
        """A worker; with `hold`, one that stops "before" or "after" saving its file."""
        number = len(self.processes)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reports.worker_settings",
            "CASEWEEK_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "CASEWEEK_VAR_DIR": str(django_settings.VAR_DIR),
            "CASEWEEK_RESULTS_DIR": storages["results"].location,
            "CASEWEEK_TEST_HOLD": str(self.folder) if hold else "",
            "CASEWEEK_TEST_HOLD_WHEN": hold,
        }
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "solo"]
        command += ["-Q", self.queue, "-n", f"{self.queue}-{number}"]
        command += ["--without-mingle", "--without-gossip", "--without-heartbeat"]
        with self.log(number).open("wb") as log:
            process = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log, cwd=django_settings.BASE_DIR
            )
        self.processes.append(process)
        return process

    def log(self, number: int) -> Path:
        return self.folder / f"worker-{number}.log"

    def logged(self) -> str:
        return "".join(self.log(n).read_text() for n in range(len(self.processes)))

    def wait_until(self, holds) -> None:
        """Look again and again; fail with the workers' logs when it takes far too long."""
        deadline = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < deadline, self.logged()
            assert self.processes[-1].poll() is None, self.logged()
            time.sleep(0.05)

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()


@pytest.fixture
def send_to(monkeypatch):
    """Sends what is queued from now on to a queue of this name."""

    def set_queue(name):
        monkeypatch.setattr(build_job, "queue", name, raising=False)
        monkeypatch.setattr(build_job, "_exec_options", None)  # it remembers the queue before

    return set_queue


@pytest.fixture
def workers(tmp_path, send_to):
    queue = f"test-{uuid.uuid4().hex}"
    send_to(queue)
    started = Workers(tmp_path, queue)
    yield started
    started.stop()


@pytest.fixture
def job():
    """A job that was asked for, of a round with returns."""
    researcher = RoleFactory()
    send_many(researcher.round, RETURNS)
    return lambda: request_workbook(
        round=researcher.round, user=researcher.user, now=timezone.now()
    )


def is_done(job):
    """Whether it is delivered, and what attempts before left is cleared away after that."""

    def holds():
        row = Job.objects.get(pk=job.pk)
        return row.state == Job.State.DONE and stored_files() == [row.result]

    return holds


def assert_delivered_once(job, *, attempts):
    """One finished row, one file in the storage, and the file is a whole workbook."""
    finished = Job.objects.get()
    assert (finished.pk, finished.state, finished.attempts) == (job.pk, "done", attempts)
    assert (finished.returns_counted, finished.done) == (RETURNS, RETURNS)
    assert stored_files() == [finished.result]
    with storages["results"].open(finished.result) as file:
        content = file.read()
    assert len(content) == finished.size
    cover = load_workbook(io.BytesIO(content))["Cover"]
    assert f"{RETURNS} sent returns" in [cell.value for cell in cover["A"]]


def test_worker_builds_what_was_asked_for(workers, job):
    workers.start()

    asked = job()
    workers.wait_until(is_done(asked))

    assert_delivered_once(asked, attempts=1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_workbook_comes_once_though_its_worker_is_killed_while_building(
    workers, job, settings, when
):
    first = workers.start(hold=when)
    asked = job()
    workers.wait_until((workers.folder / "held").exists)
    assert Job.objects.get().state == Job.State.RUNNING
    assert len(stored_files()) == (1 if when == "after" else 0)

    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert Job.objects.get().state == Job.State.RUNNING
    workers.start()
    settings.JOB_HEARTBEAT_TIMEOUT = 0  # the sweep need not wait for a minute here
    sweep_jobs()
    workers.wait_until(is_done(asked))

    assert_delivered_once(asked, attempts=2)


def test_worker_presumed_dead_that_comes_back_delivers_nothing(workers, job, settings):
    workers.start(hold="before")
    asked = job()
    workers.wait_until((workers.folder / "held").exists)

    workers.start()
    settings.JOB_HEARTBEAT_TIMEOUT = 0
    sweep_jobs()
    workers.wait_until(is_done(asked))
    delivered = Job.objects.values().get()
    (workers.folder / "released").touch()
    workers.wait_until(lambda: "the claim was lost" in workers.log(0).read_text())

    assert Job.objects.values().get() == delivered
    assert_delivered_once(asked, attempts=2)


def test_workbook_comes_though_the_message_was_lost(workers, job, settings, send_to):
    send_to(f"{workers.queue}-lost")
    asked = job()
    send_to(workers.queue)
    workers.start()

    settings.JOB_HEARTBEAT_TIMEOUT = 0
    sweep_jobs()
    workers.wait_until(is_done(asked))

    assert_delivered_once(asked, attempts=1)


def test_failing_build_logs_where_and_never_what(workers, job):
    """A symbol that is no activity makes the arithmetic refuse."""
    broken = Diary.objects.first()
    Diary.objects.filter(pk=broken.pk).update(slots="!" + broken.slots[1:])
    workers.start()

    asked = job()
    workers.wait_until(lambda: not Job.objects.get().is_active)

    row = Job.objects.get()
    assert (row.pk, row.state, row.reason) == (asked.pk, "failed", FAILED)
    assert stored_files() == []
    logged = workers.logged()
    assert f"job {asked.pk}: failed" in logged
    assert "reports.shares.UnknownSymbol" in logged
    assert "in group_half_hours" in logged
    assert "classification lacks" not in logged
    assert broken.slots[1:20] not in logged
