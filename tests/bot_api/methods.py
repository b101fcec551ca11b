"""The Bot API's methods that the product calls, by name; each takes the state and the parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.bot_api.errors import bad_request, conflict, too_many
from tests.bot_api.lengths import LONGEST_TEXT, read_preview, read_text, units
from tests.bot_api.pictures import change_caption, change_media, read_caption, read_photo
from tests.bot_api.polls import read_poll, stop_poll
from tests.bot_api.state import BOT, Json, State

LONGEST_BUTTON_DATA = 64
"""Bytes."""
LARGEST_DOWNLOAD = 20 * 1024 * 1024
_LONGEST_WAIT = 50


def get_me(_state: State, _given: Json) -> Any:
    """Who the bot is."""
    return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}


def get_updates(state: State, given: Json) -> Any:
    """What waits from `offset` on, which confirms all before it; waits up to `timeout` seconds for some."""
    if state.webhook:
        raise conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete it")
    if state.is_polled:
        raise conflict(
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    offset = int(given.get("offset") or 0)
    state.updates[:] = [update for update in state.updates if update["update_id"] >= offset]
    state.is_polled = True
    try:
        wait = min(float(given.get("timeout") or 0), _LONGEST_WAIT)
        state.changed.wait_for(lambda: state.updates or state.webhook, wait)
    finally:
        state.is_polled = False
    return state.updates[: int(given.get("limit") or 100)]


def set_webhook(state: State, given: Json) -> Any:
    """Have updates delivered to an https address."""
    if urlsplit(given["url"]).scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    state.webhook = {"url": given["url"], "secret": given.get("secret_token")}
    state.changed.notify_all()
    return True


def delete_webhook(state: State, _given: Json) -> Any:
    """Have them wait again."""
    state.webhook = {}
    return True


def send_message(state: State, given: Json) -> Any:
    """A text to a chat."""
    chat_id = _begin_sending(state, given)
    return _send(state, chat_id, given, {"text": _text(given), **read_preview(given)})


def send_poll(state: State, given: Json) -> Any:
    """A poll to a chat."""
    chat_id = _begin_sending(state, given)
    poll = read_poll(state, given, state.chats[chat_id]["type"])
    return _send(state, chat_id, given, {"poll": poll})


def send_photo(state: State, given: Json) -> Any:
    """A picture to a chat, with a caption or without."""
    chat_id = _begin_sending(state, given)
    content = {"photo": read_photo(state, given.get("photo")), **read_caption(given)}
    return _send(state, chat_id, given, content)


def _begin_sending(state: State, given: Json) -> int:
    if state.failures:
        raise state.failures.pop(0)
    return state.chat_to_write_to(given.get("chat_id"))


def _send(state: State, chat_id: int, given: Json, content: Json) -> Json:
    _check_buttons(given.get("reply_markup") or {})
    if wait := state.limits.count(chat_id):
        raise too_many(wait)
    markup = {"reply_markup": given["reply_markup"]} if given.get("reply_markup") else {}
    return state.new_message(chat_id, BOT, **content, **markup)


def _text(given: Json) -> str:
    text = read_text(str(given.get("text") or ""), given.get("parse_mode"))
    if not text.strip():
        raise bad_request("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def edit_message_text(state: State, given: Json) -> Any:
    """Other words in one of the bot's messages; buttons that aren't given again go."""
    message = state.message_of(state.chat_to_write_to(given.get("chat_id")), given.get("message_id"))
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    text, markup = _text(given), given.get("reply_markup") or {}
    preview = read_preview(given)
    _check_buttons(markup)
    before = (message["text"], message.get("reply_markup", {}), message.get("link_preview_options"))
    if before == (text, markup, preview.get("link_preview_options")):
        raise bad_request("message is not modified")
    for name in ("reply_markup", "link_preview_options"):
        message.pop(name, None)
    message |= {"text": text, **preview, **({"reply_markup": markup} if markup else {})}
    return message


def edit_message_media(state: State, given: Json) -> Any:
    """A photo in place of a photo or a text; buttons that aren't given again go."""
    message = state.message_of(state.chat_to_write_to(given.get("chat_id")), given.get("message_id"))
    _check_buttons(given.get("reply_markup") or {})
    return change_media(state, message, given)


def edit_message_caption(state: State, given: Json) -> Any:
    """Other words under a photo; buttons that aren't given again go."""
    message = state.message_of(state.chat_to_write_to(given.get("chat_id")), given.get("message_id"))
    _check_buttons(given.get("reply_markup") or {})
    return change_caption(message, given)


def delete_message(state: State, given: Json) -> Any:
    """Take a message away, unless it is too old for that."""
    chat_id = state.chat_to_write_to(given.get("chat_id"))
    message = state.message_of(chat_id, given.get("message_id"))
    if message["message_id"] in state.undeletable:
        raise bad_request("message can't be deleted for everyone")
    state.messages[chat_id].remove(message)
    return True


def _check_buttons(markup: Json) -> None:
    for button in (b for row in markup.get("inline_keyboard", ()) for b in row):
        data, url = button.get("callback_data"), button.get("url")
        if (data is None) == (url is None):
            raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_BUTTON_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
        if url is not None and urlsplit(url).scheme not in {"http", "https", "tg"}:
            raise bad_request("inline keyboard button URL is invalid: Wrong HTTP URL")


def edit_reply_markup(state: State, given: Json) -> Any:
    """Other buttons under one of the bot's messages, or none."""
    message = state.message_of(state.chat_to_write_to(given.get("chat_id")), given.get("message_id"))
    markup = given.get("reply_markup") or {}
    if message.get("reply_markup", {}) == markup:
        raise bad_request("message is not modified")
    message.pop("reply_markup", None)
    if markup:
        message["reply_markup"] = markup
    return message


def answer_callback_query(state: State, given: Json) -> Any:
    """Tell the person's app that their press came through; once."""
    if state.open_presses.pop(str(given.get("callback_query_id")), None) is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    state.answered_presses.append(given)
    return True


def get_file(state: State, given: Json) -> Any:
    """Where a file can be downloaded."""
    content = state.files.get(str(given.get("file_id")))
    if content is None:
        raise bad_request("invalid file_id")
    if len(content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    key = given["file_id"]
    return {"file_id": key, "file_unique_id": key, "file_size": len(content), "file_path": f"files/{key}"}


def get_chat_member(state: State, given: Json) -> Any:
    """What somebody is in a group."""
    user_id = int(given["user_id"])
    status = state.members[state.chat_to_write_to(given.get("chat_id"))].get(user_id, "left")
    user = {"id": user_id, "is_bot": False, "first_name": "Somebody"}
    rights = dict.fromkeys(_RIGHTS, True) if status == "administrator" else {}
    owner = {"is_anonymous": False} if status == "creator" else {}
    return {"user": user, "status": status, **rights, **owner}


_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def set_my_commands(state: State, given: Json) -> Any:
    """The list behind the menu button."""
    for command in given["commands"]:
        if not 1 <= len(command["command"]) <= 32 or not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_INVALID")
    if given.get("language_code"):
        state.commands_in[given["language_code"]] = given["commands"]
    else:
        state.commands = given["commands"]
    return True


def set_chat_menu_button(state: State, given: Json) -> Any:
    """What the menu button opens."""
    state.menu_button = given["menu_button"]
    return True


def send_chat_action(state: State, given: Json) -> Any:
    """What the bot is doing, shown for some seconds."""
    state.chat_to_write_to(given.get("chat_id"))
    if given.get("action") != "typing":
        raise bad_request("wrong parameter action in request")
    return True


METHODS: dict[str, Callable[[State, Json], Any]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "sendPhoto": send_photo,
    "sendPoll": send_poll,
    "stopPoll": stop_poll,
    "editMessageText": edit_message_text,
    "editMessageMedia": edit_message_media,
    "editMessageCaption": edit_message_caption,
    "deleteMessage": delete_message,
    "editMessageReplyMarkup": edit_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "getChatMember": get_chat_member,
    "setMyCommands": set_my_commands,
    "setChatMenuButton": set_chat_menu_button,
}
