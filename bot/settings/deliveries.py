"""Settings of how referrals reach agencies: by mail and by agencies' systems."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from bot.settings.part import PREFIX, Port, SettingsPart

# What follows the + takes 40 of the 64 letters that may stand before an @.
_BOUNCE_MAILBOX = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+")


class DeliverySettings(SettingsPart):
    """How what is referred leaves the hub."""

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
