"""The group of `make run`, started for real: it answers, it stops whole, it leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OTHER_SERVERS = ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "CASEWEEK_BASE_URL")

PATIENCE = 180  # seconds until a test gives up; nothing is expected to take long

# One after the other in one test process: each starts four processes on two cores.
pytestmark = [
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs Linux's /proc"),
]


def environment(var: Path, port: int) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in OTHER_SERVERS}
    return own | {"CASEWEEK_VAR_DIR": str(var), "PORT": str(port)}


@pytest.fixture(scope="module")
def var(tmp_path_factory) -> Path:
    """A var folder with a migrated database and the demonstration."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "static").mkdir()
    for command in ("migrate", "load_demo"):
        subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=environment(folder, 8000),
            check=True,
            capture_output=True,
        )
    return folder


class RunningGroup:
    """`python -m config.embedded` in a session of its own, with all its output in one file."""

    def __init__(self, var: Path, output: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.var = var
        self.output = output
        with output.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.embedded"],
                cwd=ROOT,
                env=environment(var, self.port),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self) -> None:
        wait_until(lambda: "Press Ctrl-C to stop." in self.said(), self.said)

    def wait_until_left(self) -> int:
        """Wait until every process of the group is gone; return the exit status of the first."""
        status = self.process.wait(timeout=PATIENCE)
        wait_until(lambda: not self.pids(), lambda: f"{self.pids()} are left\n{self.said()}")
        return status

    def pids(self, name: str = "") -> list[int]:
        """The processes that carry this group's var folder in their environment."""
        mark = f"CASEWEEK_VAR_DIR={self.var}\0".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                ours = mark in (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if ours and name.encode() in command.split(b"\0"):
                found.append(int(folder.name))
        return found


def wait_until(reached: Callable[[], object], explain: Callable[[], str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, explain()
        time.sleep(0.1)


@pytest.fixture
def group(var: Path, tmp_path: Path) -> Iterator[RunningGroup]:
    running = RunningGroup(var, tmp_path / "output")
    yield running
    for pid in running.pids():
        os.kill(pid, signal.SIGKILL)
    running.process.wait()


def test_group_says_how_to_come_in_and_ctrl_c_leaves_nothing_behind(group):
    group.wait_until_ready()
    address = f"http://127.0.0.1:{group.port}"

    with urllib.request.urlopen(f"{address}/health/") as answer:
        assert answer.read() == b"ok"
    assert group.said().count(f"{address}/start/#") == 1
    assert [len(group.pids(name)) for name in ("config.wsgi", "worker", "beat")] == [2, 1, 1]

    os.killpg(group.process.pid, signal.SIGINT)

    assert group.wait_until_left() == 0
    assert group.said().splitlines()[-1] == "Caseweek has stopped."


def test_group_stops_whole_with_one_sentence_when_one_process_is_killed(group):
    group.wait_until_ready()
    [worker] = group.pids("worker")
    before = group.said()

    os.kill(worker, signal.SIGKILL)

    assert group.wait_until_left() == 1
    assert group.said().removeprefix(before) == (
        "Caseweek stopped because its worker process ended by itself; any lines above say why. "
        "Start it again with: make run\n"
    )


def test_group_leaves_nothing_behind_when_its_terminal_is_closed_while_it_starts(group):
    wait_until(lambda: group.pids("worker"), group.said)

    os.killpg(group.process.pid, signal.SIGHUP)

    assert group.wait_until_left() == 0
    assert group.said().splitlines()[-1] == "Caseweek has stopped."
