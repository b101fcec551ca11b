"""The staff console at /console; `mount` is the way in."""

from bot.console.console import ConsoleServices
from bot.console.mounting import mount

__all__ = ["ConsoleServices", "mount"]
