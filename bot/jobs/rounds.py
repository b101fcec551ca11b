"""What is due now and then: looks that find what has come due, one after another, at a fixed pace."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

_PAUSE_SECONDS = 600.0

_log = logging.getLogger(__name__)


class Rounds:
    """Several hubs may look at once: each look sees to it that nothing is done twice."""

    def __init__(self, looks: Sequence[Callable[[], int]], pause_seconds: float = _PAUSE_SECONDS) -> None:
        """Each look returns how much it found; it runs in a thread and may take its time."""
        self._looks = looks
        self._pause_seconds = pause_seconds
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Look until `stop`."""
        while not self._stopping.is_set():
            for look in self._looks:
                if not self._stopping.is_set():
                    await self._take(look)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause_seconds):
                    await self._stopping.wait()

    def stop(self) -> None:
        """Begin no further look."""
        self._stopping.set()

    async def _take(self, look: Callable[[], int]) -> None:
        name = getattr(look, "__qualname__", type(look).__name__)
        try:
            found = await run_in_threadpool(look)
        except SQLAlchemyError as error:
            # The next round looks again.
            _log.warning("%s: the database failed (%s)", name, type(error).__name__)
            return
        if found:
            _log.info("%s: %d", name, found)
