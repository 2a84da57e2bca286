"""Real Celery workers, each a process of its own on the test's database and a queue of its own.

Registered as a pytest plugin: tests ask for the fixture `workers`.
"""

import os
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from django.db import connection

PATIENCE = 180  # seconds until a test gives up; nothing is expected to take long


class Workers:
    """Starts workers, and ends those that the test did not."""

    def __init__(self, folder: Path, queue: str) -> None:
        self.folder = folder
        self.queue = queue
        self.processes: list[subprocess.Popen] = []

    def start(
        self, *, hold: str = "", settings: str = "tests.reports.worker_settings"
    ) -> subprocess.Popen:
        """A worker; with `hold`, one that stops "before" or "after" saving its file."""
        number = len(self.processes)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "CASEWEEK_TEST_DATABASE": str(connection.settings_dict["NAME"]),
            "CASEWEEK_VAR_DIR": str(django_settings.VAR_DIR),
            "CASEWEEK_KEY_DIR": str(django_settings.KEY_DIR),
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

    # A plugin is imported before Django is set up.
    from reports.tasks import build_job
    from surveys.tasks import send_messages, tend_messages

    def set_queue(name):
        for task in (build_job, send_messages, tend_messages):
            monkeypatch.setattr(task, "queue", name, raising=False)
            monkeypatch.setattr(task, "_exec_options", None)  # it remembers the queue before

    return set_queue


@pytest.fixture
def workers(tmp_path, send_to):
    queue = f"test-{uuid.uuid4().hex}"
    send_to(queue)
    started = Workers(tmp_path, queue)
    yield started
    started.stop()
