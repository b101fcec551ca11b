"""Wires Telegram: its client, its channel, and the address at which it delivers."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from itsdangerous import Signer

from bot.app.messages import BuildChannel, ChannelParts
from bot.app.posts import create_post_texts, picture_folder
from bot.app.surveys import create_survey_polls
from bot.channels.telegram import CHANNEL, TelegramChannel, TelegramServices, mount_webhook
from bot.channels.telegram.handler import TelegramUpdates
from bot.channels.telegram.intake import TelegramIntake
from bot.channels.telegram.listening import Listening, Webhook
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.webhook import PATH
from bot.channels.telegram.words import TelegramWords
from bot.db.session import Database
from bot.domain.pushed_channels import PushedChannel
from bot.gateways.photos import blank_picture
from bot.gateways.telegram_api import TelegramApi
from bot.gateways.telegram_buttons import TelegramButtons
from bot.gateways.telegram_pictures import TelegramPictures
from bot.gateways.telegram_posts import TelegramPosts
from bot.gateways.telegram_sender import TelegramSender
from bot.services.linked_chats import LinkedChatService
from bot.services.offered_buttons import OfferedButtons
from bot.services.photo_intake import PhotoIntake
from bot.settings import Settings

_WEBHOOK_SALT = "telegram-webhook"


class Telegram:
    """The channel; made only where there is a token for it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._intake: TelegramIntake | None = None

    @property
    def channels(self) -> Mapping[str, BuildChannel]:
        """How it is built, by its name."""
        return {CHANNEL: self._build}

    def mount(self, app: FastAPI) -> None:
        """Add the address for deliveries, where Telegram can reach it; after the channel was built."""
        if self._intake is not None and self._settings.has_webhook:
            mount_webhook(app, self._intake, self._secret)

    @property
    def _secret(self) -> str:
        """What Telegram brings with each delivery: made of the product's own key."""
        return Signer(self._settings.session_key, salt=_WEBHOOK_SALT).get_signature(PATH).decode("ascii")

    def _build(self, parts: ChannelParts) -> PushedChannel:
        settings = self._settings
        messenger = TelegramApi(settings.telegram_key or "", settings.telegram_api_url)
        linked = LinkedChatService()
        offered = OfferedButtons(settings.session_key, CHANNEL, parts.people)
        posts = _create_posts(settings, messenger, TelegramButtons(offered.sign), parts)
        sender = TelegramSender(
            messenger, posts.buttons, posts, lambda old, new: _follow(parts.database, linked, old, new)
        )
        services = TelegramServices(
            database=parts.database,
            people=parts.people,
            conversations=parts.conversations,
            inbox=parts.inbox,
            outbox=parts.outbox,
            photos=PhotoIntake(parts.database, parts.people, parts.photos),
            linked=linked,
            offered=offered,
            polls=create_survey_polls(parts.outbox, frozenset({CHANNEL}), settings.hub_address),
            hear_danger=parts.conversations.alarms.danger.hear,
            photo_max_bytes=settings.photo_max_bytes,
            messenger=messenger,
            sends=sender,
        )
        words = TelegramWords.read(settings.photo_max_bytes, parts.conversations.phrases.catalogues)
        channel = TelegramChannel(services, words, Pace(settings.messages_per_minute))
        updates = TelegramUpdates(channel)
        self._intake = TelegramIntake(channel, updates)
        webhook = Webhook(settings.hub_address + PATH, self._secret) if settings.has_webhook else None
        listening = Listening(self._intake, webhook)
        return PushedChannel(CHANNEL, updates, sender, posts, messenger.show_typing, listening.running)


def _create_posts(
    settings: Settings, messenger: TelegramApi, buttons: TelegramButtons, parts: ChannelParts
) -> TelegramPosts:
    texts = create_post_texts(settings, parts.conversations.phrases)
    pictures = TelegramPictures(messenger, picture_folder(settings).read)
    return TelegramPosts(messenger, pictures, buttons, texts.picture_address, blank_picture)


def _follow(database: Database, linked: LinkedChatService, old_address: str, new_address: str) -> None:
    with database.unit_of_work() as session:
        linked.follow(session, CHANNEL, old_address, new_address)
