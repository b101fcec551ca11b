"""Notes: adds what residents tell later, and their photos, to a report that was sent."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, ConcernState, Note, Photo


class NoteService:
    """The only writer of notes."""

    def add(
        self, session: Session, concern: Concern, message_id: int, text: str, photo_ids: Sequence[str] = ()
    ) -> Note:
        """Add the words and photos of a message to the concern; the same message again adds nothing."""
        known = session.scalar(select(Note).where(Note.message_id == message_id))
        if known is not None:
            return known
        note = Note(message_id=message_id, text=text.strip())
        concern.notes.append(note)
        for photo in session.scalars(select(Photo).where(Photo.id.in_(photo_ids))):
            photo.concern_id = concern.id
        if concern.state == ConcernState.WAITING:
            concern.state = ConcernState.IN_PROGRESS
        # Whoever of the staff has it open is told, before they change it, that there is more to read.
        concern.version += 1
        session.flush()
        return note
