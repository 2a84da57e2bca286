"""Languages: what may be offered, and that collecting texts finds every kind of them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.languages import offered_languages
from diary.languages import classification, script_words
from scripts.messages import compile_catalogues, wrong_places
from tests.plugins.pseudo import FOLDER, LANGUAGE

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: cy\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)
CHECKED = '"X-Checked-By: A speaker, 2026-11-01\\n"\n'


def write_catalogues(folder: Path, header: str = HEADER + CHECKED, texts: str = "") -> list[str]:
    """Two small Welsh catalogues, compiled. Returns what is wrong with them."""
    messages = folder / "cy" / "LC_MESSAGES"
    messages.mkdir(parents=True, exist_ok=True)
    for domain in ("django", "djangojs"):
        (messages / f"{domain}.po").write_text(f"{header}\n{texts}", encoding="utf-8")
    (folder / "cy" / "activities.toml").write_text('checked_by = "A speaker"\n', encoding="utf-8")
    return compile_catalogues("cy", folder)


@pytest.fixture
def tools(pseudo_folder: Path) -> None:
    """The gettext tools are here (or the test is skipped, outside CI)."""


def test_english_alone_is_offered_as_it_comes(tmp_path):
    assert offered_languages([], tmp_path) == [("en-gb", "English")]


def test_checked_translation_is_offered_under_its_own_name(tools, tmp_path):
    assert write_catalogues(tmp_path) == []

    assert offered_languages(["cy"], tmp_path) == [("en-gb", "English"), ("cy", "Cymraeg")]


@pytest.mark.parametrize(
    ("code", "file", "problem"),
    [
        ("xx", "", '"xx", which is no language code that Django knows'),
        ("cy", "LC_MESSAGES/django.mo", "lacks LC_MESSAGES/django.mo"),
        ("cy", "LC_MESSAGES/djangojs.mo", "lacks LC_MESSAGES/djangojs.mo"),
        ("cy", "activities.toml", "lacks activities.toml"),
    ],
)
def test_unknown_or_unfinished_language_stops_the_start(tools, tmp_path, code, file, problem):
    write_catalogues(tmp_path)
    if file:
        (tmp_path / "cy" / file).unlink()

    with pytest.raises(ImproperlyConfigured, match=problem):
        offered_languages([code], tmp_path)


def test_translation_that_no_speaker_has_checked_stops_the_start(tools, tmp_path):
    write_catalogues(tmp_path, header=HEADER)

    with pytest.raises(ImproperlyConfigured, match="no speaker has put their name to"):
        offered_languages(["cy"], tmp_path)


def test_activities_that_no_speaker_has_checked_stop_the_start(tools, tmp_path):
    write_catalogues(tmp_path)
    (tmp_path / "cy" / "activities.toml").write_text("", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match=r"activities\.toml"):
        offered_languages(["cy"], tmp_path)


def test_translation_that_loses_a_place_or_a_tag_is_refused(tools, tmp_path):
    texts = (
        'msgid "{day} is blank."\nmsgstr "Mae\'n wag."\n\n'
        'msgid "<strong>%(hours)s</strong> h"\nmsgstr "%(hours)s a"\n\n'
        'msgid "{count} hour"\nmsgid_plural "{count} hours"\n'
        'msgstr[0] "awr"\nmsgstr[1] "{count} awr"\n'
    )

    problems = write_catalogues(tmp_path, texts=texts)

    wrong = [
        "'<strong>%(hours)s</strong> h' and its translation differ in </strong>, <strong>",
        "'{day} is blank.' and its translation differ in {day}",
    ]
    assert sorted(problems) == sorted(
        f"{domain}.po: {line}" for domain in ("django", "djangojs") for line in wrong
    )


def test_texts_of_every_kind_are_collected(pseudo_folder):
    found = {
        domain: (pseudo_folder / FOLDER / "LC_MESSAGES" / f"{domain}.po").read_text()
        for domain in ("django", "djangojs")
    }

    for domain, text in [
        ("django", "Skip to main content"),  # a template
        ("django", "Half hour by half hour"),
        ("django", "Choose an end time that is after the start time."),  # gettext_lazy as _
        ("django", "Accessibility statement"),  # gettext_lazy as lazy
        ("django", "Joint departments"),  # gettext_noop
        ("django", "%(count)s hours"),  # ngettext
        ("djangojs", "Put down"),  # a script
        ("djangojs", "{count} changes could not be saved"),  # ngettext in a script
        ("djangojs", "removes it, and so does taking the tick away."),  # put together from pieces
    ]:
        assert text in found[domain], text
    assert wrong_places(pseudo_folder / FOLDER / "LC_MESSAGES" / "django.mo") == []


def test_classification_and_scripts_speak_the_active_language(pseudo_language):
    english = classification().by_code["D3"]
    assert (english.short, script_words()) == ("Planned visit", None)

    with translation.override(LANGUAGE):
        other, said = classification().by_code["D3"], script_words()

    assert (other.code, other.symbol, other.short) == ("D3", "C", pseudo_language("Planned visit"))
    assert said is not None
    assert said["words"]["Undo"] == pseudo_language("Undo")
    assert said["words"]["{count} change"] == [
        pseudo_language("{count} change"),
        pseudo_language("{count} changes"),
    ]
    assert said["plurals"] == "10" + "1" * 198


@pytest.mark.django_db
def test_language_is_chosen_in_the_footer_and_kept(pseudo_language: Any):
    client = Client()
    page = client.get("/start/").content.decode()
    assert (f'value="{LANGUAGE}"' in page, '<html lang="en-gb" dir="ltr">' in page) == (True, True)

    answer = client.post(reverse("set_language"), {"language": LANGUAGE, "next": "/start/"})

    assert (answer.status_code, answer["Location"]) == (302, "/start/")
    page = client.get("/start/").content.decode()
    assert f'<html lang="{LANGUAGE}" dir="ltr">' in page
    assert pseudo_language("Enter your access code") in page
    assert '<script id="caseweek-words" type="application/json">' in page


@pytest.mark.django_db
def test_english_alone_has_no_choice_and_no_catalogue():
    page = Client().get("/start/", headers={"accept-language": "cy"}).content.decode()

    assert '<html lang="en-gb" dir="ltr">' in page
    assert [part for part in ('class="language"', 'id="caseweek-words"') if part in page] == []


@pytest.mark.django_db
def test_shell_for_use_offline_is_kept_in_the_language_of_its_worker(pseudo_language, settings):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE

    worker = client.get(reverse("diary:service_worker")).content.decode()
    shell = Client().get(reverse("diary:offline"), {"language": LANGUAGE})

    assert f"&language={LANGUAGE}" in worker.replace("\\u0026", "&")
    assert pseudo_language("Your diary") in shell.content.decode()
    assert shell["Content-Language"] == LANGUAGE
