"""Saved views: keeps the filters that staff gave a name, for themselves or for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from bot.db.models import SavedView
from bot.domain.staff import Actor
from bot.errors import NotFoundError, StaffError
from bot.services.audit import AuditService
from bot.services.concern_search import finds_one_person

LONGEST_NAME = 60
MOST_OWN, MOST_SHARED = 20, 20
"""Each is counted whenever the queue is opened."""


@dataclass(frozen=True, slots=True)
class SavedViewService:
    """The only writer of saved views. What all see is entered in the audit trail."""

    audit: AuditService

    def list_views(self, session: Session, actor: Actor) -> Sequence[SavedView]:
        """One's own and those for everybody, by name."""
        mine = SavedView.staff_id == actor.staff_id
        query = select(SavedView).where(or_(mine, SavedView.is_shared)).options(joinedload(SavedView.member))
        return session.scalars(query.order_by(func.lower(SavedView.name), SavedView.id)).all()

    def save(
        self, session: Session, actor: Actor, name: str, filters: Mapping[str, str], *, is_shared: bool
    ) -> SavedView:
        """Keep a view in place of one's own with that name; raises StaffError for what can't be kept."""
        name = " ".join(name.split())
        if not name:
            raise StaffError("give the view a name")
        if len(name) > LONGEST_NAME:
            raise StaffError(f"use {LONGEST_NAME} characters or fewer for the name")
        if finds_one_person(filters.get("q", "")):
            # It would outlive the case, and what a resident has asked to be deleted.
            raise StaffError("a search for one reference, phone number or email address can't be kept")
        view = self._own(session, actor, name)
        before = _shown(view)
        self._check_room(session, actor, view, is_shared=is_shared)
        if view is None:
            assert actor.staff_id is not None  # noqa: S101 -- only people save views
            view = SavedView(staff_id=actor.staff_id, name=name)
            session.add(view)
        view.filters, view.is_shared = dict(filters), is_shared
        session.flush()
        if is_shared or before.get("shared"):
            self.audit.record(
                session, actor, "view.save", ("view", str(view.id)), before=before, after=_shown(view)
            )
        return view

    def remove(self, session: Session, actor: Actor, view_id: int, *, may_share: bool) -> None:
        """Forget one of one's own, or a shared one as somebody who may share; raises NotFoundError."""
        view = session.get(SavedView, view_id)
        if view is None or not (view.staff_id == actor.staff_id or (view.is_shared and may_share)):
            raise NotFoundError(f"no view {view_id} for {actor.name}")
        if view.is_shared:
            subject = ("view", str(view.id))
            self.audit.record(session, actor, "view.remove", subject, before=_shown(view))
        session.delete(view)

    def _own(self, session: Session, actor: Actor, name: str) -> SavedView | None:
        return session.scalar(
            select(SavedView).where(SavedView.staff_id == actor.staff_id, SavedView.name == name)
        )

    def _check_room(self, session: Session, actor: Actor, view: SavedView | None, *, is_shared: bool) -> None:
        if view is None and self._count(session, SavedView.staff_id == actor.staff_id) >= MOST_OWN:
            raise StaffError(f"remove a view first: {MOST_OWN} are the most")
        was_shared = view is not None and view.is_shared
        if is_shared and not was_shared and self._count(session, SavedView.is_shared) >= MOST_SHARED:
            raise StaffError(f"remove a shared view first: {MOST_SHARED} are the most")

    def _count(self, session: Session, which: object) -> int:
        return session.scalar(select(func.count()).select_from(SavedView).where(which)) or 0  # type: ignore[arg-type]


def _shown(view: SavedView | None) -> dict[str, object]:
    """What the audit trail keeps of a view: not the words that it looks for."""
    if view is None:
        return {}
    filters = {name: value for name, value in view.filters.items() if name != "q"}
    return {"filters": filters, "shared": view.is_shared}
