"""Production starts with real secrets and real servers, or it does not start."""

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
SECRET = "q7Rk2ZpX9vLmB4tYhN8sWcJ6dFgA3eUu5iOoTTyy1"
OTHER_SECRET = "m3Xw8VbK1zQnR5gHtP7cYdL2sJfE9aUi4oGG6TTxx0"
GOOD = {
    "CASEWEEK_MODE": "production",
    "CASEWEEK_SECRET_KEY": SECRET,
    "CASEWEEK_ROOT_SECRET": OTHER_SECRET,
    "CASEWEEK_ALLOWED_HOSTS": "caseweek.example.org",
    "CASEWEEK_BASE_URL": "https://caseweek.example.org",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "BROKER_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
}
WEAK = (
    "{} is missing, too short or a placeholder. Set it to at least 40 random characters, for "
    'example from: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
)


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Return a function that reads the settings under GOOD and the changes given."""

    def load_settings(**changes: str | None) -> dict[str, Any]:
        for name, value in {**GOOD, "CASEWEEK_VAR_DIR": str(tmp_path), **changes}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config" / "settings.py"))

    return load_settings


def test_production_starts_with_secrets_postgresql_redis_and_https(load):
    loaded = load()

    names = (
        "DEBUG",
        "ALLOWED_HOSTS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "CSRF_TRUSTED_ORIGINS",
    )
    assert {name: loaded[name] for name in names} == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["caseweek.example.org"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "CSRF_TRUSTED_ORIGINS": ["https://caseweek.example.org"],
    }
    assert loaded["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize("name", ["CASEWEEK_SECRET_KEY", "CASEWEEK_ROOT_SECRET"])
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="missing"),
        pytest.param(SECRET[:39], id="short"),
        pytest.param("a" * 60, id="one character"),
        pytest.param("change-me-" + SECRET, id="placeholder"),
        pytest.param("django-insecure-" + SECRET, id="default"),
    ],
)
def test_production_refuses_weak_secret(load, name, value):
    with pytest.raises(ImproperlyConfigured) as caught:
        load(**{name: value})

    assert str(caught.value) == WEAK.format(name)


def test_production_refuses_one_secret_used_twice(load):
    with pytest.raises(ImproperlyConfigured) as caught:
        load(CASEWEEK_ROOT_SECRET=SECRET)

    assert str(caught.value) == (
        "CASEWEEK_SECRET_KEY and CASEWEEK_ROOT_SECRET must be two different secrets."
    )


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////tmp/caseweek.sqlite3"}, "Production needs PostgreSQL"),
        ({"BROKER_URL": None}, "BROKER_URL"),
        ({"BROKER_URL": "filesystem://"}, "Production needs Redis"),
        ({"CASEWEEK_ALLOWED_HOSTS": None}, "CASEWEEK_ALLOWED_HOSTS"),
        ({"CASEWEEK_ALLOWED_HOSTS": "*"}, "CASEWEEK_ALLOWED_HOSTS"),
        ({"CASEWEEK_ALLOWED_HOSTS": "caseweek.example.org,*"}, "CASEWEEK_ALLOWED_HOSTS"),
        ({"EMAIL_URL": None}, "Production needs a mail server: set EMAIL_URL"),
        ({"CASEWEEK_MODE": "prodution"}, "CASEWEEK_MODE"),
        ({"CASEWEEK_SECOND_FACTOR": "sometimes"}, "CASEWEEK_SECOND_FACTOR"),
    ],
)
def test_production_refuses_to_start_and_names_the_setting(load, changes, named):
    with pytest.raises(ImproperlyConfigured, match=named):
        load(**changes)


def test_second_factor_is_required_in_production_and_optional_on_a_laptop(load):
    laptop = load(**dict.fromkeys(GOOD))
    production = load(CASEWEEK_SECOND_FACTOR=None)
    by_hand = load(CASEWEEK_SECOND_FACTOR="optional")

    found = [loaded["SECOND_FACTOR"] for loaded in (laptop, production, by_hand)]
    assert found == ["optional", "required", "optional"]


def test_laptop_makes_its_secrets_once_and_keeps_them(load, tmp_path):
    nothing = dict.fromkeys(GOOD)

    first, second = load(**nothing), load(**nothing)

    assert first["SECRET_KEY"] == second["SECRET_KEY"] != first["ROOT_SECRET"]
    assert sorted(path.name for path in tmp_path.glob("*.secret")) == [
        "root_secret.secret",
        "secret_key.secret",
    ]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.glob("*.secret")} == {0o600}


def test_deployment_check_finds_nothing_under_production_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("CASEWEEK_VAR_DIR", str(tmp_path))
    # The browser tests of the same process have set it; production has not.
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    command = [sys.executable, "-m", "scripts.production_check"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    ), done.stderr


def test_production_sends_by_its_mail_server_and_a_laptop_into_a_folder(load, tmp_path):
    production, laptop = load(), load(**dict.fromkeys(GOOD))

    assert production["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (production["EMAIL_HOST"], production["EMAIL_OUTBOX"]) == ("mail.example.org", "")
    assert laptop["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert laptop["EMAIL_OUTBOX"] == laptop["EMAIL_FILE_PATH"] == str(tmp_path / "outbox")
