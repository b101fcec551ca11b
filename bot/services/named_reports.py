"""Takes messages that name a report by its reference: tells how it stands, or adds the words to it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.db.models import Concern, Conversation
from bot.domain.reference_cues import ReferenceCues, Wish
from bot.domain.references import find_reference, looks_like_reference, without_references
from bot.domain.replies import Incoming, Reply
from bot.services.concerns import ConcernService
from bot.services.draft_corrections import Understands
from bot.services.notes import NoteService
from bot.services.report_ends import ADD, ADD_NOTHING, ReportEndService
from bot.services.told_reports import find_told_reference

_WAYS_OUT = frozenset({"stop", "deny", "restart"})
_LONGEST_WAY_OUT = 3
_SMALL_TALK = frozenset({"thank", "greet", "goodbye"})
_LONGEST_SMALL_TALK = 6


def names_report(incoming: Incoming) -> bool:
    """Whether a message could be about a report that was sent: by its words, its button, or as a reply."""
    if incoming.payload is not None:
        return incoming.payload.startswith((ADD, ADD_NOTHING))
    return incoming.reply_to is not None or looks_like_reference(incoming.text)


@dataclass(frozen=True, slots=True)
class NamedReportService:
    """Needs no dialogue, so it works while Rasa is down too."""

    concerns: ConcernService
    notes: NoteService
    ends: ReportEndService
    understanding: Understands
    cues: ReferenceCues

    def take(
        self, session: Session, conversation: Conversation, message_id: int, incoming: Incoming
    ) -> list[Reply]:
        """The answer to a message that is about a report that was sent; empty when it isn't."""
        replies = self._take(session, conversation, message_id, incoming)
        # A report that is being told goes on where it was.
        return replies + self.ends.drafts.ask(session, conversation)[1] if replies else []

    def _take(
        self, session: Session, conversation: Conversation, message_id: int, incoming: Incoming
    ) -> list[Reply]:
        awaiting, conversation.adding_to = conversation.adding_to, None
        if incoming.payload is not None:
            return self._choose(session, conversation, incoming.payload)
        if looks_like_reference(incoming.text):
            return self._take_named(session, conversation, message_id, incoming)
        if incoming.reply_to is not None:
            replied = self._take_reply(session, conversation, message_id, incoming)
            if replied:
                return replied
        concern = self.concerns.find_own(session, awaiting, conversation.person_id) if awaiting else None
        if concern is None or incoming.location is not None:
            return []
        if self._is_way_out(incoming.text):
            return [self.ends.phrases.reply("note_nothing")]
        return self._add(session, concern, message_id, incoming, incoming.text)

    def _choose(self, session: Session, conversation: Conversation, payload: str) -> list[Reply]:
        """Take the button that offers to add to a report, or the one that leaves it."""
        if payload == ADD_NOTHING:
            return [self.ends.phrases.reply("note_nothing")]
        if not payload.startswith(ADD):
            return []
        reference = find_reference(payload) or ""
        if self.concerns.find_own(session, reference, conversation.person_id) is None:
            return [self.ends.phrases.reply("status_unknown")]
        conversation.adding_to = reference
        return [self.ends.phrases.reply("note_ask", reference=reference)]

    def _take_named(
        self, session: Session, conversation: Conversation, message_id: int, incoming: Incoming
    ) -> list[Reply]:
        reference = find_reference(incoming.text)
        words = without_references(incoming.text)
        if reference is None:
            return [self.ends.phrases.reply("status_wrong")]
        own = self.concerns.find_own(session, reference, conversation.person_id)
        if own is not None and incoming.photo_ids:
            kept = "" if self.cues.says_nothing(words) else incoming.text
            return self._add(session, own, message_id, incoming, kept)
        match self._find_wish(words):
            case Wish.STATUS:
                return self.ends.tell_status(session, conversation, incoming.text)
            case Wish.NOTE if own is not None:
                added = self._add(session, own, message_id, incoming, incoming.text)
                # Who tells more and asks too is told both.
                is_asking = self.cues.is_asking(words)
                told = self.ends.tell_status(session, conversation, incoming.text) if is_asking else []
                return added + told
            case _:
                # Words about somebody else's report are a report of their own.
                return []

    def _take_reply(
        self, session: Session, conversation: Conversation, message_id: int, incoming: Incoming
    ) -> list[Reply]:
        """A reply to what we said of a report belongs to that report, unless it is only small talk."""
        reference = find_told_reference(session, conversation, incoming)
        own = self.concerns.find_own(session, reference, conversation.person_id) if reference else None
        if own is None or incoming.location is not None or not (incoming.text or incoming.photo_ids):
            return []
        if not incoming.photo_ids and self._is_small_talk(incoming.text):
            return []
        if not incoming.photo_ids and self._find_wish(incoming.text) is Wish.STATUS:
            return self.ends.tell_status(session, conversation, own.reference)
        return self._add(session, own, message_id, incoming, incoming.text)

    def _is_small_talk(self, text: str) -> bool:
        is_short = len(text.split()) <= _LONGEST_SMALL_TALK
        return is_short and self.understanding.understand(text).intent in _SMALL_TALK

    def _find_wish(self, words: str) -> Wish:
        if self.cues.says_nothing(words):
            return Wish.STATUS
        heard = self.understanding.understand(words)
        return self.cues.find_wish(words, heard.intent, heard.confidence)

    def _is_way_out(self, text: str) -> bool:
        if not text or len(text.split()) > _LONGEST_WAY_OUT:
            return False
        return self.understanding.understand(text).intent in _WAYS_OUT

    def _add(
        self, session: Session, concern: Concern, message_id: int, incoming: Incoming, words: str
    ) -> list[Reply]:
        self.notes.add(session, concern, message_id, words, incoming.photo_ids)
        return [self.ends.say_added(concern, has_words=bool(words), has_photo=bool(incoming.photo_ids))]
