"""A resident who talks with the product over Telegram, and remembers what it said last."""

from __future__ import annotations

import itertools
import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bot_api.chats import buttons_of
from tests.bot_api.server import BotApi
from tests.conversations.product import PATIENCE_SECONDS
from tests.conversations.resident import Answer

_BETWEEN_LOOKS_SECONDS = 0.03
_numbers = itertools.count(5_000_001)
_IS_DONE = """
SELECT EXISTS (SELECT 1 FROM inbox_update WHERE external_id = :update AND state = 'done')
  AND NOT EXISTS (
    SELECT 1 FROM outgoing_message WHERE address = :address AND state NOT IN ('sent', 'left_out')
  )
"""
_WHAT_IT_WAS = """
SELECT outgoing_message.external_id, message.danger, message.content FROM outgoing_message
JOIN message ON message.id = outgoing_message.message_id WHERE outgoing_message.address = :address
"""


class TelegramResident:
    """One person with a chat of their own; does what `Resident` does on the web."""

    def __init__(self, api: BotApi, database: Path) -> None:
        self._chat = api.person(next(_numbers))
        self._database = database
        self._heard = 0
        self.heard = Answer((), None)

    def say(self, text: str) -> Answer:
        """Write something."""
        return self._do(lambda: self._chat.say(text))

    def press(self, title: str) -> Answer:
        """Press a button of the latest answer."""
        assert title in self.heard.buttons, f"no button {title!r} in {self.heard}"
        return self._do(lambda: self._chat.press(title))

    def share(self, latitude: float, longitude: float) -> Answer:
        """Share a location."""
        return self._do(lambda: self._chat.send(location={"latitude": latitude, "longitude": longitude}))

    def edit(self, before: str, after: str) -> Answer:
        """Change what was written."""
        written = next(m for m in self._chat.state.messages[self._chat.id] if m.get("text") == before)
        return self._do(lambda: self._chat.edit(written, after))

    def reply(self, text: str) -> Answer:
        """Write something as a reply to the latest message of the bot that names a reference."""
        told = next(m for m in reversed(self._chat.heard) if "LF-" in m["text"])
        return self._do(lambda: self._chat.say(text, reply_to_message=dict(told)))

    def send_payload(self, payload: str) -> Answer:
        """Nobody can: buttons are signed."""
        raise NotImplementedError(payload)

    def _do(self, act: Callable[[], object]) -> Answer:
        """Act, wait until all of it was answered, and take what was heard by then."""
        act()
        update = str(self._chat.state.latest[self._chat.id])
        end = time.monotonic() + PATIENCE_SECONDS
        while not self._ask(_IS_DONE, update=update)[0][0]:
            assert time.monotonic() < end, "no answer came"
            time.sleep(_BETWEEN_LOOKS_SECONDS)
        kinds = {key: (danger, json.loads(content)) for key, danger, content in self._ask(_WHAT_IT_WAS)}
        heard = self._chat.heard[self._heard :]
        self._heard += len(heard)
        # What was said of a deleted conversation stands in none.
        of = [kinds.get(str(message["message_id"]), (None, {})) for message in heard]
        concerns = [content.get("concern") for _, content in of]
        self.heard = Answer(
            tuple(
                {
                    "text": message["text"],
                    "danger": danger is not None,
                    "buttons": [
                        {"title": b["text"], "payload": b["callback_data"]} for b in buttons_of(message)
                    ],
                }
                for message, (danger, _) in zip(heard, of, strict=True)
            ),
            next((concern for concern in reversed(concerns) if concern), None),
        )
        return self.heard

    def _ask(self, query: str, **given: object) -> list[Any]:
        """What the product stored; what Telegram shows doesn't tell a card from a question."""
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True, timeout=30)) as connection:
            return connection.execute(query, {"address": str(self._chat.id), **given}).fetchall()
