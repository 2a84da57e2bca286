"""What `make` calls: find a Python that is new enough, then do the steps of setup_steps.py.

Written so that Python 3.6 can still read it, because it is what an old Python is told it is
too old by. Nothing but the standard library is imported.
"""

import os
import shutil
import subprocess
import sys

NEEDED = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def complaint(version):
    """Return the one sentence for a Python of this version that is too old, or None."""
    if tuple(version[:2]) >= NEEDED:
        return None
    this, needed = ("{}.{}".format(*numbers[:2]) for numbers in (version, NEEDED))
    return (
        f"Caseweek needs Python {needed} or later, and this one is {this}: install a newer "
        "one, or name it with make PYTHON=/path/to/python3."
    )


def newer_python():
    """Return the path of a Python on this machine that is new enough and starts, or None."""
    test = f"import sys; sys.exit(sys.version_info[:2] < {NEEDED!r})"
    for name in NEWER:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", test], stderr=subprocess.DEVNULL) == 0:
            return path
    return None


def main():
    problem = complaint(sys.version_info)
    if problem:
        better = newer_python()
        if better:
            os.execv(better, [better, *sys.argv])  # noqa: S606 (a fixed command of our own)
        sys.exit(problem)
    from setup_steps import main as steps  # only now: a new Python is reading

    sys.exit(steps(sys.argv[1:]))


if __name__ == "__main__":
    main()
