"""Where secrets come from: the environment, or, on a laptop, a file made once under var/.

Production takes them from the environment only, and refuses anything that looks like a
default: a short value, one with few different characters, or a well-known placeholder.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MIN_LENGTH = 40
MIN_DISTINCT = 12
PLACEHOLDERS = ("change-me", "changeme", "django-insecure", "default", "example", "secret-key")


def embedded_secret(name: str, folder: Path) -> str:
    """Return the laptop's own secret `name`, made at random on first use and kept in `folder`."""
    path = folder / f"{name.lower()}.secret"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{path.name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # fails if another process made it first: then theirs counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def production_secret(name: str) -> str:
    """Return the secret `name` from the environment.

    Raises ImproperlyConfigured, naming the variable and the remedy but never the value.
    """
    value = os.environ.get(name, "")
    weak = (
        len(value) < MIN_LENGTH
        or len(set(value)) < MIN_DISTINCT
        or any(word in value.lower() for word in PLACEHOLDERS)
    )
    if weak:
        raise ImproperlyConfigured(
            f"{name} is missing, too short or a placeholder. Set it to at least {MIN_LENGTH} "
            "random characters, for example from: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return value
