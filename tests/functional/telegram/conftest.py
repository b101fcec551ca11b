"""A Bot API, a hub that serves it, and people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot_api.chats import Chat
from tests.bot_api.server import BotApi
from tests.fakes.telegram_hub import TelegramHub, create_telegram_hub

SAM, ALEX = 1001, 1002


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A Bot API that nobody has used."""
    running = BotApi()
    yield running
    running.close()


@pytest.fixture
def hub(tmp_path: Path, api: BotApi) -> Iterator[TelegramHub]:
    """A hub that polls."""
    made = create_telegram_hub(tmp_path, api)
    with made.serving():
        yield made
    made.database.close()


@pytest.fixture
def sam(api: BotApi, hub: TelegramHub) -> Chat:
    """Somebody's chat with the bot."""
    return api.person(SAM)


@pytest.fixture
def alex(api: BotApi) -> Chat:
    """Somebody else's."""
    return api.person(ALEX)
