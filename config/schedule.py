"""What the scheduler starts by itself, and when (times are the round's own, Europe/London)."""

from typing import Any

from celery.schedules import crontab


def beat_schedule(*, sweep_every: int) -> dict[str, dict[str, Any]]:
    """Return Celery's schedule; `sweep_every` is in seconds."""
    return {
        "requeue jobs whose worker died": {
            "task": "reports.tasks.sweep_jobs",
            "schedule": sweep_every,
        },
        "pull dispositions": {
            "task": "surveys.tasks.pull_dispositions",
            "schedule": crontab(hour=2, minute=30),
        },
        "delete expired files": {
            "task": "reports.tasks.expire_results",
            "schedule": crontab(hour=3, minute=30),
        },
    }
