"""The version that is written into results."""

import tomllib
from pathlib import Path

from reports import CODE_VERSION


def test_code_version_is_the_projects():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())

    assert project["project"]["version"] == CODE_VERSION
