"""Takes each message in the middle of a report: an answer, a correction, more to tell, or a way out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.categories import Category, category_of_intent
from bot.domain.drafts import DraftConcern, Ending, ReportDraft, Step
from bot.domain.replies import Reply
from bot.services.doubted_messages import WRONG_PLACE
from bot.services.draft_answers import FREE_TEXT, DraftAnswers, Said
from bot.services.draft_corrections import SURE, DraftCorrections, Understands
from bot.services.draft_words import DraftWords
from bot.services.foreign_words import ForeignWords
from bot.services.heard_answers import HeardAnswers
from bot.services.heard_reports import HeardReports
from bot.services.interruptions import WHERE, Interruptions
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces

SAFE_NOW = "not_happening_now"
FOR_A_PERSON = frozenset({"ask_human", WRONG_PLACE})
_MOST_MISSES = 2
#: Steps at which "no, that's wrong" is no answer to the question, but to what was said before it.
_AFTER_HEARD = frozenset({Step.PLACE, Step.WHEREABOUTS, Step.CHECK})
_FEWEST_WORDS_OF_DENIAL = 2
_MOST_WORDS_OF_YES = 2
#: Fewer say nothing new of what has happened, unless they name it.
_MOST_WORDS_OF_NO_TRY = 4
_ANSWERED = FREE_TEXT - {Step.WORDS}
_WAYS_OUT = {"stop": Ending.CANCEL, "restart": Ending.RESTART}


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message in the middle of a report."""

    is_answer: bool
    """False when it was something else, such as a question, that has to be answered first."""
    replies: tuple[Reply, ...] = ()
    is_doubt: bool = False
    """Whether it says that what it is about was understood wrongly."""


@dataclass(frozen=True, slots=True)
class DraftTurns:
    """Knows what a message does to a draft; keeps nothing itself."""

    understanding: Understands
    words: DraftWords
    answers: DraftAnswers
    places: ReportedPlaces
    cues: MessageCues

    def hear(self, draft: ReportDraft, text: str, said: Said) -> None:
        """Take in words that tell what it is about: concerns, place, time and facts."""
        if not has_words(text):
            return
        heard = self.understanding.understand(text)
        if heard.is_unreadable:
            # In another language: nobody would understand the resident's answers either.
            draft.is_for_person, draft.concerns = True, []
            self.foreign.note_language(draft, heard.language)
        if not draft.intent:
            draft.intent, draft.confidence = heard.intent, heard.confidence
        HeardReports(self.places, self.cues).take_in(draft, text, heard)
        self.answers.note_no_name(draft, text)
        if not draft.concerns and not draft.is_for_person:
            category = category_of_intent(said.intent)
            if category is not None and said.confidence >= SURE:
                draft.concerns = [DraftConcern(category.value, text, said.confidence)]

    @property
    def foreign(self) -> ForeignWords:
        """What takes words that only a person can read."""
        return ForeignWords(self.understanding, self.words, self.answers)

    def take(self, draft: ReportDraft, step: Step, said: Said) -> Taken:
        """Take one message at a step."""
        if said.intent in _WAYS_OUT and said.confidence >= SURE:
            draft.ending = _WAYS_OUT[said.intent]
            return Taken(is_answer=True)
        if said.photo_ids or said.location:
            return self._take_attachment(draft, said)
        if self.answers.choose(step, draft, said):
            # "Yes, most nights": the choice is taken, and so is what else the words tell.
            self.cues.hear_time(draft, said.text)
            return self._taken(draft)
        if said.intent == "ask_human" and said.confidence >= SURE:
            draft.is_for_person, draft.concerns = True, []
            return self._taken(draft, self.words.person_takes_it())
        if HeardAnswers(self.cues, self.places).take(step, draft, said.text):
            return self._taken(draft)
        return self._take_unchosen(draft, step, said)

    def _take_unchosen(self, draft: ReportDraft, step: Step, said: Said) -> Taken:
        """Take what is none of the answers that we offered."""
        if step in {Step.WHEN, Step.SAFE} and said.intent == SAFE_NOW:
            self.answers.say_not_now(draft)
            draft.settle(step)
            return self._taken(draft)
        if step is Step.PHOTO and said.intent == "affirm":
            return Taken(is_answer=True, replies=(self.words.phrases.reply("step_photo_how"),))
        if self.answers.note_no_name(draft, said.text):
            return self._taken(draft, self.words.phrases.reply("step_no_name"))
        kept = self.foreign.take_answer(step, draft, said)
        if kept is not None:
            return self._taken(draft, *kept)
        if Interruptions(self.places, self.cues).is_one(draft, step, said):
            return self._interrupted(draft, said)
        return self._take_words(draft, step, said)

    def _interrupted(self, draft: ReportDraft, said: Said) -> Taken:
        if not self.foreign.is_foreign(said):
            return Taken(is_answer=False)
        return Taken(is_answer=True, replies=(self.foreign.take_for_person(draft, said),))

    def _take_words(self, draft: ReportDraft, step: Step, said: Said) -> Taken:
        """Take words that chose nothing: an answer, a correction, or more to tell."""
        if step in _ANSWERED and self.cues.questions.asks(said.text) and not self.places.find(said.text):
            # What it asks we don't know; an answer to what we asked it isn't.
            return self._missed(draft)
        if step is Step.CATEGORY:
            return self._take_category_words(draft, said)
        if step is Step.WORDS and said.text.strip():
            was_for_person = draft.is_for_person
            self.hear(draft, said.text, said)
            is_foreign = draft.is_for_person and not was_for_person
            return self._taken(draft, *([self.words.other_language(draft)] if is_foreign else []))
        corrections = DraftCorrections(self.understanding, self.words.phrases, self.places, self.cues)
        told = corrections.find_told(draft, step, said) if step in WHERE else None
        if told is not None:
            return self._take_told(draft, said, told, corrections)
        if corrections.is_meant(step, said):
            before = list(draft.categories)
            replies = corrections.take(draft, said)
            if step is Step.SEVERAL and replies is not None and draft.categories == before:
                # Whoever goes on telling has no quarrel with what was understood.
                draft.settle(Step.SEVERAL)
            taken = self._missed(draft) if replies is None else self._taken(draft, *replies)
            is_kind = replies is None or draft.categories != before
            return replace(taken, is_doubt=said.intent == "correct" and is_kind)
        # "Yeah" to "whereabouts?" is the beginning of an answer, not one.
        says_something = said.intent != "affirm" or len(said.text.split()) > _MOST_WORDS_OF_YES
        if says_something and self.answers.write(step, draft, said.text):
            return self._taken(draft)
        return self._missed(draft)

    def _take_told(
        self, draft: ReportDraft, said: Said, told: Category, corrections: DraftCorrections
    ) -> Taken:
        """Take in what is told where we asked for the place; before there may only have been a question."""
        if draft.is_question:
            draft.told, draft.concerns, draft.facts, draft.is_question = [], [], {}, False
            self.hear(draft, said.text, said)
            return self._taken(draft)
        corrections.add(draft, said, told)
        if draft.place is None:
            self.places.hear(draft, self.places.find(said.text))
        return self._taken(draft, self.words.phrases.reply("report_added"))

    def _take_category_words(self, draft: ReportDraft, said: Said) -> Taken:
        """Another try at saying what it is; after two misses in a row a person decides.

        Who answers with a place, or a bare yes, is offered the same choice again.
        """
        offered, had_place = (draft.likely, draft.ranking), draft.place is not None
        self.hear(draft, said.text, said)
        if draft.concerns:
            return self._taken(draft)
        if len(said.text.split()) <= _MOST_WORDS_OF_NO_TRY and category_of_intent(said.intent) is None:
            draft.likely, draft.ranking = offered
            if draft.place is not None and not had_place:
                return Taken(is_answer=True)
        draft.misses += 1
        if draft.misses < _MOST_MISSES:
            return Taken(is_answer=True)
        draft.is_for_person, draft.misses = True, 0
        return Taken(is_answer=True, replies=(self.words.person_takes_it(),))

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

    def _taken(self, draft: ReportDraft, *replies: Reply) -> Taken:
        if draft.place is not None or not draft.place_words:
            draft.misses = 0
        return Taken(is_answer=True, replies=replies)

    def _missed(self, draft: ReportDraft) -> Taken:
        """Say that it wasn't understood; the second time in a row a person takes over."""
        draft.misses += 1
        if draft.misses >= _MOST_MISSES:
            if draft.asking in {Step.SAFE, Step.SEVERAL}:
                # Whoever goes on writing is not to be held up by a question that they don't want to answer.
                draft.settle(draft.asking)
            return Taken(is_answer=True, replies=(self.words.phrases.reply("step_offer_person"),))
        return Taken(is_answer=True, replies=(self.words.phrases.reply("step_not_understood"),))


def denies(step: Step, said: Said) -> bool:
    """Whether somebody says in words, rather than by a bare no, that something was understood wrongly."""
    is_said = len(said.text.split()) >= _FEWEST_WORDS_OF_DENIAL
    return step in _AFTER_HEARD and said.intent == "deny" and said.confidence >= SURE and is_said


def has_words(text: str) -> bool:
    """Whether there is anything in a message that can be read."""
    return any(character.isalnum() for character in text)
