"""Turns stored messages into what a page or a JSON answer shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from bot.channels.web.json_models import ButtonOut, HistoryMessageOut, PictureOut
from bot.db.models import Direction, Message
from bot.domain.replies import Button, Picture, Reply
from bot.services.chat_news import is_news, news_of
from bot.services.message_rows import reply_of
from bot.services.post_markup import to_html
from bot.services.post_texts import picture_path


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """One message as a page shows it."""

    id: int | None
    is_mine: bool
    """Whether the resident said it."""
    text: str
    said_at: datetime | None = None
    buttons: tuple[Button, ...] = ()
    is_danger: bool = False
    is_new: bool = False
    """Whether it belongs to the latest turn, and is to be announced."""
    photo_ids: tuple[str, ...] = ()
    has_location: bool = False
    is_choice: bool = False
    """Whether a button was pressed whose title isn't known any more."""
    language: str | None = None
    """Of what we said (ISO 639-1), where it is known."""
    is_news: bool = False
    """Whether it came by itself to who asked for news: it answers nothing, and its buttons stay."""
    html: Markup | None = None
    """A post in place of the text, cleaned."""
    note: str | None = None
    """What stands above the post."""
    picture: Picture | None = None
    is_changed: bool = False
    asks_place: bool = False
    """Whether a place is waited for, which the page helps to find."""
    staff: str | None = None
    """Who of the staff said it; None for the dialogue and the resident."""


def show_messages(
    messages: Sequence[Message], offered: Mapping[str, str], *, with_buttons: bool = True
) -> list[ShownMessage]:
    """What to show for messages in their order; only choices after the resident's last words stay open.

    `offered` are the choices that were open before, payload to title.
    """
    titles = dict(offered)
    shown: list[ShownMessage] = []
    for message in messages:
        if message.direction == Direction.IN:
            # Whatever was offered before has been answered now.
            shown = [
                replace(earlier, buttons=earlier.buttons if earlier.is_news else (), is_new=False)
                for earlier in shown
            ]
        shown.append(_show(message, titles))
        titles.update(titles_of(reply_of(message)))
    return shown if with_buttons else [replace(message, buttons=()) for message in shown]


def show_reply(reply: Reply) -> ShownMessage:
    """A reply that isn't stored, such as the greeting of a conversation that hasn't begun."""
    return ShownMessage(None, is_mine=False, text=reply.text, buttons=reply.buttons, language=reply.language)


def titles_of(reply: Reply) -> dict[str, str]:
    """The choices that come with a reply, payload to title."""
    return {button.payload: button.title for button in reply.buttons}


def _show(message: Message, titles: dict[str, str]) -> ShownMessage:
    if message.direction == Direction.OUT:
        reply, news = reply_of(message), news_of(message)
        return ShownMessage(
            message.id,
            is_mine=False,
            text=reply.text,
            said_at=message.created_at,
            buttons=reply.buttons,
            is_danger=reply.danger is not None,
            is_new=True,
            language=reply.language,
            is_news=is_news(message),
            # Cleaned of all but a few tags.
            html=Markup(to_html(news.text)) if news else None,  # noqa: S704
            note=news.note if news else None,
            picture=news.picture if news else None,
            is_changed=news is not None and message.changed_at is not None,
            asks_place=reply.asks_place,
            staff=message.content.get("staff"),
        )
    pressed = titles.get(message.payload or "", "")
    return ShownMessage(
        message.id,
        is_mine=True,
        text=message.text or pressed,
        said_at=message.created_at,
        photo_ids=tuple(message.content.get("photos", ())),
        has_location="location" in message.content,
        is_choice=message.payload is not None and not pressed,
    )


def history_message(message: Message) -> HistoryMessageOut:
    """A stored message as the JSON interface gives it."""
    is_ours = message.direction == Direction.OUT
    reply = reply_of(message)
    return HistoryMessageOut(
        id=message.id,
        sender="hub" if is_ours else "resident",
        staff=message.content.get("staff") if is_ours else None,
        text=reply.text,
        buttons=[ButtonOut.of(button) for button in reply.buttons],
        danger=is_ours and reply.danger is not None,
        photos=list(message.content.get("photos", ())),
        sent_at=message.created_at.isoformat(),
        picture=_picture(news_of(message)),
        changed_at=message.changed_at.isoformat() if message.changed_at else None,
    )


def _picture(news: Reply | None) -> PictureOut | None:
    shown = news.picture if news else None
    return PictureOut(path=picture_path(shown.name), description=shown.alt) if shown else None
