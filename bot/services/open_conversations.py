"""Open conversations: finds those that staff may join, and reads what was said in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from bot.db.base import utc_now
from bot.db.models import (
    Concern,
    Conversation,
    Direction,
    Draft,
    Message,
    Person,
    StaffMember,
    Takeover,
)
from bot.domain.desk_reports import BY_HAND
from bot.domain.staff import Actor
from bot.errors import NotFoundError
from bot.services.audit import AuditService
from bot.services.worklist_filters import visible_to

SHOWN_AT_ONCE = 100
_OPEN_FOR = timedelta(hours=24)

#: Where the report that is being told happened, else where the person last was at home.
_AREA = func.coalesce(Draft.body["place"]["hub_area"].as_string(), Person.home_area)
_ASKS_FOR_PERSON = Draft.body["is_for_person"].as_boolean()
_IS_AWAITED = exists().where(
    Message.conversation_id == Conversation.id,
    Message.direction == Direction.IN,
    Message.id > func.coalesce(Takeover.said_id, 0),
)
_earlier = aliased(Takeover)
_IS_LEFT = exists().where(_earlier.conversation_id == Conversation.id, _earlier.is_left.is_(True))


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """One conversation as the list shows it: nothing of what was said."""

    id: str
    channel: str
    last_active_at: datetime
    hub_area: str | None
    is_telling: bool
    """Whether a report is being told."""
    asks_for_person: bool
    staff_name: str | None
    """Who of the staff is in."""
    is_awaited: bool
    """Whether the resident wrote something since that person last did."""
    is_left: bool
    """Whether somebody of the staff was in, and left the resident's last words without an answer."""


@dataclass(frozen=True, slots=True)
class OpenConversationService:
    """Reads conversations for people of the hub; looking into one is entered in the audit trail."""

    audit: AuditService
    now: Callable[[], datetime] = utc_now

    def list_open(self, session: Session, actor: Actor) -> Sequence[OpenConversation]:
        """Those of the last day, and all that were left unanswered; who waits for a person comes first.

        Of somebody who answers a survey nothing is shown: their answers may be anonymous.
        """
        is_recent = Conversation.last_active_at >= self.now() - _OPEN_FOR
        # Each half has an index; with "or" between them neither would be used.
        is_wanted = or_(Takeover.ended_at.is_(None), Takeover.is_left.is_(True))
        wanted = union(
            select(Conversation.id).where(is_recent), select(Takeover.conversation_id).where(is_wanted)
        )
        is_left, asks = _IS_LEFT.label("is_left"), func.coalesce(_ASKS_FOR_PERSON, False).label("asks")
        rows = session.execute(
            select(
                Conversation.id,
                Conversation.channel,
                Conversation.last_active_at,
                _AREA,
                Draft.id.is_not(None),
                asks,
                StaffMember.name,
                _IS_AWAITED,
                is_left,
            )
            .join(Person, Person.id == Conversation.person_id)
            .outerjoin(Draft, Draft.conversation_id == Conversation.id)
            .outerjoin(Takeover, Takeover.id == Conversation.takeover_id)
            .outerjoin(StaffMember, StaffMember.id == Takeover.staff_id)
            .where(Conversation.id.in_(wanted), _has_begun())
            .where(Conversation.surveying.is_(None), Conversation.channel != BY_HAND, *_in_areas(actor))
            .order_by(
                Conversation.takeover_id.is_(None),
                is_left.desc(),
                asks.desc(),
                Conversation.last_active_at.desc(),
            )
            .limit(SHOWN_AT_ONCE)
        )
        return [OpenConversation(*row) for row in rows]

    def get(self, session: Session, actor: Actor, conversation_id: str) -> Conversation:
        """One that the actor may see: by its area, or by a concern that was told there; NotFoundError."""
        told = exists().where(Concern.person_id == Conversation.person_id, *visible_to(actor))
        found = session.scalar(
            select(Conversation)
            .join(Person, Person.id == Conversation.person_id)
            .outerjoin(Draft, Draft.conversation_id == Conversation.id)
            .where(Conversation.id == conversation_id, Conversation.channel != BY_HAND)
            .where(Conversation.surveying.is_(None))
            .where(*(or_(area, told) for area in _in_areas(actor)))
        )
        if found is None:
            raise NotFoundError(f"no such conversation for {actor.name}")
        return found

    def find_of_concern(self, session: Session, concern: Concern) -> Conversation | None:
        """The conversation in which a concern was told; None once it was deleted."""
        return session.scalar(
            select(Conversation)
            .where(Conversation.person_id == concern.person_id, Conversation.channel == concern.channel)
            .order_by(Conversation.created_at.desc())
            .limit(1)
        )

    def note_view(self, session: Session, actor: Actor, conversation: Conversation) -> None:
        """Somebody looked into it."""
        self.audit.record(session, actor, "conversation.view", ("conversation", conversation.id))

    def list_after(self, session: Session, conversation: Conversation, message_id: int) -> Sequence[Message]:
        """What either side said after a message, oldest first."""
        said = (Message.conversation_id == conversation.id, Message.id > message_id)
        return session.scalars(select(Message).where(*said).order_by(Message.id).limit(SHOWN_AT_ONCE)).all()


def _has_begun() -> ColumnElement[bool]:
    return exists().where(Message.conversation_id == Conversation.id, Message.direction == Direction.IN)


def _in_areas(actor: Actor) -> list[ColumnElement[bool]]:
    """The conditions under which somebody sees a conversation: their areas, and what has none."""
    if not actor.areas:
        return []
    return [or_(_AREA.in_(sorted(actor.areas)), _AREA.is_(None))]
