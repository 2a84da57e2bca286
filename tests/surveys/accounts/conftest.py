"""Staff with a password, and what their authenticator app shows."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

PASSWORD = "a long enough passphrase"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_password(user):
    user.set_password(PASSWORD)
    user.save()
    return user


def with_app(user):
    """The user has a password and an authenticator app; returns their recovery codes."""
    return give_app(with_password(user))


def give_app(user):
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def code_now(secret=SECRET, ahead=0):
    """What the app shows now; `ahead` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))
