"""Keys of programs: made and taken back by administrators, and known again when they are used."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ApiKey
from bot.domain.api_keys import Caller, KeyWish, Scope, check_wish
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.audit import AuditService

PREFIX = "lf_"
"""What every key begins with, so that one that lies about somewhere is known for what it is."""
_HINT = 8
_USED_TO_THE = timedelta(hours=1)
"""How exactly it is known when a key was last used; it needn't be written at every request."""


@dataclass(frozen=True, slots=True)
class ApiKeyService:
    """The only writer of keys."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def make(self, session: Session, actor: Actor, wish: KeyWish) -> tuple[ApiKey, str]:
        """Make a key; it is returned this once and can't be read from the database again.

        Raises ApiKeyError for a key without a name, or that would allow nothing.
        """
        wish = check_wish(wish)
        key = PREFIX + secrets.token_urlsafe(32)
        row = ApiKey(
            name=wish.name,
            digest=_digest(key),
            hint=key[:_HINT],
            scopes=sorted(wish.scopes),
            areas=sorted(wish.areas),
            created_by=actor.name,
            created_at=self.now(),
        )
        session.add(row)
        session.flush()
        after = {"name": row.name, "scopes": row.scopes, "areas": row.areas}
        self.audit.record(session, actor, "api_key.make", ("api_key", str(row.id)), after=after)
        return row, key

    def revoke(self, session: Session, actor: Actor, key_id: int) -> ApiKey:
        """Take a key back, from this moment on; raises NotFoundError."""
        row = session.get(ApiKey, key_id)
        if row is None:
            raise NotFoundError(f"no key {key_id}")
        if row.revoked_at is None:
            row.revoked_at = self.now()
            after = {"name": row.name, "revoked": row.revoked_at}
            self.audit.record(session, actor, "api_key.revoke", ("api_key", str(row.id)), after=after)
        return row

    def list_keys(self, session: Session) -> Sequence[ApiKey]:
        """Every key, those that are good first, by name."""
        order = (ApiKey.revoked_at.is_not(None), ApiKey.name, ApiKey.id)
        return session.scalars(select(ApiKey).order_by(*order)).all()

    def find(self, session: Session, key: str) -> Caller | None:
        """Whose key it is; None for one that is wrong or was taken back."""
        row = session.scalar(select(ApiKey).where(ApiKey.digest == _digest(key)))
        if row is None or row.revoked_at is not None:
            return None
        now = self.now()
        if row.last_used_at is None or now - row.last_used_at > _USED_TO_THE:
            row.last_used_at = now
        # A scope that a newer version knew means nothing here, rather than everything.
        scopes = frozenset(Scope(scope) for scope in row.scopes if scope in set(Scope))
        return Caller(row.id, row.name, scopes, frozenset(row.areas))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
