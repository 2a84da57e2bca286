"""What researchers may set for a round's figures: when to hide, to flag and to refuse.

Kept in `Round.thresholds` by name, only where they are not the usual. They flag and hide; none of
them deletes anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Thresholds:
    """The usual values; each in the unit that its comment says."""

    minimum_cell: int = 5  # respondents: a published cell of fewer is hidden
    low_base: int = 30  # respondents: a published group of fewer is flagged
    k_anonymity: int = 5  # returns: a public-use file with a rarer combination is refused
    few_episodes: int = 7  # episodes: a week with fewer is flagged
    long_block_hours: float = 8.0  # hours: one activity without a break for longer is flagged
    hours_apart: float = 5.0  # hours: diary and stated hours further apart are flagged
    blank_days: int = 1  # working days without half hours or status: more are flagged
    late_days: int = 2  # days that were filled in later than the next day: more are flagged


NAMES = tuple(field.name for field in fields(Thresholds))


def thresholds_from(kept: Mapping[str, Any]) -> Thresholds:
    """A round's thresholds from what it keeps; names that are no longer used are passed over."""
    return Thresholds(**{name: kept[name] for name in NAMES if name in kept})
