"""People: finds who wrote by their channel, or meets them for the first time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from bot.db.base import Base, random_key, utc_now
from bot.db.models import ContactBlock, ContactPoint, Conversation, Person

_ACTIVE_TO_THE = timedelta(minutes=1)
"""How exactly a conversation knows when it was last active; it needn't be written at every message."""

# What is asked at every message is made once: making it takes as long as asking.
_OF_ADDRESS = (
    ContactPoint.person_id == Conversation.person_id,
    ContactPoint.channel == bindparam("channel"),
    ContactPoint.address == bindparam("address"),
    Conversation.channel == bindparam("channel"),
)
_LATEST = Conversation.created_at.desc()
_CONVERSATION = select(Conversation).where(*_OF_ADDRESS).order_by(_LATEST).limit(1)
_TABLE = Base.metadata.tables[Conversation.__tablename__]
_ROW = (
    select(_TABLE, Person.language, Person.blocked_until)
    .where(*_OF_ADDRESS, Person.id == Conversation.person_id)
    .order_by(_LATEST)
    .limit(1)
)
_PERSON = select(ContactPoint.person_id).where(
    ContactPoint.channel == bindparam("channel"), ContactPoint.address == bindparam("address")
)
_PEOPLE = Base.metadata.tables[Person.__tablename__]
_ADD_PERSON = insert(_PEOPLE)
_SPEAK = update(_PEOPLE).where(_PEOPLE.c.id == bindparam("key")).values(language=bindparam("spoken"))
_SETTLE = update(_PEOPLE).where(_PEOPLE.c.id == bindparam("key")).values(home_area=bindparam("area"))
_ADD_ADDRESS = insert(Base.metadata.tables[ContactPoint.__tablename__])
_ADD_CONVERSATION = insert(_TABLE)
_OF_KEY = _TABLE.c.id == bindparam("key")
_TOUCH = update(_TABLE).where(_OF_KEY).values(last_active_at=bindparam("now"))
_END_KEEPING = update(_TABLE).where(_OF_KEY).values(kept_concern_id=None, kept_step=None)


def end_of_block(channel: str, address: str, now: datetime) -> Select[datetime]:
    """Asks for the end of the longest block of an address that is on; None while none is."""
    return select(func.max(ContactBlock.until)).where(
        ContactBlock.channel == channel,
        ContactBlock.address == address,
        ContactBlock.lifted_at.is_(None),
        ContactBlock.until > now,
    )


def is_blocked(conversation: Conversation) -> bool:
    """Whether staff keep its person out of the chat now."""
    until = conversation.person.blocked_until
    return until is not None and until > utc_now()


class PeopleService:
    """The only writer of people and their contact points."""

    def is_kept_out(self, session: Session, channel: str, address: str) -> bool:
        """Whether staff keep whoever writes from an address out of the chat now, known or deleted."""
        return session.scalar(end_of_block(channel, address, utc_now())) is not None

    def meet(self, session: Session, channel: str, address: str) -> Conversation:
        """The person's conversation on the channel, newly begun when there is none."""
        conversation = self.find_conversation(session, channel, address)
        if conversation is not None:
            return conversation
        return session.get_one(Conversation, self._begin(session.connection(), channel, address))

    def meet_to_the_day(self, session: Session, channel: str, address: str) -> Conversation:
        """The same as `meet`; a conversation that begins keeps no moment but the day (UTC)."""
        conversation = self.find_conversation(session, channel, address)
        if conversation is None:
            conversation = self.meet(session, channel, address)
            day = utc_now().replace(hour=0, minute=0, second=0, microsecond=0)
            conversation.created_at = conversation.last_active_at = day
            conversation.person.created_at = min(conversation.person.created_at, day)
        return conversation

    def meet_unreachable(self, session: Session, channel: str) -> Conversation:
        """A conversation with somebody who is told nothing, and isn't recognised again."""
        person = Person()
        session.add(person)
        session.flush()
        conversation = Conversation(person_id=person.id, channel=channel)
        session.add(conversation)
        session.flush()
        return conversation

    def find_conversation(self, session: Session, channel: str, address: str) -> Conversation | None:
        """The person's conversation on the channel, or None."""
        return session.scalar(_CONVERSATION, {"channel": channel, "address": address})

    def find_language(self, session: Session, channel: str, address: str) -> str | None:
        """What the person who uses an address is answered in (ISO 639-1); None where nobody is known."""
        point = self._find_point(session, channel, address)
        return point.person.language if point is not None else None

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

    def meet_at_message(self, connection: Connection, channel: str, address: str) -> Row[Any]:
        """The same as `meet`, as a row with the person's language; notes that the conversation is active."""
        key = {"channel": channel, "address": address}
        row = connection.execute(_ROW, key).first()
        if row is None:
            self._begin(connection, channel, address)
            return connection.execute(_ROW, key).one()
        now = utc_now()
        if now - row.last_active_at > _ACTIVE_TO_THE:
            connection.execute(_TOUCH, {"key": row.id, "now": now})
        return row

    def speak(self, connection: Connection, person_id: str, language: str) -> None:
        """Answer the person in that language (ISO 639-1) from now on."""
        connection.execute(_SPEAK, {"key": person_id, "spoken": language})

    def settle(self, session: Session, person_id: str, hub_area: str) -> None:
        """Take it that the person is at home in that hub area, which they spoke of."""
        session.execute(_SETTLE, {"key": person_id, "area": hub_area})

    def _begin(self, connection: Connection, channel: str, address: str) -> str:
        """Begin a conversation with somebody new to us, or new to this channel; returns its key."""
        person = connection.execute(_PERSON, {"channel": channel, "address": address}).scalar()
        if person is None:
            person = random_key()
            # Whoever had everything deleted is not let in again before the end.
            blocked_until = connection.execute(end_of_block(channel, address, utc_now())).scalar()
            connection.execute(_ADD_PERSON, {"id": person, "blocked_until": blocked_until})
            connection.execute(_ADD_ADDRESS, {"person_id": person, "channel": channel, "address": address})
        key = random_key()
        connection.execute(_ADD_CONVERSATION, {"id": key, "person_id": person, "channel": channel})
        return key

    def end_keeping(self, connection: Connection, conversation_id: str) -> None:
        """Understanding is back: what is said is no longer added to a concern for a person to read."""
        connection.execute(_END_KEEPING, {"key": conversation_id})
