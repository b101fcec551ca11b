"""A hub in a folder of its own, and a browser without JavaScript to look at it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest

from tests.fakes.hub import Hub, create_hub
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
async def visitor(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody with a browser."""
    async with client_for(hub) as client:
        yield Visitor(client)


@pytest.fixture
async def other_visitor(hub: Hub) -> AsyncIterator[Visitor]:
    """Somebody else."""
    async with client_for(hub) as client:
        yield Visitor(client)


@pytest.fixture
async def program(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a token of its own."""
    async with client_for(hub) as client:
        token = (await client.post("/api/chat/sessions")).json()["token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client
