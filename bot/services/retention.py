"""Retention: finds what is kept longer than was promised, and takes it away for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import (
    Concern,
    ConcernState,
    ContactPoint,
    Conversation,
    Draft,
    JointCase,
    Message,
    MessageState,
    NoticeKind,
    Person,
    Photo,
    Subscription,
)
from bot.db.session import Database
from bot.domain.staff import Actor
from bot.services.audit import AuditService
from bot.services.notices import NoticeService

RETENTION = Actor("retention")
"""As whom it stands in the audit trail."""
_AT_ONCE = 100
_HELD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Removed:
    """What is left to be done outside the database for what was removed in it."""

    count: int = 0
    photo_files: tuple[str, ...] = ()
    tracker_ids: tuple[str, ...] = ()
    """Rasa's names of conversations that it has to forget."""


@dataclass(frozen=True, slots=True)
class RetentionService:
    """Each method does a few at once, in a unit of work of its own, and is called until nothing is left."""

    database: Database
    audit: AuditService
    notices: NoticeService
    conversations_kept: timedelta
    """How long the words of a conversation are kept after its last message."""
    now: Callable[[], datetime] = utc_now

    def remove_concerns(self, today: date) -> Removed:
        """Remove closed concerns whose day is over, with everything that hangs on them.

        The audit trail and the sharing ledger stay: they hold no words of residents.
        """
        with self.database.unit_of_work() as session:
            query = select(Concern).where(Concern.retain_until < today, Concern.state == ConcernState.CLOSED)
            over = session.scalars(query.order_by(Concern.id).limit(_AT_ONCE)).all()
            photos = session.scalars(
                select(Photo).where(Photo.concern_id.in_([one.id for one in over]))
            ).all()
            for one in over:
                after = {"category": one.category, "kept_until": one.retain_until}
                self.audit.record(session, RETENTION, "case.remove", ("concern", one.reference), after=after)
            keys = [one.id for one in over]
            session.flush()
            session.execute(delete(Photo).where(Photo.concern_id.in_(keys)))
            session.execute(delete(Concern).where(Concern.id.in_(keys)))
            has_parts = exists().where(Concern.joint_case_id == JointCase.id)
            joint = [one.joint_case_id for one in over if one.joint_case_id]
            session.execute(delete(JointCase).where(JointCase.id.in_(joint), ~has_parts))
            # Whoever can't be reached is known for nothing but their reports.
            people = [one.person_id for one in over if one.person_id]
            is_known = exists().where(ContactPoint.person_id == Person.id)
            has_more = exists().where(Concern.person_id == Person.id)
            session.execute(delete(Person).where(Person.id.in_(people), ~is_known, ~has_more))
            return Removed(len(over), _files_of(photos))

    def find_open(self, today: date) -> int:
        """Tell the coordinator of concerns whose day is over and that are still open; how many there are."""
        with self.database.unit_of_work() as session:
            query = select(Concern).where(Concern.retain_until < today, Concern.state != ConcernState.CLOSED)
            over = session.scalars(query.order_by(Concern.id)).all()
            for one in over:
                key = f"retention:{one.reference}:{one.retain_until.isoformat()}"
                facts = {"retain_until": one.retain_until.isoformat()}
                self.notices.give(session, key, NoticeKind.RETENTION, one, facts)
            return len(over)

    def list_left_people(self) -> Sequence[tuple[str, str]]:
        """Channel and address of people who wrote long ago, and for whom nothing is kept or sent any more."""
        with self.database.unit_of_work() as session:
            has_concern = exists().where(Concern.person_id == Conversation.person_id)
            has_news = exists().where(Subscription.contact_point_id == ContactPoint.id)
            found = session.execute(
                select(Conversation.channel, ContactPoint.address)
                .join(
                    ContactPoint,
                    and_(
                        ContactPoint.person_id == Conversation.person_id,
                        ContactPoint.channel == Conversation.channel,
                    ),
                )
                .where(self._is_silent(), ~has_concern, ~has_news)
                .order_by(Conversation.last_active_at)
                .limit(_AT_ONCE)
            )
            return [(channel, address) for channel, address in found]

    def remove_words(self) -> Removed:
        """Remove what was said long ago in silent conversations of people whose concerns are still kept.

        The way to them stays, so that they hear how their reports end; so does what staff have yet to tell.
        """
        cutoff = self.now() - self.conversations_kept
        is_over = and_(
            Message.conversation_id == Conversation.id,
            Message.created_at < cutoff,
            Message.state != MessageState.QUEUED,
        )
        with self.database.unit_of_work() as session:
            query = select(Conversation).where(self._is_silent(), exists().where(is_over))
            silent = session.scalars(query.order_by(Conversation.last_active_at).limit(_AT_ONCE)).all()
            keys = [one.id for one in silent]
            photos = self._loose_photos(session, keys)
            session.execute(
                delete(Message).where(
                    Message.conversation_id.in_(keys),
                    Message.created_at < cutoff,
                    Message.state != MessageState.QUEUED,
                )
            )
            session.execute(delete(Draft).where(Draft.conversation_id.in_(keys)))
            session.execute(delete(Photo).where(Photo.id.in_([photo.id for photo in photos])))
            return Removed(len(silent), _files_of(photos), tuple(one.tracker_id for one in silent))

    def remove_held_photos(self) -> Removed:
        """Remove photos that were chosen for a report which nobody filed that day."""
        is_left = (
            Photo.held_for.is_not(None),
            Photo.concern_id.is_(None),
            Photo.created_at < self.now() - _HELD,
        )
        with self.database.unit_of_work() as session:
            photos = session.scalars(select(Photo).where(*is_left).limit(_AT_ONCE)).all()
            session.execute(delete(Photo).where(Photo.id.in_([photo.id for photo in photos])))
            return Removed(len(photos), _files_of(photos))

    def _is_silent(self) -> ColumnElement[bool]:
        return Conversation.last_active_at < self.now() - self.conversations_kept

    def _loose_photos(self, session: Session, conversations: list[str]) -> Sequence[Photo]:
        """Those that were sent there and came into no report."""
        query = select(Photo).where(Photo.conversation_id.in_(conversations), Photo.concern_id.is_(None))
        return session.scalars(query).all()


def _files_of(photos: Sequence[Photo]) -> tuple[str, ...]:
    names = (name for photo in photos for name in (photo.file_name, photo.redacted_file_name))
    return tuple(name for name in names if name)
