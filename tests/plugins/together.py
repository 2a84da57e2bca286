"""Tests that one worker runs one after the other, because what they share is made once a worker.

pytest-xdist's own `--dist loadgroup` renames the tests of a group, which pytest 9 no longer lets it
do, so that its groups have no effect; here a file is the group.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/house/test_embedded.py",
    "tests/reports/microdata/test_files.py",
    "tests/reports/microdata/test_hostile.py",
    "tests/reports/protection/test_published_set.py",
    "tests/reports/test_checklist.py",
)


class TogetherScheduling(LoadScopeScheduling):
    """Each test by itself, but for those of the files above."""

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.split("::", 1)[0]
        return module if module in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> TogetherScheduling:
    return TogetherScheduling(config, log)
