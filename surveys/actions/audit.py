"""The audit trail's one way in."""

import datetime

from surveys.models import Agency, AuditEntry, Round, User


def note_act(
    *,
    who: User | None,
    act: AuditEntry.Act,
    now: datetime.datetime,
    round: Round | None = None,
    agency: Agency | None = None,
    about: str = "",
) -> None:
    """Write down what a member of staff did. `about` holds numbers and names of things only.

    Never called for a respondent's act, and never in a transaction that writes a Return.
    """
    AuditEntry.objects.create(
        who=who,
        act=act,
        at=now,
        round=round or (agency.round if agency else None),
        agency=agency,
        about=about[:200],
    )
