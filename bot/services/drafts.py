"""Reports while they are told: opens them, takes each message, and asks what is still missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from bot.db.base import utc_now
from bot.db.models import Conversation, Draft
from bot.domain.categories import category_of_intent
from bot.domain.danger_kinds import DangerKind
from bot.domain.drafts import ENOUGH_WORDS, DraftConcern, Ending, ReportDraft, Step, next_step
from bot.domain.replies import Reply
from bot.domain.understanding import NextAction, Understanding
from bot.services.draft_answers import FREE_TEXT, DraftAnswers, Said
from bot.services.draft_words import DraftWords
from bot.services.heard_answers import HeardAnswers
from bot.services.heard_reports import HeardReports
from bot.services.last_alarm import find_last_alarm
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces
from bot.services.routing import RoutingService

# Above this a sentence in the middle of a report is taken for a question or a new concern, not for an answer.
SURE = 0.6
# Above this, and in so many words, a sentence in the middle of a report is one more thing to report.
_SURE_OF_ANOTHER = 0.8
_FEWEST_WORDS_OF_ANOTHER = 5
_FEWEST_WORDS_OF_MORE = 3
_SAFE_NOW = "not_happening_now"
_FOR_A_PERSON = frozenset({"ask_human", "wrong_place_sent"})
_MOST_MISSES = 2
_WAYS_OUT = {"stop": Ending.CANCEL, "restart": Ending.RESTART}
_LONGEST_PLAIN_ANSWER = 6


class Understands(Protocol):
    """Hears what a message means."""

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        """What the message means."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message in the middle of a report."""

    is_answer: bool
    """False when it was something else, such as a question, that has to be answered first."""
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftService:
    """The only writer of drafts."""

    understanding: Understands
    routing: RoutingService
    words: DraftWords
    answers: DraftAnswers
    places: ReportedPlaces
    cues: MessageCues

    def find(self, session: Session, conversation: Conversation) -> ReportDraft | None:
        """The report that is being told in the conversation, or None."""
        row = conversation.draft
        return ReportDraft.from_json(row.body) if row else None

    def save(self, session: Session, conversation: Conversation, draft: ReportDraft) -> None:
        """Keep the draft, so that nothing told so far is lost."""
        if conversation.draft is None:
            conversation.draft = Draft(body=draft.to_json())
        else:
            conversation.draft.body = draft.to_json()
            conversation.draft.updated_at = utc_now()
        session.flush()

    def drop(self, session: Session, conversation: Conversation) -> None:
        """Forget the report that is being told."""
        conversation.draft = None
        session.flush()

    def open(self, session: Session, conversation: Conversation, said: Said) -> list[Reply]:
        """Begin a report with what was just said; one that was open and has words is kept and added to."""
        earlier = self.find(session, conversation)
        if earlier is not None and earlier.told and earlier.ending is None:
            return list(self.take(session, conversation, said).replies)
        draft = ReportDraft(intent=said.intent, confidence=said.confidence, photo_ids=list(said.photo_ids))
        draft.is_for_person = said.intent in _FOR_A_PERSON
        if said.intent == _SAFE_NOW:
            return self._open_after_alarm(session, conversation, draft, said)
        if said.location is not None:
            self.places.share(draft, *said.location)
        if not draft.is_for_person or len(said.text.split()) >= ENOUGH_WORDS:
            self._hear(draft, said.text, said)
        self.save(session, conversation, draft)
        return self._unread(draft, said) or self.words.heard(draft, self.routing.decisions(draft))

    def _unread(self, draft: ReportDraft, said: Said) -> list[Reply]:
        """What to say when nothing could be read: no words at all, or words of another language."""
        if said.text and not _has_words(said.text):
            return [self.words.phrases.reply("report_nothing_said")]
        is_foreign = draft.is_for_person and said.intent not in _FOR_A_PERSON
        return [self.words.phrases.reply("report_other_language")] if is_foreign else []

    def _open_after_alarm(
        self, session: Session, conversation: Conversation, draft: ReportDraft, said: Said
    ) -> list[Reply]:
        """Begin a report with what was written before the danger card: it was told once already."""
        alarm = find_last_alarm(session, conversation)
        if alarm is not None and alarm.text:
            draft.is_for_person = alarm.danger == DangerKind.SUICIDE_SELF_HARM
            self._hear(draft, alarm.text, said)
            draft.intent, draft.confidence = draft.ranking[0]
            if draft.concerns:
                self.answers.say_not_now(draft)
        self.save(session, conversation, draft)
        first = "report_not_now_person" if draft.is_for_person else "report_not_now"
        heard = self.words.heard(draft, self.routing.decisions(draft))
        return [self.words.phrases.reply(first), *heard]

    def ask(self, session: Session, conversation: Conversation) -> tuple[Step | None, list[Reply]]:
        """The next step and its question; None when the report has ended or there is none."""
        draft = self.find(session, conversation)
        if draft is None:
            return None, []
        step = next_step(draft, self.routing.asked_for(draft))
        draft.asking = step
        self.save(session, conversation, draft)
        return step, [self.words.ask(step, draft)] if step else []

    def take(self, session: Session, conversation: Conversation, said: Said) -> Taken:
        """Take a message in the middle of a report: an answer, a correction, more to tell, or a way out."""
        draft = self.find(session, conversation)
        if draft is None or draft.asking is None:
            return Taken(is_answer=False)
        before = [concern.category for concern in draft.concerns]
        was_undecided = any(decision.place_decides for decision in self.routing.decisions(draft))
        alarm = find_last_alarm(session, conversation) if said.intent == _SAFE_NOW else None
        if alarm is not None or (said.intent == _SAFE_NOW and not said.text):
            draft.told.extend([alarm.text] if alarm and alarm.text else [])
            taken = Taken(is_answer=True, replies=(self.words.phrases.reply("report_not_now"),))
        else:
            taken = self._take(draft, draft.asking, said)
        if taken.is_answer:
            replies = taken.replies
            decisions = self.routing.decisions(draft)
            if draft.concerns and [concern.category for concern in draft.concerns] != before:
                replies += tuple(self.words.heard(draft, decisions))
            elif was_undecided and len(decisions) == 1 and not replies:
                replies += tuple(self.words.now_goes_to(decisions[0]))
            taken = Taken(is_answer=True, replies=replies)
        self.save(session, conversation, draft)
        return taken

    def _take(self, draft: ReportDraft, step: Step, said: Said) -> Taken:
        if said.intent in _WAYS_OUT and said.confidence >= SURE:
            draft.ending = _WAYS_OUT[said.intent]
            return Taken(is_answer=True)
        if said.photo_ids or said.location:
            return self._take_attachment(draft, said)
        if self.answers.choose(step, draft, said):
            return self._taken(draft)
        if said.intent == "ask_human" and said.confidence >= SURE:
            draft.is_for_person, draft.concerns = True, []
            return self._taken(draft, self.words.phrases.reply("human_takes_it"))
        if HeardAnswers(self.cues).take(step, draft, said.text):
            return self._taken(draft)
        if step is Step.WHEN and said.intent == _SAFE_NOW:
            self.answers.say_not_now(draft)
            return self._taken(draft)
        if step is Step.PHOTO and said.intent == "affirm":
            return Taken(is_answer=True, replies=(self.words.phrases.reply("step_photo_how"),))
        if self._is_interruption(step, said):
            return Taken(is_answer=False)
        return self._take_words(draft, step, said)

    def _take_words(self, draft: ReportDraft, step: Step, said: Said) -> Taken:
        """Take words that chose nothing: an answer, a correction, or more to tell."""
        if step is Step.CATEGORY:
            return self._take_category_words(draft, said)
        if step is Step.WORDS and said.text.strip():
            self._hear(draft, said.text, said)
            return self._taken(draft)
        corrects = self._is_correction if step in FREE_TEXT else self._corrects_or_adds
        if corrects(step, said):
            return self._correct(draft, said)
        return self._taken(draft) if self.answers.write(step, draft, said.text) else self._missed(draft)

    def _hear(self, draft: ReportDraft, text: str, said: Said) -> None:
        """Take in words that tell what it is about: concerns, place, time and facts."""
        if not _has_words(text):
            return
        heard = self.understanding.understand(text)
        if heard.action is NextAction.HUMAN and heard.intent not in _FOR_A_PERSON:
            # In another language: nobody would understand the resident's answers either.
            draft.is_for_person, draft.concerns = True, []
        HeardReports(self.places, self.cues).take_in(draft, text, heard)
        if not draft.concerns and not draft.is_for_person:
            category = category_of_intent(said.intent)
            if category is not None and said.confidence >= SURE:
                draft.concerns = [DraftConcern(category.value, text, said.confidence)]

    def _take_category_words(self, draft: ReportDraft, said: Said) -> Taken:
        """Another try at saying what it is; after two misses in a row a person decides."""
        self._hear(draft, said.text, said)
        if draft.concerns:
            return self._taken(draft)
        draft.misses += 1
        if draft.misses < _MOST_MISSES:
            return Taken(is_answer=True)
        draft.is_for_person, draft.misses = True, 0
        return Taken(is_answer=True, replies=(self.words.phrases.reply("human_takes_it"),))

    def _take_attachment(self, draft: ReportDraft, said: Said) -> Taken:
        replies = []
        if said.photo_ids:
            draft.photo_ids.extend(said.photo_ids)
            draft.settle(Step.PHOTO)
            replies.append(self.words.phrases.reply("step_photo_thanks"))
        if said.location and not self.places.share(draft, *said.location):
            replies.append(self.words.phrases.reply("step_place_outside"))
        if said.text.strip() and draft.asking is not Step.PLACE:
            draft.told.append(said.text.strip())
        return Taken(is_answer=True, replies=tuple(replies))

    def _is_interruption(self, step: Step, said: Said) -> bool:
        """Whether a sentence is a question or small talk rather than an answer."""
        if said.intent.startswith("report_") or said.confidence < SURE:
            return False
        if said.intent in {"greet", "goodbye", "thank", "emergency"}:
            return True
        asks = said.intent.startswith("ask_") or said.intent in _SERVICE
        if step is Step.PLACE and asks and self.places.find(said.text) is not None:
            return said.text.rstrip().endswith("?")
        return asks or (said.intent == "out_of_scope" and said.text.rstrip().endswith("?"))

    def _is_correction(self, step: Step, said: Said) -> bool:
        if step is Step.PLACE:
            return False
        return said.intent == "correct" and said.confidence >= SURE

    def _corrects_or_adds(self, _step: Step, said: Said) -> bool:
        if said.intent == "correct":
            return True
        is_long = len(said.text.split()) >= _FEWEST_WORDS_OF_MORE
        if category_of_intent(said.intent) is not None and (is_long or said.confidence >= _SURE_OF_ANOTHER):
            return True
        return self.places.find(said.text) is not None and len(said.text.split()) <= _LONGEST_PLAIN_ANSWER

    def _correct(self, draft: ReportDraft, said: Said) -> Taken:
        """Change what was said before: the place, the time, or what it is about."""
        phrases = self.words.phrases
        found = self.places.find_other(said.text, draft.place)
        if found is not None and self.places.hear(draft, found):
            draft.whereabouts = None
            if draft.place is None:
                draft.reopen(Step.PLACE)
                return self._taken(draft)
            return self._taken(draft, phrases.reply("report_changed_place", place=draft.place.name))
        category = category_of_intent(said.intent)
        if category is None and said.intent == "correct":
            heard = self.understanding.understand(said.text)
            category = heard.concerns[0].category if heard.concerns else None
            if category is None and self.cues.hear_time(draft, said.text, replace=True):
                return self._taken(draft, phrases.reply("report_changed"))
        if category is None:
            return self._missed(draft)
        draft.told.append(said.text.strip())
        self.cues.hear(draft, said.text)
        if said.intent == "correct":
            draft.only(category.value)
        elif category not in draft.categories and _is_another(said):
            draft.concerns.append(DraftConcern(category.value, said.text, said.confidence))
            draft.reopen(Step.SEVERAL)
        return self._taken(draft, phrases.reply("report_added"))

    def _taken(self, draft: ReportDraft, *replies: Reply) -> Taken:
        if draft.place is not None or not draft.place_words:
            draft.misses = 0
        return Taken(is_answer=True, replies=replies)

    def _missed(self, draft: ReportDraft) -> Taken:
        """Say that it wasn't understood; the second time in a row a person takes over."""
        draft.misses += 1
        if draft.misses >= _MOST_MISSES:
            return Taken(is_answer=True, replies=(self.words.phrases.reply("step_offer_person"),))
        return Taken(is_answer=True, replies=(self.words.phrases.reply("step_not_understood"),))


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_another(said: Said) -> bool:
    """Whether a sentence that tells more is about another thing."""
    return said.confidence >= _SURE_OF_ANOTHER and len(said.text.split()) >= _FEWEST_WORDS_OF_ANOTHER


_SERVICE = frozenset({"subscribe", "unsubscribe", "take_survey", "give_feedback", "delete_data"})
