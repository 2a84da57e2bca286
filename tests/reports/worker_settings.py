"""Settings of a worker that a test starts: the test's own database, and a storage that holds."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ["CASEWEEK_TEST_DATABASE"]
if os.environ.get("CASEWEEK_TEST_HOLD"):
    STORAGES["results"]["BACKEND"] = "tests.reports.storages.HoldingStorage"
