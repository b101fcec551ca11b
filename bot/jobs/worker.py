"""What works off a queue: claims, works on several at once, and on stopping finishes or puts back."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from bot.db.session import Database

_TIDY_SECONDS = 20.0
#: Well below a claim's life: what was done has to be written down before somebody does it again.
_WRITE_SECONDS = 90.0

_log = logging.getLogger(__name__)


class Worker[Item](ABC):
    """Claims what waits when it is woken, and looks by itself now and then.

    Several hubs may look at the same queue: a claim is what keeps them apart.
    """

    def __init__(self, database: Database, most_at_once: int = 8, look_seconds: float = 1.0) -> None:
        self._database = database
        self._most_at_once = most_at_once
        self._look_seconds = look_seconds
        self._bell = asyncio.Event()
        self._in_hand: dict[asyncio.Task[None], Item] = {}
        self._is_stopping = False
        self._tidied_at = 0.0

    def wake(self) -> None:
        """Have it look at once; called in the event loop, after what waits was committed."""
        self._bell.set()

    async def run(self) -> None:
        """Work until `stop`."""
        await self._try(self._take_back, everything=not self._database.is_shared)
        while not self._is_stopping:
            self._bell.clear()
            free = self._most_at_once - len(self._in_hand)
            for item in (await self._try(self._claim, free) or ()) if free else ():
                self._begin(item)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._look_seconds):
                    await self._bell.wait()
            if time.monotonic() - self._tidied_at > _TIDY_SECONDS:
                self._tidied_at = time.monotonic()
                await self._try(self._tidy)

    async def stop(self, seconds: float) -> None:
        """Claim no more, wait so long for what is in hand, and put the rest back."""
        self._is_stopping = True
        self.wake()
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)
        left = dict(self._in_hand)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if left:
            await self._try(self._put_back, list(left.values()))

    @abstractmethod
    def _claim(self, limit: int) -> Sequence[Item]:
        """Claim so many at most."""

    @abstractmethod
    async def _work(self, item: Item) -> Item | None:
        """Work on one and write down what came of it; what to go on with, claimed already, or None."""

    @abstractmethod
    def _put_back(self, items: Sequence[Item]) -> None:
        """Let go of what was claimed and not done."""

    @abstractmethod
    def _take_back(self, *, everything: bool) -> int:
        """Let wait again what somebody claimed who died."""

    def _tidy(self) -> None:
        """What is due now and then."""
        self._take_back(everything=False)

    async def _write_down[T](self, write: Callable[[], T]) -> T:
        """Write what came of the work, again and again while the database is locked or gone."""
        trying = AsyncRetrying(
            stop=stop_after_delay(_WRITE_SECONDS),
            wait=wait_random_exponential(multiplier=0.1, max=5),
            retry=retry_if_exception_type(OperationalError),
            reraise=True,
        )
        return await trying(self._database.run, write)

    def _begin(self, item: Item) -> None:
        task = asyncio.create_task(self._work_off(item))
        self._in_hand[task] = item
        task.add_done_callback(self._end)

    async def _work_off(self, item: Item) -> None:
        following: Item | None = item
        task = asyncio.current_task()
        while following is not None and task is not None:
            self._in_hand[task] = following
            following = await self._work(following)

    def _end(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._in_hand.pop(task, None)
            if (error := task.exception()) is not None:
                # Its claim runs out, and it is taken again then.
                _log.error("%s: unforeseen %s", type(self).__name__, type(error).__name__)
        self.wake()

    async def _try[**P, T](self, ask: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
        """Ask the database; when that fails, the next look asks again."""
        try:
            return await self._database.run(ask, *given, **named)
        except SQLAlchemyError as error:
            _log.warning("%s: the database failed (%s)", type(self).__name__, type(error).__name__)
            return None
