"""Web, worker and scheduler as one foreground group: `make run`, `python -m config.embedded`.

Ctrl-C stops all of them. When one dies the others are stopped too, and one sentence says which
it was: half a service looks like a whole one until somebody waits for a job.
"""

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from types import FrameType

from honcho.manager import Manager
from honcho.printer import Message, Printer

READY_WITHIN = 60  # seconds
PYTHON = sys.executable
FAREWELL = b"worker: Warm shutdown"


def commands(port: int) -> dict[str, list[str]]:
    """Return the command line of each process of the group, by its name."""
    # In a container on somebody's own machine there may be no other user than the superuser.
    celery = [PYTHON, "-W", "ignore:You're running the worker", "-m", "celery"]
    celery += ["--quiet", "--app", "config"]
    gunicorn = [PYTHON, "-m", "gunicorn", "--config", "config/gunicorn.py"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    quiet = ["--loglevel", "WARNING"]
    return {
        "web": [*gunicorn, "--bind", f"127.0.0.1:{port}", "--workers", "1", "config.wsgi"],
        "worker": [*celery, "worker", "--pool", "solo", *alone, *quiet],
        "scheduler": [*celery, "beat", *quiet],
    }


class QuietPrinter(Printer):
    """honcho's printer without empty lines and without Celery's farewell."""

    def write(self, message: Message) -> None:
        said = message.data if isinstance(message.data, bytes) else message.data.encode()
        if said.strip() and FAREWELL not in said:
            super().write(message)


class Group(Manager):
    """honcho's manager without its running commentary, and with a memory of what went wrong."""

    def __init__(self, port: int) -> None:
        super().__init__(QuietPrinter(sys.stdout))
        self.port = port
        self.failure: str | None = None
        self._stop_wanted = False
        self._welcome_thread = threading.Thread(target=self._welcome, daemon=True)

    def run(self) -> None:
        """Run until it is stopped or a process dies; `failure` then says in a sentence why."""
        # A terminal that is closed must not leave the processes behind. Set before any starts:
        # honcho's own helpers are copies of this process and get the same signal.
        signal.signal(signal.SIGHUP, self._hang_up)
        self.loop()
        self._welcome_thread.join()

    def _start(self) -> None:
        super()._start()
        self._welcome_thread.start()  # only now: the processes are copies of this one

    def _hang_up(self, signum: int, frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)

    def terminate(self) -> None:
        """Stop everything, now or, when some are still being started, as soon as they are."""
        self._stop_wanted = True
        if self._terminating or not self._all_started():
            return
        gone = [name for name, state in self._processes.items() if "returncode" in state]
        if gone:
            self.failure = (
                f"Caseweek stopped because its {gone[0]} process ended by itself; any lines "
                "above say why. Start it again with: make run"
            )
        super().terminate()

    def _system_print(self, data: str) -> None:
        """Called by honcho after every start and stop; the commentary itself is left out."""
        if self._stop_wanted:
            self.terminate()

    def _welcome(self) -> None:
        """Once the web process answers, print how to come in; when it never does, stop."""
        access = ways_in()
        deadline = time.monotonic() + READY_WITHIN
        while not self._stop_wanted:
            if answers(self.port):
                print(f"\nReady.\n\n{access}\n\nPress Ctrl-C to stop.\n", flush=True)
                return
            if time.monotonic() > deadline:
                self.failure = (
                    f"Caseweek stopped because its pages did not answer within {READY_WITHIN} "
                    "seconds; any lines above say why."
                )
                signal.raise_signal(signal.SIGTERM)
                return
            time.sleep(0.2)


def ways_in() -> str:
    """Return what `manage.py show_demo_access` prints, or its complaint."""
    command = [PYTHON, "manage.py", "show_demo_access"]
    done = subprocess.run(command, capture_output=True, text=True)
    return (done.stderr if done.returncode else done.stdout).strip()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
            return True
    except OSError:
        return False


def main() -> int:
    """Run the group until it is stopped (returns 0) or something in it fails (returns 1)."""
    port = int(os.environ.setdefault("PORT", "8000"))
    os.environ.setdefault("CASEWEEK_BASE_URL", f"http://127.0.0.1:{port}")
    os.environ["PYTHONUNBUFFERED"] = "1"
    group = Group(port)
    for name, command in commands(port).items():
        group.add_process(name, f"exec {shlex.join(command)}")
    group.run()
    if group.failure:
        print(group.failure, file=sys.stderr)
        return 1
    print("Caseweek has stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
