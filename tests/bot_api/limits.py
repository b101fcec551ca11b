"""How much a bot may send: about 30 messages a second, one a second in a chat, 20 a minute in a group."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_A_SECOND = 1.0
_A_MINUTE = 60.0


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
class FloodLimits:
    """Counts messages; a chat may have a short burst, as Telegram says it may."""

    clock: Callable[[], float] = time.monotonic
    burst: int = 6
    _overall: Window = field(default_factory=lambda: Window(45, _A_SECOND))
    _chats: dict[int, Window] = field(default_factory=dict)

    def count(self, chat_id: int) -> int:
        """Count a message to a chat; the seconds to wait if it is one too many, which isn't counted."""
        now = self.clock()
        windows = (self._overall, self._of_chat(chat_id))
        wait = max(window.wait(now) for window in windows)
        if wait > 0:
            return math.ceil(wait)
        for window in windows:
            window.take(now)
        return 0

    def _of_chat(self, chat_id: int) -> Window:
        if chat_id < 0:
            return self._chats.setdefault(chat_id, Window(20, _A_MINUTE))
        # One a second over the length of a burst, and the burst.
        return self._chats.setdefault(chat_id, Window(2 * self.burst, self.burst * _A_SECOND))
