"""An empty database of a test's own, on SQLite and on PostgreSQL where that is installed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.db.migration import migrate
from bot.db.session import Database, create_database_engine
from tests.postgres import find_programs, running_postgres

_WITHOUT_POSTGRES = pytest.mark.skipif(find_programs() is None, reason="PostgreSQL isn't installed")

#: Parameters of a fixture that is wanted on both.
KINDS = ("sqlite", pytest.param("postgresql", marks=_WITHOUT_POSTGRES))

# Whatever is made once for many tests; undone when they are over.
_kept = ExitStack()
atexit.register(_kept.close)
_numbers = count(1)


def put_migrated_file(path: Path) -> None:
    """Put an empty SQLite database with every table at a path, unless there is a file already.

    It is migrated once and copied: hundreds of tests want one, and the migrations take half a second.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_migrated_file(), path)


@contextmanager
def empty_database(kind: str, folder: Path) -> Iterator[Database]:
    """One of that kind, migrated; closed at the end. A SQLite file is put into the folder."""
    if kind == "postgresql":
        url = _copy_in_server()
    else:
        put_migrated_file(folder / "hub.db")
        url = f"sqlite:///{folder / 'hub.db'}"
    database = Database(create_database_engine(url))
    try:
        yield database
    finally:
        database.close()


@cache
def _migrated_file() -> Path:
    folder = Path(_kept.enter_context(tempfile.TemporaryDirectory(prefix="local-focus-empty-")))
    _migrate(f"sqlite:///{folder / 'hub.db'}")
    return folder / "hub.db"


def _copy_in_server() -> str:
    """Address of an empty database in one server that all tests share."""
    server = _server()
    name = f"test_{next(_numbers)}"
    engine = create_database_engine(f"{server}/postgres").execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE migrated"))
    engine.dispose()
    return f"{server}/{name}"


@cache
def _server() -> str:
    programs = find_programs()
    assert programs is not None
    address, _, _ = _kept.enter_context(running_postgres(programs)).rpartition("/")
    engine = create_database_engine(f"{address}/postgres").execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE migrated"))
    engine.dispose()
    _migrate(f"{address}/migrated")
    return address


def _migrate(url: str) -> None:
    engine = create_database_engine(url)
    migrate(engine)
    engine.dispose()
