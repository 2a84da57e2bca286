"""pytest plugin: tables are emptied by DELETE between tests that commit, on PostgreSQL.

Django empties them by TRUNCATE, which makes every table's and every index's file anew: a tenth of a
second and more, hundreds of times. A few rows are deleted in a hundredth of that. Checks of foreign
keys are set aside meanwhile, which takes a superuser; anybody else gets Django's way.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

_django = DatabaseOperations.sql_flush


def _by_delete(
    self: DatabaseOperations,
    style: Any,
    tables: Iterable[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    tables = list(tables)
    if reset_sequences or not tables or not _is_superuser(self.connection):
        return _django(
            self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )
    deletions = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
    return [
        "SET LOCAL session_replication_role = replica",
        "; ".join(deletions),
        "SET LOCAL session_replication_role = DEFAULT",
    ]


def _is_superuser(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        return bool(cursor.fetchone()[0])


@pytest.fixture(autouse=True, scope="session")
def quick_flush() -> Iterable[None]:
    DatabaseOperations.sql_flush = _by_delete  # type: ignore[method-assign]
    yield
    DatabaseOperations.sql_flush = _django  # type: ignore[method-assign]
