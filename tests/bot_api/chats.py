"""A chat as the people in it see it: what they can do there, and what they heard from the bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.bot_api.polls import vote
from tests.bot_api.state import BOT, Json, State

PATIENCE_SECONDS = 30.0


def bot_commands(text: str) -> list[Json]:
    """The entities that Telegram finds in a text that begins with a command."""
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]


@dataclass(frozen=True, slots=True)
class Chat:
    """One chat; whoever acts in it is the person of a private chat, or named."""

    state: State
    id: int
    language: str = "en"

    @classmethod
    def private(cls, state: State, person_id: int, language: str) -> Chat:
        """Somebody's chat with the bot."""
        with state.changed:
            state.chats.setdefault(person_id, {"id": person_id, "type": "private", "first_name": "Sam"})
        return cls(state, person_id, language)

    @classmethod
    def shared(cls, state: State, group_id: int, kind: str) -> Chat:
        """A group or channel."""
        with state.changed:
            state.chats.setdefault(group_id, {"id": group_id, "type": kind, "title": "Our street"})
        return cls(state, group_id)

    def say(self, text: str, by: int | None = None, **more: Any) -> Json:
        """Write something."""
        entities = more.pop("entities", None) or bot_commands(text)
        return self.send(by, text=text, **({"entities": entities} if entities else {}), **more)

    def mention(self, text: str, by: int) -> Json:
        """Write to the bot by its name, in a group."""
        name = f"@{BOT['username']}"
        mention = {"type": "mention", "offset": 0, "length": len(name)}
        return self.say(f"{name} {text}", by, entities=[mention])

    def send(self, by: int | None = None, **content: Any) -> Json:
        """Put a message into the chat and tell the bot."""
        with self.state.changed:
            is_channel = self.state.chats[self.id]["type"] == "channel"
            message = self.state.new_message(self.id, None if is_channel else self._user(by), **content)
            self._push(**{"channel_post" if is_channel else "message": message})
            return message

    def send_photo(self, content: bytes, caption: str = "", album: str | None = None) -> Json:
        """Send a picture, as phones do: in several sizes."""
        with self.state.changed:
            small, large = self._file(b"small"), self._file(content)
        sizes = [{**small, "width": 90, "height": 90}, {**large, "width": 1280, "height": 960}]
        words = {"caption": caption} if caption else {}
        return self.send(photo=sizes, **words, **({"media_group_id": album} if album else {}))

    def send_document(self, content: bytes, mime_type: str) -> Json:
        """Send a file."""
        with self.state.changed:
            file = self._file(content)
        return self.send(document={**file, "mime_type": mime_type, "file_name": "a.jpg"})

    def vote(self, option: str, *, retracted: bool = False) -> None:
        """Somebody votes in the latest poll, or takes a vote back."""
        vote(self.state, self.id, option, retracted=retracted)

    def edit(self, message: Json, text: str) -> None:
        """Change what was written."""
        with self.state.changed:
            message.update(text=text, edit_date=int(time.time()))
            self._push(edited_message=dict(message))

    def press(self, title: str, message: Json | None = None, by: int | None = None) -> None:
        """Press a button of the latest message that has it."""
        with self.state.changed:
            shown = [message] if message else reversed(self.state.messages[self.id])
            found = next((m, b) for m in shown for b in buttons_of(m) if b["text"] == title)
            self._push_press(dict(found[0]), found[1]["callback_data"], by)

    def press_data(self, data: str, by: int | None = None) -> None:
        """What a tampered app can send: any data."""
        with self.state.changed:
            self._push_press(dict(self.heard[-1]), data, by)

    @property
    def heard(self) -> list[Json]:
        """What the bot wrote, in order."""
        return [m for m in self.state.messages[self.id] if m.get("from", {}).get("id") == BOT["id"]]

    @property
    def texts(self) -> list[str]:
        """The texts of what the bot wrote."""
        return [words_of(message) for message in self.heard]

    def wait(self, is_there: Callable[[list[Json]], bool], seconds: float = PATIENCE_SECONDS) -> list[Json]:
        """What the bot wrote, once it is enough; raises TimeoutError."""
        with self.state.changed:
            if not self.state.changed.wait_for(lambda: is_there(self.heard), seconds):
                raise TimeoutError(f"heard only: {self.texts}")
            return list(self.heard)

    def wait_for(self, count: int, seconds: float = PATIENCE_SECONDS) -> list[str]:
        """The texts, once there are so many."""
        return [words_of(m) for m in self.wait(lambda heard: len(heard) >= count, seconds)]

    def _push_press(self, message: Json, data: str, by: int | None) -> None:
        press = {
            "id": self.state.new_key("press"),
            "from": self._user(by),
            "message": message,
            "chat_instance": str(self.id),
            "data": data,
        }
        self.state.open_presses[press["id"]] = press
        self._push(callback_query=press)

    def _push(self, **content: Any) -> None:
        self.state.latest[self.id] = self.state.push(**content)["update_id"]

    def _file(self, content: bytes) -> Json:
        key = self.state.new_key("file")
        self.state.files[key] = content
        return {"file_id": key, "file_unique_id": key, "file_size": len(content)}

    def _user(self, by: int | None) -> Json:
        user_id = by if by is not None else self.id
        return {"id": user_id, "is_bot": False, "first_name": "Sam", "language_code": self.language}


def words_of(message: Json) -> str:
    """The words of a message, or those under its picture."""
    return str(message.get("text", message.get("caption", "")))


def buttons_of(message: Json) -> list[Json]:
    """The buttons under a message, in order."""
    return [b for row in message.get("reply_markup", {}).get("inline_keyboard", ()) for b in row]
