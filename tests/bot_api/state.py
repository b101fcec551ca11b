"""What Telegram knows: chats, messages, files, updates that wait, and the bot's settings."""

from __future__ import annotations

import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.errors import NOT_FOUND, bad_request, forbidden
from tests.bot_api.limits import FloodLimits

TOKEN = "123456789:for-tests-only-AAAAAAAAAAAAAAAAAAAA"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Local Focus", "username": "LocalFocusTestBot"}

type Json = dict[str, Any]


@dataclass(slots=True)
class State:
    """Everything, with the lock that guards it; `changed` is told of whatever happens."""

    limits: FloodLimits = field(default_factory=FloodLimits)
    changed: threading.Condition = field(default_factory=threading.Condition)
    chats: dict[int, Json] = field(default_factory=dict)
    messages: dict[int, list[Json]] = field(default_factory=lambda: defaultdict(list))
    """What stands in each chat, in order, from both sides."""
    members: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    """Group -> person -> status."""
    refusals: dict[int, str] = field(default_factory=dict)
    """Chat -> why nothing can be sent there (403)."""
    migrated: dict[int, int] = field(default_factory=dict)
    """Group -> the supergroup that it became."""
    files: dict[str, bytes] = field(default_factory=dict)
    photos: dict[str, list[Json]] = field(default_factory=dict)
    """Sizes of photos that the bot sent, by the name under which it may send them again."""
    updates: list[Json] = field(default_factory=list)
    """What the bot hasn't confirmed."""
    latest: dict[int, int] = field(default_factory=dict)
    """Chat -> number of the latest update that its people caused."""
    open_presses: dict[str, Json] = field(default_factory=dict)
    """Callback queries that the bot hasn't answered."""
    answered_presses: list[Json] = field(default_factory=list)
    webhook: Json = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    commands_in: dict[str, list[Json]] = field(default_factory=dict)
    """Those for apps in one language."""
    menu_button: Json = field(default_factory=dict)
    undeletable: set[int] = field(default_factory=set)
    """Messages that are too old to be deleted."""
    requests: list[tuple[str, Json]] = field(default_factory=list)
    """Every method that was called, with its parameters."""
    reads_polls: bool = True
    """Older servers don't read the answers of a poll as they are sent today."""
    failures: list[Exception] = field(default_factory=list)
    """What the next sending requests are refused with, one after another."""
    is_polled: bool = False
    _update_ids: Iterator[int] = field(default_factory=lambda: itertools.count(700_000_001))
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _message_ids: dict[int, Iterator[int]] = field(default_factory=dict)

    def new_key(self, kind: str) -> str:
        """A key that nothing else has."""
        return f"{kind}{next(self._ids)}"

    def new_message(self, chat_id: int, sender: Json | None, **content: Any) -> Json:
        """Put a message into a chat; ids count up in each chat by itself."""
        ids = self._message_ids.setdefault(chat_id, itertools.count(1))
        message: Json = {
            "message_id": next(ids),
            "date": int(time.time()),
            "chat": self.chats[chat_id],
            **({"from": sender} if sender else {}),
            **content,
        }
        self.messages[chat_id].append(message)
        self.changed.notify_all()
        return message

    def push(self, **content: Any) -> Json:
        """Have an update wait for the bot."""
        update: Json = {"update_id": next(self._update_ids), **content}
        self.updates.append(update)
        self.changed.notify_all()
        return update

    def chat_to_write_to(self, given: Any) -> int:
        """The chat that a request names; raises RefusedError where nothing can be sent."""
        try:
            chat_id = int(given)
        except (TypeError, ValueError):
            raise bad_request("chat not found") from None
        if chat_id in self.migrated:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=self.migrated[chat_id]
            )
        if chat_id in self.refusals:
            raise forbidden(self.refusals[chat_id])
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return chat_id

    def message_of(self, chat_id: int, message_id: Any) -> Json:
        """One message; raises RefusedError when there is none."""
        found = [m for m in self.messages[chat_id] if str(m["message_id"]) == str(message_id)]
        if not found:
            raise bad_request("message to edit not found")
        return found[0]

    def file(self, file_id: str) -> bytes:
        """What a file holds; raises RefusedError when there is none."""
        if file_id not in self.files:
            raise NOT_FOUND
        return self.files[file_id]
