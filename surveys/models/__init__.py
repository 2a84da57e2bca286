"""People and rounds.

Invitation and Return share no key, no sequence, no time (docs/confidentiality.md).
"""

from surveys.models.agencies import Agency, Authority, OpenLink
from surveys.models.audit import AuditEntry
from surveys.models.codelists import Code, CodeList
from surveys.models.contacts import ContactSheet, OptOut
from surveys.models.invitations import Invitation
from surveys.models.messages import (
    Message,
    MessageBatch,
    MessageKind,
    MessageText,
    PlannedReminder,
)
from surveys.models.returns import Return
from surveys.models.rounds import DiaryWeek, Round, RoundPage
from surveys.models.staff import AgencyCall, RoundRole, User
from surveys.models.uploads import StagedUpload

__all__ = [
    "Agency",
    "AgencyCall",
    "AuditEntry",
    "Authority",
    "Code",
    "CodeList",
    "ContactSheet",
    "DiaryWeek",
    "Invitation",
    "Message",
    "MessageBatch",
    "MessageKind",
    "MessageText",
    "OpenLink",
    "OptOut",
    "PlannedReminder",
    "Return",
    "Round",
    "RoundPage",
    "RoundRole",
    "StagedUpload",
    "User",
]
