"""Returns made for these tests: many rows at once, and diaries written the short way."""

import random
import uuid
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from diary.classification import ACTIVITIES
from diary.models import Diary
from diary.timeline import SLOTS_PER_WEEK
from reports.models import Job, parameters_hash
from surveys.models import Return, Round, User
from tests.factories import MONDAY, PIN_HASH

SETTINGS = ("la_children", "la_adults", "la_joint", "voluntary", "other")


def week(symbols: str) -> str:
    """A week that holds these symbols from Monday midnight on, and nothing after them."""
    return symbols.ljust(SLOTS_PER_WEEK, ".")


def send(round_: Round, *diaries: tuple[str, str], state: str = "sent") -> list[Return]:
    """Returns of (setting, symbols), as they are once their respondents have sent them."""
    made = []
    for setting, symbols in diaries:
        diary = Diary(starts_on=MONDAY, slots=week(symbols), locked=True)
        made.append(
            Return(
                round=round_,
                diary=diary,
                pin_hash=PIN_HASH,
                instrument="2",
                state=state,
                answers={"setting": setting} if setting else {},
            )
        )
    Diary.objects.bulk_create(one.diary for one in made)
    return Return.objects.bulk_create(made)


def send_many(round_: Round, count: int) -> list[Return]:
    """Returns of every sector, with 70 to 90 half hours each, the same every time."""
    rng = random.Random(2009)
    symbols = [activity.symbol for activity in ACTIVITIES]
    return send(
        round_,
        *(
            (SETTINGS[n % len(SETTINGS)], "".join(rng.choices(symbols, k=rng.randint(70, 90))))
            for n in range(count)
        ),
    )


def make_job(round_: Round, user: User, **fields: Any) -> Job:
    """A job that waits, or as `fields` say."""
    now = timezone.now()
    parameters = fields.get("parameters", {"use": "internal", "selection": {}})
    made = {
        "kind": Job.Kind.WORKBOOK,
        "parameters": parameters,
        "parameters_hash": parameters_hash(parameters),
        "created_at": now,
        "queued_at": now,
    }
    return Job.objects.create(round=round_, requested_by=user, **{**made, **fields})


def make_done_job(round_: Round, user: User, content: bytes = b"xlsx", **fields: Any) -> Job:
    """A job with a file of this content in the storage."""
    job = make_job(round_, user)
    name = storages["results"].save(f"{job.pk}/{uuid.uuid4()}.xlsx", ContentFile(content))
    done = {
        "state": Job.State.DONE,
        "finished_at": timezone.now(),
        "result": name,
        "size": len(content),
        "returns_counted": 4,
        "returns_left_out": 0,
        "code_version": "0.1.0",
    }
    Job.objects.filter(pk=job.pk).update(**{**done, **fields})
    return Job.objects.select_related("round").get(pk=job.pk)


def stored_files() -> list[str]:
    """All files in the storage of results."""
    storage = storages["results"]
    try:
        folders = storage.listdir("")[0]
    except FileNotFoundError:
        return []
    return sorted(f"{folder}/{name}" for folder in folders for name in storage.listdir(folder)[1])
