"""Free text of a round's returns, as the coding desk and the review for names read it.

Texts come without anything else of their return, names blacked out as far as they were read for
them, in the order of random ids. Only returns that count are read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KT

from surveys import coding
from surveys.models import CodeList, Return, Round
from surveys.redacting import is_reviewed, shown_text

CHUNK = 500


@dataclass(frozen=True)
class Coded:
    """The texts of one return that a list codes as one, and what was chosen for them."""

    return_id: UUID
    of: str  # digest of the texts as written
    shown: tuple[tuple[str, str], ...]  # (question, text with names blacked out)
    entry: coding.Entry
    final: str

    @property
    def words(self) -> str:
        return " · ".join(text for _question, text in self.shown)


@dataclass
class Group:
    """Texts that read the same but for capitals and spaces; `key` tells groups apart."""

    key: str
    words: str
    code: str  # what they have now, "" for none
    members: list[Coded] = field(default_factory=list)


@dataclass(frozen=True)
class Progress:
    """How far a list is: returns with a text, and those whose code counts."""

    texts: int
    coded: int


@dataclass(frozen=True)
class Pair:
    """Two coders and how far they agree on the texts that both have coded."""

    first: str  # ids of accounts, as they are kept
    second: str
    agreement: coding.Agreement


@dataclass
class Wording:
    """One text as it stands in one or several returns, still to be read for names."""

    of: str
    text: str
    returns: list[UUID] = field(default_factory=list)


def progress(code_list: CodeList) -> Progress:
    """Two numbers, counted by the database."""
    found = _returns(code_list)
    done = Count("pk", filter=Q(codings__has_key=code_list.key))
    counts = found.aggregate(texts=Count("pk"), coded=done)
    return Progress(counts["texts"], counts["coded"])


def waiting(code_list: CodeList, coder: str, *, after: UUID | None = None) -> Iterator[Coded]:
    """Texts without a code that counts and not yet coded by this coder.

    Those whose return's id is above `after` come first, then the others: nothing is lost that was
    skipped.
    """
    left = _returns(code_list).exclude(codings__has_key=code_list.key)
    parts = [left.filter(pk__gt=after), left.filter(pk__lte=after)] if after else [left]
    for item in chain.from_iterable(read(code_list, part) for part in parts):
        two = code_list.two_coders
        if coding.takes_coder(item.entry, of=item.of, coder=coder, two_coders=two):
            yield item


def done_by(code_list: CodeList, coder: str) -> Iterator[tuple[Coded, str]]:
    """Texts that have a code which this coder may change, with it.

    Their own where two code each text; where one does, the code that counts.
    """
    if not code_list.two_coders:
        found = _returns(code_list).filter(codings__has_key=code_list.key)
        yield from ((item, item.final) for item in read(code_list, found))
        return
    found = _returns(code_list).filter(coded__has_key=code_list.key)
    for item in read(code_list, found):
        by = item.entry.get("by", {})
        if coder in by and "settled" not in item.entry:
            yield item, by[coder]


def one_text(code_list: CodeList, return_id: UUID | None) -> Coded | None:
    """The text of one return, None where it has none or does not count."""
    return next(read(code_list, _returns(code_list).filter(pk=return_id)), None)


def read(code_list: CodeList, returns: QuerySet[Return]) -> Iterator[Coded]:
    """The texts of these returns; no other answer is read."""
    questions, key = code_list.questions, code_list.key
    columns = ("pk", "coded", "codings", "redactions")
    asked = [KT(f"answers__{question}") for question in questions]
    found = returns.values_list(*columns, *asked)
    for pk, coded, codings, redactions, *texts in found.iterator(chunk_size=CHUNK):
        answers = {q: text for q, text in zip(questions, texts, strict=True) if text}
        yield Coded(
            pk,
            coding.digest_of(coding.texts_of(answers, questions)),
            tuple((q, shown_text(answers, redactions, q)) for q in answers),
            coded.get(key, {}),
            codings.get(key, ""),
        )


def grouped(items: Iterable[tuple[Coded, str]]) -> list[Group]:
    """Texts with their codes, put together where both are the same; the most frequent first."""
    groups: dict[tuple[str, str], Group] = {}
    for item, code in items:
        words = coding.normalised(item.words)
        key = coding.digest(f"{code}\x1f{words}")
        group = groups.setdefault((code, words), Group(key, item.words, code))
        group.members.append(item)
    return sorted(groups.values(), key=lambda g: (-len(g.members), coding.normalised(g.words)))


def pairs(items: Sequence[Coded]) -> list[Pair]:
    """Each two coders who have coded the same texts, with their agreement."""
    chosen: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for item in items:
        by = item.entry.get("by", {})
        if len(by) == 2:
            first, second = sorted(by)
            chosen[first, second].append((by[first], by[second]))
    return [Pair(*names, coding.agreement(found)) for names, found in sorted(chosen.items())]


def coded_by_two(code_list: CodeList) -> list[Coded]:
    """The texts for which two coders have chosen."""
    found = _returns(code_list).filter(coded__has_key=code_list.key)
    return [item for item in read(code_list, found) if len(item.entry.get("by", {})) == 2]


def percent(share: Fraction) -> int:
    """A whole percentage, a half rounded up."""
    return int(share * 100 + Fraction(1, 2))


def read_for_names(round_: Round, questions: Sequence[str]) -> dict[str, tuple[int, int]]:
    """By question: how many texts there are, and how many were read for names. One query.

    A text that is changed loses its review when it is saved (surveys/actions/desks.py).
    """
    counts: dict[str, Any] = {}
    for number, key in enumerate(questions):
        has_text = Q(answers__has_key=key)
        counts[f"all_{number}"] = Count("pk", filter=has_text)
        counts[f"read_{number}"] = Count("pk", filter=has_text & Q(redactions__has_key=key))
    found = Return.objects.counted().filter(round=round_).order_by().aggregate(**counts)
    return {
        key: (found[f"all_{number}"], found[f"read_{number}"])
        for number, key in enumerate(questions)
    }


def wordings(round_: Round, question: str) -> list[Wording]:
    """A question's texts that nobody has read for names, each once; the most frequent first."""
    found = Return.objects.counted().filter(round=round_, answers__has_key=question)
    rows = found.order_by("pk").values_list("pk", "redactions", KT(f"answers__{question}"))
    texts: dict[str, Wording] = {}
    for pk, redactions, text in rows.iterator(chunk_size=CHUNK):
        if not is_reviewed(text, redactions.get(question)):
            wording = texts.setdefault(text, Wording(coding.digest(text), text))
            wording.returns.append(pk)
    counts = Counter({text: len(wording.returns) for text, wording in texts.items()})
    return sorted(texts.values(), key=lambda found: (-counts[found.text], found.of))


def _returns(code_list: CodeList) -> QuerySet[Return]:
    """Returns that count and have a text for the list, in the order of their ids."""
    answered = Q()
    for question in code_list.questions:
        answered |= Q(answers__has_key=question)
    found = Return.objects.counted().filter(answered, round=code_list.round_id)
    return found.order_by("pk")
