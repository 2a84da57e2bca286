"""pytest plugin: what becomes of browser tests without a browser, and of skipped tests in CI.

A test marked `browser` drives an installed Chromium. Where there is none it is skipped and the
closing lines say so and what to install. In CI (the environment variable CI is "true") a
missing Chromium is a failure, and so is any skipped test, whatever the reason.
"""

import os
import shutil

import pytest
from _pytest.terminal import TerminalReporter

# The shell is chromium without its windows: a page opens in a quarter of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium was found"
REMEDY = "install it (apt-get install chromium) or name it in CASEWEEK_CHROMIUM"


def chromium_path() -> str | None:
    """Return the browser to drive: CASEWEEK_CHROMIUM, or the first of NAMES on the PATH."""
    named = os.environ.get("CASEWEEK_CHROMIUM")
    if named:
        return shutil.which(named)
    return next(filter(None, map(shutil.which, NAMES)), None)


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None or chromium_path():
        return
    if in_ci():
        pytest.fail(f"{MISSING}: {REMEDY}", pytrace=False)
    pytest.skip(MISSING)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI turn a run with skipped tests into a failed one (with xdist: in the controller)."""
    reporter = _reporter(session.config)
    if in_ci() and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    without_browser = [report for report in skipped if MISSING in str(report.longrepr)]
    if without_browser:
        terminalreporter.write_line(
            f"{len(without_browser)} browser tests were skipped because {MISSING}. "
            f"To run them, {REMEDY}.",
            yellow=True,
        )
    if skipped and in_ci():
        names = ", ".join(sorted({report.nodeid for report in skipped}))
        terminalreporter.write_line(
            f"No test may be skipped in CI, and these were: {names}", red=True
        )


def _reporter(config: pytest.Config) -> TerminalReporter | None:
    if hasattr(config, "workerinput"):
        return None
    return config.pluginmanager.get_plugin("terminalreporter")
