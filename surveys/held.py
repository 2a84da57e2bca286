"""What was typed when a session had ended: kept in the browser until its owner is back.

The fields of one page stand in an encrypted cookie for half an hour. They are saved when the same
person has entered code and PIN, and dropped when it is another; nothing about them is at the
server meanwhile. A cookie has little room: the longest texts that do not fit are given back to
the page, which shows them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from surveys import cookies
from surveys.access import owner_of
from surveys.actions import RoundClosed, save_answers
from surveys.forms import PageForm
from surveys.instruments import load_instrument
from surveys.models import Return

ROOM = 3500  # bytes of a cookie's value; browsers keep 4096 with its name and attributes
LEFT_OUT = ("csrfmiddlewaretoken", "owner", "then")


@dataclass(frozen=True)
class Saved:
    """What became of a held page: its place, and whether all of it was right."""

    section: str
    page: str
    whole: bool


def hold(request: HttpRequest, response: HttpResponse, *, section: str, page: str) -> list[str]:
    """Keep what was posted in the browser; return the texts for which there was no room."""
    fields = {k: v for k, v in request.POST.lists() if k not in LEFT_OUT and any(v)}
    held = {"owner": request.POST.get("owner", ""), "section": section, "page": page}
    too_long: list[str] = []
    while True:
        value = json.dumps({**held, "fields": fields}, ensure_ascii=False)
        if len(cookies.seal(cookies.HELD, value)) <= ROOM or not fields:
            break
        longest = max(fields, key=lambda name: len("".join(fields[name])))
        too_long += fields.pop(longest)
    cookies.write(response, cookies.HELD, value)
    return too_long


def release(request: HttpRequest, response: HttpResponse, *, handle: str) -> Saved | None:
    """Save what the same person's last session left here; None when there is nothing of theirs."""
    if cookies.HELD not in request.COOKIES:
        return None
    held = _read(request)
    cookies.clear(response, cookies.HELD)
    if held.get("owner") != owner_of(handle):
        return None
    found = Return.objects.filter(handle=handle).first()
    section = found and load_instrument(found.instrument).section(held["section"])
    page = section and section.page(held["page"])
    if not (found and page):
        return None
    form = PageForm(page, found.answers, _as_post(held["fields"]))
    try:
        save_answers(handle=handle, given=form.given())
    except RoundClosed:
        return None
    return Saved(held["section"], held["page"], whole=not form.errors)


def _read(request: HttpRequest) -> dict[str, Any]:
    text = cookies.read(request, cookies.HELD)
    return dict(json.loads(text)) if text else {}


def _as_post(fields: Mapping[str, list[str]]) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, values in fields.items():
        post.setlist(name, values)
    return post
