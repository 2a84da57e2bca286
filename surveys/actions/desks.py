"""What researchers do to returns: set aside, code, black out; and to their round's thresholds.

No act in the audit trail names a return, and none is written in a transaction that writes one.
The act is written first: a broken line leaves an entry too many, never one too few.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from surveys import coding, redacting
from surveys.actions.audit import note_act
from surveys.codelists import codes_of, is_used, questions_by_list, used_codes
from surveys.instruments import Answers
from surveys.models import Agency, AuditEntry, CodeList, Return, Round, User
from surveys.quality import REASONS
from surveys.thresholds import Thresholds, thresholds_from

Act = AuditEntry.Act
BATCH = 500  # returns locked at a time
IN_WORDS = "a reason of their own"  # what the trail says of a reason that was typed


class ListInUse(Exception):
    """Something was coded with this list, so this part of it stays as it is."""


class CodeUnknown(ValueError):
    """The list has no such code."""


@dataclass(frozen=True)
class Coding:
    """What a coder chose for the text of a return as they saw it (its digest)."""

    return_id: UUID
    of: str
    code: str


def set_thresholds(
    *, round: Round, thresholds: Thresholds, who: User, now: datetime.datetime
) -> None:
    """Keep a round's thresholds, those that are not the usual ones."""
    usual, wanted = asdict(Thresholds()), asdict(thresholds)
    with transaction.atomic():
        found = Round.objects.select_for_update().get(pk=round.pk)
        before = asdict(thresholds_from(found.thresholds))
        changed = [f"{n} {before[n]:g} → {wanted[n]:g}" for n in wanted if wanted[n] != before[n]]
        if changed:
            kept = {name: value for name, value in wanted.items() if value != usual[name]}
            Round.objects.filter(pk=found.pk).update(thresholds=kept)
            about = "; ".join(changed)
            note_act(who=who, act=Act.THRESHOLDS, now=now, round=found, about=about)


def set_aside(*, found: Return, reason: str, who: User, now: datetime.datetime) -> None:
    """Leave a sent return out of every figure, for a reason."""
    about = f"1 return set aside: {_as_noted(reason)}"
    note_act(who=who, act=Act.EXCLUSION, now=now, round=found.round, about=about)
    Return.objects.sent().filter(pk=found.pk).update(exclusion=reason)


def take_back(*, found: Return, who: User, now: datetime.datetime) -> None:
    """Let a return count again that was set aside by itself."""
    note_act(who=who, act=Act.EXCLUSION, now=now, round=found.round, about="1 return taken back")
    Return.objects.filter(pk=found.pk).update(exclusion="")


def set_aside_agency(*, agency: Agency, reason: str, who: User, now: datetime.datetime) -> None:
    """Leave all returns of an agency out of every figure, those that are still to come too."""
    with transaction.atomic():
        Agency.objects.filter(pk=agency.pk).update(returns_exclusion=reason)
        about = f"{_returns(agency)} set aside: {_as_noted(reason)}"
        note_act(who=who, act=Act.EXCLUSION, now=now, agency=agency, about=about)


def take_back_agency(*, agency: Agency, who: User, now: datetime.datetime) -> None:
    """Let an agency's returns count again, but for those that were set aside one by one."""
    with transaction.atomic():
        Agency.objects.filter(pk=agency.pk).update(returns_exclusion="")
        about = f"{_returns(agency)} taken back"
        note_act(who=who, act=Act.EXCLUSION, now=now, agency=agency, about=about)


def save_code_list(
    *,
    round: Round,
    code_list: CodeList | None,
    fields: Mapping[str, Any],
    codes: Sequence[tuple[str, str]],
    who: User,
    now: datetime.datetime,
) -> CodeList:
    """Make or change a list; `fields` are key, title, questions, two_coders. Raises ListInUse.

    Once something is coded, titles and labels may change and codes be added; key, questions and
    number of coders stay, and so does every code that was chosen.
    """
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        saved = code_list or CodeList(round=round)
        if code_list and is_used(code_list):
            fixed = ("key", "questions", "two_coders")
            if any(fields[name] != getattr(code_list, name) for name in fixed):
                raise ListInUse
            if codes and not used_codes(code_list) <= {value for value, _label in codes}:
                raise ListInUse
        for name, value in fields.items():
            setattr(saved, name, value)
        saved.save()
        saved.codes.exclude(value__in=[value for value, _label in codes]).delete()
        for position, (value, label) in enumerate(codes):
            defaults = {"label": label, "position": position}
            saved.codes.update_or_create(value=value, defaults=defaults)
        about = f"{saved.key}: {'changed' if code_list else 'made'}, {len(codes)} codes"
        note_act(who=who, act=Act.CODING, now=now, round=round, about=about)
    return saved


def delete_code_list(*, code_list: CodeList, who: User, now: datetime.datetime) -> None:
    """Delete a list with which nothing was coded. Raises ListInUse."""
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=code_list.round_id)
        if is_used(code_list):
            raise ListInUse
        about = f"{code_list.key}: deleted"
        note_act(who=who, act=Act.CODING, now=now, round=code_list.round, about=about)
        code_list.delete()


def code_texts(
    *, code_list: CodeList, chosen: Iterable[Coding], who: User, now: datetime.datetime
) -> int:
    """Keep what one coder chose; returns of how many texts.

    Left out are texts that were changed since they were shown. Raises CodeUnknown.
    """

    def coded(entry: coding.Entry, choice: Coding) -> coding.Entry:
        two, coder = code_list.two_coders, str(who.pk)
        others = set(entry.get("by", {})) - {coder} if entry.get("of") == choice.of else set()
        if two and len(others) > 1:  # two others were quicker
            return entry
        return coding.with_code(entry, of=choice.of, coder=coder, code=choice.code, two_coders=two)

    choices = list(chosen)
    _note_coding(code_list, f"{len(choices)} coded", who=who, now=now)
    return _write_codes(code_list, choices, coded)


def settle_texts(
    *, code_list: CodeList, chosen: Iterable[Coding], who: User, now: datetime.datetime
) -> int:
    """Settle texts on which two coders disagreed; returns how many. Raises as `code_texts`."""

    def settled(entry: coding.Entry, choice: Coding) -> coding.Entry:
        return coding.with_settled(entry, choice.code) if coding.disagree(entry) else entry

    choices = list(chosen)
    _note_coding(code_list, f"{len(choices)} settled", who=who, now=now)
    return _write_codes(code_list, choices, settled)


def review_texts(
    *,
    round: Round,
    question: str,
    reviews: Mapping[UUID, redacting.Entry],
    who: User,
    now: datetime.datetime,
) -> int:
    """Keep what is blacked out of one question's answers, nothing included; returns of how many.

    Left out are texts that were changed since they were read.
    """
    blacked = sum(bool(entry["spans"]) for entry in reviews.values())
    about = f"{question}: {len(reviews)} read for names, {blacked} with words blacked out"
    note_act(who=who, act=Act.REDACTION, now=now, round=round, about=about)
    kept = 0
    for batch in _batches(reviews):
        with transaction.atomic():
            written = []
            for found in _locked(round, batch):
                text = found.answers.get(question, "")
                if redacting.is_reviewed(text, reviews[found.pk]):
                    found.redactions = {**found.redactions, question: reviews[found.pk]}
                    written.append(found)
            Return.objects.bulk_update(written, ["redactions"])
            kept += len(written)
    return kept


def still_holding(found: Return, answers: Answers) -> dict[str, Any]:
    """What researchers made of a return's texts, without what new answers undo, as its fields.

    {} for a return that no researcher has touched: nearly all while a round is open.
    """
    if not (found.codings or found.coded or found.redactions):
        return {}
    gone = coding.outdated(found.answers, answers, questions_by_list(found.round))
    return {
        "codings": {key: code for key, code in found.codings.items() if key not in gone},
        "coded": {key: entry for key, entry in found.coded.items() if key not in gone},
        "redactions": redacting.still_true(found.redactions, answers),
    }


def _write_codes(code_list: CodeList, choices: Sequence[Coding], change: Any) -> int:
    known = {value for value, _label in codes_of(code_list)}
    if not {choice.code for choice in choices} <= known:
        raise CodeUnknown
    by_return = {choice.return_id: choice for choice in choices}
    key, kept = code_list.key, 0
    for batch in _batches(by_return):
        with transaction.atomic():
            written = []
            for found in _locked(code_list.round, batch):
                choice = by_return[found.pk]
                texts = coding.texts_of(found.answers, code_list.questions)
                if choice.of != coding.digest_of(texts):
                    continue
                entry = change(found.coded.get(key, {}), choice)
                code = coding.final_code(entry, two_coders=code_list.two_coders)
                found.coded = {**found.coded, key: entry}
                others = {k: v for k, v in found.codings.items() if k != key}
                found.codings = others if code is None else {**others, key: code}
                written.append(found)
            Return.objects.bulk_update(written, ["coded", "codings"])
            kept += len(written)
    return kept


def _locked(round_: Round, keys: Sequence[UUID]) -> Iterator[Return]:
    """Sent returns of the round, locked in one order, so that two writers never wait in a ring."""
    found = Return.objects.sent().filter(round=round_, pk__in=keys).order_by("pk")
    yield from found.select_for_update(of=("self",))


def _batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    waiting = iter(sorted(keys))
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _note_coding(code_list: CodeList, what: str, *, who: User, now: datetime.datetime) -> None:
    about = f"{code_list.key}: {what}"
    note_act(who=who, act=Act.CODING, now=now, round=code_list.round, about=about)


def _returns(agency: Agency) -> str:
    number = agency.returns.sent().count()
    return "1 return" if number == 1 else f"{number} returns"


def _as_noted(reason: str) -> str:
    return reason if reason in REASONS else IN_WORDS
