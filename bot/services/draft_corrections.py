"""Takes what changes a report in its middle: another place, time or kind, or one more thing to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.domain.categories import Category, category_of_intent
from bot.domain.drafts import DraftConcern, ReportDraft, Step
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.domain.understanding import Understanding
from bot.services.draft_answers import FREE_TEXT, Said
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces

# Above this a sentence in the middle of a report is taken for a question or a correction, not for an answer.
SURE = 0.6
# Above this, and in so many words, a sentence in the middle of a report is one more thing to report.
_SURE_OF_ANOTHER = 0.8
_FEWEST_WORDS_OF_ANOTHER = 5
_FEWEST_WORDS_OF_MORE = 3
_LONGEST_PLAIN_ANSWER = 6


class Understands(Protocol):
    """Hears what a message means."""

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        """What the message means."""


@dataclass(frozen=True, slots=True)
class DraftCorrections:
    """Changes what was said before."""

    understanding: Understands
    phrases: Phrases
    places: ReportedPlaces
    cues: MessageCues

    def is_meant(self, step: Step, said: Said) -> bool:
        """Whether words at a step change or add to the report instead of answering."""
        return self._is_correction(step, said) if step in FREE_TEXT else self._corrects_or_adds(said)

    def _is_correction(self, step: Step, said: Said) -> bool:
        if step is Step.PLACE:
            return False
        return said.intent == "correct" and said.confidence >= SURE

    def _corrects_or_adds(self, said: Said) -> bool:
        if said.intent == "correct":
            return True
        is_long = len(said.text.split()) >= _FEWEST_WORDS_OF_MORE
        if category_of_intent(said.intent) is not None and (is_long or said.confidence >= _SURE_OF_ANOTHER):
            return True
        return self.places.find(said.text) is not None and len(said.text.split()) <= _LONGEST_PLAIN_ANSWER

    def take(self, draft: ReportDraft, said: Said) -> tuple[Reply, ...] | None:
        """Change the place, the time, or what it is about; None when nothing of that was understood."""
        phrases = self.phrases
        name = "report_noted_place" if draft.place is None else "report_changed_place"
        found = self.places.find_other(said.text, draft.place)
        if found is not None and self.places.hear(draft, found):
            draft.whereabouts = None
            if draft.place is None:
                draft.reopen(Step.PLACE)
                return ()
            return (phrases.reply(name, place=draft.place.name),)
        category = category_of_intent(said.intent)
        if category is None and said.intent == "correct":
            heard = self.understanding.understand(said.text)
            category = heard.concerns[0].category if heard.concerns else None
            if category is None and self.cues.hear_time(draft, said.text, replace=True):
                return (phrases.reply("report_changed"),)
        if category is None:
            return None
        self.add(draft, said, category)
        return (phrases.reply("report_added"),)

    def find_told(self, draft: ReportDraft, step: Step, said: Said) -> Category | None:
        """What somebody tells of where we asked for the place: another thing, or more of it and no place."""
        category = category_of_intent(said.intent)
        is_long = len(said.text.split()) >= _FEWEST_WORDS_OF_ANOTHER
        if category is None or not is_long or not self.cues.where.says_what(said.text):
            return None
        is_another = category not in draft.categories and _is_another(said)
        is_more = step is Step.PLACE and self.places.find(said.text) is None
        return category if is_another or is_more else None

    def add(self, draft: ReportDraft, said: Said, category: Category) -> None:
        """Add what was told to the report: what it is about instead, or one more thing if it is another."""
        draft.told.append(said.text.strip())
        self.cues.hear(draft, said.text)
        if said.intent == "correct":
            draft.only(category.value)
        elif category not in draft.categories and _is_another(said):
            draft.concerns.append(DraftConcern(category.value, said.text, said.confidence))
            draft.reopen(Step.SEVERAL)


def _is_another(said: Said) -> bool:
    """Whether a sentence that tells more is about another thing."""
    return said.confidence >= _SURE_OF_ANOTHER and len(said.text.split()) >= _FEWEST_WORDS_OF_ANOTHER
