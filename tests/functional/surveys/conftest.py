"""A hub with an open survey about street lamps."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from bot.db.models import SurveyOpening
from bot.domain.staff import COMMAND_LINE
from bot.domain.surveys import Survey
from tests.fakes.hub import Hub, create_hub, create_test_surveys
from tests.fakes.reports import westshire
from tests.functional.surveys.answering import NewResident, Resident
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


def open_survey(hub: Hub, survey: Survey) -> int:
    """Open a survey for two weeks from today; the number of the round."""
    today = date.today()  # noqa: DTZ011 -- the place's day
    with hub.database.unit_of_work() as unit:
        openings = create_test_surveys().openings
        opening = openings.open(unit, COMMAND_LINE, survey, today, today + timedelta(days=14), today)
        return opening.id


def close_survey(hub: Hub, opening_id: int) -> None:
    """End a round."""
    with hub.database.unit_of_work() as unit:
        create_test_surveys().openings.close(unit, COMMAND_LINE, unit.get_one(SurveyOpening, opening_id))


@pytest.fixture
def lamps() -> Survey:
    """The survey of the place pack."""
    return westshire().surveys[0]


@pytest.fixture
def opening(hub: Hub, lamps: Survey) -> int:
    """It is open; the number of the round."""
    return open_survey(hub, lamps)


@pytest.fixture
def confidential(hub: Hub, lamps: Survey) -> int:
    """The same, with answers that are kept with the person."""
    return open_survey(hub, replace(lamps, is_anonymous=False))


@pytest.fixture
async def new_resident(hub: Hub) -> AsyncIterator[NewResident]:
    """Begins a conversation of somebody else at each call."""
    async with AsyncExitStack() as stack:

        async def begin() -> Resident:
            client = await stack.enter_async_context(client_for(hub))
            token = (await client.post("/api/chat/sessions")).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            return Resident(client)

        yield begin


@pytest.fixture
async def browser(hub: Hub) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without cookies."""
    async with client_for(hub) as client:
        yield client
