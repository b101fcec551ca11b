"""A hub, and programs with keys to its interfaces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from bot.domain.api_keys import KeyWish, Scope
from bot.domain.staff import COMMAND_LINE
from tests.fakes.hub import Hub, create_hub
from tests.functional.web.visitor import client_for


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


type MakeKey = Callable[..., str]


@pytest.fixture
def make_key(hub: Hub) -> MakeKey:
    """Makes a key that allows that much."""

    def make(*scopes: Scope, areas: frozenset[str] = frozenset(), name: str = "A neighbour's system") -> str:
        keys = hub.app.state.api_door.services.keys
        with hub.database.unit_of_work() as unit:
            return str(keys.make(unit, COMMAND_LINE, KeyWish(name, frozenset(scopes), areas))[1])

    return make


@pytest.fixture
async def program(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    """A program, without a key."""
    async with client_for(hub) as client:
        yield client


@pytest.fixture
async def system(hub: Hub, make_key: MakeKey) -> AsyncIterator[httpx.AsyncClient]:
    """Another council's system, with a key that sends and reads by Open311."""
    async with client_for(hub) as client:
        key = make_key(Scope.OPEN311_READ, Scope.OPEN311_SEND)
        client.headers["Authorization"] = f"Bearer {key}"
        yield client
