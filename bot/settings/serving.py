"""Settings of the running product: addresses, folders, the database, the place pack, and Rasa."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from bot.settings.part import ROOT, Port, SettingsPart


class ServingSettings(SettingsPart):
    """Where the product runs, keeps things, and finds its parts."""

    home: Path = Field(
        Path("var"), description="Folder for everything written at run time: database, models, photos, logs."
    )
    host: str = Field("127.0.0.1", description="Address on which the hub listens.")
    port: Port = Field(8000, description="Port of the hub's web pages and API.")
    public_url: str | None = Field(
        None, description="Address at which residents reach the hub, when it stands behind a proxy."
    )
    rasa_port: Port = Field(5005, description="Port of Rasa, on the loopback address only.")
    rasa_url: str | None = Field(
        None, description="Address of a Rasa that runs elsewhere; empty starts one beside the hub."
    )
    rasa_timeout_seconds: float = Field(
        5.0, gt=0, le=60, description="How long a resident waits for Rasa before the plain answer is given."
    )
    database_url: str | None = Field(
        None,
        description="SQLAlchemy address of the database; empty uses SQLite in the home folder.",
    )
    place: str = Field(
        "cumbria",
        description="Which place pack to use: a folder under data/, or a path to one.",
    )
    contact_check_days: int = Field(
        180, ge=1, description="A contact not checked for longer than this many days is warned about."
    )
    secret: SecretStr | None = Field(
        None,
        description="Key that signs residents' sessions; empty makes one in the home folder and keeps it.",
    )
    action_secret: SecretStr | None = Field(
        None,
        description="Secret shared with Rasa in both directions; empty makes a new one at every start.",
    )
    encoder_folder: Path | None = Field(
        None, description="Folder with another sentence encoder (model.safetensors, tokenizer.json)."
    )
    log_level: str = Field("INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR.")

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        level = value.upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("expected DEBUG, INFO, WARNING or ERROR")
        return level

    @property
    def home_folder(self) -> Path:
        """The home folder as an absolute path; a relative one counts from the project's root."""
        return self.home if self.home.is_absolute() else ROOT / self.home

    @property
    def sqlalchemy_url(self) -> str:
        """Where the database is."""
        return self.database_url or f"sqlite:///{self.home_folder / 'local-focus.db'}"

    @property
    def rasa_address(self) -> str:
        """Where Rasa answers, without a slash at the end."""
        return (self.rasa_url or f"http://127.0.0.1:{self.rasa_port}").rstrip("/")

    @property
    def hub_address(self) -> str:
        """Where residents and Rasa reach the hub, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def place_folder(self) -> Path:
        """The place pack's folder."""
        given = Path(self.place)
        return given if given.is_absolute() or given.is_dir() else ROOT / "data" / self.place

    @cached_property
    def session_key(self) -> str:
        """Key for signing; made on first use and kept in the home folder when none is set.

        Raises OSError when the home folder can't be written.
        """
        if self.secret is not None:
            return self.secret.get_secret_value()
        file = self.home_folder / "secret"
        if not file.exists():
            self.home_folder.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return file.read_text(encoding="ascii").strip()
