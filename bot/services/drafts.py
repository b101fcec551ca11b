"""Reports while they are told: opens them, takes each message, and asks what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.late_writes import write_late
from bot.db.models import Conversation, Draft
from bot.domain.categories import category_of_intent
from bot.domain.danger_kinds import DangerKind
from bot.domain.draft_steps import ENOUGH_WORDS, next_step
from bot.domain.drafts import DraftConcern, ReportDraft, Step
from bot.domain.replies import Reply
from bot.domain.spoken import speaking, spoken
from bot.services.draft_answers import DraftAnswers, Said
from bot.services.draft_corrections import Understands
from bot.services.draft_turns import FOR_A_PERSON, SAFE_NOW, DraftTurns, Taken, denies, has_words
from bot.services.draft_words import DraftWords
from bot.services.last_messages import find_last_alarm
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces
from bot.services.routing import RoutingService

_FOR_THE_HUB = frozenset({DangerKind.SUICIDE_SELF_HARM, DangerKind.DOMESTIC_ABUSE_NOW})


@dataclass(frozen=True, slots=True)
class DraftService:
    """The only writer of drafts."""

    understanding: Understands
    routing: RoutingService
    words: DraftWords
    answers: DraftAnswers
    places: ReportedPlaces
    cues: MessageCues

    @property
    def _turns(self) -> DraftTurns:
        return DraftTurns(self.understanding, self.words, self.answers, self.places, self.cues)

    def find(self, session: Session, conversation: Conversation) -> ReportDraft | None:
        """The report that is being told in the conversation, or None."""
        row = conversation.draft
        return ReportDraft.from_json(row.body) if row else None

    def save(self, session: Session, conversation: Conversation, draft: ReportDraft) -> None:
        """Keep the draft, so that nothing told so far is lost."""
        if conversation.draft is None:
            conversation.draft = Draft(body=draft.to_json())
            session.flush()
        else:
            write_late(session, conversation.draft, body=draft.to_json(), updated_at=utc_now())

    def drop(self, session: Session, conversation: Conversation) -> None:
        """Forget the report that is being told."""
        conversation.draft = None
        session.flush()

    def open(
        self, session: Session, conversation: Conversation, said: Said, *, is_question: bool = False
    ) -> list[Reply]:
        """Begin a report with what was just said; one that was open and has words is kept and added to.

        `is_question` says that this was only a question who deals with something.
        """
        earlier = self.find(session, conversation)
        if earlier is not None and earlier.told and earlier.ending is None:
            return list(self.take(session, conversation, said).replies)
        draft = ReportDraft(
            intent=said.intent,
            confidence=said.confidence,
            photo_ids=list(said.photo_ids),
            is_question=is_question,
        )
        if said.photo_ids:
            draft.settle(Step.PHOTO)
        draft.is_for_person = said.intent in FOR_A_PERSON
        if said.intent == SAFE_NOW:
            return self._open_after_alarm(session, conversation, draft, said)
        if said.location is not None:
            self.places.share(draft, *said.location)
        named = category_of_intent(said.intent) if not said.text and not said.photo_ids else None
        if named is not None:
            # By a link that says what it is about.
            draft.concerns, draft.is_chosen = [DraftConcern(named.value, "", 1.0)], True
        if not draft.is_for_person or len(said.text.split()) >= ENOUGH_WORDS:
            self._turns.hear(draft, said.text, said)
        self.save(session, conversation, draft)
        first = self._unread(draft, said) or self.words.heard(draft, self.routing.decisions(draft))
        alarm = find_last_alarm(session, conversation) if not draft.concerns else None
        if alarm is None:
            return first
        # More about what the card answered: it is kept, and nobody is to think that help is on its way.
        draft.told[:0] = [alarm.text] if alarm.text else []
        # What is nobody else's business goes to a person at the hub, whatever is told after it.
        draft.is_for_person |= alarm.danger in _FOR_THE_HUB
        self.save(session, conversation, draft)
        return [*first, self.words.phrases.reply("report_after_card")]

    def hear(self, draft: ReportDraft, text: str, said: Said) -> None:
        """Take words into a draft that tell what it is about; keeps nothing."""
        self._turns.hear(draft, text, said)

    def is_foreign(self, said: Said) -> bool:
        """Whether a message is in a language that we can't read, whatever the model took it for."""
        return self._turns.foreign.is_foreign(said)

    def _unread(self, draft: ReportDraft, said: Said) -> list[Reply]:
        """What to say when nothing could be read: no words at all, or words of another language."""
        if said.text and not has_words(said.text):
            return [self.words.phrases.reply("report_nothing_said")]
        is_foreign = draft.is_for_person and said.intent not in FOR_A_PERSON
        return [self.words.other_language(draft)] if is_foreign else []

    def _open_after_alarm(
        self, session: Session, conversation: Conversation, draft: ReportDraft, said: Said
    ) -> list[Reply]:
        """Begin a report with what was written before the danger card: it was told once already."""
        alarm = find_last_alarm(session, conversation)
        if alarm is not None and alarm.text:
            draft.is_for_person = alarm.danger == DangerKind.SUICIDE_SELF_HARM
            self._turns.hear(draft, alarm.text, said)
            draft.intent, draft.confidence = draft.ranking[0]
            if draft.concerns:
                self.answers.say_not_now(draft)
        self.save(session, conversation, draft)
        first = "report_not_now_person" if draft.is_for_person else "report_not_now"
        heard = self.words.heard(draft, self.routing.decisions(draft))
        return [self.words.phrases.reply(first), *heard]

    def _take_alarm(self, draft: ReportDraft, text: str, said: Said) -> None:
        """Add what was written before the danger card: what the report is about, if nothing else said it."""
        if not draft.concerns and draft.told:
            text = text or draft.told[0]
        draft.told = [told for told in draft.told if told != text]
        if text and not draft.concerns:
            self._turns.hear(draft, text, said)
        elif text:
            draft.told.append(text)

    def ask(self, session: Session, conversation: Conversation) -> tuple[Step | None, list[Reply]]:
        """The next step and its question; None when the report has ended or there is none."""
        draft = self.find(session, conversation)
        if draft is None:
            return None, []
        step = next_step(draft, self.routing.asked_for(draft))
        draft.asking = step
        self.save(session, conversation, draft)
        with speaking(draft.language or spoken()):
            return step, [replace(self.words.ask(step, draft), language=spoken())] if step else []

    def take(self, session: Session, conversation: Conversation, said: Said) -> Taken:
        """Take a message in the middle of a report: an answer, a correction, more to tell, or a way out."""
        draft = self.find(session, conversation)
        if draft is None or draft.asking is None:
            return Taken(is_answer=False)
        before = [concern.category for concern in draft.concerns]
        was_undecided = any(decision.place_decides for decision in self.routing.decisions(draft))
        is_denied = denies(draft.asking, said)
        alarm = find_last_alarm(session, conversation) if said.intent == SAFE_NOW else None
        if alarm is not None or (said.intent == SAFE_NOW and not said.text):
            self._take_alarm(draft, (alarm.text if alarm else None) or "", said)
            taken = Taken(is_answer=True, replies=(self.words.phrases.reply("report_not_now"),))
        else:
            taken = self._turns.take(draft, draft.asking, said)
        if taken.is_answer:
            replies = taken.replies
            decisions = self.routing.decisions(draft)
            if draft.concerns and [concern.category for concern in draft.concerns] != before:
                replies += tuple(self.words.heard(draft, decisions))
            elif was_undecided and len(decisions) == 1 and not replies:
                replies += tuple(self.words.now_goes_to(decisions[0]))
            taken = replace(taken, replies=replies)
        self.save(session, conversation, draft)
        return replace(taken, is_doubt=taken.is_doubt or is_denied)
