"""Who an identity provider says that somebody is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProvenIdentity:
    """What a provider vouched for, in a token that was checked."""

    subject: str
    """The provider's own key for them, which never changes."""
    email: str | None = None
    """In small letters; only an address that may be believed."""
    methods: frozenset[str] = frozenset()
    """How they proved it (`amr`), and the class of that (`acr`)."""


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """What ties an answer of the provider to the browser that asked."""

    state: str
    nonce: str
    verifier: str
    """Of PKCE: whoever catches the code can't use it without this."""
