"""Keeps what residents write while understanding is down, as a concern that a person at the hub reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation
from bot.domain.drafts import ReportDraft
from bot.domain.phrases import Phrases
from bot.domain.replies import Incoming, Reply
from bot.services.concerns import ConcernService
from bot.services.drafts import DraftService

_CHOICE = '/choose{"value": "down_'
_LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class KeptMessageService:
    """What happens to messages when Rasa doesn't answer."""

    drafts: DraftService
    concerns: ConcernService
    phrases: Phrases

    def keep(
        self, session: Session, conversation: Conversation, incoming: Incoming, *, is_told: bool = False
    ) -> list[Reply]:
        """File the message, and whatever was being told, for a person; tell the resident plainly.

        `is_told` says that the report being told has its words already.
        """
        concern = self._find(session, conversation)
        words = incoming.text.strip()
        if concern is not None:
            if words:
                concern.description = f"{concern.description}\n{words}"
            return [self.phrases.reply("down_added")]
        draft = self.drafts.find(session, conversation) or ReportDraft()
        draft.is_for_person = True
        if not (is_told and draft.told):
            draft.told.extend([words] if words else [])
        draft.photo_ids.extend(photo for photo in incoming.photo_ids if photo not in draft.photo_ids)
        if not draft.told and not draft.photo_ids:
            return [self.phrases.reply("down_nothing")]
        self.drafts.save(session, conversation, draft)
        filed = self.concerns.file(session, conversation, draft)
        self.drafts.drop(session, conversation)
        conversation.kept_concern_id = filed[0].id
        conversation.kept_step = None
        return [self.phrases.reply("down", reference=filed[0].reference)]

    def add(self, session: Session, conversation: Conversation, incoming: Incoming) -> list[Reply]:
        """Take a choice of the plain menu, or the answer to it; empty when the message is neither."""
        concern = self._find(session, conversation)
        if concern is None:
            return []
        if incoming.payload and incoming.payload.startswith(_CHOICE):
            return self._choose(conversation, concern, incoming.payload.removeprefix(_CHOICE).split('"')[0])
        if conversation.kept_step is None or not incoming.text.strip():
            return []
        note = incoming.text.strip()[:_LONGEST_NOTE]
        if conversation.kept_step == "place":
            self._add_place(session, concern, note)
        else:
            concern.contact = note
        conversation.kept_step = None
        return [self.phrases.reply("down_added")]

    def _choose(self, conversation: Conversation, concern: Concern, choice: str) -> list[Reply]:
        if choice in {"place", "contact"}:
            conversation.kept_step = choice
            return [self.phrases.reply(f"down_{choice}")]
        conversation.kept_concern_id, conversation.kept_step = None, None
        return [self.phrases.reply("down_sent", reference=concern.reference)]

    def _add_place(self, session: Session, concern: Concern, words: str) -> None:
        draft = ReportDraft()
        self.drafts.places.write(draft, words)
        concern.place_name = draft.place.name if draft.place else words
        if draft.place is None:
            return
        concern.place_id, concern.hub_area = draft.place.place_id, draft.place.hub_area
        concern.council = draft.place.council
        concern.latitude, concern.longitude = draft.place.latitude, draft.place.longitude
        if concern.category is None:
            # Only a hub has it so far; now the area's own does.
            self.concerns.move_to_hub(session, concern)

    def _find(self, session: Session, conversation: Conversation) -> Concern | None:
        return session.get(Concern, conversation.kept_concern_id) if conversation.kept_concern_id else None
