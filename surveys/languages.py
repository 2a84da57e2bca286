"""The questionnaire in the language of the page: its translations lie with the others."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, to_locale

from surveys.instruments import Instrument, load_instrument


def instrument_here(name: str) -> Instrument:
    """An instrument in the active language; in English where it has no translation.

    The translation is locale/<language>/<name>.<language>.toml (surveys/instruments/
    translations.py). Raises InstrumentError.
    """
    language = get_language() or ""
    for folder in settings.LOCALE_PATHS if language else ():
        home = Path(folder, to_locale(language))
        if (home / f"{name}.{language}.toml").is_file():
            return load_instrument(name, language, home)
    return load_instrument(name)
