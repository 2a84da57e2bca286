"""A questionnaire with answers does not change: digests of what its file means."""

import dataclasses
import hashlib
import json
from typing import Any

from surveys.instruments.loading import FOLDER, load_instrument, read_toml
from surveys.instruments.types import Instrument

LOCKS = FOLDER.parent / "locks.toml"


class InstrumentChanged(Exception):
    """The questionnaire's file is no longer the one with which answers were given."""


def digest(instrument: Instrument) -> str:
    """64 characters that change whenever a key, type, option, routing, limit or text does.

    Derived variables are not in it: they are made after the answers and may be added to.
    """
    meaning = json.dumps(_meaning(instrument), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(meaning.encode()).hexdigest()


def check_unchanged(name: str, fixed: str) -> None:
    """Raises InstrumentChanged when the version no longer means what it meant; "" is not fixed."""
    if fixed and digest(load_instrument(name)) != fixed:
        raise InstrumentChanged(f"The questionnaire {name!r} was changed after its first answer.")


def locked_digests() -> dict[str, str]:
    """The digests of the versions that were released, by name."""
    locked: dict[str, str] = read_toml(LOCKS)["digests"]
    return locked


def _meaning(item: Any) -> Any:
    """Plain data without what stands at its default, so that new fields change no old digest."""
    if isinstance(item, tuple):
        return [_meaning(part) for part in item]
    if not dataclasses.is_dataclass(item):
        return item
    kept = (f for f in dataclasses.fields(item) if f.name not in ("derived", "language"))
    return {
        field.name: _meaning(value)
        for field in kept
        if (value := getattr(item, field.name)) != field.default
    }
