"""Referrals to an agency's own system by a webhook that is signed as Standard Webhooks says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

from bot.domain.referral_packages import Receipt, ReferralPackage
from bot.gateways.delivery_routes import DeliveryRoutes
from bot.gateways.guarded_http import GuardedHttp, refusal
from bot.gateways.referral_fields import plain_fields


def _now() -> datetime:
    return datetime.now(UTC)


class WebhookDelivery:
    """POSTs JSON; `webhook-id` is the same however often one delivery is sent."""

    def __init__(self, routes: DeliveryRoutes, http: GuardedHttp, now: Callable[[], datetime] = _now) -> None:
        self._routes = routes
        self._http = http
        self._now = now

    async def deliver(self, package: ReferralPackage) -> Receipt:
        """Send it; any 2xx means that it was taken. Raises DeliveryError."""
        route = self._routes.get(package.agency_id)
        moment = self._now()
        body = _body(package, moment)
        timestamp = str(int(moment.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "webhook-id": package.key,
            "webhook-timestamp": timestamp,
            "webhook-signature": sign(route.secret, package.key, timestamp, body),
        }
        answer = await self._http.post(route.target, body, headers)
        if answer.status >= 400:
            raise refusal(answer)
        return Receipt(package.key)


def sign(secret: str, key: str, timestamp: str, body: bytes) -> str:
    """The signature's header: HMAC-SHA256 over id, time and body, so that neither can be changed."""
    signed = b".".join((key.encode("ascii"), timestamp.encode("ascii"), body))
    digest = hmac.digest(secret.encode("utf-8"), signed, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode("ascii")


def _body(package: ReferralPackage, moment: datetime) -> bytes:
    content = {
        "type": f"referral.{'sent' if package.purpose == 'referral' else package.purpose}",
        "timestamp": moment.isoformat(timespec="seconds"),
        "data": {
            "agency": package.agency_id,
            "role": "lead" if package.is_lead else "partner",
            "sensitive": package.is_sensitive,
            "answer_url": package.answer_address,
            **plain_fields(package),
        },
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
