"""The demonstration's returns as a Frame, without a database."""

from collections.abc import Hashable

from reports.figures.frame import Frame, Recruited
from reports.figures.gathering import AgencyFacts, Gathering, Row
from surveys.demo.source import (
    INSTRUMENT,
    demo_agencies,
    demo_open_links,
    demo_returns,
    week_of,
)
from surveys.instruments import load_instrument
from surveys.managing.standing import approached_and_agreed
from surveys.models import Agency


def demonstration_frame() -> Frame:
    """The 1,153 returns, in their stored order."""
    agencies: dict[Hashable, AgencyFacts] = {
        row["key"]: AgencyFacts(
            row["service"], row["authority"] or None, row["region"], row["authority_type"]
        )
        for row in demo_agencies()
    }
    weeks = {row["key"]: week_of(row) for row in [*demo_agencies(), *demo_open_links()]}
    gathering = Gathering(load_instrument(INSTRUMENT))
    gathering.add(
        [
            Row(
                item.slots,
                item.statuses,
                weeks[item.agency],
                item.agency if item.agency in agencies else None,
                item.answers,
                item.codings,
            )
            for item in demo_returns()
        ]
    )
    return gathering.frame(agencies, recruited=_recruited())


def _recruited() -> tuple[Recruited, ...]:
    """All of its agencies have agreed, as surveys.demo.load has them."""
    agencies = [
        Agency(service=row["service"], standing=Agency.Standing.AGREED) for row in demo_agencies()
    ]
    return tuple(
        Recruited(str(line.label), line.approached, line.agreed)
        for line in approached_and_agreed(agencies)
    )
