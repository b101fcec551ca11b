"""Says whether the whole product can serve: 200 when every part can, 503 otherwise."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

CHECK_SECONDS = 5.0

type Check = Callable[[], Awaitable[bool]]

_log = logging.getLogger(__name__)
router = APIRouter(tags=["health"])


class HealthOut(BaseModel):
    """How the product is."""

    status: Literal["ok", "unavailable"]
    parts: dict[str, bool] = Field(description="Whether each part can serve.")


class Readiness:
    """Asks every part whether it can serve."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        """`checks` say for each part by name whether it can serve."""
        self._checks = dict(checks)

    async def check_parts(self) -> dict[str, bool]:
        """Each part by name and whether it can serve; one that fails or is too slow can't."""
        results = await asyncio.gather(*(_is_well(name, check) for name, check in self._checks.items()))
        return dict(zip(self._checks, results, strict=True))

    async def is_ready(self) -> bool:
        """Whether every part can serve."""
        return all((await self.check_parts()).values())


@router.get(
    "/healthz",
    responses={503: {"model": HealthOut, "description": "A part can't serve; `parts` says which."}},
)
async def show_health(request: Request, response: Response) -> HealthOut:
    """Whether everything that is needed to serve residents can serve."""
    readiness: Readiness = request.app.state.readiness
    parts = await readiness.check_parts()
    if all(parts.values()):
        return HealthOut(status="ok", parts=parts)
    response.status_code = 503
    return HealthOut(status="unavailable", parts=parts)


async def _is_well(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except Exception as error:  # noqa: BLE001 -- whatever a part does when it fails, it isn't well
        _log.warning("health check of %s failed: %s", name, type(error).__name__)
        return False
