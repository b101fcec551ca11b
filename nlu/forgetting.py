"""Deletes a conversation from the file in which Rasa remembers; needs nothing of Rasa's."""

import sqlite3
from pathlib import Path

BUSY_SECONDS = 10.0


def forget(file: Path, tracker_id: str) -> None:
    """Delete everything that was said under this id; one that isn't known changes nothing.

    Raises sqlite3.OperationalError when the file stays busy.
    """
    if not file.exists():
        return
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS)
    try:
        with connection:
            connection.execute("DELETE FROM events WHERE sender_id = ?", (tracker_id,))
    finally:
        connection.close()
