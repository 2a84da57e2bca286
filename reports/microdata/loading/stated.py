"""The manifest of a folder that is to be loaded: whether the files are those that it describes."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reports.microdata.loading.problems import Problems
from reports.microdata.manifest import FORM, NAME, sha256_of
from reports.microdata.settings import INTERNAL
from surveys.instruments import Instrument
from surveys.instruments.locks import digest

LOADED = ("wide.csv", "slots.csv", "agencies.csv")
LONGEST = 16 << 20  # bytes
BROKEN = "It is not a manifest as a release has it. Take it out if the data are not of a release."


@dataclass(frozen=True)
class Stated:
    """What the manifest says. `is_release`: the files are those of a release, unchanged."""

    is_release: bool = False
    code_lists: list[dict[str, Any]] = field(default_factory=list)


def check_manifest(folder: Path, instrument: Instrument, problems: Problems) -> Stated:
    """What the manifest says of the folder; a folder without one comes from another system."""
    path = folder / NAME
    if not path.is_file():
        return Stated()
    try:
        if path.stat().st_size > LONGEST:
            raise ValueError
        found = json.loads(path.read_text(encoding="utf-8"))
        checksums = {entry["name"]: entry["sha256"] for entry in found["files"]}
        lists = [_code_list(own) for own in found.get("code_lists", [])]
        _check(found, instrument, problems)
    except (ValueError, TypeError, KeyError, AttributeError, UnicodeDecodeError):
        problems.add(NAME, BROKEN)
        return Stated()
    for name in LOADED:
        file = folder / name
        if name in checksums and not file.is_file():
            problems.add(name, "The manifest names it, and the folder has no such file.")
        elif name in checksums and sha256_of(file) != checksums[name]:
            problems.add(
                name,
                "It is not the file that the manifest describes: it was changed or cut off. Copy "
                f"it again, or take {NAME} out if you changed it on purpose.",
            )
        elif file.is_file() and name not in checksums:
            problems.add(name, f"The manifest does not name it. Take it out, or {NAME}.")
    return Stated(True, lists)


def _check(found: dict[str, Any], instrument: Instrument, problems: Problems) -> None:
    """Raises KeyError."""
    if found["form"] != FORM:
        problems.add(NAME, f"It is of form {found['form']}; this version of Caseweek loads {FORM}.")
    if found["kind"] != INTERNAL:
        problems.add(NAME, "Only an internal release can be loaded: others have lost too much.")
    if (found["instrument"], found["instrument_digest"]) != (instrument.name, digest(instrument)):
        text = "It is of another questionnaire than the round's. Choose a round with the same one."
        problems.add(NAME, text)


def _code_list(own: Any) -> dict[str, Any]:
    """Raises TypeError, ValueError or KeyError."""
    codes = [(str(value)[:32], str(label)[:120]) for value, label in own["codes"]]
    return {
        "key": str(own["key"])[:32],
        "title": str(own["title"])[:120],
        "questions": [str(key) for key in own["questions"]],
        "two_coders": bool(own["two_coders"]),
        "codes": codes,
    }
