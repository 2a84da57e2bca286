"""What the scheduler starts by itself, and when (times are the round's own, Europe/London)."""

from typing import Any

from celery.schedules import crontab


def beat_schedule(*, sweep_every: int, tend_every: int) -> dict[str, dict[str, Any]]:
    """Return Celery's schedule; `sweep_every` and `tend_every` are in seconds."""
    return {
        "requeue jobs whose worker died": {
            "task": "reports.tasks.sweep_jobs",
            "schedule": sweep_every,
        },
        "pull dispositions": {
            "task": "surveys.tasks.pull_dispositions",
            "schedule": crontab(hour=2, minute=30),
        },
        "carry on sealing": {
            "task": "surveys.tasks.carry_on_sealing",
            "schedule": 600.0,
        },
        "tend messages": {
            "task": "surveys.tasks.tend_messages",
            "schedule": tend_every,
            "options": {"expires": tend_every},  # the next one does the same
        },
        "forget lists that nobody confirmed": {
            "task": "surveys.tasks.forget_uploads",
            "schedule": 3600.0,
        },
        "delete expired files": {
            "task": "reports.tasks.expire_results",
            "schedule": crontab(hour=3, minute=30),
        },
    }
