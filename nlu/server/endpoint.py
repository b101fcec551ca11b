"""The hub's address with a connection that stays open; Rasa makes a new one for every action."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import aiohttp
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

_MOST_CONNECTIONS = 64
#: Shorter than the hub keeps idle ones (5 s), so that none is used while the hub closes it.
_IDLE_SECONDS = 2.0


class _Connections:
    """The session whose connections stay; made when first needed, since it belongs to the running loop."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def session(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_MOST_CONNECTIONS, keepalive_timeout=_IDLE_SECONDS),
                timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def close(self) -> None:
        """Let go of them."""
        if self._session is not None:
            await self._session.close()


#: Of this process: a new model brings new endpoints, which go on with the same connections.
connections = _Connections()


class _Lent:
    """The session for one request; Rasa leaves the `async with` block after it, and the session stays."""

    async def __aenter__(self) -> aiohttp.ClientSession:
        return connections.session()

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Leave it open."""


class LastingEndpoint(EndpointConfig):
    """Where the hub runs our actions."""

    @classmethod
    def like(cls, other: EndpointConfig) -> Self:
        """What endpoints.yml says, with lasting connections."""
        return cls(other.url, other.params, other.headers, **other.kwargs)

    def session(self) -> _Lent:
        """What Rasa opens for a request."""
        return _Lent()
