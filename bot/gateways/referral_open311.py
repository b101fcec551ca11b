"""Referrals to a council's system by Open311 GeoReport v2: one service request each."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from bot.domain.reaching import contact_key
from bot.domain.referral_packages import Receipt, ReferralPackage
from bot.errors import DeliveryError
from bot.gateways.delivery_routes import OTHER, DeliveryRoute, DeliveryRoutes
from bot.gateways.guarded_http import Answer, GuardedHttp, refusal
from bot.gateways.referral_fields import describe

#: What else may stand in a description: GeoReport v2 allows 4,000 characters.
_LONGEST = 4000
_ELSEWHERE = frozenset({"Where", "Coordinates", "Please look at it by"})
_HEADERS = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Accept": "application/json"}


class Open311Delivery:
    """POSTs to `<target>/requests.json`."""

    def __init__(self, routes: DeliveryRoutes, http: GuardedHttp) -> None:
        self._routes = routes
        self._http = http

    async def deliver(self, package: ReferralPackage) -> Receipt:
        """Make a request there; its number, or the token for it. Raises DeliveryError.

        A number says that their own case is open, which is their acknowledgement; a token says only that
        they have it. Nothing in GeoReport v2 tells them that two requests are the same: the reference in the
        description does, for whoever reads it.
        """
        if package.is_sensitive:
            # What lies in such systems is often public.
            raise DeliveryError("too_sensitive_for_open311", is_permanent=True)
        route = self._routes.get(package.agency_id)
        url = route.target.rstrip("/") + "/requests.json"
        body = urlencode(_request(package, route)).encode("ascii")
        return _read(await self._http.post(url, body, _HEADERS))


def _request(package: ReferralPackage, route: DeliveryRoute) -> dict[str, str]:
    fields = package.fields
    code = route.services.get(str(fields.get("category"))) or route.services.get(OTHER)
    if code is None:
        raise DeliveryError("no_service_code", is_permanent=True)
    lines = [f"{title}: {text}" for title, text in describe(package) if title not in _ELSEWHERE]
    description = "\n".join([f"Local Focus {package.reference}", *lines])
    request = {"service_code": code, "description": description[:_LONGEST], **_place(package)}
    if route.jurisdiction:
        request["jurisdiction_id"] = route.jurisdiction
    if route.api_key:
        request["api_key"] = route.api_key
    contact = contact_key(str(fields.get("contact") or ""))
    if contact is not None:
        request["email" if "@" in contact else "phone"] = contact
    return request


def _place(package: ReferralPackage) -> dict[str, str]:
    fields = package.fields
    place: dict[str, str] = {}
    if fields.get("latitude") is not None and fields.get("longitude") is not None:
        place = {"lat": f"{fields['latitude']:.6f}", "long": f"{fields['longitude']:.6f}"}
    if fields.get("place_name"):
        place["address_string"] = str(fields["place_name"])
    if not place:
        raise DeliveryError("no_place", is_permanent=True)
    return place


def _read(answer: Answer) -> Receipt:
    if answer.status >= 400:
        # 403: the key is missing or wrong; 404: unknown jurisdiction or service code; 400: anything else.
        raise refusal(answer, {403: "key_refused", 404: "unknown_service"}.get(answer.status))
    found = _first(answer.content)
    if found.get("service_request_id"):
        return Receipt(str(found["service_request_id"]), is_acknowledged=True)
    if found.get("token"):
        return Receipt(f"token:{found['token']}")
    # It may be there: a second one might be double.
    raise DeliveryError("unreadable_answer", is_permanent=True)


def _first(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    if isinstance(found, list) and found:
        found = found[0]
    return found if isinstance(found, dict) else {}
