"""Interfaces for machines: health and, later, open data."""

from bot.api.description import description_options
from bot.api.health import Readiness, mount

__all__ = ["Readiness", "description_options", "mount"]
