"""What messages say: standard texts, a round's own, and the placeholders in both."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from surveys.codes import BLOCK, LENGTH, format_code
from surveys.models import Agency, DiaryWeek, MessageText, Round

PLACEHOLDERS: dict[str, str | Promise] = {
    "name": lazy("the person’s name, or “colleague” where none is known"),
    "agency": lazy("the agency’s name"),
    "week": lazy("the agency’s diary week"),
    "closes": lazy("the day on which the survey closes"),
    "link": lazy("the person’s own link. It must stand in every text"),
    "code": lazy("the person’s access code"),
    "team_name": lazy("the name of the survey team"),
    "team_email": lazy("the survey team’s email address"),
    "team_phone": lazy("the survey team’s telephone number"),
    "stop": lazy("where to ask for no more messages. It must stand in every text"),
}
REQUIRED = ("link", "stop")
IN_SUBJECT = ("agency", "week", "closes")  # a subject is read on locked screens
_NAME = re.compile(r"\{([^{}\s]*)\}")
_SUBJECT = "Subject: "
EXAMPLE_NAME = "Ada Sample"
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Text:
    """A message before or after its placeholders are filled."""

    subject: str
    body: str


def in_the_texts_language(function: Callable[P, R]) -> Callable[P, R]:
    """What a message says is in the language of its text, whoever looks at an example of it."""

    @wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override(settings.LANGUAGE_CODE):
            return function(*args, **kwargs)

    return inner


@lru_cache(maxsize=8)
def standard_text(kind: str) -> Text:
    """The text of a kind of message that every round starts with."""
    first, _blank, body = _source(kind).partition("\n\n")
    return Text(first.removeprefix(_SUBJECT).strip(), body.strip())


def text_of(round_: Round, kind: str) -> Text:
    """The text that a round sends: its own, or the standard one."""
    own = MessageText.objects.filter(round=round_, kind=kind).first()
    return Text(own.subject, own.body) if own else standard_text(kind)


def subject_problems(subject: str) -> list[str]:
    """What keeps a subject from being saved, each with what to do; [] if nothing."""
    found = [
        _("Take {%(name)s} out of the subject: others may see it on a locked screen.")
        % {"name": name}
        for name in _names(subject)
        if name in PLACEHOLDERS and name not in IN_SUBJECT
    ]
    return found + _unknown(subject)


def body_problems(body: str) -> list[str]:
    """What keeps a text from being saved, each with what to do; [] if nothing."""
    names = _names(body)
    missing = {
        "link": _("Put {link} where the person’s own link should stand."),
        "stop": _("Put {stop} where people read how to get no more messages."),
    }
    return _unknown(body) + [missing[name] for name in REQUIRED if name not in names]


def fill(text: Text, values: Mapping[str, str]) -> Text:
    """The text with its placeholders filled, each once: what a name says is never filled again.

    A line goes when it has placeholders and each is empty ("Telephone: " and no number).
    """
    lines = [_fill(line, values) for line in text.body.split("\n") if not _is_empty(line, values)]
    subject = " ".join(_fill(text.subject, values).split())
    return Text(subject, "\n".join(lines))


def values_for(agency: Agency, *, name: str, code: str) -> dict[str, str]:
    """What stands in the place of each placeholder in one person's message.

    `code` is 16 characters, or any text to show in their place.
    """
    shown = format_code(code) if len(code) == LENGTH else code
    about = _about_agency(agency.round, agency.name, agency.week)
    return {**about, **_about_person(name, shown)}


def masked(code: str) -> str:
    """A code as a link officer may see it: the first block, and dots."""
    return f"{code[:BLOCK]}-{'·' * BLOCK}"


@in_the_texts_language
def example(round_: Round, text: Text) -> Text:
    """A message as an invented person of an invented agency would get it."""
    week = round_.weeks.first()
    about = _about_agency(round_, _("Anytown children’s services"), week)
    return fill(text, {**about, **_about_person(EXAMPLE_NAME, masked("K7PQ"))})


@in_the_texts_language
def text_to_copy(agency: Agency) -> str:
    """For those who remind in person: no name, no code, no link of anybody's."""
    round_ = agency.round
    ways = [way for way in (round_.team_email, round_.team_phone) if way]
    values = {
        **_about_agency(round_, agency.name, agency.week),
        "start": settings.BASE_URL + reverse("surveys:start"),
        "team_contact": ", ".join(ways) or _("your invitation says how to reach them."),
    }
    return _fill(_source("in-person").strip(), values)


def _source(name: str) -> str:
    return get_template(f"email/{name}.txt").template.source


@in_the_texts_language
def _about_agency(round_: Round, name: str, week: DiaryWeek | None) -> dict[str, str]:
    return {
        "agency": name,
        "week": _days(week) if week else "",
        "closes": date_format(round_.closes_on, "l j F Y"),
        "team_name": round_.team_name or _("who run it"),
        "team_email": round_.team_email,
        "team_phone": round_.team_phone,
        "stop": settings.BASE_URL + reverse("surveys:reminders"),
    }


@in_the_texts_language
def _about_person(name: str, code: str) -> dict[str, str]:
    # After "#" it reaches no server, no proxy and no log.
    link = f"{settings.BASE_URL}{reverse('surveys:start')}#{code}"
    return {"name": " ".join(name.split()) or _("colleague"), "link": link, "code": code}


def _days(week: DiaryWeek) -> str:
    first, last = week.starts_on, week.ends_on
    form = "l j F" if first.month != last.month else "l j"
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, form),
        "last": date_format(last, "l j F Y"),
    }


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(_NAME.findall(text)))


def _unknown(text: str) -> list[str]:
    return [
        _("There is no placeholder {%(name)s}. Use one from the list.") % {"name": name[:40]}
        for name in _names(text)
        if name not in PLACEHOLDERS
    ]


def _fill(text: str, values: Mapping[str, str]) -> str:
    return _NAME.sub(lambda match: values.get(match[1], match[0]), text)


def _is_empty(line: str, values: Mapping[str, str]) -> bool:
    names = [name for name in _names(line) if name in values]
    return bool(names) and not any(values[name] for name in names)
