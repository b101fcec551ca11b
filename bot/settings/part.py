"""What every part of the settings has in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "LOCAL_FOCUS_"
ROOT = Path(__file__).resolve().parents[2]
Port = Annotated[int, Field(ge=1, le=65535)]


class SettingsPart(BaseSettings):
    """Settings that belong together; in the environment each is `LOCAL_FOCUS_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object, info: ValidationInfo) -> object:
        field = cls.model_fields[info.field_name or ""]
        return None if value == "" and field.default is None else value

    def _read_secret(self, given: SecretStr | None, file: Path | None, name: str) -> str | None:
        """What was given, or what the file holds; raises SettingsError for a file that can't be read."""
        if given is not None:
            return given.get_secret_value().strip()
        if file is None:
            return None
        try:
            return file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            what = "the token" if name.startswith("TELEGRAM") else "the secret"
            raise SettingsError(
                f"bad setting: {PREFIX}{name}: expected a file with {what} that can be read"
            ) from None
