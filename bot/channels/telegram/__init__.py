"""Telegram: a second channel beside the web chat, that does all that the web chat does."""

from bot.channels.telegram.channel import CHANNEL, TelegramChannel, TelegramServices
from bot.channels.telegram.webhook import mount_webhook

__all__ = ["CHANNEL", "TelegramChannel", "TelegramServices", "mount_webhook"]
