"""Asks an OpenID Connect provider, such as a council's Microsoft Entra or Google, who somebody is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.domain.identities import ProvenIdentity, SignInAttempt
from bot.errors import IdentityError

_TIMEOUT = httpx.Timeout(10.0)
_KEPT_SECONDS = 3600.0
"""For how long the provider's own description and keys are believed."""
_LEEWAY_SECONDS = 60
#: What a provider signs with a key of its own; never a shared secret, and never nothing.
_ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
_USUAL = ["RS256"]
_BASIC = "client_secret_basic"
_LONGEST_SUBJECT = 255


@dataclass(slots=True)
class IdentityProvider:
    """One provider, known by the address of its description."""

    discovery_url: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    subject_claim: str = "sub"
    trusts_email: bool = False
    """Whether addresses count that the provider doesn't call verified: in a tenant of the council's own."""
    _metadata: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _keys: KeySet | None = field(default=None, init=False, repr=False)
    _read_at: float = field(default=0.0, init=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    async def address_to_ask(self, attempt: SignInAttempt) -> str:
        """Where the browser is sent; raises IdentityError when the provider can't be reached."""
        metadata, _ = await self._describe()
        address: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            self.client_id,
            "code",
            redirect_uri=self.redirect_uri,
            scope="openid email profile",
            state=attempt.state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),
            code_challenge_method="S256",
        )
        return address

    async def identify(self, code: str, attempt: SignInAttempt) -> ProvenIdentity:
        """Who it is whose code that is; raises IdentityError for whatever can't be believed."""
        metadata, keys = await self._describe()
        token = await self._fetch_token(metadata, code, attempt)
        try:
            claims = self._read(token, keys, metadata, attempt)
        except (JoseError, AuthlibBaseError, ValueError, KeyError, TypeError):
            # It may have changed its keys since they were read.
            metadata, keys = await self._describe(again=True)
            try:
                claims = self._read(token, keys, metadata, attempt)
            except (JoseError, AuthlibBaseError, ValueError, KeyError, TypeError) as error:
                raise IdentityError(f"token: {type(error).__name__}") from None
        return self._identity(claims)

    async def address_to_leave(self) -> str | None:
        """Where somebody can sign out of the provider too; None where it has no such page or is down."""
        try:
            metadata, _ = await self._describe()
        except IdentityError:
            return None
        address = metadata.get("end_session_endpoint")
        return str(address) if isinstance(address, str) and _is_safe(address) else None

    async def _describe(self, *, again: bool = False) -> tuple[dict[str, Any], KeySet]:
        async with self._turn:
            if self._keys is None or again or time.monotonic() - self._read_at > _KEPT_SECONDS:
                try:
                    async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
                        metadata = await _get(client, self.discovery_url)
                        _check_metadata(metadata)
                        keys = KeySet.import_key_set(await _get(client, metadata["jwks_uri"]))  # type: ignore[arg-type]
                except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
                    raise IdentityError(f"description: {type(error).__name__}") from None
                self._metadata, self._keys, self._read_at = metadata, keys, time.monotonic()
            return self._metadata, self._keys

    async def _fetch_token(
        self, metadata: dict[str, Any], code: str, attempt: SignInAttempt
    ) -> Mapping[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        methods = metadata.get("token_endpoint_auth_methods_supported") or [_BASIC]
        auth = httpx.Auth()
        if _BASIC in methods:
            # The standard has both written as in a form, before they are put together.
            auth = httpx.BasicAuth(quote_plus(self.client_id), quote_plus(self.client_secret))
        else:
            form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        try:
            async with httpx.AsyncClient(timeout=_TIMEOUT) as client:
                response = await client.post(metadata["token_endpoint"], data=form, auth=auth)
                return _body(response)
        except (httpx.HTTPError, ValueError, TypeError) as error:
            raise IdentityError(f"code: {type(error).__name__}") from None

    def _read(
        self, token: Mapping[str, Any], keys: KeySet, metadata: Mapping[str, Any], attempt: SignInAttempt
    ) -> Mapping[str, Any]:
        offered = metadata.get("id_token_signing_alg_values_supported") or _USUAL
        decoded = jwt.decode(
            token["id_token"], keys, algorithms=sorted(_ALGORITHMS.intersection(offered)) or _USUAL
        )
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self.client_id},
                "nonce": {"essential": True, "value": attempt.nonce},
            },
            {
                "nonce": attempt.nonce,
                "client_id": self.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(leeway=_LEEWAY_SECONDS)
        found: Mapping[str, Any] = claims
        return found

    def _identity(self, claims: Mapping[str, Any]) -> ProvenIdentity:
        subject = claims.get(self.subject_claim)
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST_SUBJECT:
            raise IdentityError(f"no {self.subject_claim}")
        email = claims.get("email")
        if self.trusts_email:
            email = email or claims.get("preferred_username")
        elif claims.get("email_verified") is not True:
            email = None
        methods = [*(claims.get("amr") or []), claims.get("acr")]
        return ProvenIdentity(
            subject=subject,
            email=email.strip().lower() if isinstance(email, str) and "@" in email else None,
            methods=frozenset(method for method in methods if isinstance(method, str)),
        )


async def _get(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    return _body(await client.get(address))


def _body(response: httpx.Response) -> dict[str, Any]:
    response.raise_for_status()
    body = response.json()
    if not isinstance(body, dict):
        raise TypeError("expected an object")
    return body


def _check_metadata(metadata: Mapping[str, Any]) -> None:
    """Raise ValueError or KeyError for a description that doesn't lead where it is safe."""
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(metadata[name]):
            raise ValueError(name)
    if not isinstance(metadata["issuer"], str) or "{" in metadata["issuer"]:
        # Of many tenants at once: anybody's could sign in.
        raise ValueError("issuer")


def _is_safe(address: str) -> bool:
    """Whether it is reached by https, or lies on this machine."""
    url = httpx.URL(address)
    return url.scheme == "https" or (url.scheme == "http" and url.host in {"127.0.0.1", "localhost", "::1"})
