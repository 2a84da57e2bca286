"""What every test starts from: its own keys, its own files, and no email leaving the machine."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

pytest_plugins = [
    "tests.plugins.chromium",
    "tests.plugins.pseudo",
    "tests.plugins.together",
    "tests.plugins.workers",
]

# Time is measured in bench/, never by a test: a busy machine must not fail one.
hypothesis_settings.register_profile(
    "caseweek", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("caseweek")


USES_A_DATABASE = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what no database has a part in: it comes out the same on any, so CI runs it once."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not item.get_closest_marker("django_db") and not fixtures & USES_A_DATABASE:
            item.add_marker(pytest.mark.anywhere)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Before PostgreSQL drops a test database, end what killed servers have left open in it."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    """Key files and built files of a test go with it; static files need no build."""
    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
    settings.KEY_DIR = tmp_path / "keys"
    # What one test counts slows no other down; and Redis, which all share, is never emptied.
    own = {**settings.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}
    settings.CACHES = {"default": own}
    storages = {name: dict(entry) for name, entry in settings.STORAGES.items()}
    storages["results"]["OPTIONS"] = {
        **storages["results"]["OPTIONS"],
        "location": str(tmp_path / "results"),
    }
    storages["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = storages
