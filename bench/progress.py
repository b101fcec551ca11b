"""Says what the bench is doing, with the time since it began, and now and then that it still is."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY_SECONDS = 30.0


class Progress:
    """The lines that the bench prints while it works."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        """How long the bench has been at work."""
        return time.monotonic() - self._began

    def say(self, line: str) -> None:
        """Print a line with minutes and seconds in front."""
        minutes, seconds = divmod(int(self.seconds), 60)
        self.print(f"[{minutes:3d}:{seconds:02d}] {line}")

    def print(self, text: str) -> None:
        """Print as it is."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    @contextmanager
    def during(self, what: str) -> Iterator[None]:
        """Say what is begun, and every half minute that it goes on."""
        self.say(f"{what} ...")
        done = threading.Event()
        ticker = threading.Thread(target=self._tick, args=(what, done), daemon=True)
        ticker.start()
        try:
            yield
        finally:
            done.set()
            ticker.join()

    def _tick(self, what: str, done: threading.Event) -> None:
        while not done.wait(_EVERY_SECONDS):
            self.say(f"{what} still goes on ...")
