"""What a release says of itself: its files with their checksums, its settings, what it left out."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

NAME = "manifest.json"
FORM = 1  # rises when a file of a release can no longer be read as before
BLOCK = 1 << 20
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same files, the same zip


def sha256_of(path: Path, progress: Callable[[], None] = lambda: None) -> str:
    """A file's checksum, as `sha256sum` prints it."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
            progress()
    return digest.hexdigest()


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def read_manifest(file: Any) -> dict[str, Any]:
    """The manifest inside a release's zip. Raises KeyError, ValueError or zipfile.BadZipFile."""
    with zipfile.ZipFile(file) as archive:
        found: dict[str, Any] = json.loads(archive.read(NAME))
        return found


def file_entry(
    path: Path, *, rows: int | None, columns: int | None, progress: Callable[[], None]
) -> dict[str, Any]:
    """What the manifest says of a file."""
    return {
        "name": path.name,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path, progress),
        "rows": rows,
        "columns": columns,
    }


def build_zip(folder: Path, path: Path, progress: Callable[[], None] = lambda: None) -> None:
    """All files of a folder in a zip, by name; the same files give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, date_time=ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    progress()
