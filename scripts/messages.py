"""`make messages LANGUAGES="cy"`: collect every marked text into a language's catalogues.

Runs Django's makemessages on a copy of our own sources, so that it sees nothing else and leaves
nothing behind; then compiles the catalogues and compares what must be the same in both languages.
Needs the gettext tools (Debian: gettext).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
SOURCES = ("templates", "config", "diary", "surveys", "reports")
SCRIPTS = "static/src/js"
DOMAINS = {"django": ("html", "txt", "py"), "djangojs": ("mjs",)}
TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib", "msgfmt")
# What a translation must hold as often as the English text: places for values, and tags.
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+[^>]*>")


def collect(languages: list[str], into: Path) -> None:
    """Bring the catalogues of `languages` in the folder `into` up to date, or make them.

    Languages are named as folders are (cy, pt_BR). Raises CalledProcessError when a source can't
    be read.
    """
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        ignored = shutil.ignore_patterns("__pycache__", "migrations", "*.pyc")
        for folder in (*SOURCES, SCRIPTS):
            shutil.copytree(ROOT / folder, work / folder, ignore=ignored)
        for language in languages:
            if (into / language).is_dir():
                shutil.copytree(into / language, work / "locale" / language)
        (work / "locale").mkdir(exist_ok=True)
        for domain, extensions in DOMAINS.items():
            _make_messages(work, domain, extensions, languages)
        for language in languages:
            shutil.copytree(work / "locale" / language, into / language, dirs_exist_ok=True)


def _make_messages(work: Path, domain: str, extensions: tuple[str, ...], languages: list[str]):
    command = [sys.executable, str(ROOT / "manage.py"), "makemessages", "--domain", domain]
    command += ["--extension", ",".join(extensions), "--no-wrap", "--verbosity", "0"]
    for language in languages:
        command += ["--locale", language]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=work, env=environment, check=True)


def compile_catalogues(language: str, folder: Path) -> list[str]:
    """Compile a language's catalogues. Returns what is wrong with them, a line each."""
    problems = []
    for domain in DOMAINS:
        source = folder / language / "LC_MESSAGES" / f"{domain}.po"
        compiled = source.with_suffix(".mo")
        command = ["msgfmt", "--check", "--output-file", str(compiled), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            problems += done.stderr.splitlines()
        else:
            problems += [f"{source.name}: {problem}" for problem in wrong_places(compiled)]
    return problems


def wrong_places(compiled: Path) -> list[str]:
    """The texts of a compiled catalogue whose translation lacks a place or tag, or adds one."""
    with compiled.open("rb") as file:
        catalogue: Any = GNUTranslations(file)
    wrong = []
    for key, translation in catalogue._catalog.items():
        if key == "":
            continue
        text = (key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2]
        # The form for one may say its number as a word.
        may_lack = {"{count}", "%(count)s", "%(count)d"} if isinstance(key, tuple) else set()
        differs = set(PLACE.findall(text)) ^ set(PLACE.findall(translation))
        if differs - may_lack:
            wrong.append(f"{text!r} and its translation differ in {', '.join(sorted(differs))}")
    return wrong


def main(languages: list[str]) -> int:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        print(f"Install the gettext tools first: {', '.join(missing)} are missing.")
        return 1
    if not languages:
        print('Name the languages, as in: make messages LANGUAGES="cy"')
        return 1
    collect(languages, LOCALE)
    problems = [line for language in languages for line in compile_catalogues(language, LOCALE)]
    print("\n".join(problems) or "Collected and compiled; no place for a value is missing.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
