"""Which languages the service offers: English, and translations that a speaker has checked."""

import tomllib
from collections.abc import Iterable
from gettext import GNUTranslations
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import to_locale

ENGLISH = ("en-gb", "English")
CATALOGUES = ("LC_MESSAGES/django.mo", "LC_MESSAGES/djangojs.mo")
ACTIVITIES = "activities.toml"
CHECKED_BY = "x-checked-by"  # a header of each catalogue: who has read it all, and when


def offered_languages(codes: Iterable[str], folder: Path) -> list[tuple[str, str]]:
    """English first, then each language of `codes` under its own name.

    Raises ImproperlyConfigured for a code that Django does not know, a translation in `folder`
    that is not whole or not compiled, and one that nobody has put their name to.
    """
    return [ENGLISH, *((code, _name_of(code, folder)) for code in codes)]


def _name_of(code: str, folder: Path) -> str:
    if code not in LANG_INFO or "name_local" not in LANG_INFO[code]:
        raise ImproperlyConfigured(
            f'CASEWEEK_LANGUAGES names "{code}", which is no language code that Django knows.'
        )
    home = folder / to_locale(code)
    missing = [name for name in (*CATALOGUES, ACTIVITIES) if not (home / name).is_file()]
    if missing:
        raise ImproperlyConfigured(
            f'CASEWEEK_LANGUAGES names "{code}", but its translation lacks {", ".join(missing)}. '
            "See docs/translating.md."
        )
    unchecked = [name for name in (*CATALOGUES, ACTIVITIES) if not _checked_by(home / name)]
    if unchecked:
        raise ImproperlyConfigured(
            f'CASEWEEK_LANGUAGES names "{code}", but no speaker has put their name to '
            f"{', '.join(unchecked)}. See docs/translating.md."
        )
    return str(LANG_INFO[code]["name_local"])


def _checked_by(path: Path) -> str:
    """The speaker whose name stands in a file of a translation; "" for nobody."""
    if path.suffix == ".toml":
        return str(tomllib.loads(path.read_text(encoding="utf-8")).get("checked_by", ""))
    with path.open("rb") as file:
        return GNUTranslations(file).info().get(CHECKED_BY, "")
