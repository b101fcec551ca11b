"""Erasure: takes a conversation away for good, with everything that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.db.models import (
    ContactPoint,
    Conversation,
    InboxState,
    InboxUpdate,
    OutgoingMessage,
    OutgoingState,
    Person,
    Photo,
)
from bot.services.people import PeopleService
from bot.services.training_examples import remove_examples_of


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left to be removed outside the database once the unit of work has been committed."""

    tracker_id: str
    """Rasa's name for the conversation."""
    photo_files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErasureService:
    """Deletes conversations; concerns that were filed stay with the hub, without the person."""

    people: PeopleService

    def erase_conversation(self, session: Session, channel: str, address: str) -> Erased | None:
        """Delete messages, draft, photos that belong to no report, and the way to the person.

        The person goes too when no other channel leads to them. None when there is nothing to delete.
        """
        conversation = self.people.find_conversation(session, channel, address)
        if conversation is None:
            return None
        person = session.get_one(Person, conversation.person_id)
        loose = list(
            session.scalars(
                select(Photo).where(
                    Photo.conversation_id == conversation.id,
                    Photo.concern_id.is_(None),
                )
            )
        )
        erased = Erased(conversation.tracker_id, tuple(photo.file_name for photo in loose))
        for photo in loose:
            session.delete(photo)
        remove_examples_of(session, person.id)
        session.delete(conversation)
        self._empty_queues(session, channel, address)
        self._part(session, person, channel, address)
        session.flush()
        return erased

    def _empty_queues(self, session: Session, channel: str, address: str) -> None:
        """Forget what came over a pushed channel and was acted on, and whatever went or goes there.

        Answers go with the messages that they deliver; what was written since is still answered.
        """
        for rows, states in (
            (InboxUpdate, (InboxState.DONE, InboxState.GIVEN_UP, InboxState.FORGOTTEN)),
            (OutgoingMessage, tuple(OutgoingState)),
        ):
            session.execute(
                delete(rows).where(rows.channel == channel, rows.address == address, rows.state.in_(states))
            )

    def _part(self, session: Session, person: Person, channel: str, address: str) -> None:
        """Forget the contact point, and the person with the last one."""
        session.flush()
        point = next(p for p in person.contact_points if (p.channel, p.address) == (channel, address))
        others = session.scalar(
            select(func.count()).where(ContactPoint.person_id == person.id, ContactPoint.id != point.id)
        )
        remaining = session.scalar(select(func.count()).where(Conversation.person_id == person.id))
        if others or remaining:
            person.contact_points.remove(point)
        else:
            session.delete(person)
