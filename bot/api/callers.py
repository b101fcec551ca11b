"""Who is asking: knows programs by their keys, and keeps any of them from asking too much."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyQuery, HTTPAuthorizationCredentials, HTTPBearer
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from starlette.concurrency import run_in_threadpool

from bot.api.errors import ApiRefusal
from bot.api.services import ApiServices
from bot.domain.api_keys import Caller, Scope

_WAIT_SECONDS = 60
_LONGEST_KEY = 200

in_header = HTTPBearer(auto_error=False, scheme_name="key", description="A key that an administrator made.")
in_query = APIKeyQuery(
    name="api_key", auto_error=False, scheme_name="api_key", description="The same key, as Open311 has it."
)


class Door:
    """Lets programs in by their keys; counts in this process's memory, and forgets with it."""

    def __init__(self, services: ApiServices) -> None:
        self.services = services
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._limit = RateLimitItemPerMinute(services.requests_per_minute)

    async def count(self, kind: str, who: str) -> None:
        """Count one request; raises ApiRefusal `too_many` when it is one too many."""
        if not await self._limiter.hit(self._limit, kind, who):
            wait = {"Retry-After": str(_WAIT_SECONDS)}
            raise ApiRefusal("too_many", 429, "Too many requests. Wait a minute, then ask again.", wait)

    async def let_in(self, request: Request, key: str | None, scope: Scope) -> Caller:
        """Whose key it is, if it allows that; raises ApiRefusal."""
        who = {"WWW-Authenticate": "Bearer"}
        if not key:
            raise ApiRefusal(
                "key_missing", 401, "This needs a key. An administrator of the hub makes one.", who
            )
        caller = await run_in_threadpool(self._find, key[:_LONGEST_KEY])
        if caller is None:
            await self.count("wrong-key", address_of(request))
            raise ApiRefusal("key_unknown", 401, "This key is wrong, or was taken back.", who)
        await self.count("key", str(caller.key_id))
        if not caller.may(scope):
            raise ApiRefusal("key_not_enough", 403, f"This key doesn't allow it: it needs {scope.value}.")
        return caller

    def _find(self, key: str) -> Caller | None:
        with self.services.database.unit_of_work() as unit:
            return self.services.keys.find(unit, key)


def address_of(request: Request) -> str:
    """The network address of a request, as the server in front reports it."""
    return request.client.host if request.client else "unknown"


async def _door_of(request: Request) -> Door:
    door: Door = request.app.state.api_door
    return door


async def _given_key(
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(in_header)],
    query: Annotated[str | None, Depends(in_query)],
) -> str | None:
    return bearer.credentials if bearer else query


AtDoor = Annotated[Door, Depends(_door_of)]
GivenKey = Annotated[str | None, Depends(_given_key)]
