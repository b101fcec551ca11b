"""Interfaces for machines: health, Open311, and the JSON API."""

from bot.api.description import description_options
from bot.api.health import Readiness
from bot.api.mounting import mount
from bot.api.services import ApiServices

__all__ = ["ApiServices", "Readiness", "description_options", "mount"]
