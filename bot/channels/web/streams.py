"""Counts the open event streams, so that nobody holds too many, and ends them when the hub stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.web.problems import RequestRefusedError

MOST_STREAMS = 500
MOST_PER_SESSION = 4
"""Somebody may have the chat open in a few tabs."""
_RETRY_SECONDS = 30


class Streams:
    """Every open stream holds a place."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self.is_stopping = False

    def stop(self) -> None:
        """Let every stream end within one look at the database; new ones are refused."""
        self.is_stopping = True

    def check_room(self, session_id: str) -> None:
        """Raise RequestRefusedError `too_many` when there is no place for one more."""
        is_full = self._open.total() >= MOST_STREAMS or self._open[session_id] >= MOST_PER_SESSION
        if is_full or self.is_stopping:
            raise RequestRefusedError("too_many", 429, retry_after_seconds=_RETRY_SECONDS)

    @contextmanager
    def place(self, session_id: str) -> Iterator[None]:
        """Hold a place while the block runs."""
        self._open[session_id] += 1
        try:
            yield
        finally:
            self._open[session_id] -= 1
            if self._open[session_id] <= 0:
                del self._open[session_id]

    def __len__(self) -> int:
        return self._open.total()
