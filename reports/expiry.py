"""Looks after the files of results: those kept for long enough go, and those that nobody owns."""

import datetime
from uuid import UUID

from django.core.files.storage import Storage, storages

from reports.models import Job


def delete_expired_results(*, now: datetime.datetime) -> int:
    """Delete files kept for long enough, and files of jobs that did not finish; how many."""
    storage = storages["results"]
    expired = list(Job.objects.expirable(now=now).values_list("pk", flat=True))
    Job.objects.filter(pk__in=expired).update(expired_at=now)
    deleted = 0
    for folder in _folders(storage):
        job = _job_of(folder)
        if job and job.is_active:
            continue
        keep = job.result if job and job.has_file else ""
        deleted += clear_folder(storage, folder, keep=keep)
    return deleted


def clear_folder(storage: Storage, folder: str, *, keep: str) -> int:
    """Delete a folder's files but one, and the folder when none is left."""
    names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    unwanted = [name for name in names if name != keep]
    for name in unwanted:
        storage.delete(name)
    if not keep:
        storage.delete(folder)
    return len(unwanted)


def _folders(storage: Storage) -> list[str]:
    """The folders of results, one a job."""
    try:
        return storage.listdir("")[0]
    except FileNotFoundError:
        return []


def _job_of(folder: str) -> Job | None:
    try:
        return Job.objects.filter(pk=UUID(folder)).first()
    except ValueError:
        return None
