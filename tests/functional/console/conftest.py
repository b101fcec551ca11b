"""A hub with staff of each role, and browsers for them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.domain.staff import Role
from tests.fakes.hub import Hub, create_hub
from tests.functional.console.officer import Officer, add_staff
from tests.functional.web.visitor import Visitor, client_for


@pytest.fixture
def anyio_backend() -> str:
    """Tests run on asyncio, as the hub does."""
    return "asyncio"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub with default settings."""
    made = create_hub(tmp_path)
    yield made
    made.close()


@pytest.fixture
async def officer(hub: Hub) -> AsyncIterator[Officer]:
    """Somebody at a browser, not signed in."""
    async with client_for(hub) as client:
        yield Officer(client)


@pytest.fixture
async def resident(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody who has begun a web chat."""
    async with client_for(hub) as client:
        visitor = Visitor(client)
        await visitor.send("An old mattress by the beck")
        yield visitor


type SignIn = Callable[..., Awaitable[Officer]]


@pytest.fixture
async def signed_in(hub: Hub) -> AsyncIterator[SignIn]:
    """Signs somebody of a role in, in a browser of their own."""
    async with AsyncExitStack() as browsers:

        async def sign_in(
            role: Role,
            email: str | None = None,
            agency: str | None = None,
            areas: frozenset[str] = frozenset(),
        ) -> Officer:
            address = email or f"{role.value}@hub.example"
            if role is Role.PARTNER and agency is None:
                agency = "westshire_police"
            add_staff(hub, address, role, agency=agency, areas=areas)
            officer = Officer(await browsers.enter_async_context(client_for(hub)))
            await officer.sign_in(address)
            assert officer.path == "/console"
            return officer

        yield sign_in
