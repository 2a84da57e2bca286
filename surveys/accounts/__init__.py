"""Staff accounts: joining by email, signing in with a second factor, roles, the audit trail.

Signing in, resetting a password and the second factor are django-allauth's (templates/account,
templates/mfa); adapter.py is where it is told of our words, our brakes and the audit trail.
Accounts and roles are ours: nobody signs up, somebody is invited (joining.py).
"""
