"""What respondents read of an instrument, in another language.

A translation is a file beside the versions, translations/<version>.<language>.toml: `instrument`,
`language`, `checked_by` (the speaker who checked it, and when) and a table `texts` of every text by
its place. Keys, values and researchers' labels stay as they are.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from surveys.instruments.types import (
    Instrument,
    InstrumentError,
    Option,
    Page,
    Question,
    Section,
)

# From a text's place and the text to the text that stands there.
How = Callable[[str, str], str]


def texts_of(instrument: Instrument) -> dict[str, str]:
    """Every text that respondents read, by its place; what a translator translates."""
    found: dict[str, str] = {}

    def note(place: str, text: str) -> str:
        found[place] = text
        return text

    _rewritten(instrument, note)
    return found


def translate(instrument: Instrument, how: Callable[[str], str]) -> Instrument:
    """The instrument with every text that respondents read put through a function."""
    return _rewritten(instrument, lambda _place, text: how(text))


def translated(instrument: Instrument, texts: Mapping[str, str], language: str) -> Instrument:
    """The instrument with its texts by place, as `read_translation` gives them."""
    made = _rewritten(instrument, lambda place, _text: texts[place])
    return dataclasses.replace(made, language=language)


def read_translation(
    declared: Mapping[str, Any], instrument: Instrument, language: str
) -> dict[str, str]:
    """The texts by place. Raises InstrumentError unless it is whole, and a speaker checked it."""
    place = f"{instrument.name}.{language}"
    if unknown := set(declared) - {"instrument", "language", "checked_by", "texts"}:
        raise InstrumentError(f"{place}: does not know {', '.join(sorted(unknown))}")
    if declared.get("instrument") != instrument.name or declared.get("language") != language:
        raise InstrumentError(f"{place}: is of another instrument or language")
    if not str(declared.get("checked_by", "")).strip():
        raise InstrumentError(f"{place}: no speaker has checked it (checked_by)")
    texts: dict[str, str] = dict(declared.get("texts", {}))
    wanted = texts_of(instrument)
    if unknown := set(texts) - set(wanted):
        raise InstrumentError(f"{place}: does not know {', '.join(sorted(unknown))}")
    if missing := [key for key in wanted if not str(texts.get(key, "")).strip()]:
        raise InstrumentError(f"{place}: lacks {', '.join(missing)}")
    return texts


def _rewritten(instrument: Instrument, how: How) -> Instrument:
    sections = tuple(_section(section, how) for section in instrument.sections)
    return dataclasses.replace(instrument, sections=sections)


def _section(section: Section, how: How) -> Section:
    pages = tuple(_page(f"{section.key}/{page.key}", page, how) for page in section.pages)
    return dataclasses.replace(_fields(section, section.key, how, "title intro"), pages=pages)


def _page(place: str, page: Page, how: How) -> Page:
    questions = tuple(_question(question, how) for question in page.questions)
    return dataclasses.replace(_fields(page, place, how, "title intro"), questions=questions)


def _question(question: Question, how: How) -> Question:
    key = question.key
    options = tuple(_option(f"{key}/{option.value}", option, how) for option in question.options)
    rows = tuple(_fields(row, f"{key}/{row.key}", how, "label") for row in question.rows)
    made = _fields(question, key, how, "text hint unit unit_one usual_text")
    return dataclasses.replace(made, options=options, rows=rows)


def _option(place: str, option: Option, how: How) -> Option:
    made: Option = _fields(option, place, how, "label hint group")
    if made.details is None:
        return made
    details = _fields(made.details, f"{place}/details", how, "text")
    return dataclasses.replace(made, details=details)


def _fields(item: Any, place: str, how: How, names: str) -> Any:
    """The item with those of its texts that are not empty rewritten, in that order."""
    changes = {
        name: how(f"{place}.{name}", getattr(item, name))
        for name in names.split()
        if getattr(item, name)
    }
    return dataclasses.replace(item, **changes)
