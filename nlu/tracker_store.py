"""Rasa's memory of conversations: in one SQLite file after every message, and the recent ones at hand."""

from __future__ import annotations

import json
import sqlite3
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.forgetting import BUSY_SECONDS
from nlu.server.recent_trackers import RecentTrackers, recent_trackers
from nlu.server.trackers import StoredTracker

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    f"busy_timeout={int(BUSY_SECONDS * 1000)}",
    # Bringing what is written into the file is waited for: seldom and much costs less than often and little.
    "wal_autocheckpoint=4000",
)
_LAST_ROW = "SELECT max(id) FROM events WHERE sender_id = ?"
_INSERT = """
INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES (?, ?, ?, ?, ?, ?)
"""


class HubTrackerStore(SQLTrackerStore):
    """Rasa's SQL store on SQLite, with a connection of its own for what happens at every message.

    The table is Rasa's, and Rasa's code still reads a conversation that isn't at hand.
    """

    def __init__(self, domain: Domain | None = None, db: str = "tracker.db", **more: Any) -> None:
        """`db` is the file; what else endpoints.yml says goes to Rasa's store."""
        more.pop("dialect", None)
        self._recent: RecentTrackers = recent_trackers
        super().__init__(domain, dialect="sqlite", db=db, **more)
        sa.event.listen(self.engine, "connect", _set_up)
        # The connections made so far don't have it yet.
        self.engine.dispose()
        self._connection = sqlite3.connect(db, timeout=BUSY_SECONDS)
        _set_up(self._connection, None)

    def init_tracker(self, sender_id: str) -> StoredTracker:
        """A tracker in which nothing has happened yet."""
        return StoredTracker(sender_id, self.domain.slots, max_event_history=self.max_event_history)

    async def retrieve(self, sender_id: str) -> StoredTracker | None:
        """The conversation since its session began: the one at hand if it is as stored, else read back."""
        last_row = self._last_row(sender_id)
        if last_row is None:
            self._recent.forget(sender_id)
            return None
        kept = self._recent.take(sender_id, self.domain, last_row)
        if kept is not None:
            return kept
        read = await super().retrieve(sender_id)
        return None if read is None else self._as_stored(read, last_row)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new since the conversation was retrieved; it is in the file when this returns."""
        if not isinstance(tracker, StoredTracker):
            self._recent.forget(tracker.sender_id)
            await super().save(tracker)
            return
        await self.stream_events(tracker)
        new = list(islice(tracker.events, tracker.stored_events, None))
        begins_again = tracker.stored_events > 0 and any(isinstance(event, SessionStarted) for event in new)
        with self._connection:
            for event in new:
                row = self._connection.execute(_INSERT, _row(tracker.sender_id, event))
                tracker.last_row = row.lastrowid
        tracker.stored_events = len(tracker.events)
        # A new session begins with less than this tracker knows: let the next message read that back.
        if not begins_again and new:
            self._recent.keep(tracker, self.domain)

    def _as_stored(self, read: DialogueStateTracker, last_row: int) -> StoredTracker:
        tracker = self.init_tracker(read.sender_id)
        for event in read.events:
            tracker.update(event)
        tracker.stored_events = len(tracker.events)
        tracker.last_row = last_row
        return tracker

    def _last_row(self, sender_id: str) -> int | None:
        found: int | None = self._connection.execute(_LAST_ROW, (sender_id,)).fetchone()[0]
        return found


def _row(sender_id: str, event: Event) -> tuple[Any, ...]:
    """The columns of Rasa's table."""
    data = event.as_dict()
    intent = data.get("parse_data", {}).get("intent", {}).get("name")
    return sender_id, event.type_name, data.get("timestamp"), intent, data.get("name"), json.dumps(data)


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
