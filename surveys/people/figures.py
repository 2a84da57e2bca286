"""What a link officer's first page says: figures, rates, and what to do next."""

import datetime
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from surveys.models import Agency, Invitation, Round
from surveys.rates import Outcomes, Rate, coop1, outcomes_of, rr1, rr2, rr5, wanted

FEWEST_AGENCIES = 3  # with fewer, an average tells one agency how another stands
MANY = Fraction(1, 10)  # of those invited: fewer than that are better asked in person


@dataclass(frozen=True)
class Figures:
    """Where the people of an agency stand, and what is left to do with the list."""

    invited: int  # everybody on the list
    not_started: int
    started: int
    sent: int
    no_reminders: int
    away: int  # marked by hand, nothing came back
    outcomes: Outcomes
    wanted: int  # returns that the target asks for
    not_written_to: int  # with an email address, and no message yet
    without_email: int

    @property
    def response(self) -> Rate:
        return rr1(self.outcomes)

    @property
    def target_reached(self) -> bool:
        return self.sent >= self.wanted


def figures_of(agency: Agency) -> Figures:
    """Two queries, whatever the agency's size."""
    people = Invitation.objects.filter(agency=agency)
    standings = people.standings()
    outcomes = outcomes_of(standings, taking_returns=agency.round.takes_returns)
    without = Count("pk", filter=Q(email="", by_hand="", disposition="invited"))
    return Figures(
        invited=sum(number for *_state, number in standings),
        not_started=_number(standings, "invited", marked=False),
        started=_number(standings, "started"),
        sent=_number(standings, "sent"),
        no_reminders=_number(standings, "refused") + _number(standings, "withdrawn"),
        away=_number(standings, "invited", marked=True),
        outcomes=outcomes,
        wanted=wanted(agency.round.target_percent, outcomes),
        not_written_to=people.not_written_to().filter(disposition="invited").count(),
        without_email=people.aggregate(number=without)["number"],
    )


def _number(
    standings: list[tuple[str, str, int]], disposition: str, *, marked: bool | None = None
) -> int:
    return sum(
        number
        for found, by_hand, number in standings
        if found == disposition and marked in (None, bool(by_hand))
    )


def survey_average(round_: Round) -> Rate | None:
    """RR1 of all agencies of a round together; None where fewer than three have people on."""
    people = Invitation.objects.filter(agency__round=round_).order_by()
    rows = list(
        people.values_list("agency_id", "disposition", "by_hand").annotate(number=Count("*"))
    )
    if len({agency for agency, *_state in rows}) < FEWEST_AGENCIES:
        return None
    standings = [(disposition, by_hand, number) for _a, disposition, by_hand, number in rows]
    return rr1(outcomes_of(standings, taking_returns=round_.takes_returns))


@dataclass(frozen=True)
class Explained:
    """A rate as the page shows it."""

    name: str
    code: str
    rate: Rate
    means: str
    formula: str
    numbers: str


def explained_rates(found: Outcomes) -> list[Explained]:
    """The four rates, each in plain words, as AAPOR's formula, and with its numbers put in."""
    interviews = f"({found.complete} + {found.partial})"
    known = f"({found.refusal} + {found.non_contact} + {found.other})"
    everybody = f"({interviews} + {known} + {found.unknown})"
    return [
        Explained(
            _("Response rate"),
            "RR1",
            rr1(found),
            _("Of everybody who could take part, how many have sent. The strictest of the rates."),
            "I ÷ ((I + P) + (R + NC + O) + U)",
            f"{found.complete} ÷ {everybody}",
        ),
        Explained(
            _("Response rate with started returns"),
            "RR2",
            rr2(found),
            _(
                "The same, with those who have started and not sent. After the close it is the "
                "same as RR1, because what was not sent is not used."
            ),
            "(I + P) ÷ ((I + P) + (R + NC + O) + U)",
            f"{interviews} ÷ {everybody}",
        ),
        Explained(
            _("Response rate of those heard of"),
            "RR5",
            rr5(found),
            _(
                "As RR1, but without those of whom nothing is known. It flatters: never quote it "
                "by itself."
            ),
            "I ÷ ((I + P) + (R + NC + O))",
            f"{found.complete} ÷ ({interviews} + {known})",
        ),
        Explained(
            _("Cooperation rate"),
            "COOP1",
            coop1(found),
            _("Of those the survey is known to have reached, how many have sent."),
            "I ÷ ((I + P) + R + O)",
            f"{found.complete} ÷ ({interviews} + {found.refusal} + {found.other})",
        ),
    ]


def next_step(found: Figures, round_: Round, *, week: datetime.date, today: datetime.date) -> str:
    """What to do next, as a key of the page's texts."""
    if not round_.takes_people:
        return "closed"
    if not found.invited:
        return "add"
    if not round_.takes_returns:
        return "wait-for-opening"
    if found.not_written_to:
        return "invite"
    if found.without_email and not (found.started or found.sent):
        return "cards"
    if today < week:
        return "wait-for-week"
    return _reminding(found)


def _reminding(found: Figures) -> str:
    if not (found.not_started or found.started):
        return "done"
    if found.not_started >= max(1, MANY * found.invited):
        return "remind-not-started"
    if found.started:
        return "remind-not-sent"
    return "few-left"
