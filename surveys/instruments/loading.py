"""Reads the versions that ship, and translations of them, from their files."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from surveys.instruments.building import build_instrument
from surveys.instruments.translations import read_translation, translated
from surveys.instruments.types import Instrument, InstrumentError

FOLDER = Path(__file__).parent / "versions"


@cache
def load_instrument(name: str, language: str = "", translations: Path | None = None) -> Instrument:
    """The instrument of that name, in that language where `translations` has a file of it.

    Pages call surveys.languages.instrument_here, which knows the folder. Raises InstrumentError.
    """
    if name not in instrument_names():
        raise InstrumentError(f"There is no instrument called {name!r}.")
    instrument = build_instrument(read_toml(FOLDER / f"{name}.toml"))
    file = translations / f"{name}.{language}.toml" if translations else None
    if file is None or not file.is_file():
        return instrument
    texts = read_translation(read_toml(file), instrument, language)
    return translated(instrument, texts, language)


@cache
def instrument_names() -> tuple[str, ...]:
    """The versions that ship."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
