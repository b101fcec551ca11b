"""Case privacy: keeps a whole concern from the public because a person decided so, and says why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.db.models import Concern
from bot.domain.staff import Actor
from bot.services.cases import CaseService, need_reason


@dataclass(frozen=True, slots=True)
class CasePrivacyService:
    """The only writer of `Concern.hidden_at`."""

    cases: CaseService

    def set_hidden(
        self, session: Session, actor: Actor, concern: Concern, version: int, is_hidden: bool, reason: str
    ) -> None:
        """Hide it, or take that back.

        Of a hidden concern nothing is said to whoever only holds its reference, nor is its place named in
        anything that is published. Raises StaffError without a reason, CaseChangedError as all changes do.
        """
        need_reason(reason)
        before = {"hidden": concern.hidden_at is not None}
        self.cases.claim(session, concern, version)
        concern.hidden_at = self.cases.now() if is_hidden else None
        after = {"hidden": is_hidden}
        self.cases.enter(session, actor, concern, "case.hide", before, after, reason)
