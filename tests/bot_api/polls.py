"""Polls of the Bot API: strict about what Telegram refuses, and voted in by people who stay unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.bot_api.errors import bad_request
from tests.bot_api.lengths import units
from tests.bot_api.state import BOT, Json, State

_LONGEST_QUESTION, _LONGEST_OPTION = 300, 100
_FEWEST, _MOST = 2, 12


def read_poll(state: State, given: Json, kind_of_chat: str) -> Json:
    """The poll that a request describes; raises RefusedError."""
    question = str(given.get("question") or "")
    if not question.strip():
        raise bad_request("poll question must be non-empty")
    if units(question) > _LONGEST_QUESTION:
        raise bad_request(f"poll question length must not exceed {_LONGEST_QUESTION}")
    is_anonymous = _is_true(given.get("is_anonymous", True))
    if kind_of_chat == "channel" and not is_anonymous:
        raise bad_request("non-anonymous polls can't be sent to channel chats")
    if given.get("type", "regular") != "regular":
        raise bad_request("a quiz needs the right answer")
    return {
        "id": f"{5_000_000_000}{state.new_key('')}",
        "question": question,
        "options": [
            {"persistent_id": state.new_key("option"), "text": text, "voter_count": 0}
            for text in _options(state, given.get("options"))
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": is_anonymous,
        "type": "regular",
        "allows_multiple_answers": _is_true(given.get("allows_multiple_answers", False)),
        "allows_revoting": True,
        "members_only": False,
    }


def stop_poll(state: State, given: Json) -> Any:
    """Close one of the bot's polls, and tell the bot so; the closed poll."""
    chat_id = state.chat_to_write_to(given.get("chat_id"))
    found = [m for m in state.messages[chat_id] if str(m["message_id"]) == str(given.get("message_id"))]
    if not found or "poll" not in found[0]:
        raise bad_request("message with poll to stop not found")
    message = found[0]
    if message.get("from", {}).get("id") != BOT["id"]:
        raise bad_request("poll can't be stopped")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    message["poll"]["is_closed"] = True
    state.push(poll=_copy(message["poll"]))
    return message["poll"]


def vote(state: State, chat_id: int, option: str, *, retracted: bool = False) -> None:
    """Somebody votes in the latest poll of a chat, or takes a vote back; the bot is told the totals only."""
    with state.changed:
        poll = next(m["poll"] for m in reversed(state.messages[chat_id]) if "poll" in m)
        assert not poll["is_closed"]
        chosen = next(one for one in poll["options"] if one["text"] == option)
        by = -1 if retracted else 1
        chosen["voter_count"] += by
        poll["total_voter_count"] += by
        state.push(poll=_copy(poll))


def _options(state: State, given: Any) -> Sequence[str]:
    if (
        not state.reads_polls
        or not isinstance(given, list)
        or not all(isinstance(one, dict) for one in given)
    ):
        raise bad_request("can't parse options JSON object")
    texts = [str(one.get("text") or "") for one in given]
    if len(texts) < _FEWEST:
        raise bad_request("poll must have at least 2 option")
    if len(texts) > _MOST:
        raise bad_request(f"poll can't have more than {_MOST} options")
    for text in texts:
        if not text.strip():
            raise bad_request("poll options must be non-empty")
        if units(text) > _LONGEST_OPTION:
            raise bad_request(f"poll options length must not exceed {_LONGEST_OPTION}")
    return texts


def _is_true(value: Any) -> bool:
    return value is True or str(value).casefold() == "true"


def _copy(poll: Json) -> Json:
    return {**poll, "options": [dict(option) for option in poll["options"]]}
