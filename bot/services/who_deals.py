"""Tells who deals with something, and knows when only the place is missing to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.categories import REPORT_PREFIX, Category
from bot.domain.drafts import DraftPlace, ReportDraft
from bot.domain.phrases import Phrases
from bot.domain.replies import Reply
from bot.domain.routing import RoutingDecision
from bot.services.draft_corrections import Understands
from bot.services.heard_reports import HeardReports
from bot.services.routing import RoutingService

#: Of what such a question could be about, the likeliest has to have at least this share.
_CLEAR_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class WhoDealsService:
    """Asks the decision table without filing anything."""

    understanding: Understands
    heard: HeardReports
    routing: RoutingService
    phrases: Phrases

    def answer(self, text: str, told: DraftPlace | None, *, is_midway: bool) -> Reply:
        """Who deals with what the question is about, at its place or else the place `told` before."""
        found = self._decide(text, told)
        if found is None:
            return self.phrases.reply("who_deals_ask")
        category, draft, decision = found
        title = self.phrases.text(f"category_{category.value}").capitalize()
        if decision.place_decides:
            return self.phrases.reply("who_deals_where", category=title)
        place = self.phrases.text("report_place", place=draft.place.name) if draft.place else ""
        return self.phrases.reply(
            "who_deals_midway" if is_midway else "who_deals",
            category=title,
            lead=self.routing.name(decision.lead),
            place=place,
            why=self.phrases.translate(decision.why),
        )

    def category_of(self, text: str, *, lacks_place: bool = False) -> Category | None:
        """What the question is about, as far as `answer` says it; None when that is nothing of ours.

        With `lacks_place` only where nothing but the place is missing to say who deals with it.
        """
        found = self._decide(text, None) if text else None
        if found is None or (lacks_place and not found[2].place_decides):
            return None
        return found[0]

    def _decide(
        self, text: str, told: DraftPlace | None
    ) -> tuple[Category, ReportDraft, RoutingDecision] | None:
        heard = self.understanding.understand(text)
        if not (heard.concerns or heard.likely) or not _is_clear(heard.ranking):
            return None
        category = heard.concerns[0].category if heard.concerns else heard.likely[0]
        draft = ReportDraft()
        self.heard.take_in(draft, text, heard)
        draft.place = draft.place or told
        return category, draft, self.routing.decide(category, draft)


def _is_clear(ranking: Sequence[tuple[str, float]]) -> bool:
    """Whether the question is about one thing rather than about nothing of ours ("who sorts out rats")."""
    chances = [chance for intent, chance in ranking if intent.startswith(REPORT_PREFIX)]
    return not chances or max(chances) >= _CLEAR_SHARE * sum(chances)
