"""Settings of signing in to the console, by password or at a council's identity provider."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from pydantic import Field, SecretStr

from bot.settings.part import SettingsPart


class StaffSettings(SettingsPart):
    """How staff sign in, and for how long."""

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

    @cached_property
    def oidc_key(self) -> str | None:
        """The secret for the identity provider, from the environment or from its file; None without one.

        Raises SettingsError for a file that can't be read.
        """
        return self._read_secret(
            self.oidc_client_secret, self.oidc_client_secret_file, "OIDC_CLIENT_SECRET_FILE"
        )
