"""Names in free text: what is blacked out, what may be a name, and what may leave.

Pure. A return keeps, by question, {"of": digest of the text, "spans": [[start, end], …]}: where
the text is blacked out, in characters. An entry whose digest is the text's says that somebody has
read it for names, and empty spans that there were none; a text that was changed since is unread.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from surveys.coding import digest

REMOVED = "[name removed]"
Span = tuple[int, int]
Entry = Mapping[str, Any]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[\s()-]{0,2}\d){7,13}(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_ENDS = re.compile(r"(?:^|[.!?:;•\n])[\s\"'“‘(*-]*\Z")
_SHORT = re.compile(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|[A-Z])\.?\s\Z")  # before the rest of a name
# Words that begin with a capital and are hardly ever anybody's name.
_NOT_NAMES = frozenset(
    """
    a an and as at but by for from he her his i i'd i'll i'm i've if in is it its my no not of
    on or our she so that the their there these they this to we when where which who with yes
    you your monday tuesday wednesday thursday friday saturday sunday january february march
    july september october november december christmas easter bank english welsh british
    england wales britain uk
    """.split()  # noqa: SIM905 (ninety words in quotes are harder to read)
)


def redacted(text: str, spans: Iterable[Sequence[int]]) -> str:
    """The text with REMOVED in place of each span."""
    return "".join(REMOVED if gone else piece for piece, gone in pieces(text, spans))


def pieces(text: str, spans: Iterable[Sequence[int]]) -> Iterator[tuple[str, bool]]:
    """The text cut up, in order: (piece, whether it is blacked out)."""
    at = 0
    for start, end in joined(spans):
        if text[at:start]:
            yield text[at:start], False
        if text[start:end]:
            yield text[start:end], True
        at = end
    if text[at:]:
        yield text[at:], False


def joined(spans: Iterable[Sequence[int]]) -> list[Span]:
    """Spans in order, those that touch or overlap made one, empty ones left out."""
    found: list[Span] = []
    for start, end in sorted((int(start), int(end)) for start, end in spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def spans_of(text: str, words: Iterable[str]) -> list[Span]:
    """Everywhere that these words or phrases stand in the text, in the same capitals.

    A phrase that begins or ends in a letter or digit is found as whole words: "Will" is not in
    "Willingly". Spaces and line breaks between words are the same.
    """
    found: list[Span] = []
    for phrase in words:
        parts = [re.escape(part) for part in phrase.split()]
        if parts:
            between = r"\s+"
            pattern = re.compile(rf"(?<!\w)(?:{between.join(parts)})(?!\w)")
            found += [match.span() for match in pattern.finditer(text)]
    return joined(found)


def words_at(text: str, spans: Iterable[Sequence[int]]) -> list[str]:
    """What is blacked out, each once, in order."""
    return list(dict.fromkeys(text[start:end] for start, end in joined(spans)))


def candidates(text: str) -> list[str]:
    """What may be somebody's name or lead to somebody, each once, in order.

    Email addresses, telephone numbers, postcodes, and runs of capitalised words but for a single
    one at a sentence's start. A help for the eye, and no more: it misses names in small letters,
    and finds places and the names of courses.
    """
    found = [match.span() for rule in (_EMAIL, _PHONE, _POSTCODE) for match in rule.finditer(text)]
    found += [
        span
        for span in _capitalised(text)
        if not any(start < span[1] and span[0] < end for start, end in found)
    ]
    return list(dict.fromkeys(text[start:end] for start, end in sorted(found)))


def reviewed(text: str, spans: Iterable[Sequence[int]]) -> Entry:
    """What is kept of a text once somebody has read it for names."""
    return {"of": digest(text), "spans": [list(span) for span in joined(spans)]}


def is_reviewed(text: str, entry: Entry | None) -> bool:
    """Whether somebody has read this very text for names."""
    return bool(entry) and entry is not None and entry.get("of") == digest(text)


def safe_text(answers: Mapping[str, Any], redactions: Mapping[str, Any], key: str) -> str | None:
    """An answer as it may leave: "" for none, None where nobody has read it for names yet."""
    text, entry = answers.get(key, ""), redactions.get(key)
    if not text:
        return ""
    return redacted(text, entry["spans"]) if entry and is_reviewed(text, entry) else None


def shown_text(answers: Mapping[str, Any], redactions: Mapping[str, Any], key: str) -> str:
    """An answer as researchers of the round read it: in full until names in it are blacked out."""
    safe = safe_text(answers, redactions, key)
    return str(answers.get(key, "")) if safe is None else safe


def still_true(redactions: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The entries whose texts stand as they were read."""
    return {
        key: entry
        for key, entry in redactions.items()
        if answers.get(key) and is_reviewed(answers[key], entry)
    }


def _capitalised(text: str) -> Iterator[Span]:
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) > 1 and all(text[start].isupper() for start, end in words if end - start > 3):
        return  # a title, or a shout: capitals say nothing
    run: list[Span] = []
    for start, end in words:
        goes_on = run and (
            text[run[-1][1] : start] == " " or _SHORT.search(text[run[-1][0] : start])
        )
        if not (goes_on and _may_be_name(text[start:end])):
            yield from _names_in(text, run)
            run = []
        if _may_be_name(text[start:end]):
            run.append((start, end))
    yield from _names_in(text, run)


def _goes_on(text: str, last: Span, start: int) -> bool:
    """Whether a word at `start` may belong to the same name as the one before."""
    return text[last[1] : start] == " " or bool(_SHORT.search(text[last[0] : start]))


def _may_be_name(word: str) -> bool:
    capital = word[:1].isupper() and not word[1:].isupper()  # acronyms are no names
    return capital and word.casefold().replace("’", "'") not in _NOT_NAMES


def _names_in(text: str, run: Sequence[Span]) -> Iterator[Span]:
    """A run of capitalised words, unless it is the one word that begins a sentence."""
    if run and (len(run) > 1 or not _SENTENCE_ENDS.search(text[: run[0][0]])):
        yield run[0][0], run[-1][1]
