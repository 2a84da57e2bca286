"""Who has a second factor, and how its secret is kept."""

import base64
from functools import lru_cache

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Exists, OuterRef

from surveys.models import User


def has_second_factor(user: User) -> bool:
    """Whether the user has set up an authenticator app (recovery codes alone are none)."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def with_second_factor() -> Exists:
    """For a query of users: whether each has set one up."""
    kind = Authenticator.Type.TOTP
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=kind))


def must_set_one_up(user: User) -> bool:
    """Whether this installation asks for a second factor and the user has none yet."""
    return settings.SECOND_FACTOR == "required" and not has_second_factor(user)


def take_second_factor(user: User) -> None:
    """Remove the app and the recovery codes: the next sign-in sets both up anew."""
    Authenticator.objects.filter(user=user).delete()


def seal(secret: str) -> str:
    """An authenticator's secret as the database keeps it.

    Encrypted with the root secret, which the database does not have, so that a copy of the
    database makes no codes. Not with SECRET_KEY: a new value of that only signs people out.
    """
    return _box(settings.ROOT_SECRET).encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises cryptography.fernet.InvalidToken with another root secret."""
    return _box(settings.ROOT_SECRET).decrypt(sealed.encode()).decode()


@lru_cache(maxsize=2)
def _box(root_secret: str) -> Fernet:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"caseweek second factor")
    return Fernet(base64.urlsafe_b64encode(kdf.derive(root_secret.encode())))
