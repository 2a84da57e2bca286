"""People and rounds.

Invitation and Return share no key, no sequence, no time (docs/confidentiality.md).
"""

from surveys.models.agencies import Agency, Authority, OpenLink
from surveys.models.invitations import Invitation
from surveys.models.returns import Return
from surveys.models.rounds import DiaryWeek, Round
from surveys.models.staff import RoundRole, User

__all__ = [
    "Agency",
    "Authority",
    "DiaryWeek",
    "Invitation",
    "OpenLink",
    "Return",
    "Round",
    "RoundRole",
    "User",
]
