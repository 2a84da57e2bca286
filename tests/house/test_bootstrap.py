"""`make run` and the other targets: what they say when they cannot, and what they do twice."""

import ast
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bootstrap import complaint
from scripts.setup_failures import explain_install_failure
from scripts.setup_stamps import Stamp, digest

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "scripts" / "bootstrap.py"
TOO_OLD = (
    "Caseweek needs Python 3.11 or later, and this one is 3.8: install a newer one, or name it "
    "with make PYTHON=/path/to/python3."
)


def bootstrap(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, BOOTSTRAP, *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True)


# --- Python --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "sentence"),
    [((3, 8, 1), TOO_OLD), ((3, 11, 0), None), ((3, 12, 4), None), ((4, 0, 0), None)],
)
def test_complaint_is_about_pythons_before_3_11(version, sentence):
    assert complaint(version) == sentence


def test_bootstrap_can_be_read_by_the_python_it_turns_away():
    ast.parse(BOOTSTRAP.read_text(), feature_version=(3, 6))


def test_old_python_without_a_newer_one_is_told_so_in_one_sentence(tmp_path):
    pretend = (
        "import runpy, subprocess, sys; sys.version_info = (3, 8, 1, 'final', 0); "
        f"runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')"
    )

    done = subprocess.run(
        [sys.executable, "-c", pretend],
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stdout, done.stderr) == (1, "", TOO_OLD + "\n")


# --- The port ------------------------------------------------------------------------------


def test_busy_port_is_one_sentence_before_anything_is_set_up(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = bootstrap("run", PORT=str(port), CASEWEEK_VAR_DIR=str(tmp_path / "var"))

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        f"Caseweek: Port {port} is in use by another program: stop that program, or choose "
        "another port, for example: make run PORT=8001\n",
    )
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("value", ["web", "0", "65536", "-1", "80.5"])
def test_port_that_is_none_is_one_sentence(value):
    done = bootstrap("run", PORT=value)

    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "Caseweek: PORT must be a number from 1 to 65535, for example: make run PORT=8001\n",
    )


# --- What pip and npm say ------------------------------------------------------------------

PIP_WITHOUT_NETWORK = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) "
    "after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection."
    "HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -3] "
    "Temporary failure in name resolution')': /simple/django/\n"
    "ERROR: Could not find a version that satisfies the requirement Django==5.2.19\n"
    "ERROR: No matching distribution found for Django==5.2.19\n"
)
PIP_WITHOUT_COMPILER = (
    "  building 'argon2' extension\n"
    "  gcc -pthread -fPIC -c build/ffi.c -o ffi.o\n"
    "  error: command 'gcc' failed: No such file or directory\n"
    "  [end of output]\n"
    "  ERROR: Failed building wheel for argon2-cffi-bindings\n"
)
MESON_WITHOUT_COMPILER = (
    "  ../meson.build:1:0: ERROR: Unknown compiler(s): [['cc'], ['gcc'], ['clang']]\n"
    "error: metadata-generation-failed\n"
)
NPM_WITHOUT_NETWORK = (
    "npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\n"
    "npm error request failed, reason: getaddrinfo EAI_AGAIN\n"
)
SOMETHING_ELSE = "ERROR: Invalid requirement: 'Django=5'\n"
NO_BUILD = (
    "Installing failed: there is no ready-made build of {} for this machine and no C compiler "
    "to make one. Install a compiler (on Debian and Ubuntu: apt-get install build-essential "
    "python3-dev) and try again; the details are in setup.log."
)
NO_INDEX = (
    "Installing failed: the package index could not be reached. Check the network connection "
    "and try again; the details are in setup.log."
)


@pytest.mark.parametrize(
    ("said", "sentence", "shown"),
    [
        (PIP_WITHOUT_NETWORK, NO_INDEX, ""),
        (NPM_WITHOUT_NETWORK, NO_INDEX, ""),
        (PIP_WITHOUT_COMPILER, NO_BUILD.format("argon2-cffi-bindings"), ""),
        (MESON_WITHOUT_COMPILER, NO_BUILD.format("a package"), ""),
        (
            "OSError: [Errno 28] No space left on device\n",
            "Installing failed: the disk is full. Make room and try again.",
            "",
        ),
        (
            SOMETHING_ELSE,
            "Installing failed; the lines above say why, and all of it is in setup.log.",
            SOMETHING_ELSE,
        ),
    ],
)
def test_failed_installation_is_explained_in_one_sentence(said, sentence, shown):
    error = explain_install_failure(said, failed="Installing failed", log=Path("setup.log"))

    assert (str(error), error.output) == (sentence, shown)


# --- Doing it twice ------------------------------------------------------------------------


def test_stamp_is_current_only_for_what_it_was_left_for(tmp_path):
    stamp = Stamp(tmp_path / "stamps" / "run", digest(["a"]))
    changed = Stamp(stamp.path, digest(["b"]))

    before = stamp.is_current()
    stamp.leave()

    assert (before, stamp.is_current(), changed.is_current()) == (False, True, False)


def test_digest_tells_parts_apart():
    assert digest(["ab", "c"]) != digest(["a", "bc"]) != digest(["abc"])
    assert digest(["ab", b"c"]) == digest([b"ab", "c"])


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A project with our scripts and no packages to install: nothing reaches the network."""
    project = tmp_path / "project"
    (project / "static" / "src").mkdir(parents=True)
    ignore = shutil.ignore_patterns("__pycache__", "build-assets.mjs")
    shutil.copytree(ROOT / "scripts", project / "scripts", ignore=ignore)
    for kind in ("", "-dev", "-node"):
        (project / f"requirements{kind}.txt").write_text("# nothing\n")
    (project / "part").mkdir()
    (project / "part" / "package.json").write_text('{"name": "part", "version": "1.0.0"}')
    package = {"name": "small", "version": "1.0.0", "dependencies": {"part": "file:part"}}
    build = {"scripts": {"build": "node scripts/build-assets.mjs"}}
    parts = {"": package, "node_modules/part": {"resolved": "part", "link": True}, "part": {}}
    lock = {"name": "small", "version": "1.0.0", "lockfileVersion": 3, "packages": parts}
    (project / "package.json").write_text(json.dumps(package | build))
    (project / "package-lock.json").write_text(json.dumps(lock))
    (project / ".npmrc").write_text("audit=false\n")
    (project / "scripts" / "build-assets.mjs").write_text(
        'import { mkdirSync, writeFileSync } from "node:fs";\n'
        'mkdirSync("static/dist", { recursive: true });\n'
        'writeFileSync("static/dist/caseweek.css", "p{}");\n'
    )
    return project


def set_up(project: Path) -> list[str]:
    """Run `bootstrap.py setup` in the project; return its lines of progress."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, project / "scripts" / "bootstrap.py", "setup"],
        env=os.environ | {"PATH": path, "CASEWEEK_VAR_DIR": str(project / "var")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_second_set_up_does_only_what_changed(small_project):
    first = set_up(small_project)
    second = set_up(small_project)
    (small_project / "requirements-dev.txt").write_text("# nothing new\n")
    after_requirements = set_up(small_project)
    (small_project / "static" / "src" / "new.css").write_text("a{}")
    after_source = set_up(small_project)

    installing = "Installing Python packages (a minute or two the first time)"
    assert [first, second, after_requirements, after_source] == [
        [
            "Making the virtual environment .venv",
            installing,
            "Installing front-end packages",
            "Building styles and scripts",
        ],
        [],
        [installing],
        ["Building styles and scripts"],
    ]


def test_failed_build_shows_its_output_and_is_done_again(small_project):
    script = small_project / "scripts" / "build-assets.mjs"
    good = script.read_text()
    set_up(small_project)
    script.write_text('console.log("no such colour: gren");\nprocess.exit(3);\n')

    done = subprocess.run(
        [sys.executable, small_project / "scripts" / "bootstrap.py", "assets"],
        env=os.environ | {"CASEWEEK_VAR_DIR": str(small_project / "var")},
        capture_output=True,
        text=True,
    )
    script.write_text(good + "\n")

    log = small_project / "var" / "setup.log"
    assert done.returncode == 1
    assert "no such colour: gren" in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "Caseweek: Building the styles and scripts failed; the lines above say why, and all of "
        f"it is in {log}."
    )
    assert set_up(small_project) == ["Building styles and scripts"]
