"""Fetches a picture that somebody sent, and keeps it as every channel does."""

from __future__ import annotations

from bot.channels.telegram.channel import CHANNEL, TelegramServices
from bot.channels.telegram.updates import Said
from bot.errors import PhotoRefusedError


async def keep_photo(services: TelegramServices, address: str, said: Said) -> str:
    """The photo's id; one that is said to be too big isn't fetched.

    Raises PhotoRefusedError, and MessengerError when it can't be fetched now.
    """
    if said.photo_bytes > services.photo_max_bytes:
        raise PhotoRefusedError("photo_too_large")
    content = await services.messenger.download(said.photo or "", services.photo_max_bytes)
    return await services.photos.keep(CHANNEL, address, content)
