"""Works off the deliveries of referrals: sends each by its route, and writes down what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from bot.db.session import Database
from bot.domain.referral_packages import DeliversReferrals, Receipt
from bot.errors import DeliveryError
from bot.jobs.worker import Worker
from bot.services.referral_deliveries import ClaimedDelivery, ReferralDeliveryService

_SEND_SECONDS = 60.0
_LOOK_SECONDS = 2.0

_log = logging.getLogger(__name__)


class DeliveryWorker(Worker[ClaimedDelivery]):
    """Makes several deliveries at once; one agency's trouble holds up no other's."""

    def __init__(
        self,
        database: Database,
        deliveries: ReferralDeliveryService,
        routes: Mapping[str, DeliversReferrals],
    ) -> None:
        super().__init__(database, look_seconds=_LOOK_SECONDS)
        self._deliveries = deliveries
        self._routes = routes

    def _claim(self, limit: int) -> Sequence[ClaimedDelivery]:
        return self._deliveries.claim(self._routes.keys(), limit)

    async def _work(self, item: ClaimedDelivery) -> None:
        agency, reference = item.package.agency_id, item.package.reference
        try:
            receipt = await self._send(item)
        except DeliveryError as error:
            failure = error
            is_over = await self._write_down(lambda: self._deliveries.fail(item, failure))
            log = _log.error if is_over else _log.warning
            log("%s to %s, try %d: %s%s", reference, agency, item.attempts, error.reason, _end(is_over))
            return
        await self._write_down(lambda: self._deliveries.sent(item, receipt))
        _log.info("%s to %s, try %d: taken", reference, agency, item.attempts)

    async def _send(self, item: ClaimedDelivery) -> Receipt:
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                return await self._routes[item.channel].deliver(item.package)
        except DeliveryError:
            raise
        except TimeoutError:
            raise DeliveryError("timed_out", is_permanent=False) from None
        except Exception as error:  # noqa: BLE001  whatever it was, the referral is not lost
            raise DeliveryError(type(error).__name__, is_permanent=False) from None

    def _put_back(self, items: Sequence[ClaimedDelivery]) -> None:
        self._deliveries.put_back(items)

    def _take_back(self, *, everything: bool) -> int:
        return self._deliveries.take_back(everything=everything)


def _end(is_over: bool) -> str:
    return "; given up" if is_over else ""
