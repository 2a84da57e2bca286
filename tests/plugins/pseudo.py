"""pytest plugin: "en-xa", a language made of English, in which no forgotten text can hide.

Every text that is marked for translation becomes ⟦Saavéé⟧: in brackets, with accents, and a third
longer. What stands on a page outside brackets was never marked. It is made anew from the sources
for each run, goes the way of any translation (collected, compiled, read), and ships nowhere.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import django
import pytest

from diary.classification import CLASSIFICATION
from scripts.messages import DOMAINS, TOOLS, collect, compile_catalogues
from surveys.instruments import instrument_names, load_instrument
from surveys.instruments.translations import texts_of
from tests.plugins.chromium import in_ci

LANGUAGE, FOLDER = "en-xa", "en_XA"
MISSING = "the gettext tools are missing: install them (apt-get install gettext)"
DJANGO = Path(django.__file__).parent
DJANGOS_OWN = [
    DJANGO / "conf/locale/en/LC_MESSAGES/django.po",
    DJANGO / "contrib/auth/locale/en/LC_MESSAGES/django.po",
    DJANGO / "contrib/humanize/locale/en/LC_MESSAGES/django.po",
]
HEADER = (
    "Language: en_XA\\n"
    "MIME-Version: 1.0\\n"
    "Content-Type: text/plain; charset=UTF-8\\n"
    "Content-Transfer-Encoding: 8bit\\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\\n"
    "X-Checked-By: the tests\\n"
)
UNCHANGED = {"date format"}  # contexts whose texts are no words
TAG = re.compile(r"(<[^>]*>)")
PLACE = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\{\w*\}|&\w+;)")
ACCENTED = str.maketrans("aceinosuyAEINOSUY", "àçéîñöšûýÀÉÎÑÖŠÛÝ")


def pseudo(text: str) -> str:
    """A text in the pseudo-language: "Save %(what)s" is "⟦Šàvéé %(what)s⟧"."""
    return "".join(part if TAG.fullmatch(part) else _bracketed(part) for part in TAG.split(text))


def _bracketed(text: str) -> str:
    words = text.strip()
    if not any(character.isalpha() for character in PLACE.sub("", words)):
        return text
    start = text.index(words)
    parts = PLACE.split(words)
    longer = [part if PLACE.fullmatch(part) else _longer(part) for part in parts]
    return f"{text[:start]}⟦{''.join(longer)}⟧{text[start + len(words) :]}"


def _longer(text: str) -> str:
    """In any language "Mon" is short."""
    longer = re.sub(r"([aeou])", r"\1\1", text) if len(text) > 3 else text
    return longer.translate(ACCENTED)


def make_pseudo(folder: Path) -> None:
    """Collect every marked text of the project, and make a whole translation in `folder`."""
    collect([FOLDER], folder)
    home = folder / FOLDER
    for domain in DOMAINS:
        collected = home / "LC_MESSAGES" / f"{domain}.po"
        sources = [collected, *(DJANGOS_OWN if domain == "django" else [])]
        collected.write_text(_catalogue(_texts(sources)), encoding="utf-8")
    problems = compile_catalogues(FOLDER, folder)
    assert problems == []
    (home / "activities.toml").write_text(_activities(), encoding="utf-8")
    for name in instrument_names():
        (home / f"{name}.{LANGUAGE}.toml").write_text(_instrument(name), encoding="utf-8")


def _texts(sources: list[Path]) -> dict[Any, str]:
    """Every English text of some catalogues, as Python's gettext keeps them."""
    texts: dict[Any, str] = {}
    for source in sources:
        with tempfile.TemporaryDirectory() as work:
            filled, compiled = Path(work, "filled.po"), Path(work, "filled.mo")
            subprocess.run(["msgen", "--output-file", filled, source], check=True)
            # A language that gettext does not know gets no rule for its plurals.
            rule = filled.read_text().replace("INTEGER", "2").replace("EXPRESSION", "(n != 1)")
            filled.write_text(rule)
            subprocess.run(["msgfmt", "--output-file", compiled, filled], check=True)
            with compiled.open("rb") as file:
                catalogue: Any = GNUTranslations(file)
        texts |= {key: text for key, text in catalogue._catalog.items() if key}
    return texts


def _catalogue(texts: dict[Any, str]) -> str:
    lines = [f'msgid ""\nmsgstr "{HEADER}"\n']
    for key, text in texts.items():
        name, form = key if isinstance(key, tuple) else (key, None)
        context, separator, english = name.rpartition("\x04")
        made = text if context in UNCHANGED else pseudo(text)
        if form == 1:
            continue  # goes with the form before it
        if separator:
            lines.append(f"msgctxt {_quoted(context)}")
        lines.append(f"msgid {_quoted(english)}")
        if form is None:
            lines.append(f"msgstr {_quoted(made)}\n")
        else:
            many = texts[name, 1]
            lines += [
                f"msgid_plural {_quoted(many)}",
                f"msgstr[0] {_quoted(made)}",
                f"msgstr[1] {_quoted(pseudo(many))}\n",
            ]
    return "\n".join(lines)


def _activities() -> str:
    lines = ['checked_by = "the tests"']
    for kind, items in (
        ("category", CLASSIFICATION.categories),
        ("activity", CLASSIFICATION.activities),
    ):
        for item in items:
            lines += [f"[{kind}.{item.code}]", f"label = {_quoted(pseudo(item.label))}"]
            lines.append(f"short = {_quoted(pseudo(item.short))}")
            if kind == "activity":
                lines.append(f"search = [{', '.join(_quoted(pseudo(w)) for w in item.search)}]")
    return "\n".join(lines) + "\n"


def _instrument(name: str) -> str:
    texts = texts_of(load_instrument(name))
    lines = [f'instrument = "{name}"', f'language = "{LANGUAGE}"', 'checked_by = "the tests"']
    lines += [
        "[texts]",
        *(f"{_quoted(at)} = {_quoted(pseudo(text))}" for at, text in texts.items()),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of translations with the pseudo-language in it."""
    if not all(map(shutil.which, (*TOOLS, "msgen"))):
        if in_ci():
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("locale")
    make_pseudo(folder)
    return folder


@pytest.fixture
def pseudo_language(pseudo_folder: Path, settings: Any) -> Callable[[str], str]:
    """The service offers English and the pseudo-language. Gives the function that translates."""
    settings.LOCALE_PATHS = [pseudo_folder]
    settings.LANGUAGES = [("en-gb", "English"), (LANGUAGE, pseudo("English"))]
    return pseudo
