"""An empty database of a test's own, on SQLite and on PostgreSQL where that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from bot.db.migration import migrate
from bot.db.session import Database, create_database_engine
from tests.postgres import find_programs, running_postgres

_WITHOUT_POSTGRES = pytest.mark.skipif(find_programs() is None, reason="PostgreSQL isn't installed")

#: Parameters of a fixture that is wanted on both.
KINDS = ("sqlite", pytest.param("postgresql", marks=_WITHOUT_POSTGRES))


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[Database]:
    """One of that kind, migrated; closed at the end. A SQLite file is put into the folder."""
    with ExitStack() as stack:
        programs = find_programs()
        if kind == "postgresql" and programs:
            url = stack.enter_context(running_postgres(programs))
        else:
            url = f"sqlite:///{folder / 'hub.db'}"
        database = Database(create_database_engine(url))
        stack.callback(database.close)
        migrate(database.engine)
        yield database
