"""Posts to agencies' systems: addresses inside the hub's own network are refused, and answers kept short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from bot.errors import AddressError, DeliveryError
from bot.gateways.guarded_address import resolve_host, wait_asked_for

_TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_LONGEST_ANSWER = 64 * 1024
#: Refusals that pass: too slow, too early, too many at once.
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said that took or refused something."""

    status: int
    content: bytes


@dataclass(frozen=True, slots=True)
class GuardedHttp:
    """Each request looks its host up once, judges the address, and connects to just that address.

    So a name can't lead somewhere else between the look and the request. Redirects are not followed.
    """

    allows_private: bool = False
    """Whether loopback and private addresses, and plain http, are allowed: for systems next door."""

    async def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """Post, and give the answer if it is 2xx or 4xx; raises DeliveryError for all that passes."""
        target = httpx.URL(url)
        address = await self._resolve(target)
        named = {**headers, "Host": target.netloc.decode("ascii"), "User-Agent": "local-focus"}
        request_url = target.copy_with(host=address)
        extensions = {"sni_hostname": target.host}
        # An environment's proxy would look the name up again.
        async with httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client:
            try:
                async with client.stream(
                    "POST", request_url, content=content, headers=named, extensions=extensions
                ) as response:
                    _check_status(response)
                    return Answer(response.status_code, await _read(response))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                raise DeliveryError("no_connection", is_permanent=False) from None
            except httpx.TimeoutException:
                raise DeliveryError("timed_out", is_permanent=False) from None
            except httpx.HTTPError:
                raise DeliveryError("closed", is_permanent=False) from None

    async def _resolve(self, url: httpx.URL) -> str:
        if url.scheme != "https" and not (self.allows_private and url.scheme == "http"):
            raise DeliveryError("not_https", is_permanent=True)
        try:
            return await resolve_host(url.host, allows_private=self.allows_private)
        except AddressError as error:
            raise DeliveryError(error.reason, is_permanent=error.is_permanent) from None


def refusal(answer: Answer, reason: str | None = None) -> DeliveryError:
    """The error for a refusal that no waiting mends."""
    return DeliveryError(reason or f"refused_{answer.status}", is_permanent=True)


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in _PASSING:
        raise DeliveryError(f"busy_{status}", is_permanent=False, retry_after=wait_asked_for(response))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise DeliveryError("server_error", is_permanent=False, retry_after=wait_asked_for(response))
    if httpx.codes.MULTIPLE_CHOICES <= status < httpx.codes.BAD_REQUEST:
        raise DeliveryError("moved", is_permanent=True)


async def _read(response: httpx.Response) -> bytes:
    content = b""
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > _LONGEST_ANSWER:
            raise DeliveryError("unreadable_answer", is_permanent=True)
    return content
