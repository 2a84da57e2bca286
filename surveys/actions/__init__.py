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
from surveys.actions.desks import (
    CodeUnknown,
    Coding,
    ListInUse,
    code_texts,
    delete_code_list,
    review_texts,
    save_code_list,
    set_aside,
    set_aside_agency,
    set_thresholds,
    settle_texts,
    take_back,
    take_back_agency,
)
from surveys.actions.returns import reopen_return, save_answers, send_return, withdraw_return
from surveys.actions.rounds import code_of, create_round, new_invitation, save_round_page

__all__ = [
    "Arrival",
    "CodeUnknown",
    "Coding",
    "Contact",
    "ListInUse",
    "RoundClosed",
    "arrival_by_code",
    "arrival_by_open_link",
    "code_of",
    "code_texts",
    "contact_of",
    "create_round",
    "delete_code_list",
    "has_withdrawn",
    "new_invitation",
    "note_act",
    "reminders_stopped",
    "remove_contact",
    "reopen_return",
    "resume_reminders",
    "review_texts",
    "save_answers",
    "save_code_list",
    "save_contact",
    "save_round_page",
    "send_return",
    "set_aside",
    "set_aside_agency",
    "set_thresholds",
    "settle_texts",
    "start_return",
    "stop_reminders",
    "take_back",
    "take_back_agency",
    "withdraw_return",
]
