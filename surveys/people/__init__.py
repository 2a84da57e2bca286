"""The people of an agency, for its link officer: the list, uploads, code cards, one person.

Nothing in here reads a return, a diary, a contact sheet or a wish for no reminders: what officers
see of those came with the nightly pull and stands on the invitations.
"""
