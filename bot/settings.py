"""Every setting of the product, read once from the environment and an optional `.env`, and typed."""

from __future__ import annotations

import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "LOCAL_FOCUS_"
ROOT = Path(__file__).resolve().parent.parent

# It goes into the content policy: nothing may stand there that would add to it.
_TILE_HOST = re.compile(r"(?:\{s\}\.)?[A-Za-z0-9.-]+(?::\d+)?")
# What follows the + takes 40 of the 64 letters that may stand before an @.
_BOUNCE_MAILBOX = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+")
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """What an operator may set; in the environment a name is `LOCAL_FOCUS_` and the field in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

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
    session_days: int = Field(
        30, ge=1, le=365, description="How long a web conversation can be come back to, in days."
    )
    retention_days: int = Field(
        730, ge=30, description="How long a concern is kept after it was filed, in days."
    )
    conversation_retention_days: int = Field(
        90, ge=1, description="How long the words of a conversation are kept after its last message, in days."
    )
    given_up_days: int = Field(
        30, ge=1, description="How long what could not be sent or acted on is kept for another try, in days."
    )
    photo_max_bytes: int = Field(10 * 1024 * 1024, ge=1024, description="Largest photo taken in, in bytes.")
    messages_per_minute: int = Field(
        60, ge=1, description="How many messages of one web session or Telegram chat are taken in a minute."
    )
    staff_session_hours: int = Field(
        10, ge=1, le=168, description="How long staff stay signed in to the console at the most, in hours."
    )
    staff_idle_minutes: int = Field(
        60, ge=5, description="After so many minutes without a page staff are signed out."
    )
    staff_most_tries: int = Field(
        10, ge=3, description="Wrong passwords or codes in a row that lock a staff account."
    )
    staff_lock_out_minutes: int = Field(
        15, ge=1, description="How long a staff account stays locked, in minutes."
    )
    staff_second_step: bool = Field(
        False, description="Whether staff need an authenticator app to sign in; each may use one in any case."
    )
    takeover_minutes: int = Field(
        15,
        ge=2,
        le=240,
        description="After so many minutes without a word from the member of staff who joined it, a "
        "conversation is handed back to the computer helper.",
    )
    oidc_discovery_url: str | None = Field(
        None,
        description="Address of the description of an OpenID Connect provider with which staff sign in, "
        "ending in `/.well-known/openid-configuration`; empty for passwords only.",
    )
    oidc_client_id: str | None = Field(None, description="What the provider knows the hub by.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="What the hub proves itself to the provider with."
    )
    oidc_client_secret_file: Path | None = Field(
        None, description="File that holds it, instead of `LOCAL_FOCUS_OIDC_CLIENT_SECRET`."
    )
    oidc_name: str = Field("your work account", description="What staff call their account at the provider.")
    oidc_subject_claim: str = Field(
        "sub", description="Claim by which the provider knows somebody: `sub`, or `oid` for Microsoft Entra."
    )
    oidc_trust_email: bool = Field(
        False,
        description="Whether email addresses count that the provider doesn't call verified: only where "
        "nobody but the council can set them.",
    )
    oidc_second_step: str = Field(
        "",
        description="Values of `amr` or `acr`, with commas, by which the provider says that somebody took a "
        "second step there, such as `mfa`; empty asks for ours.",
    )
    follow_up_weeks: int = Field(
        4,
        ge=1,
        le=26,
        description="So many weeks after a case was closed the resident is asked whether it is fixed.",
    )
    posts_two_people: bool = Field(
        True, description="Whether somebody else than its writer has to approve a post."
    )
    small_number_threshold: int = Field(
        10,
        ge=5,
        le=100,
        description="Counts below this are hidden outside the hub, with what would give them away.",
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
    delivery_file: Path | None = Field(
        None,
        description="File with addresses and keys of agencies that the place pack doesn't hold; empty takes "
        "`deliveries.yml` in the home folder, if there is one.",
    )
    delivery_private: bool = Field(
        False,
        description="Whether systems of agencies may be reached at private addresses and by plain http.",
    )
    answer_link_days: int = Field(
        21, ge=1, le=90, description="How long the link in a referral's mail can be used, in days."
    )
    chase_days: int = Field(
        1,
        ge=1,
        le=20,
        description="Working days an agency has after a reminder until the coordinator is told.",
    )
    case_review_reports: int = Field(
        3, ge=1, description="Reports by one person that meet the threshold of an ASB Case Review."
    )
    case_review_people: int = Field(
        5, ge=2, description="People reporting about one place that meet the threshold of an ASB Case Review."
    )
    case_review_months: int = Field(6, ge=1, le=24, description="Months within which these reports count.")
    case_review_hate_months: int = Field(
        3, ge=1, le=24, description="Months within which one report of hate meets the threshold."
    )
    case_review_acknowledge_days: int = Field(
        5, ge=1, description="Working days until an ASB Case Review that was asked for is acknowledged."
    )
    case_review_decide_days: int = Field(
        15, ge=1, description="Working days until it is decided whether its threshold is met."
    )
    smtp_host: str | None = Field(
        None, description="Mail server that takes referrals by email; empty leaves them waiting."
    )
    smtp_port: Port = Field(587, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection to the mail server is encrypted: starttls, tls or none."
    )
    smtp_user: str | None = Field(None, description="Name for signing in to the mail server.")
    smtp_password: SecretStr | None = Field(None, description="Password for signing in to the mail server.")
    mail_from: str = Field(
        "local-focus@localhost",
        description="Address that referrals are mailed from: a mailbox that the hub's people read.",
    )
    bounce_address: str | None = Field(
        None,
        description="Mailbox that undelivered mail comes back to, such as bounces@hub.example; each mail is "
        "sent from an address of its own there (bounces+...@hub.example). Empty: `LOCAL_FOCUS_MAIL_FROM`.",
    )
    bounce_imap_host: str | None = Field(
        None, description="IMAP server of that mailbox; empty leaves it to people to read."
    )
    bounce_imap_port: Port = Field(993, description="Port of the IMAP server.")
    bounce_imap_security: Literal["tls", "starttls", "none"] = Field(
        "tls", description="How the connection to the IMAP server is encrypted: tls, starttls or none."
    )
    bounce_imap_user: str | None = Field(
        None, description="Name for signing in to that mailbox; empty takes its address."
    )
    bounce_imap_password: SecretStr | None = Field(
        None, description="Password for signing in to that mailbox."
    )
    bounce_imap_folder: str = Field("INBOX", description="Folder of the mailbox that is read.")
    api_requests_per_minute: int = Field(
        120, ge=1, description="How many requests of a program with one key are answered in a minute."
    )
    feeds_contact: str | None = Field(
        None, description="Email address or page that websites are told when their feeds are fetched."
    )
    feeds_private: bool = Field(
        False, description="Whether feeds may be fetched from private addresses, such as an intranet's."
    )
    map_tiles_url: str | None = Field(
        None,
        description="Address template of map tiles, with {z}, {x} and {y}; empty shows a plain grid.",
    )
    map_tiles_attribution: str | None = Field(
        None,
        validate_default=True,
        description="Whose map it is, as their licence wants it said; needed with tiles.",
    )
    log_level: str = Field("INFO", description="How much is logged: DEBUG, INFO, WARNING or ERROR.")

    @field_validator("bounce_address")
    @classmethod
    def _bounces_have_an_address(cls, value: str | None) -> str | None:
        if value is not None and _BOUNCE_MAILBOX.fullmatch(value) is None:
            raise ValueError("expected an address with at most 20 letters before the @")
        return value

    @field_validator("bounce_imap_host")
    @classmethod
    def _bounces_are_known_by_their_address(cls, value: str | None, given: ValidationInfo) -> str | None:
        if value is not None and given.data.get("bounce_address") is None:
            raise ValueError(f"set {PREFIX}BOUNCE_ADDRESS too: what came back is known by it")
        return value

    @field_validator("bounce_imap_folder")
    @classmethod
    def _folder_has_a_plain_name(cls, value: str) -> str:
        if not value or not value.isprintable() or not value.isascii() or set(value) & set('"\\'):
            raise ValueError("expected the name of a folder, without quotes")
        return value

    @field_validator("map_tiles_url")
    @classmethod
    def _tiles_have_an_address(cls, value: str | None) -> str | None:
        address = urlsplit(value or "")
        names_tiles = all(f"{{{part}}}" in address.path + address.query for part in ("z", "x", "y"))
        is_web = address.scheme in {"https", "http"} and _TILE_HOST.fullmatch(address.netloc) is not None
        if value is not None and not (is_web and names_tiles):
            raise ValueError("expected an address such as https://tiles.example/{z}/{x}/{y}.png")
        return value

    @field_validator("map_tiles_attribution")
    @classmethod
    def _tiles_say_whose_they_are(cls, value: str | None, given: ValidationInfo) -> str | None:
        if value is None and given.data.get("map_tiles_url") is not None:
            raise ValueError("say whose map it is: tiles need it")
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        level = value.upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("expected DEBUG, INFO, WARNING or ERROR")
        return level

    @field_validator(
        "database_url",
        "rasa_url",
        "public_url",
        "secret",
        "encoder_folder",
        "action_secret",
        "map_tiles_url",
        "oidc_discovery_url",
        "oidc_client_id",
        "oidc_client_secret",
        "oidc_client_secret_file",
        "map_tiles_attribution",
        "telegram_token",
        "telegram_token_file",
        "telegram_api_url",
        "telegram_name",
        "delivery_file",
        "smtp_host",
        "smtp_user",
        "smtp_password",
        "bounce_address",
        "bounce_imap_host",
        "bounce_imap_user",
        "bounce_imap_password",
        "feeds_contact",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return None if value == "" else value

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

    @cached_property
    def telegram_key(self) -> str | None:
        """The Telegram bot's token, from the environment or from its file; None without one.

        Raises SettingsError for a file that can't be read.
        """
        return self._secret(self.telegram_token, self.telegram_token_file, "TELEGRAM_TOKEN_FILE")

    @cached_property
    def oidc_key(self) -> str | None:
        """The secret for the identity provider, from the environment or from its file; None without one.

        Raises SettingsError for a file that can't be read.
        """
        return self._secret(self.oidc_client_secret, self.oidc_client_secret_file, "OIDC_CLIENT_SECRET_FILE")

    def _secret(self, given: SecretStr | None, file: Path | None, name: str) -> str | None:
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
