"""Deletes a web conversation everywhere."""

from __future__ import annotations

from bot.channels.web.channel import CHANNEL, WebChannel
from bot.channels.web.sessions import WebSession


async def remove_conversation(web: WebChannel, session: WebSession) -> None:
    """Delete the session's conversation, if there is one."""
    await web.services.removal.remove(CHANNEL, session.id)
