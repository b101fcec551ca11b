"""People: finds who wrote by their channel, or meets them for the first time."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import ContactPoint, Conversation, Person

# Asked at every message, and made once: making it takes as long as asking.
_CONVERSATION = (
    select(Conversation)
    .join(ContactPoint, ContactPoint.person_id == Conversation.person_id)
    .where(
        ContactPoint.channel == bindparam("channel"),
        ContactPoint.address == bindparam("address"),
        Conversation.channel == bindparam("channel"),
    )
    .order_by(Conversation.created_at.desc())
    .limit(1)
)


class PeopleService:
    """The only writer of people and their contact points."""

    def find_person(self, session: Session, channel: str, address: str) -> Person | None:
        """Who uses that address on that channel, or None."""
        return session.scalar(
            select(Person)
            .join(ContactPoint)
            .where(ContactPoint.channel == channel, ContactPoint.address == address)
        )

    def meet(self, session: Session, channel: str, address: str) -> Conversation:
        """The person's conversation on the channel, newly begun when there is none."""
        conversation = self.find_conversation(session, channel, address)
        if conversation is not None:
            return conversation
        person = self.find_person(session, channel, address)
        if person is None:
            person = Person(contact_points=[ContactPoint(channel=channel, address=address)])
            session.add(person)
            session.flush()
        conversation = Conversation(person_id=person.id, channel=channel)
        session.add(conversation)
        session.flush()
        return conversation

    def find_conversation(self, session: Session, channel: str, address: str) -> Conversation | None:
        """The person's conversation on the channel, or None."""
        return session.scalar(_CONVERSATION, {"channel": channel, "address": address})

    def note_contact(self, session: Session, channel: str, address: str) -> Conversation:
        """Somebody gave a sign of life, whatever it was: they can be written to (again)."""
        conversation = self.meet(session, channel, address)
        point = self._find_point(session, channel, address)
        if point is not None and (point.unreachable_since or point.stopped_at):
            point.unreachable_since, point.stopped_at = None, None
        return conversation

    def note_unreachable(self, session: Session, channel: str, address: str) -> None:
        """The channel said that nothing can be sent there any more."""
        point = self._find_point(session, channel, address)
        if point is not None and point.unreachable_since is None:
            point.unreachable_since = utc_now()

    def stop_contact(self, session: Session, channel: str, address: str) -> None:
        """The person wants to hear nothing until they write again."""
        self.meet(session, channel, address)
        point = self._find_point(session, channel, address)
        if point is not None:
            point.stopped_at = utc_now()

    def _find_point(self, session: Session, channel: str, address: str) -> ContactPoint | None:
        return session.scalar(
            select(ContactPoint).where(ContactPoint.channel == channel, ContactPoint.address == address)
        )
