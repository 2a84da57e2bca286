"""Stamps: small files that remember what a step of the set-up was made from."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Stamp:
    """The file `path` holds the hash of what the step was made from when it last succeeded."""

    path: Path
    made_from: str

    def is_current(self) -> bool:
        return self.path.is_file() and self.path.read_text() == self.made_from

    def leave(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.made_from)


def digest(parts: Iterable[bytes | str]) -> str:
    """Return one hash of all the parts; where one ends and the next begins counts too."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()
