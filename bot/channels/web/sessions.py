"""Web sessions: who is writing, known by a signed random id and nothing else."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, Signer, TimestampSigner

COOKIE = "local_focus_session"
RENEW_AFTER = timedelta(hours=12)
_COOKIE_SALT = "web-session-cookie"
_TOKEN_SALT = "web-session-token"  # noqa: S105 -- names a purpose, opens nothing
_FORM_SALT = "web-session-form"
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class WebSession:
    """One resident's session."""

    id: str
    signed_at: datetime

    @property
    def needs_renewal(self) -> bool:
        """Whether it is time for a newly signed cookie."""
        return datetime.now(UTC) - self.signed_at > RENEW_AFTER


class Sessions:
    """Signs and reads session ids: in cookies, in bearer tokens, and in forms."""

    def __init__(self, key: str, lifetime: timedelta) -> None:
        self._cookies = TimestampSigner(key, salt=_COOKIE_SALT)
        self._tokens = TimestampSigner(key, salt=_TOKEN_SALT)
        self._forms = Signer(key, salt=_FORM_SALT)
        self.lifetime = lifetime

    def begin(self) -> WebSession:
        """A new session, which the database learns of with its first message."""
        return WebSession(secrets.token_urlsafe(16), datetime.now(UTC))

    def cookie_for(self, session: WebSession) -> str:
        """The value of the session's cookie, signed now."""
        return self._cookies.sign(session.id).decode("ascii")

    def read_cookie(self, value: str | None) -> WebSession | None:
        """The session of a cookie, or None when it is missing, forged or too old."""
        return self._read(self._cookies, value)

    def token_for(self, session: WebSession) -> str:
        """A token with which a program speaks for the session."""
        return self._tokens.sign(session.id).decode("ascii")

    def read_token(self, value: str | None) -> WebSession | None:
        """The session of a token, or None when it is missing, forged or too old."""
        return self._read(self._tokens, value)

    def form_token(self, session: WebSession) -> str:
        """What a form has to bring back, so that no other site can send it."""
        return self._forms.get_signature(session.id).decode("ascii")

    def is_own_form(self, session: WebSession, token: str) -> bool:
        """Whether the token came with a form of this session."""
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())

    def _read(self, signer: TimestampSigner, value: str | None) -> WebSession | None:
        if not value:
            return None
        try:
            raw, signed_at = signer.unsign(
                value, max_age=int(self.lifetime.total_seconds()), return_timestamp=True
            )
        except BadSignature:
            return None
        session_id = raw.decode("ascii", errors="replace")
        return WebSession(session_id, signed_at) if _ID.fullmatch(session_id) else None
