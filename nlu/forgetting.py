"""Deletes a conversation from the file in which Rasa remembers; needs nothing of Rasa's."""

import sqlite3
from pathlib import Path

BUSY_SECONDS = 10.0
_READERS_MILLISECONDS = 500


def forget(file: Path, tracker_id: str) -> None:
    """Delete everything that was said under this id; one that isn't known changes nothing.

    What was deleted is overwritten, also in what SQLite keeps beside the file unless others read meanwhile.
    Raises sqlite3.OperationalError when the file stays busy.
    """
    if not file.exists():
        return
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        with connection:
            connection.execute("DELETE FROM events WHERE sender_id = ?", (tracker_id,))
        connection.execute(f"PRAGMA busy_timeout={_READERS_MILLISECONDS}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
