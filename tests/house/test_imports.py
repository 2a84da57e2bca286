"""Imports run config, reports, surveys, diary: checked, and the check proved to bite."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "reports", "surveys", "diary")
LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [LINT_IMPORTS, "--no-cache"]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


@pytest.fixture
def copy_of_project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        ignore = shutil.ignore_patterns("__pycache__", "*.xz", "*.csv")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    return tmp_path


def test_imports_of_the_project_keep_their_direction():
    done = lint_imports(ROOT)

    assert (done.returncode, "Contracts: 1 kept, 0 broken." in done.stdout) == (0, True), (
        done.stdout
    )


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("diary/offender.py", "surveys.models"),
        ("surveys/offender.py", "reports.models"),
        ("reports/offender.py", "config.settings"),
    ],
)
def test_import_against_the_direction_breaks_the_contract(copy_of_project, module, imported):
    (copy_of_project / module).write_text(f"import {imported}\n")

    done = lint_imports(copy_of_project)

    offender = module.removesuffix(".py").replace("/", ".")
    assert done.returncode == 1
    assert f"{offender} -> {imported}" in done.stdout
