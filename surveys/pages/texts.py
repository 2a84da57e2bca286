"""The standard texts of a round's pages, and the names in them that a round fills in."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.models import Round

FOLDER = Path(__file__).parent
PLACEHOLDERS: dict[str, str | Promise] = {
    "survey": gettext_lazy("the title of this survey"),
    "team_name": gettext_lazy("the name of the survey team"),
    "contact": gettext_lazy("how to reach the survey team: stands in a line of its own"),
    "opens": gettext_lazy("the day on which the survey opens"),
    "closes": gettext_lazy("the day on which the survey closes"),
}
_NAME = re.compile(r"\{([a-z][a-z_]*)\}")
_BEGINNING = re.compile(r"(?:^|\n|[.!?]\s)\Z")  # where a sentence begins, to the left of a name
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@lru_cache(maxsize=32)
def default_text(kind: str) -> str:
    """The standard text of a kind of page, in Markdown."""
    return (FOLDER / f"{kind}.md").read_text(encoding="utf-8").strip()


def fill(body: str, round_: Round) -> str:
    """The Markdown with its placeholders filled; what a round says of itself stays plain text."""
    values = {
        "survey": escape(round_.title),
        "team_name": escape(round_.team_name or _("the survey team")),
        "contact": _contact(round_),
        "opens": escape(date_format(round_.opens_on, "j F Y")),
        "closes": escape(date_format(round_.closes_on, "j F Y")),
    }

    def value(match: re.Match[str]) -> str:
        filled = values.get(match[1], match[0])
        begins = _BEGINNING.search(body, 0, match.start())
        return filled[:1].upper() + filled[1:] if begins else filled

    return _NAME.sub(value, body)


def unknown_placeholders(body: str) -> Iterator[tuple[int, str]]:
    """Line and name of each placeholder that no round fills."""
    for number, line in enumerate(body.split("\n"), start=1):
        for match in _NAME.finditer(line):
            if match[1] not in PLACEHOLDERS:
                yield number, match[1]


def escape(text: str) -> str:
    """Text as Markdown that shows it as it is, in one line."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def _contact(round_: Round) -> str:
    ways = []
    if round_.team_email:
        shown = escape(round_.team_email)
        ways.append(f"- {_('Email')}: [{shown}](mailto:{shown})")
    if round_.team_phone:
        dialled = "".join(c for c in round_.team_phone if c in "+0123456789")
        ways.append(f"- {_('Telephone')}: [{escape(round_.team_phone)}](tel:{dialled})")
    return "\n".join(ways) or _("You find how to reach the survey team in your invitation.")
