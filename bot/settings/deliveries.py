"""Settings of how referrals reach agencies: by mail and by agencies' systems."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from bot.settings.part import Port, SettingsPart


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
        description="Address that referrals are mailed from; bounces go there, so let it be a mailbox "
        "that the hub reads.",
    )
