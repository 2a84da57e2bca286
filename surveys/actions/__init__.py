"""Writes that touch several models. Every writer takes what it needs by name.

No function here writes an Invitation and a Return: rows written in one transaction could be
joined by their transaction number (docs/confidentiality.md).
"""

from surveys.actions.arrivals import (
    Arrival,
    arrival_by_code,
    arrival_by_open_link,
    start_return,
)
from surveys.actions.audit import note_act
from surveys.actions.contacts import (
    Contact,
    RoundClosed,
    contact_of,
    has_withdrawn,
    reminders_stopped,
    remove_contact,
    resume_reminders,
    save_contact,
    stop_reminders,
)
from surveys.actions.returns import reopen_return, save_answers, send_return, withdraw_return
from surveys.actions.rounds import code_of, create_round, new_invitation, save_round_page

__all__ = [
    "Arrival",
    "Contact",
    "RoundClosed",
    "arrival_by_code",
    "arrival_by_open_link",
    "code_of",
    "contact_of",
    "create_round",
    "has_withdrawn",
    "new_invitation",
    "note_act",
    "reminders_stopped",
    "remove_contact",
    "reopen_return",
    "resume_reminders",
    "save_answers",
    "save_contact",
    "save_round_page",
    "send_return",
    "start_return",
    "stop_reminders",
    "withdraw_return",
]
