"""Pages in other languages: the classification's translation, and the words that scripts say.

A translation is a folder of its language in LOCALE_PATHS: Django's catalogues (`django` for the
server, `djangojs` for scripts) and activities.toml, the classification's labels and search words.
How one is made, checked and shipped: docs/translating.md.
"""

import tomllib
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy, to_locale

from diary.classification import CLASSIFICATION, Classification, translate_classification

OVERLAY = "activities.toml"
SCRIPTS = "LC_MESSAGES/djangojs.mo"
COUNTED = 200  # numbers whose plural form a script is told; from there on forms repeat by hundreds

# How dates are written; a translation puts them in its own order.
# Translators: the letters are those of Django's date filter (l Monday, j 16, F November, Y 2026).
DAY_MONTH = pgettext_lazy("date format", "j F")
DAY_MONTH_YEAR = pgettext_lazy("date format", "j F Y")
MOMENT = pgettext_lazy("date format", "j F Y, H:i")
WEEKDAY_DAY_MONTH = pgettext_lazy("date format", "l j F")
WEEKDAY_DAY_MONTH_YEAR = pgettext_lazy("date format", "l j F Y")


def classification() -> Classification:
    """The classification in the active language; in English where it has no translation."""
    return _classification_in(get_language() or "", tuple(settings.LOCALE_PATHS))


def script_words() -> dict[str, Any] | None:
    """What scripts say in the active language, as static/src/js/words.mjs reads it.

    None where they say it in English. Texts without a translation are left out.
    """
    return _script_words_in(get_language() or "", tuple(settings.LOCALE_PATHS))


@cache
def _classification_in(language: str, folders: tuple[str | Path, ...]) -> Classification:
    overlay = _file_of(language, folders, OVERLAY)
    if overlay is None:
        return CLASSIFICATION
    translation = tomllib.loads(overlay.read_text(encoding="utf-8"))
    return translate_classification(CLASSIFICATION, translation)


@cache
def _script_words_in(language: str, folders: tuple[str | Path, ...]) -> dict[str, Any] | None:
    path = _file_of(language, folders, SCRIPTS)
    if path is None:
        return None
    with path.open("rb") as file:
        catalogue: Any = GNUTranslations(file)
    words: dict[str, Any] = {}
    for key, text in sorted(catalogue._catalog.items(), key=str):
        if isinstance(key, tuple):  # (the text for one, the number of the form)
            words.setdefault(key[0], []).append(text)
        elif key:
            words[key] = text
    return {"words": words, "plurals": "".join(str(catalogue.plural(n)) for n in range(COUNTED))}


def _file_of(language: str, folders: tuple[str | Path, ...], name: str) -> Path | None:
    """The file of a language's translation; None where there is none."""
    paths = (Path(folder, to_locale(language), name) for folder in folders if language)
    return next((path for path in paths if path.is_file()), None)
