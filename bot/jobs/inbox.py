"""Works off the inbox: hands each stored update to its channel, a burst of one person at a stretch."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from bot.db.session import Database
from bot.domain.pushed_channels import TakesUpdates
from bot.errors import NotYetError, StoppingError
from bot.jobs.worker import Worker
from bot.services.inbox import ClaimedUpdate, InboxService

#: After so many at a stretch, the answers found so far go out.
_LONGEST_BURST = 10

_log = logging.getLogger(__name__)


class InboxWorker(Worker[ClaimedUpdate]):
    """Takes one update of a person at a time, and of several people at once."""

    def __init__(
        self,
        database: Database,
        inbox: InboxService,
        channels: Mapping[str, TakesUpdates],
        on_answered: Callable[[], None],
    ) -> None:
        """`on_answered` is told when all that somebody wrote was acted on."""
        super().__init__(database)
        self._inbox = inbox
        self._channels = channels
        self._on_answered = on_answered
        self._at_a_stretch: Counter[tuple[str, str]] = Counter()
        inbox.on_stored.append(self.wake)

    def _claim(self, limit: int) -> Sequence[ClaimedUpdate]:
        return self._inbox.claim(self._channels.keys(), limit)

    async def _work(self, item: ClaimedUpdate) -> ClaimedUpdate | None:
        following = None
        person = (item.channel, item.address)
        self._at_a_stretch[person] += 1
        try:
            await self._channels[item.channel].take(item.content)
        except StoppingError:
            await self._write_down(lambda: self._inbox.put_back([item]))
        except NotYetError as error:
            pause = timedelta(seconds=error.seconds)
            await self._write_down(lambda: self._inbox.put_off(item, pause))
        except Exception as error:  # noqa: BLE001  whatever it was: tried again, then given to staff
            kind = type(error).__name__
            if await self._write_down(lambda: self._inbox.fail(item, kind)):
                _log.error("an update of %s was given up: %s", item.channel, kind)
        else:
            goes_on = not self._is_stopping and self._at_a_stretch[person] < _LONGEST_BURST
            following = await self._write_down(lambda: self._inbox.finish(item, claim_next=goes_on))
        if following is None:
            del self._at_a_stretch[person]
            self._on_answered()
        return following

    def _put_back(self, items: Sequence[ClaimedUpdate]) -> None:
        self._inbox.put_back(items)

    def _take_back(self, *, everything: bool) -> int:
        return self._inbox.take_back(everything=everything)

    def _tidy(self) -> None:
        super()._tidy()
        if count := self._inbox.forget_old():
            _log.warning("%d updates that were given up long ago were emptied", count)
