"""The unit of work: whoever opens one commits it, and everything is undone otherwise."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import RLock

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from bot.db.late_writes import has_late_writes, write_all

SQLITE_BUSY_MILLISECONDS = 10_000
#: After so many pages (of 4 KB) what is written beside the file is brought into it; everybody waits for that.
_CHECKPOINT_PAGES = 4000
_WRITES = "holds the turn to write"
# As many as threads that may ask at once (40 for requests, the others for jobs): who had to wait for a
# connection could be passed over by others until it gave up, and a resident would be told of an error.
_MOST_CONNECTIONS, _KEPT = 46, 10
# The connection that was used last is used next: it has at hand what SQLite forgets when another one writes.
_POOL = {"pool_size": _KEPT, "max_overflow": _MOST_CONNECTIONS - _KEPT, "pool_use_lifo": True}


def create_database_engine(url: str) -> Engine:
    """Open the database at a SQLAlchemy address, creating a SQLite file's folder when it is missing.

    Raises OSError when the folder can't be made and sqlalchemy.exc.ArgumentError for an unreadable address.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True, **_POOL)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    # An error of the database must not repeat what a resident wrote.
    engine = create_engine(address, hide_parameters=True, **_POOL)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Readers beside one writer, foreign keys kept, and waiting rather than failing when the file is busy.

    What is deleted or changed is overwritten, so that a copy of the file doesn't hold it still.
    """
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        f"busy_timeout={SQLITE_BUSY_MILLISECONDS}",
        f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def empty_write_ahead_log(database: Database) -> None:
    """Bring what SQLite keeps beside its file into it, and let nothing of it stay; other databases have none.

    Pages of before a deletion stand there until then. While somebody reads, it is left for the next time.
    """
    if not database.is_shared:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


class Database:
    """Opens units of work on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        # SQLite lets one write at a time, and who finds it busy sleeps and tries again: in turns nobody does.
        self._turn = RLock() if engine.dialect.name == "sqlite" else None
        if self._turn is not None:
            event.listen(self._sessions, "before_flush", lambda session, *_: self._take_turn(session))
            event.listen(self._sessions, "do_orm_execute", self._take_turn_to_change)

    @property
    def is_shared(self) -> bool:
        """Whether other hubs may use it too; a SQLite file belongs to one."""
        return self._turn is None

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session that is committed when the block ends well and rolled back when it raises."""
        with self._sessions() as session:
            try:
                with session.begin() as transaction:
                    yield session
                    # Whoever took everything back took that back too.
                    if transaction.is_active and has_late_writes(session):
                        self._take_turn(session)
                        write_all(session)
            finally:
                if self._turn is not None and session.info.pop(_WRITES, False):
                    self._turn.release()

    @contextmanager
    def statements(self) -> Iterator[Connection]:
        """A unit of work in plain statements: for what is written at every message, at a fifth of the cost.

        It waits for its turn to write as soon as it is opened.
        """
        with self._turn or nullcontext(), self.engine.begin() as connection:
            yield connection

    async def run[**P, T](self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do work that is short and asks the database only, without holding up others.

        With a file of our own it is done at once: handing it to a thread and back takes longer. A database
        somewhere else is waited for in a thread.
        """
        if self._turn is not None:
            return work(*given, **named)
        return await asyncio.to_thread(work, *given, **named)

    def _take_turn_to_change(self, statement: ORMExecuteState) -> None:
        if not statement.is_select:
            self._take_turn(statement.session)

    def _take_turn(self, session: Session) -> None:
        """Wait until nobody else writes; whoever only reads never waits."""
        if self._turn is not None and not session.info.get(_WRITES):
            self._turn.acquire()
            session.info[_WRITES] = True

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
