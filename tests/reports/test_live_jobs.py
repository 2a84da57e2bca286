"""Real workers, killed for real: the workbook comes, exactly once, and the log says little.

Each worker is a process of its own on this test's database and on a queue of the test's own.
Nothing waits for a time: a storage holds the worker where the test wants it.
"""

import io
import os
import signal

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from openpyxl import load_workbook

from diary.models import Diary
from reports.actions import request_workbook
from reports.models import FAILED, Job
from reports.tasks import sweep_jobs
from tests.factories import RoleFactory
from tests.reports.made import send_many, stored_files

pytestmark = pytest.mark.django_db(transaction=True)

RETURNS = 60


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
    assert "reports.figures.frame.UnknownSymbol" in logged
    assert "/reports/figures/frame.py:" in logged
    assert "classification lacks" not in logged
    assert broken.slots[1:20] not in logged
