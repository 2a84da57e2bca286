"""The way back in: an internal CSV release, or other systems' data in its form (docs/microdata.md).

`load_release` is all that others call; a folder that is not right leaves nothing behind.
"""

from reports.microdata.loading.actions import Loaded, load_release
from reports.microdata.loading.problems import LoadRefused, Problem

__all__ = ["LoadRefused", "Loaded", "Problem", "load_release"]
