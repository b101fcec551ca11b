"""Rasa's memory of conversations in one SQLite file: quick to write."""

import sqlite3
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

from nlu.forgetting import BUSY_SECONDS


class HubTrackerStore(SQLTrackerStore):
    """Rasa's SQL store on SQLite: readers beside the one writer, no wait for the disk at every turn."""

    def __init__(self, domain: Domain | None = None, db: str = "tracker.db", **more: Any) -> None:
        """`db` is the file; what else endpoints.yml says goes to Rasa's store."""
        more.pop("dialect", None)
        super().__init__(domain, dialect="sqlite", db=db, **more)
        sa.event.listen(self.engine, "connect", _set_up)
        # The connections made so far don't have it yet.
        self.engine.dispose()


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", f"busy_timeout={int(BUSY_SECONDS * 1000)}"):
        connection.execute(f"PRAGMA {pragma}")
