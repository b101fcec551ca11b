"""What goes wrong in a trial: one trouble after another, at moments drawn from a seed."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.conversations.product import Product, ProductError
from tests.faults.messenger import Messenger, Mood

_LOCKED_SECONDS = 1.5
_MOSTLY = 0.7


@dataclass(slots=True)
class Troubles:
    """Kills and disturbs one product and its messenger until it is told to stop."""

    product: Product
    messenger: Messenger
    dice: random.Random
    bad_day_seconds: float
    """How long the messenger answers nothing but errors."""
    happened: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    """What could not be started again."""
    _over: threading.Event = field(default_factory=threading.Event)

    def make(self, kinds: tuple[str, ...], pause_seconds: tuple[float, float]) -> None:
        """One after another with pauses between, each kind as often as the others."""
        while not self._over.is_set():
            for kind in self.dice.sample(kinds, len(kinds)):
                if self._over.wait(self.dice.uniform(*pause_seconds)):
                    break
                try:
                    getattr(self, f"_{kind}")()
                except ProductError as error:
                    self.failed.append(f"{kind}: {error}")
                    return
                self.happened[kind] += 1
        self.messenger.mood = Mood.WELL

    def end(self) -> None:
        """No more of it."""
        self._over.set()

    def _kill_hub(self) -> None:
        self.product.kill_hub()
        self.product.start()

    def _kill_rasa(self) -> None:
        _kill(self.product.home / "rasa.pid")
        # Mostly it is there again when the next trouble comes; sometimes that comes while it starts.
        if self.dice.random() < _MOSTLY:
            self.product.wait_until_ready()

    def _kill_both(self) -> None:
        _kill(self.product.home / "rasa.pid")
        self.product.kill_hub()
        self.product.start()

    def _stop_and_start(self) -> None:
        self.product.stop()
        self.product.start()

    def _messenger_busy(self) -> None:
        self._have_bad_day(Mood.BUSY)

    def _messenger_broken(self) -> None:
        self._have_bad_day(Mood.BROKEN)

    def _messenger_hangs_up(self) -> None:
        self._have_bad_day(Mood.HANGS_UP)

    def _have_bad_day(self, mood: Mood) -> None:
        self.messenger.mood = mood
        self._over.wait(self.bad_day_seconds)
        self.messenger.mood = Mood.WELL

    def _lock_database(self) -> None:
        """Hold the file as another program would that writes for long."""
        with closing(sqlite3.connect(self.product.database, timeout=30, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            self._over.wait(_LOCKED_SECONDS)
            other.execute("ROLLBACK")


def _kill(pid_file: Path) -> None:
    # It may be being started just now.
    with contextlib.suppress(OSError, ValueError, psutil.NoSuchProcess):
        psutil.Process(int(pid_file.read_text(encoding="ascii"))).kill()
