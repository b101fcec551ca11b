"""Every setting of the product, read once from the environment and an optional `.env`, and typed."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings.concerns import ConcernSettings
from bot.settings.conversations import ConversationSettings
from bot.settings.deliveries import DeliverySettings
from bot.settings.part import PREFIX, ROOT
from bot.settings.posts import PostSettings
from bot.settings.serving import ServingSettings
from bot.settings.staff import StaffSettings

__all__ = ["PREFIX", "ROOT", "Settings", "read_settings"]


class Settings(
    ServingSettings, ConversationSettings, StaffSettings, ConcernSettings, DeliverySettings, PostSettings
):
    """All that an operator may set."""

    @property
    def deliveries_at(self) -> Path | None:
        """The file with this installation's addresses and keys of agencies; None without one."""
        if self.delivery_file is not None:
            return self.delivery_file
        usual = self.home_folder / "deliveries.yml"
        return usual if usual.exists() else None

    @property
    def has_webhook(self) -> bool:
        """Whether Telegram can reach the hub, so that it delivers instead of being asked."""
        return (self.public_url or "").startswith("https://")


def read_settings(**overrides: object) -> Settings:
    """Read the settings, `overrides` (field names) winning over the environment.

    Raises SettingsError that names each bad setting and says what was expected; it never repeats the value,
    which may be a secret.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [
            f"{PREFIX}{'_'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise SettingsError("bad setting: " + "; ".join(lines)) from None
