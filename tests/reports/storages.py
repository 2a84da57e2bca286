"""Storages that stop where a test wants to look, as a slow or broken disk would."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from django.core.files.storage import FileSystemStorage


class InterruptedStorage(FileSystemStorage):
    """Something happens between the build and its file: `meanwhile` is called before saving."""

    meanwhile: ClassVar[Callable[[], None]]

    def save(self, *args, **kwargs):
        type(self).meanwhile()
        return super().save(*args, **kwargs)


class HoldingStorage(FileSystemStorage):
    """Says "held" in a folder and waits there for "released", before or after saving."""

    def save(self, *args, **kwargs):
        if os.environ["CASEWEEK_TEST_HOLD_WHEN"] == "before":
            self._hold()
            return super().save(*args, **kwargs)
        name = super().save(*args, **kwargs)
        self._hold()
        return name

    def _hold(self):
        folder = Path(os.environ["CASEWEEK_TEST_HOLD"])
        (folder / "held").touch()
        while not (folder / "released").exists():
            time.sleep(0.02)
