"""Web chat: pages and JSON API; `mount` is the way in."""

from bot.channels.web.channel import WebServices
from bot.channels.web.mounting import mount

__all__ = ["WebServices", "mount"]
