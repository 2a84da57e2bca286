"""Reads the JSON that the diary page sends: small, and refused whole when any of it is wrong.

    {"device": "k3v9…", "sequence": 12, "owner": "…",
     "slots":    [[index, saw, sets], …],      index 0 to 335, Monday 00:00 first
     "days":     [[day, saw, sets], …],        day 0 to 6; symbols of timeline.DAY_STATUSES
     "complete": [[day, saw, sets], …]}        day 0 to 6; "Y" for a day marked complete

Symbols are those of activities.toml, "." for blank. `owner` says whose diary the page showed, so
that changes kept on a shared device never end up in another person's diary; it may be left out.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from diary import timeline
from diary.classification import BLANK, SYMBOLS
from diary.models import Change
from diary.timeline import Edit

MAX_BYTES = 32_768
MAX_SEQUENCE = 2**53 - 1  # the largest whole number a browser counts exactly
DEVICE = re.compile(r"[A-Za-z0-9_-]{8,40}")
SLOT_SYMBOLS = SYMBOLS | {BLANK}
DAY_SYMBOLS = frozenset(timeline.DAY_STATUSES) | {BLANK}
COMPLETE_SYMBOLS = frozenset("Y" + BLANK)


class PayloadError(ValueError):
    """The change can't be read; `problems` says what is wrong and what to send, one a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Sent:
    """A change, and whose diary its sender meant ("" where it does not say)."""

    change: Change
    owner: str = ""


def parse_change(body: bytes) -> Sent:
    """Return the change that `body` holds. Raises PayloadError naming every wrong entry."""
    if len(body) > MAX_BYTES:
        raise PayloadError([f"Send at most {MAX_BYTES} bytes at a time."])
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise PayloadError(["Send a JSON object."]) from None
    if not isinstance(sent, dict):
        raise PayloadError(["Send a JSON object."])
    problems: list[str] = []
    device, sequence = sent.get("device"), sent.get("sequence")
    if not (isinstance(device, str) and DEVICE.fullmatch(device)):
        problems.append("device: send 8 to 40 letters, digits, hyphens or underscores.")
    if type(sequence) is not int or not 0 <= sequence <= MAX_SEQUENCE:
        problems.append("sequence: send a whole number, rising by device.")
    slots = _edits(sent, "slots", timeline.SLOTS_PER_WEEK, SLOT_SYMBOLS, problems)
    days = _edits(sent, "days", timeline.DAYS, DAY_SYMBOLS, problems)
    complete = _edits(sent, "complete", timeline.DAYS, COMPLETE_SYMBOLS, problems)
    owner = sent.get("owner", "")
    if not isinstance(owner, str):
        problems.append("owner: send the text that the page was given.")
    if not problems and not (slots or days or complete):
        problems.append("Send at least one entry in slots, days or complete.")
    if problems:
        raise PayloadError(problems)
    return Sent(Change(str(device), int(sequence or 0), slots, days, complete), owner)


def _edits(
    sent: dict[str, Any], name: str, count: int, symbols: frozenset[str], problems: list[str]
) -> tuple[Edit, ...]:
    """Read one list of [index, saw, sets]; what is wrong with it is added to `problems`."""
    entries = sent.get(name, [])
    if not isinstance(entries, list) or len(entries) > count:
        problems.append(f"{name}: send a list of at most {count} entries.")
        return ()
    edits: dict[int, Edit] = {}
    for place, entry in enumerate(entries):
        where = f"{name}, entry {place + 1}"
        if not isinstance(entry, list) or len(entry) != 3:
            problems.append(f"{where}: send [index, symbol seen, symbol to set].")
            continue
        index, saw, sets = entry
        if type(index) is not int or not 0 <= index < count:
            problems.append(f"{where}: the index must be 0 to {count - 1}.")
        elif index in edits:
            problems.append(f"{where}: index {index} stands twice; send it once.")
        elif not all(isinstance(symbol, str) and symbol in symbols for symbol in (saw, sets)):
            problems.append(f"{where}: a symbol is none of the activity symbols.")
        else:
            edits[index] = Edit(index, saw, sets)
    return tuple(edits.values())
