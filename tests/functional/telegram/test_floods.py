"""Somebody who writes faster than is allowed: everything is kept, they are told so once, danger is heard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.telegram.words import TelegramWords
from bot.db.base import utc_now
from bot.db.models import InboxState, InboxUpdate
from tests.bot_api.server import BotApi
from tests.fakes.danger import CARD
from tests.fakes.reports import phrases
from tests.fakes.telegram_hub import TelegramHub, create_telegram_hub, until
from tests.functional.telegram.conftest import ALEX, SAM

SLOWLY = TelegramWords.read(1024, phrases().catalogues).text("slowly")


@pytest.fixture
def strict(tmp_path: Path, api: BotApi) -> Iterator[TelegramHub]:
    """A hub that takes three messages a minute from one person."""
    made = create_telegram_hub(tmp_path, api, messages_per_minute=3)
    with made.serving():
        yield made
    made.database.close()


def waiting(hub: TelegramHub) -> list[str]:
    with hub.database.unit_of_work() as session:
        rows = session.scalars(
            select(InboxUpdate).where(InboxUpdate.state == InboxState.WAITING).order_by(InboxUpdate.id)
        )
        return [row.content["message"]["text"] for row in rows]


def test_what_is_too_quick_waits_and_that_is_said_once(api: BotApi, strict: TelegramHub) -> None:
    sam, alex = api.person(SAM), api.person(ALEX)
    texts = [f"bag number {number}" for number in range(8)]
    for text in texts:
        sam.say(text)
    sam.wait(lambda heard: any(message["text"] == SLOWLY for message in heard))
    alex.say("a pothole")
    alex.wait_for(1)
    until(lambda: waiting(strict) == texts[3:])
    assert [one.message for one in strict.rasa.told] == [*texts[:3], "a pothole"]
    assert sam.texts.count(SLOWLY) == 1
    with strict.database.unit_of_work() as session:
        first = session.scalars(
            select(InboxUpdate).where(InboxUpdate.state == InboxState.WAITING).order_by(InboxUpdate.id)
        ).first()
    assert first is not None
    assert first.attempts == 0  # Waiting is no failed try, of which there are only so many.
    assert timedelta(0) < first.due_at - utc_now() <= timedelta(minutes=1)


def test_danger_is_heard_however_quick(api: BotApi, strict: TelegramHub) -> None:
    sam = api.person(SAM)
    for number in range(5):
        sam.say(f"bag number {number}")
    sam.wait(lambda heard: any(message["text"] == SLOWLY for message in heard))
    sam.say("help me now")
    sam.wait(lambda heard: any(message["text"] == CARD for message in heard))
