"""What several tests of figures share."""

import pytest

from reports.figures.frame import Frame
from tools.comparison.demonstration import demonstration_frame


@pytest.fixture(scope="session")
def demonstration() -> Frame:
    """The demonstration's 1,153 returns. Nothing changes it, so it is read once."""
    return demonstration_frame()
