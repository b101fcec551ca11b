"""Deliveries to the hub: only Telegram's own are taken, and one that can't be stored comes again."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from sqlalchemy import select

from bot.db.models import InboxUpdate
from tests.bot_api.server import BotApi
from tests.fakes.telegram_hub import PUBLIC, TelegramHub, create_telegram_hub

PATH = "/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    """A free one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def api(port: int) -> Iterator[BotApi]:
    """A Bot API that finds the hub's public address here."""
    running = BotApi(reroute={PUBLIC: f"http://127.0.0.1:{port}"})
    yield running
    running.close()


@pytest.fixture
def hub(tmp_path: Path, api: BotApi, port: int) -> Iterator[TelegramHub]:
    """A hub with a public address."""
    made = create_telegram_hub(tmp_path, api, public_url=PUBLIC)
    config = uvicorn.Config(made.app, port=port, log_level="critical", lifespan="off")
    with made.serving(uvicorn.Server(config)):
        yield made
    made.database.close()


def test_what_is_delivered_is_answered(api: BotApi, hub: TelegramHub) -> None:
    person = api.person(1)
    person.say("hello")
    assert person.wait_for(1) == ["Where is it?"]
    assert api.state.webhook["url"] == PUBLIC + PATH
    assert "getUpdates" not in [name for name, _ in api.state.requests]
    assert [told.message for told in hub.rasa.told] == ["hello"]


def test_nobody_else_is_listened_to(api: BotApi, hub: TelegramHub, port: int) -> None:
    person = api.person(1)
    person.say("hello")
    person.wait_for(1)
    secret = api.state.webhook["secret"]
    update = {"update_id": 5, "message": person.heard[0]}
    address = f"http://127.0.0.1:{port}{PATH}"
    with httpx.Client(trust_env=False) as client:
        codes = [
            client.post(address, json=update).status_code,
            client.post(address, json=update, headers={HEADER: secret[:-1]}).status_code,
            client.post(address, content=b"{", headers={HEADER: secret}).status_code,
            client.post(address, json=[], headers={HEADER: secret}).status_code,
            client.post(address, json={"update_id": 6}, headers={HEADER: secret}).status_code,
            client.post(address, json={"update_id": 7, "poll": {}}, headers={HEADER: secret}).status_code,
        ]
    assert codes == [403, 403, 400, 400, 200, 200]
    with hub.database.unit_of_work() as session:
        assert len(session.scalars(select(InboxUpdate)).all()) == 2
