"""Response rates by the American Association for Public Opinion Research's definitions: pure.

Source: AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for
Surveys, "Internet surveys of specifically named persons" and "Calculating outcome rates". Which
state counts as which class, and why, is in docs/decisions/0009-response-rates.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# What an invitation says of itself (surveys/models/invitations.py), as text.
SENT, STARTED, INVITED = "sent", "started", "invited"
NO_REMINDERS = ("refused", "withdrawn")
ABSENT = {"on-leave": "non_contact", "sick": "other"}
NOT_ELIGIBLE = ("left", "not-eligible")


@dataclass(frozen=True)
class Outcomes:
    """How many of those invited stand in each class; the letters are those of the formulas."""

    complete: int = 0  # I
    partial: int = 0  # P
    refusal: int = 0  # R, break-offs included
    non_contact: int = 0  # NC
    other: int = 0  # O
    unknown: int = 0  # UH + UO: whether they could take part is not known
    not_eligible: int = 0  # in no denominator

    @property
    def invited(self) -> int:
        """Everybody on the list."""
        return self.counted + self.not_eligible

    @property
    def counted(self) -> int:
        """Everybody but those known not to be eligible: the denominator of RR1 and RR2."""
        return self.eligible + self.unknown

    @property
    def eligible(self) -> int:
        """Those known to be eligible: the denominator of RR5."""
        return self.complete + self.partial + self.refusal + self.non_contact + self.other


@dataclass(frozen=True)
class Rate:
    """A rate as its two counts."""

    top: int
    bottom: int

    @property
    def value(self) -> Fraction | None:
        """From 0 to 1; None where nobody is counted."""
        return Fraction(self.top, self.bottom) if self.bottom else None

    @property
    def percent(self) -> int | None:
        """In whole per cent, halves upwards; never 0 or 100 where it isn't exactly that."""
        if self.value is None:
            return None
        if self.top in (0, self.bottom):
            return int(100 * self.value)
        return min(99, max(1, int(100 * self.value + Fraction(1, 2))))


def outcome_of(disposition: str, by_hand: str, *, taking_returns: bool) -> str:
    """The class of one invitation, as the name of a field of Outcomes.

    What came from the person goes before what the link officer knows, with one exception:
    somebody who isn't eligible stays so unless they have sent a return. Until the round closes,
    a return that was started is a partial one; unsent at the close it is never used, so it is a
    break-off.
    """
    if disposition == SENT:
        return "complete"
    if by_hand in NOT_ELIGIBLE:
        return "not_eligible"
    if disposition in NO_REMINDERS:
        return "refusal"
    if disposition == STARTED:
        return "partial" if taking_returns else "refusal"
    return ABSENT.get(by_hand, "unknown")


def outcomes_of(standings: Iterable[tuple[str, str, int]], *, taking_returns: bool) -> Outcomes:
    """Count rows of (disposition, by hand, how many) into classes."""
    counts: Counter[str] = Counter()
    for disposition, by_hand, number in standings:
        counts[outcome_of(disposition, by_hand, taking_returns=taking_returns)] += number
    return Outcomes(**counts)


def rr1(found: Outcomes) -> Rate:
    """I / ((I + P) + (R + NC + O) + (UH + UO)): the least there can be."""
    return Rate(found.complete, found.counted)


def rr2(found: Outcomes) -> Rate:
    """(I + P) / ((I + P) + (R + NC + O) + (UH + UO)): partial returns count too."""
    return Rate(found.complete + found.partial, found.counted)


def rr5(found: Outcomes) -> Rate:
    """I / ((I + P) + (R + NC + O)): as if nobody unheard of were eligible."""
    return Rate(found.complete, found.eligible)


def coop1(found: Outcomes) -> Rate:
    """I / ((I + P) + R + O): of those that the survey is known to have reached."""
    reached = found.complete + found.partial + found.refusal + found.other
    return Rate(found.complete, reached)


def wanted(percent: int, found: Outcomes) -> int:
    """How many returns reach a target of so many per cent of those who count, rounded up."""
    return -(-percent * found.counted // 100)
