"""Invitations and reminders by email: their texts, whom they are for, when, and the sending.

The row of a message is the truth about it (surveys/models/messages.py); the queue only says
that there may be something to do. docs/decisions/0011-messages.md says why it is built so.
"""
