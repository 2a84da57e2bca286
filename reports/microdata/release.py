"""A release: a folder of files made from a round's returns, with a codebook and a manifest."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from reports import CODE_VERSION
from reports.microdata import codebook
from reports.microdata.answers import UnknownAnswer
from reports.microdata.columns import Table
from reports.microdata.csvfile import write_csv
from reports.microdata.diaries import Diaries, UnknownSymbol, read_diaries
from reports.microdata.frames import write_dta, write_parquet, write_sav
from reports.microdata.ids import kept_id, new_key, release_id
from reports.microdata.manifest import FORM, build_zip, file_entry, write_manifest
from reports.microdata.public import DeclarationError, PublicFile, public_table
from reports.microdata.reading import IdOf, Progress, Returns, read_returns
from reports.microdata.risk import Risk
from reports.microdata.settings import KINDS, Settings, settings_from
from reports.microdata.weeks import episodes_table, slots_table, spell_table, sts_table
from reports.microdata.wide import agencies_table, wide_table
from reports.microdata.words import codebook_notes, why_refused
from surveys.instruments import load_instrument
from surveys.instruments.locks import digest
from surveys.models import CodeList, Round
from surveys.thresholds import thresholds_from

__all__ = ["Release", "ReleaseRefused", "build", "build_zip", "settings_from"]

CSV_ONLY = ("sequences_sts", "sequences_spell", "agencies")
NOT_LOADED = "A return of this round was not loaded from a release's file, so it has no id to keep."


class ReleaseRefused(Exception):
    """The release can't be made; the message says why and what to do, for people."""


@dataclass(frozen=True)
class Release:
    """What was made: the manifest says all of it; `risk` only of a public-use release."""

    folder: Path
    manifest: dict[str, Any] = field(repr=False)
    returns_counted: int
    returns_left_out: int
    risk: Risk | None = None


def build(
    round: Round,
    settings: Settings,
    *,
    folder: Path,
    progress: Progress = lambda done, total: None,
    key: bytes | None = None,
    keep_ids: bool = False,
    made_on: datetime.date | None = None,
) -> Release:
    """Write a release's files into an empty folder.

    `progress` is called with returns read and returns in all while reading, and again and again
    while files are written; what it raises ends the work. Without a `key` a random one is made and
    thrown away. `keep_ids` is for rounds that were loaded from a release, and keeps its ids.
    Raises ReleaseRefused.
    """
    made_on = made_on or timezone.localdate()
    threshold = thresholds_from(round.thresholds).k_anonymity
    id_of = _kept(round) if keep_ids else _keyed(key or new_key())
    try:
        returns = read_returns(
            round,
            id_of=id_of,
            free_text=settings.free_text and not settings.is_public,
            progress=progress,
        )
        if not len(returns):
            raise ReleaseRefused(
                "No return of this round counts yet, so there is nothing to release."
            )
        diaries = read_diaries(returns.slots)
        public = None
        if settings.is_public:
            if settings.diary != "activities":
                diaries = diaries.by_category()
            public = public_table(returns, diaries, settings, threshold=threshold)
    except (UnknownAnswer, UnknownSymbol, DeclarationError) as problem:
        raise ReleaseRefused(str(problem)) from problem
    if public and not public.risk.is_releasable:
        raise ReleaseRefused(why_refused(public.risk))
    writing = _Writing(folder, settings, made_on, lambda: progress(len(returns), len(returns)))
    for make in _tables(returns, diaries, settings, public):
        writing.add(make())
    notes = codebook_notes(settings, returns, public.risk if public else None)
    writing.add_codebook(round.title, len(returns), notes)
    manifest = _manifest(round, settings, returns, public, made_on, threshold) | {
        "files": writing.files
    }
    write_manifest(manifest, folder)
    return Release(
        folder, manifest, len(returns), returns.left_out.all, public.risk if public else None
    )


class _Writing:
    """Writes tables in the formats asked for, and remembers what is to be said of them."""

    def __init__(
        self, folder: Path, settings: Settings, made_on: datetime.date, beat: Callable[[], None]
    ) -> None:
        self._folder, self._settings, self._made_on, self._beat = folder, settings, made_on, beat
        self._chapters: list[codebook.Chapter] = []
        self.files: list[dict[str, Any]] = []

    def add(self, table: Table) -> None:
        formats = ("csv",) if table.name in CSV_ONLY else self._settings.formats
        for name in formats:
            path = self._folder / f"{table.name}.{name}"
            self._write(table, path)
            self._note(path, rows=table.rows, columns=len(table.columns))
        self._chapters.append(codebook.chapter_of(table))
        self._beat()

    def add_codebook(self, title: str, returns: int, notes: tuple[str, ...]) -> None:
        kind = KINDS[self._settings.use]
        about = codebook.About(title, str(kind), self._made_on, returns, notes)
        for suffix, write in (("html", codebook.write_html), ("xlsx", codebook.write_xlsx)):
            path = self._folder / f"codebook.{suffix}"
            write(about, self._chapters, path)
            self._note(path, rows=None, columns=None)

    def _write(self, table: Table, path: Path) -> None:
        suffix = path.suffix
        if suffix == ".csv":
            write_csv(table, path, self._beat)
        elif suffix == ".parquet":
            write_parquet(table, path)
        else:
            (write_sav if suffix == ".sav" else write_dta)(table, path, self._made_on)
        self._beat()

    def _note(self, path: Path, *, rows: int | None, columns: int | None) -> None:
        self.files.append(file_entry(path, rows=rows, columns=columns, progress=self._beat))


def _tables(
    returns: Returns, diaries: Diaries, settings: Settings, public: PublicFile | None
) -> Iterator[Callable[[], Table]]:
    """What makes each table, one after the other: only one is in memory at a time."""
    if "wide" in settings.files:
        yield lambda: public.table if public else wide_table(returns, diaries)
        if not public:
            yield lambda: agencies_table(returns.origins)
    if settings.has_slots:
        if "slots" in settings.files:
            yield lambda: slots_table(returns.ids, diaries)
        if "episodes" in settings.files:
            yield lambda: episodes_table(returns.ids, diaries)
        if "sequences" in settings.files:
            yield lambda: sts_table(returns.ids, diaries)
            yield lambda: spell_table(returns.ids, diaries)


def _manifest(
    round: Round,
    settings: Settings,
    returns: Returns,
    public: PublicFile | None,
    made_on: datetime.date,
    threshold: int,
) -> dict[str, Any]:
    instrument = load_instrument(round.instrument)
    left_out = returns.left_out
    found: dict[str, Any] = {
        "form": FORM,
        "round": round.slug,
        "title": round.title,
        "kind": settings.use,
        "created": made_on.isoformat(),
        "code_version": CODE_VERSION,
        "instrument": instrument.name,
        "instrument_digest": digest(instrument),
        "settings": settings.as_parameters(),
        "returns": len(returns),
        "left_out": {"returns": left_out.returns, "with_agency": left_out.with_agency},
    }
    if public:
        risk = public.risk
        found["risk"] = {
            "threshold": threshold,
            "k": risk.k,
            "unique": risk.unique,
            "below": risk.below,
            "identifiers": list(risk.identifiers),
            "suppressed": dict(risk.suppressed),
        }
        return found
    # Reasons are the survey's own words, so they stay inside the team.
    found["left_out"]["reasons"] = [list(entry) for entry in left_out.reasons]
    found["texts_not_reviewed"] = returns.texts_unread
    found["code_lists"] = _code_lists(round)
    return found


def _code_lists(round: Round) -> list[dict[str, Any]]:
    """The round's own lists of codes, so that a round can be loaded with them."""
    lists = CodeList.objects.filter(round=round).prefetch_related("codes").order_by("key")
    return [
        {
            "key": own.key,
            "title": own.title,
            "questions": own.questions,
            "two_coders": own.two_coders,
            "codes": [[code.value, code.label] for code in own.codes.all()],
        }
        for own in lists
    ]


def _keyed(key: bytes) -> IdOf:
    return lambda return_id: release_id(key, return_id)


def _kept(round: Round) -> IdOf:
    def id_of(return_id: Any) -> str:
        found = kept_id(return_id, round.pk)
        if found is None:
            raise ReleaseRefused(NOT_LOADED)
        return found

    return id_of
