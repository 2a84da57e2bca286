"""Rounds with returns of every kind of answer, agency and day, the same for the same seed."""

import random
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from diary.checks import check_week
from diary.classification import ACTIVITIES, BLANK
from diary.models import Diary
from diary.timeline import DAY_STATUSES, SLOTS_PER_DAY, SLOTS_PER_WEEK
from reports.microdata.release import Release, build, build_zip
from reports.microdata.settings import Settings
from reports.models import Job
from surveys.contracts import contract_of
from surveys.instruments import Question, load_instrument
from surveys.instruments.answers import settle
from surveys.models import Agency, Code, CodeList, Return, Round
from surveys.redacting import reviewed
from tests.factories import (
    MONDAY,
    PIN_HASH,
    AgencyFactory,
    AuthorityFactory,
    OpenLinkFactory,
    RoundFactory,
)
from tests.reports.made import make_job

KEY = bytes(range(32))
WORDS = ("Good team", "=1+1", "'quoted'", 'Says "no", then\r\nyes', "@home", "–é", "-9", "'=x")
REGIONS = ("North East", "London", "South West")
SYMBOLS = [activity.symbol for activity in ACTIVITIES]


def make_round(
    returns: int, *, seed: int = 1, words: Sequence[str] = WORDS, **fields: Any
) -> Round:
    """A round with agencies in three regions, an open link, a list of codes and sent returns."""
    round_ = RoundFactory(**fields)
    origins = make_origins(round_)
    if not round_.code_lists.exists():
        make_codes(round_)
    rng = random.Random(seed)
    made = [_return(round_, rng, rng.choice(origins), words) for _ in range(returns)]
    Diary.objects.bulk_create(one.diary for one in made)
    Return.objects.bulk_create(made)
    return round_


def make_origins(round_: Round) -> list[Any]:
    origins: list[Any] = [None, OpenLinkFactory(round=round_)]
    for n, region in enumerate(REGIONS):
        authority = AuthorityFactory(region=region)
        services = (Agency.Service.CHILDREN, Agency.Service.ADULTS)
        origins += [
            AgencyFactory(round=round_, authority=authority, service=service, eligible=20 * (n + 1))
            for service in services[: n + 1]
        ]
    origins.append(AgencyFactory(round=round_, authority=None, name="=Unnamed, Ltd"))
    return origins


def make_codes(round_: Round) -> CodeList:
    made = CodeList.objects.create(
        round=round_, key="why_stayed_theme", title="Why people stay", questions=["why_stayed"]
    )
    for position, (value, label) in enumerate((("team", "The team"), ("pay", "Pay"))):
        Code.objects.create(code_list=made, value=value, label=label, position=position)
    return made


def random_week(rng: random.Random) -> str:
    """Runs of activities on some days, over a midnight now and then."""
    week = [BLANK] * SLOTS_PER_WEEK
    for day in range(7):
        if rng.random() < 0.7:
            place = day * SLOTS_PER_DAY + rng.randrange(12, 20)
            for _ in range(rng.randrange(1, 12)):
                length = rng.choice((1, 1, 2, 3, 8, 20))
                end = min(place + length, SLOTS_PER_WEEK)
                week[place:end] = rng.choice(SYMBOLS) * (end - place)
                place = min(end + rng.choice((0, 0, 1)), SLOTS_PER_WEEK)
    return "".join(week)


def random_answers(rng: random.Random, instrument: str, words: Sequence[str]) -> dict[str, Any]:
    """Valid answers: each question answered or not, texts from `words`."""
    given: dict[str, Any] = {}
    for question in load_instrument(instrument).questions:
        if rng.random() < 0.75:
            given[question.key] = _answer(rng, question, words)
        for _option, details in question.details:
            given[details.key] = rng.choice(words)
    return settle(load_instrument(instrument), given)


def release(round_: Round, folder: Path, **settings: Any) -> Release:
    """A release with a key that is always the same, in a new folder."""
    folder.mkdir()
    return build(round_, Settings(**settings), folder=folder, key=KEY, made_on=MONDAY)


def _answer(rng: random.Random, question: Question, words: Sequence[str]) -> Any:
    values = [option.value for option in question.options]
    if question.type == "one_of":
        return rng.choice(values)
    if question.type == "some_of":
        most = question.at_most if question.at_most_refused and question.at_most else len(values)
        return rng.sample(values, rng.randint(1, most))
    if question.type == "days":
        return rng.sample(range(7), rng.randint(1, 7))
    if question.type == "grid":
        rows = [row.key for row in question.rows if rng.random() < 0.6] or [question.rows[0].key]
        return {row: rng.choice(values) for row in rows}
    if question.type in ("number", "year"):
        low, high = int(question.minimum or 0), int(question.maximum or 100)
        whole = question.whole or question.type == "year" or rng.random() < 0.5
        number = rng.randint(low, high)
        return number if whole or number == high else number + rng.choice((0.25, 0.5, 0.1))
    return rng.choice(words)


def _return(round_: Round, rng: random.Random, origin: Any, words: Sequence[str]) -> Return:
    answers = random_answers(rng, round_.instrument, words)
    slots = random_week(rng)
    statuses = "".join(rng.choice([BLANK, *DAY_STATUSES]) for _ in range(7))
    flags = check_week(slots, statuses, contract_of(answers))
    is_agency = isinstance(origin, Agency)
    return Return(
        round=round_,
        agency=origin if is_agency else None,
        open_link=None if is_agency else origin,
        diary=Diary(
            starts_on=origin.week.starts_on if origin else MONDAY,
            slots=slots,
            statuses=statuses,
            filled="".join(rng.choice(".SNL") for _ in range(7)),
            locked=True,
        ),
        pin_hash=PIN_HASH,
        instrument=round_.instrument,
        state=Return.State.SENT,
        answers=answers,
        codings={"why_stayed_theme": "pay"} if rng.random() < 0.5 else {},
        flags=[[flag.name, flag.day] for flag in flags],
        redactions=read_through(answers),
    )


def read_through(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept once somebody has read all texts for names and found none."""
    return {key: reviewed(text, ()) for key, text in answers.items() if isinstance(text, str)}


def done_release(round_: Round, **settings: Any) -> tuple[Job, Release]:
    """A job of the round's first researcher that is done, with its zip in the storage."""
    with tempfile.TemporaryDirectory() as name:
        made = release(round_, Path(name) / "files", **settings)
        build_zip(Path(name) / "files", Path(name) / "release.zip")
        content = (Path(name) / "release.zip").read_bytes()
    parameters = {"use": made.manifest["kind"]}
    user = round_.roles.first().user
    job = make_job(round_, user, kind=Job.Kind.MICRODATA, parameters=parameters)
    stored = storages["results"].save(f"{job.pk}/{uuid.uuid4()}.zip", ContentFile(content))
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.DONE,
        finished_at=timezone.now(),
        result=stored,
        size=len(content),
        returns_counted=made.returns_counted,
        returns_left_out=made.returns_left_out,
        code_version="0.1.0",
    )
    return job, made
