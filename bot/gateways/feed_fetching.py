"""Fetches feeds, pages and pictures of strangers: public addresses only, in bounded time and size."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Self

import httpx

from bot.domain.feeds import LONGEST_ADDRESS, FeedAnswer, FeedProblem
from bot.errors import AddressError, FeedError
from bot.gateways.guarded_address import resolve_host, wait_asked_for

MOST_BYTES = 5 * 1024 * 1024
MOST_REDIRECTS = 5
_TIMEOUT = httpx.Timeout(10.0)
#: For all of it, redirects included: who drips a byte a second is not waited for.
_WHOLE_SECONDS = 30.0
_FEEDS = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_REDIRECTS, _FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
_MAX_AGE = re.compile(r"max-age=(\d{1,9})")
_BY_STATUS = {
    401: FeedProblem.FORBIDDEN,
    403: FeedProblem.FORBIDDEN,
    404: FeedProblem.NOT_FOUND,
    410: FeedProblem.GONE,
    429: FeedProblem.TOO_OFTEN,
}


@dataclass(frozen=True, slots=True)
class FeedFetcher:
    """Each request looks its host up once, judges the address, and connects to just that address."""

    agent: str
    """What we call ourselves, with how to reach whoever runs the hub."""
    allows_private: bool = False
    whole_seconds: float = _WHOLE_SECONDS
    most_bytes: int = MOST_BYTES
    client: httpx.AsyncClient = field(default_factory=lambda: _new_client())

    async def fetch(self, url: str, etag: str = "", last_modified: str = "") -> FeedAnswer:
        """Ask for what is new since `etag` and `last_modified`; raises FeedError."""
        headers = {"User-Agent": self.agent, "Accept": _FEEDS, "Accept-Encoding": "gzip, deflate"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        try:
            async with asyncio.timeout(self.whole_seconds):
                return await self._follow(url, headers)
        except TimeoutError:
            raise FeedError(FeedProblem.TIMED_OUT) from None

    async def close(self) -> None:
        """Let go of all connections."""
        await self.client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def _follow(self, url: str, headers: dict[str, str]) -> FeedAnswer:
        here, moved_to, is_for_good = url, "", True
        for _ in range(MOST_REDIRECTS + 1):
            async with self._asked(here, headers) as response:
                if response.status_code not in _REDIRECTS:
                    return await self._answer(response, here, moved_to)
                here = _target(here, response)
                # One step that isn't for good, and the rest of the way isn't either.
                is_for_good = is_for_good and response.status_code in _FOR_GOOD
                moved_to = here if is_for_good else moved_to
        raise FeedError(FeedProblem.TOO_MANY_REDIRECTS)

    @asynccontextmanager
    async def _asked(self, url: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        target = _parse(url)
        try:
            address = await resolve_host(target.host, allows_private=self.allows_private)
        except AddressError as error:
            raise FeedError(error.reason) from None
        request_url = target.copy_with(host=address)
        named = {**headers, "Host": target.netloc.decode("ascii")}
        try:
            async with self.client.stream(
                "GET", request_url, headers=named, extensions={"sni_hostname": target.host}
            ) as response:
                yield response
        except httpx.ConnectError as error:
            is_certificate = "CERTIFICATE" in str(error).upper()
            raise FeedError(
                FeedProblem.NOT_TRUSTED if is_certificate else FeedProblem.NO_CONNECTION
            ) from None
        except httpx.TimeoutException:
            raise FeedError(FeedProblem.TIMED_OUT) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise FeedError(FeedProblem.CLOSED) from None

    async def _answer(self, response: httpx.Response, url: str, moved_to: str) -> FeedAnswer:
        status, headers = response.status_code, response.headers
        if status != httpx.codes.NOT_MODIFIED and status != httpx.codes.OK:
            raise _refusal(response)
        content = await self._read(response) if status == httpx.codes.OK else None
        age = _MAX_AGE.search(headers.get("cache-control", ""))
        return FeedAnswer(
            url=url,
            content=content,
            content_type=headers.get("content-type", ""),
            etag=headers.get("etag", "")[:LONGEST_ADDRESS],
            last_modified=headers.get("last-modified", "")[:100],
            moved_to=moved_to,
            fresh_seconds=float(age[1]) if age else 0.0,
        )

    async def _read(self, response: httpx.Response) -> bytes:
        content = bytearray()
        async for piece in response.aiter_bytes():
            content += piece
            if len(content) > self.most_bytes:
                raise FeedError(FeedProblem.TOO_LARGE)
        return bytes(content)


def _new_client() -> httpx.AsyncClient:
    # Hosts are asked by their addresses, of which several may share one: no connection is used twice, so
    # that each is made, and its certificate checked, for just one name. A proxy would look names up again.
    return httpx.AsyncClient(
        verify=_certificates(),
        timeout=_TIMEOUT,
        trust_env=False,
        follow_redirects=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    )


@cache
def _certificates() -> ssl.SSLContext:
    # Reading them takes longer than fetching a feed.
    return ssl.create_default_context()


def _parse(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise FeedError(FeedProblem.BAD_ADDRESS) from None
    if target.scheme not in {"http", "https"} or not target.host or len(url) > LONGEST_ADDRESS:
        raise FeedError(FeedProblem.BAD_ADDRESS)
    return target.copy_with(username=None, password=None, fragment=None)


def _target(url: str, response: httpx.Response) -> str:
    try:
        return str(httpx.URL(url).join(response.headers.get("location", "")))
    except (httpx.InvalidURL, ValueError):
        raise FeedError(FeedProblem.BAD_ADDRESS) from None


def _refusal(response: httpx.Response) -> FeedError:
    status = response.status_code
    is_server = status >= httpx.codes.INTERNAL_SERVER_ERROR
    problem = _BY_STATUS.get(status, FeedProblem.SERVER_ERROR if is_server else FeedProblem.REFUSED)
    return FeedError(problem, is_permanent=problem is FeedProblem.GONE, retry_after=wait_asked_for(response))
