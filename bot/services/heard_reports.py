"""Takes what was understood of a message into a report: concerns, place, time and the facts for routing."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.drafts import DraftConcern, ReportDraft
from bot.domain.understanding import NextAction, Understanding, UnderstoodConcern
from bot.services.message_cues import MessageCues
from bot.services.reported_places import ReportedPlaces


@dataclass(frozen=True, slots=True)
class HeardReports:
    """Fills in what the resident needn't be asked."""

    places: ReportedPlaces
    cues: MessageCues

    def take_in(self, draft: ReportDraft, text: str, heard: Understanding) -> None:
        """Add a message to the report; what it says already is kept. An unclear one names no concern."""
        draft.told.append(text.strip())
        draft.ranking = [[intent, probability] for intent, probability in heard.ranking]
        draft.likely = [category.value for category in heard.likely]
        if not draft.concerns and not draft.is_for_person and heard.action is not NextAction.CLARIFY:
            draft.concerns = [_draft_concern(concern) for concern in heard.concerns]
        if draft.place is None:
            self.places.hear(draft, heard.place)
        self.cues.hear(draft, text)


def _draft_concern(concern: UnderstoodConcern) -> DraftConcern:
    return DraftConcern(concern.category.value, concern.text, concern.confidence)
