"""`manage.py check --deploy` under production settings with secrets made up for the moment.

Nothing is connected to: the database and the broker named here do not exist.
"""

import os
import secrets
import subprocess
import sys

PRODUCTION = {
    "CASEWEEK_MODE": "production",
    "CASEWEEK_ALLOWED_HOSTS": "caseweek.example.org",
    "CASEWEEK_BASE_URL": "https://caseweek.example.org",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://nobody:nothing@127.0.0.1:1",
}


def main() -> int:
    throw_away = {
        name: secrets.token_urlsafe(48) for name in ("CASEWEEK_SECRET_KEY", "CASEWEEK_ROOT_SECRET")
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=os.environ | PRODUCTION | throw_away).returncode


if __name__ == "__main__":
    sys.exit(main())
