"""Rasa's memory of conversations in one SQLite file: quick to write, and able to forget."""

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

_BUSY_SECONDS = 10.0


class HubTrackerStore(SQLTrackerStore):
    """Rasa's SQL store on SQLite: readers beside the one writer, no wait for the disk at every turn."""

    def __init__(self, domain: Domain | None = None, db: str = "tracker.db", **more: Any) -> None:
        """`db` is the file; what else endpoints.yml says goes to Rasa's store."""
        more.pop("dialect", None)
        super().__init__(domain, dialect="sqlite", db=db, **more)
        sa.event.listen(self.engine, "connect", _set_up)
        # The connections made so far don't have it yet.
        self.engine.dispose()


def forget(file: Path, tracker_id: str) -> None:
    """Delete everything that was said under this id; one that isn't known changes nothing.

    Raises sqlite3.OperationalError when the file stays busy.
    """
    with sqlite3.connect(file, timeout=_BUSY_SECONDS) as connection:
        connection.execute("DELETE FROM events WHERE sender_id = ?", (tracker_id,))
    connection.close()


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={int(_BUSY_SECONDS * 1000)}"):
        connection.execute(f"PRAGMA {pragma}")
