"""What benchmarks share that measure each step in a process of its own."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


def in_own_process(module: str, *arguments: str) -> dict[str, float]:
    """What a module prints as JSON when it is run with these arguments."""
    command = [sys.executable, "-m", module, *arguments]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measured(work: Callable[[], Any]) -> dict[str, float]:
    """Seconds by the clock and of this process's work; its memory before and at its peak in MB."""
    before, begun, worked = peak(), time.perf_counter(), time.process_time()
    work()
    return {
        "seconds": time.perf_counter() - begun,
        "work": time.process_time() - worked,
        "before": before,
        "peak": peak(),
    }


def peak() -> float:
    """This process's peak memory so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux: getrusage would begin with what the parent process had
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def machine() -> str:
    """The machine in a line, with the database and how busy it is besides."""
    from django.db import connection

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    processor = names[0] if names else platform.processor()
    version = ".".join(map(str, connection.get_database_version()))
    return (
        f"Machine: {os.cpu_count()} × {processor}, Python {platform.python_version()}, "
        f"{connection.display_name} {version}; load {os.getloadavg()[0]:.1f}"
    )
