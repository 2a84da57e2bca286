"""Settings of a worker that a test starts: as on a working day, whatever day the test runs on."""

from surveys.messages import quiet
from tests.reports.worker_settings import *  # noqa: F403

quiet.SATURDAY = 7
