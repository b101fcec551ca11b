"""What answering an anonymous survey leaves in a conversation, and how it is taken away."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.db.models import Message, SurveySitting
from bot.domain.survey_documents import survey_from_document


def drop_sitting(session: Session, row: SurveySitting) -> None:
    """Delete a sitting; of an anonymous one the messages with answers go too, however it ended."""
    if survey_from_document(row.opening.document).is_anonymous:
        _clear_conversation(session, row)
    session.delete(row)


def _clear_conversation(session: Session, row: SurveySitting) -> None:
    """Delete the messages that hold answers and what was said to them; the queues empty themselves."""
    if row.conversation_id is None:
        return
    for message_id in row.message_ids:
        session.execute(
            delete(Message).where(
                Message.conversation_id == row.conversation_id,
                (Message.id == message_id)
                | Message.external_id.startswith(f"answer:{message_id}:", autoescape=True),
            )
        )
