"""Coding free text by hand: which text was coded, who chose what, what counts, and agreement.

Pure. A return keeps, by list of codes, {"of": digest of the text, "by": {coder: code}} and, once
somebody has settled it, "settled": code. What counts in the end stands in its `codings`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from surveys.instruments import Answers, Derived, Instrument

TEXTS = ("text", "long_text")
Entry = Mapping[str, Any]  # what a return keeps of one list
Code = tuple[str, str]  # value and label


@dataclass(frozen=True)
class TextQuestion:
    """A question, or the details box of one of its options, that is answered in words."""

    key: str
    label: str
    section: str  # its section's title


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree. `kappa` is None where chance alone would make them agree."""

    texts: int
    agreed: int
    expected: Fraction  # share of the texts on which chance alone would make them agree
    kappa: Fraction | None

    @property
    def observed(self) -> Fraction:
        return Fraction(self.agreed, self.texts) if self.texts else Fraction(0)


def text_questions(instrument: Instrument) -> tuple[TextQuestion, ...]:
    """All that is answered in words, in the order in which it is asked."""
    found = []
    for section in instrument.sections:
        for question in section.questions:
            if question.type in TEXTS:
                found.append(TextQuestion(question.key, question.label, section.title))
            found += [
                TextQuestion(details.key, details.label, section.title)
                for _option, details in question.details
            ]
    return tuple(found)


def declared_codings(instrument: Instrument) -> dict[str, Derived]:
    """The variables that an instrument itself says are coded by hand, by key."""
    return {derived.key: derived for derived in instrument.derived if derived.kind == "coding"}


def codes_declared(instrument: Instrument, key: str) -> tuple[Code, ...]:
    """The codes that an instrument declares for a list, () for a list of the researchers' own."""
    derived = declared_codings(instrument).get(key)
    return tuple((value.value, value.label) for value in derived.values) if derived else ()


def texts_of(answers: Answers, questions: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(question, text) of those that were answered, in the order of the questions."""
    return tuple((key, answers[key]) for key in questions if answers.get(key))


def digest(text: str) -> str:
    """Tells one text from another: 32 characters. Kept beside the text itself, so no secret."""
    return hashlib.blake2s(text.encode(), digest_size=16).hexdigest()


def digest_of(texts: Iterable[tuple[str, str]]) -> str:
    """The digest of several answers together, which are coded as one."""
    return digest("\x1e".join(f"{key}\x1f{text}" for key, text in texts))


def normalised(text: str) -> str:
    """The same for texts that differ in capitals and spaces only."""
    return " ".join(text.casefold().split())


def with_code(entry: Entry, *, of: str, coder: str, code: str, two_coders: bool) -> Entry:
    """An entry with what one coder chose; what others chose of an earlier text is dropped.

    Where one coder is enough, the last one's choice stands alone.
    """
    kept = entry.get("by", {}) if two_coders and entry.get("of") == of else {}
    return {"of": of, "by": {**kept, coder: code}}


def with_settled(entry: Entry, code: str) -> Entry:
    """An entry on which two coders disagreed, settled."""
    return {**entry, "settled": code}


def final_code(entry: Entry, *, two_coders: bool) -> str | None:
    """The code that counts: the settled one, else the one that all who are needed have chosen."""
    if "settled" in entry:
        return str(entry["settled"])
    chosen = list(entry.get("by", {}).values())
    wanted = 2 if two_coders else 1
    return chosen[0] if len(chosen) >= wanted and len(set(chosen)) == 1 else None


def takes_coder(entry: Entry, *, of: str, coder: str, two_coders: bool) -> bool:
    """Whether a text still waits for this coder's code."""
    if entry.get("of") != of:
        return True
    by = entry.get("by", {})
    return coder not in by and len(by) < (2 if two_coders else 1)


def disagree(entry: Entry) -> bool:
    """Whether two coders chose different codes and nobody has settled it."""
    return "settled" not in entry and len(set(entry.get("by", {}).values())) > 1


def outdated(old: Answers, new: Answers, lists: Mapping[str, Sequence[str]]) -> set[str]:
    """The lists (key → questions) whose text is another now: what was coded of it goes."""
    return {
        key
        for key, questions in lists.items()
        if texts_of(old, questions) != texts_of(new, questions)
    }


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Cohen's kappa of two coders: each pair holds what the first and the second chose of a text.

    kappa = (observed - expected) / (1 - expected), with `expected` from each coder's own shares
    of codes (Cohen 1960). Exact: fractions, not floats.
    """
    texts, agreed = len(pairs), sum(first == second for first, second in pairs)
    if not texts:
        return Agreement(0, 0, Fraction(0), None)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    expected = Fraction(sum(first[code] * second[code] for code in first), texts * texts)
    if expected == 1:
        return Agreement(texts, agreed, expected, None)
    return Agreement(texts, agreed, expected, (Fraction(agreed, texts) - expected) / (1 - expected))
