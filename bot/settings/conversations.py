"""Settings of residents' conversations, on the web and on Telegram."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr

from bot.settings.part import SettingsPart


class ConversationSettings(SettingsPart):
    """How residents' conversations are kept and limited, and the Telegram bot."""

    session_days: int = Field(
        30, ge=1, le=365, description="How long a web conversation can be come back to, in days."
    )
    conversation_retention_days: int = Field(
        90, ge=1, description="How long the words of a conversation are kept after its last message, in days."
    )
    photo_max_bytes: int = Field(10 * 1024 * 1024, ge=1024, description="Largest photo taken in, in bytes.")
    messages_per_minute: int = Field(
        60, ge=1, description="How many messages of one web session or Telegram chat are taken in a minute."
    )
    takeover_minutes: int = Field(
        15,
        ge=2,
        le=240,
        description="After so many minutes without a word from the member of staff who joined it, a "
        "conversation is handed back to the computer helper.",
    )
    telegram_token: SecretStr | None = Field(
        None, description="Token of the Telegram bot; empty serves the web chat only."
    )
    telegram_token_file: Path | None = Field(
        None,
        description="File that holds the token of the Telegram bot, instead of `LOCAL_FOCUS_TELEGRAM_TOKEN`.",
    )
    telegram_name: str | None = Field(
        None, description="Username of the Telegram bot, without @: for links and codes on posters."
    )
    telegram_api_url: str | None = Field(
        None, description="Address of another Bot API server than https://api.telegram.org."
    )

    @cached_property
    def telegram_key(self) -> str | None:
        """The Telegram bot's token, from the environment or from its file; None without one.

        Raises SettingsError for a file that can't be read.
        """
        return self._read_secret(self.telegram_token, self.telegram_token_file, "TELEGRAM_TOKEN_FILE")
