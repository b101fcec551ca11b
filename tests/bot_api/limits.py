"""How much a bot may send: 30 messages in any second, one a second in a chat, 20 in any minute in a group."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

_A_SECOND = 1.0
_A_MINUTE = 60.0


class Counts(Protocol):
    """A limit that messages are held against."""

    def wait(self, now: float) -> float:
        """Seconds until one more fits; nothing when it does."""

    def take(self, now: float) -> None:
        """Count one."""


@dataclass(slots=True)
class Window:
    """At most so many in any stretch of so many seconds."""

    most: int
    seconds: float
    _taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more fits; nothing when it does."""
        while self._taken and self._taken[0] <= now - self.seconds:
            self._taken.popleft()
        return self._taken[0] + self.seconds - now if len(self._taken) >= self.most else 0.0

    def take(self, now: float) -> None:
        """Count one."""
        self._taken.append(now)


@dataclass(slots=True)
class Bucket:
    """One a second in the long run, and a short burst above that."""

    burst: int
    _level: float = 0.0
    _looked_at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more fits; nothing when it does."""
        self._level = max(self._level - (now - self._looked_at), 0.0)
        self._looked_at = now
        return max(self._level + 1 - self.burst, 0.0)

    def take(self, _now: float) -> None:
        """Count one."""
        self._level += 1


@dataclass(slots=True)
class FloodLimits:
    """Counts messages as they arrive; a private chat may have a short burst, as Telegram says it may."""

    clock: Callable[[], float] = time.monotonic
    burst: int = 6
    _overall: Window = field(default_factory=lambda: Window(30, _A_SECOND))
    _chats: dict[int, Counts] = field(default_factory=dict)

    def count(self, chat_id: int) -> int:
        """Count a message to a chat; the seconds to wait if it is one too many, which isn't counted."""
        now = self.clock()
        limits = (self._overall, self._of_chat(chat_id))
        wait = max(limit.wait(now) for limit in limits)
        if wait > 0:
            return math.ceil(wait)
        for limit in limits:
            limit.take(now)
        return 0

    def _of_chat(self, chat_id: int) -> Counts:
        if chat_id not in self._chats:
            self._chats[chat_id] = Window(20, _A_MINUTE) if chat_id < 0 else Bucket(self.burst)
        return self._chats[chat_id]
