"""The unit of work: whoever opens one commits it, and everything is undone otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_BUSY_MILLISECONDS = 10_000


def create_database_engine(url: str) -> Engine:
    """Open the database at a SQLAlchemy address, creating a SQLite file's folder when it is missing.

    Raises OSError when the folder can't be made and sqlalchemy.exc.ArgumentError for an unreadable address.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    # An error of the database must not repeat what a resident wrote.
    engine = create_engine(address, pool_size=10, max_overflow=20, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Readers beside one writer, foreign keys kept, and waiting rather than failing when the file is busy."""
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"busy_timeout={SQLITE_BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


class Database:
    """Opens units of work on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session that is committed when the block ends well and rolled back when it raises."""
        with self._sessions() as session, session.begin():
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
