"""Duplicates: follows a concern under another one that is about the same thing, and takes that back."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, ConcernState, Outcome
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.cases import CaseService, need_reason


@dataclass(frozen=True, slots=True)
class DuplicateService:
    """The only writer of `Concern.duplicate_of`; each change names the version that its author saw."""

    cases: CaseService

    def merge(
        self,
        session: Session,
        actor: Actor,
        concern: Concern,
        version: int,
        reference: str,
        reason: str,
        *,
        sees_sensitive: bool,
    ) -> None:
        """Close it as a duplicate of the one with that reference.

        The resident is told under which reference it goes on only where that is their own too. Raises
        StaffError for what can't be merged, CaseChangedError as all changes do.
        """
        need_reason(reason)
        main = self._get_main(session, actor, concern, reference, sees_sensitive)
        if concern.is_sensitive and not sees_sensitive:
            raise StaffError("a coordinator has to merge what is sensitive")
        before = {"state": concern.state, "outcome": concern.outcome, "duplicate_of": None}
        self.cases.claim(session, concern, version)
        concern.state, concern.outcome = ConcernState.CLOSED, Outcome.DUPLICATE
        concern.duplicate_of = main.id
        after = {"state": concern.state, "outcome": concern.outcome, "duplicate_of": main.reference}
        self.cases.enter(session, actor, concern, "case.merge", before, after, reason)
        self._note_on_main(session, actor, main, concern, is_merged=True)
        if _is_same_person(concern, main):
            self.cases.news.tell(session, concern, "case_merged_own", main=main.reference)
        else:
            self.cases.news.tell(session, concern, "case_closed_duplicate")

    def unmerge(self, session: Session, actor: Actor, concern: Concern, version: int, reason: str) -> None:
        """Open it again as a case of its own; the resident is told."""
        need_reason(reason)
        main = session.get(Concern, concern.duplicate_of) if concern.duplicate_of is not None else None
        if main is None:
            raise StaffError("it is followed under no other")
        before = {"state": concern.state, "outcome": concern.outcome, "duplicate_of": main.reference}
        self.cases.claim(session, concern, version)
        concern.state, concern.outcome, concern.duplicate_of = ConcernState.OPEN, None, None
        after = {"state": concern.state, "outcome": None, "duplicate_of": None}
        self.cases.enter(session, actor, concern, "case.unmerge", before, after, reason)
        self._note_on_main(session, actor, main, concern, is_merged=False)
        self.cases.news.tell(session, concern, "case_reopened")

    def _get_main(
        self, session: Session, actor: Actor, concern: Concern, reference: str, sees_sensitive: bool
    ) -> Concern:
        try:
            main = self.cases.get(session, actor, reference.strip().upper())
        except NotFoundError:
            raise StaffError("there is no case with that reference that you may see") from None
        if main.is_sensitive and not sees_sensitive:
            # In the same words: whether there is one is not theirs to know.
            raise StaffError("there is no case with that reference that you may see")
        if main.id == concern.id:
            raise StaffError("a case is no duplicate of itself")
        if main.duplicate_of is not None:
            raise StaffError("that one is a duplicate itself: choose the one it is followed under")
        if main.state == ConcernState.CLOSED:
            raise StaffError("that one is closed: open it again first")
        if concern.duplicate_of is not None:
            raise StaffError("it is followed under another already: take that back first")
        if session.scalar(select(Concern.id).where(Concern.duplicate_of == concern.id).limit(1)):
            raise StaffError("others are followed under this one: merge the other one into it")
        return main

    def _note_on_main(
        self, session: Session, actor: Actor, main: Concern, concern: Concern, *, is_merged: bool
    ) -> None:
        action = "case.add_duplicate" if is_merged else "case.remove_duplicate"
        self.cases.audit.record(
            session, actor, action, ("concern", main.reference), after={"duplicate": concern.reference}
        )


def _is_same_person(concern: Concern, other: Concern) -> bool:
    is_known = concern.person_id is not None and not (concern.is_anonymous or other.is_anonymous)
    return is_known and concern.person_id == other.person_id
