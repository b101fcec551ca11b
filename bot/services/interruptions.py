"""Tells a question, small talk or danger in the middle of a report from an answer to what was asked."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.categories import REPORT_PREFIX
from bot.domain.drafts import ReportDraft, Step
from bot.domain.short_answers import is_short_answer
from bot.services.draft_answers import Said
from bot.services.draft_corrections import SURE
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces

#: Steps at which people say where it is: what a model takes their words for means little.
WHERE = frozenset({Step.PLACE, Step.WHEREABOUTS})
_MOST_WORDS_OF_NAME = 4
_SMALL_TALK = frozenset({"greet", "goodbye", "thank"})
_SERVICE = frozenset({"subscribe", "unsubscribe", "take_survey", "give_feedback", "delete_data"})


@dataclass(frozen=True, slots=True)
class Interruptions:
    """Knows them by their intent, and places by their words."""

    places: ReportedPlaces
    cues: MessageCues

    def is_one(self, draft: ReportDraft, step: Step, said: Said) -> bool:
        """Whether a sentence that was said at a step has to be answered first."""
        if said.intent.startswith(REPORT_PREFIX) or said.confidence < SURE:
            return False
        if said.intent == "emergency":
            return not is_short_answer(draft, said.text)
        if step in WHERE and self._says_where(step, said.text):
            return False
        if said.intent in _SMALL_TALK | _SERVICE or said.intent.startswith("ask_"):
            return True
        return said.intent == "out_of_scope" and said.text.rstrip().endswith("?")

    def _says_where(self, step: Step, text: str) -> bool:
        """Whether words where we asked for the place name one, or begin as one does."""
        if text.rstrip().endswith("?"):
            return False
        if self.cues.where.says_where(text):
            return True
        is_name = step is Step.PLACE or len(text.split()) <= _MOST_WORDS_OF_NAME
        return is_name and self.places.find(text) is not None
