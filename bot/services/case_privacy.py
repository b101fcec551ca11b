"""Case privacy: keeps a whole concern from the public, or keeps it longer, because a person decided so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot.db.models import Concern
from bot.domain.staff import Actor
from bot.errors import StaffError
from bot.services.cases import CaseService, need_reason

LONGEST_KEPT = timedelta(days=7 * 366)
"""From today: longer than any limit that a court or an insurer is likely to need."""


@dataclass(frozen=True, slots=True)
class CasePrivacyService:
    """The only writer of `Concern.hidden_at`, and of `retain_until` once it is filed."""

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

    def keep_until(
        self, session: Session, actor: Actor, concern: Concern, version: int, day: str, reason: str
    ) -> None:
        """Change the day until which it is kept (as ISO 8601), for a court case say, or to let it go sooner.

        Raises StaffError without a reason and for a day that can't be, CaseChangedError as all changes do.
        """
        need_reason(reason)
        today = self.cases.now().date()
        try:
            wanted = date.fromisoformat(day)
        except ValueError:
            raise StaffError("write the day until which it is kept") from None
        if not today <= wanted <= today + LONGEST_KEPT:
            raise StaffError("choose a day from today on, within seven years")
        before = {"kept_until": concern.retain_until}
        self.cases.claim(session, concern, version)
        concern.retain_until = wanted
        self.cases.enter(session, actor, concern, "case.keep_until", before, {"kept_until": wanted}, reason)
