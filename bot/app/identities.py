"""Wires signing in with the council's own account, where a provider is set."""

from __future__ import annotations

from bot.errors import SettingsError
from bot.services.provider_sign_in import ProviderSignInService
from bot.services.sign_in import SignInService
from bot.settings import PREFIX, Settings

#: Where the provider sends the browser back to.
CALLBACK = "/console/provider/answer"


def create_provider_sign_in(settings: Settings, sign_in: SignInService) -> ProviderSignInService | None:
    """The other way through the door; None where there is none. Raises SettingsError where half is set."""
    if settings.oidc_discovery_url is None:
        return None
    secret = settings.oidc_key
    if settings.oidc_client_id is None or not secret:
        raise SettingsError(
            f"bad setting: {PREFIX}OIDC_DISCOVERY_URL needs {PREFIX}OIDC_CLIENT_ID and "
            f"{PREFIX}OIDC_CLIENT_SECRET (or _FILE) too"
        )
    # What it is made of takes a quarter of a second of every start, and most hubs have none.
    from bot.gateways.identity_provider import IdentityProvider

    provider = IdentityProvider(
        discovery_url=settings.oidc_discovery_url,
        client_id=settings.oidc_client_id,
        client_secret=secret,
        redirect_uri=settings.hub_address + CALLBACK,
        subject_claim=settings.oidc_subject_claim,
        trusts_email=settings.oidc_trust_email,
    )
    methods = frozenset(part.strip() for part in settings.oidc_second_step.split(",") if part.strip())
    return ProviderSignInService(sign_in, provider, settings.oidc_name, methods)
