"""The plugin that skips browser tests: what it says, and that CI accepts no skipped test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BROWSER_TEST = """
import pytest

@pytest.mark.browser
def test_page():
    pass

def test_arithmetic():
    pass
"""
SKIPPED_TEST = """
import pytest

@pytest.mark.skip(reason="some day")
def test_later():
    pass
"""
SKIPPED_LINE = (
    "1 browser tests were skipped because no Chromium was found. To run them, install it "
    "(apt-get install chromium) or name it in CASEWEEK_CHROMIUM."
)


@pytest.fixture
def run_pytest(tmp_path: Path):
    """Return a function that runs one test file with the plugin, and its status and lines."""

    def run(source: str, *options: str, **environment: str) -> tuple[int, list[str]]:
        (tmp_path / "test_it.py").write_text(source)
        (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
        plugins = ["-p", "tests.plugins.chromium", "-p", "no:cacheprovider", "-p", "no:django"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *plugins, *options],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout.splitlines()

    return run


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_browser_test_without_chromium_is_skipped_and_the_closing_lines_say_so(run_pytest, options):
    status, lines = run_pytest(BROWSER_TEST, *options, CASEWEEK_CHROMIUM="/nowhere/chromium")

    assert status == 0
    assert lines[-2] == SKIPPED_LINE
    assert "1 passed, 1 skipped" in lines[-1]


def test_browser_test_with_chromium_is_run(run_pytest):
    status, lines = run_pytest(BROWSER_TEST, CASEWEEK_CHROMIUM=sys.executable, CI="true")

    assert status == 0
    assert "2 passed" in lines[-1]


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_missing_chromium_is_a_failure_in_ci(run_pytest, options):
    status, lines = run_pytest(
        BROWSER_TEST, *options, CASEWEEK_CHROMIUM="/nowhere/chromium", CI="true"
    )

    assert status == 1
    assert "1 passed, 1 error" in lines[-1]


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_any_skipped_test_is_a_failure_in_ci(run_pytest, options):
    status, lines = run_pytest(SKIPPED_TEST, *options, CI="true")

    assert status == 1
    assert lines[-2] == "No test may be skipped in CI, and these were: test_it.py::test_later"


def test_skipped_test_is_accepted_outside_ci(run_pytest):
    status, lines = run_pytest(SKIPPED_TEST)

    assert status == 0
    assert "1 skipped" in lines[-1]
