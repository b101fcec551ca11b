"""Takes messages that were changed after they were sent: corrects the report, or adds to a sent one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation, Direction, Message, Note
from bot.domain.drafts import ReportDraft, Step
from bot.domain.replies import Incoming, Reply
from bot.services.draft_answers import Said
from bot.services.drafts import DraftService
from bot.services.message_rows import message_key
from bot.services.notes import NoteService
from bot.services.report_ends import ReportEndService


@dataclass(frozen=True, slots=True)
class EditedMessageService:
    """Needs no dialogue, so it works while Rasa is down too."""

    notes: NoteService
    ends: ReportEndService

    @property
    def _drafts(self) -> DraftService:
        return self.ends.drafts

    def take(
        self, session: Session, conversation: Conversation, message_id: int, incoming: Incoming
    ) -> list[Reply]:
        """The answer to a change; empty when the words were used for no report: then they are new words."""
        original = self._find_original(session, conversation, incoming)
        if original is None:
            return []
        before, after = (original.text or "").strip(), incoming.text.strip()
        original.text = after
        draft = self._drafts.find(session, conversation)
        if draft is not None and before in draft.told:
            replies = self._correct(session, conversation, draft, before, after)
            return replies + self._drafts.ask(session, conversation)[1]
        concern = self._find_filed(session, conversation, original.id, before)
        if concern is None:
            return []
        self.notes.add(session, concern, message_id, after)
        added = [self.ends.say_added(concern, has_words=True, has_photo=False)]
        return added + self._drafts.ask(session, conversation)[1]

    def _find_original(
        self, session: Session, conversation: Conversation, incoming: Incoming
    ) -> Message | None:
        earlier = Incoming(incoming.channel, incoming.address, incoming.edits or "")
        return session.scalar(
            select(Message).where(
                Message.conversation_id == conversation.id,
                Message.direction == Direction.IN,
                Message.channel == incoming.channel,
                Message.external_id == message_key(earlier),
            )
        )

    def _correct(
        self, session: Session, conversation: Conversation, draft: ReportDraft, before: str, after: str
    ) -> list[Reply]:
        """Put the new words in the place of the old ones, and hear again what the report tells."""
        told, draft.told = [after if words == before else words for words in draft.told], []
        if not draft.is_chosen and not draft.is_for_person:
            draft.concerns = []
            draft.intent = ""
            draft.reopen(Step.CATEGORY, Step.SEVERAL)
        if self._drafts.places.find(before) is not None:
            draft.place, draft.place_words, draft.whereabouts, draft.candidates = None, None, None, []
            draft.reopen(Step.PLACE, Step.WHEREABOUTS)
        if draft.happened is not None and self._drafts.cues.times.find(before) is not None:
            draft.happened = None
            draft.reopen(Step.WHEN)
        for words in told:
            self._drafts.hear(draft, words, Said(words))
        self._drafts.save(session, conversation, draft)
        phrases = self._drafts.words.phrases
        decisions = self._drafts.routing.decisions(draft)
        return [phrases.reply("report_changed"), *self._drafts.words.heard(draft, decisions)]

    def _find_filed(
        self, session: Session, conversation: Conversation, original_id: int, words: str
    ) -> Concern | None:
        """The person's own report that the message is part of, as words of it or as a note."""
        noted = session.scalar(select(Note.concern_id).where(Note.message_id == original_id))
        if noted is not None:
            return session.get(Concern, noted)
        own = self.ends.concerns.list_for_person(session, conversation.person_id)
        return next((concern for concern in own if words and words in concern.description), None)
