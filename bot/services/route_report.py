"""Says what would become of a message, without storing anything: the report of `local-focus route`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bot.domain.drafts import ReportDraft
from bot.domain.places import PlaceFinding
from bot.domain.understanding import Understanding, UnderstoodConcern
from bot.services.heard_reports import HeardReports
from bot.services.routing import RoutingService

_RANKED = 5
_DIGITS = 4


class Understands(Protocol):
    """Hears what a message means."""

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        """What the message means."""


@dataclass(frozen=True, slots=True)
class RouteReport:
    """Understands and routes a message as the conversation would if nothing more were asked."""

    understanding: Understands
    routing: RoutingService
    heard: HeardReports

    def report(self, text: str, message_id: str | None = None, place: str | None = None) -> dict[str, Any]:
        """What was understood, and who would get it, as JSON; `place` was told apart from the text."""
        heard = self.understanding.understand(text, place)
        draft = ReportDraft()
        self.heard.take_in(draft, text, heard)
        return {
            "id": message_id,
            "danger": heard.danger.value if heard.danger else None,
            "action": heard.action.value,
            "intent": heard.intent,
            "confidence": round(heard.confidence, _DIGITS),
            "intent_ranking": [
                {"intent": intent, "confidence": round(chance, _DIGITS)}
                for intent, chance in heard.ranking[:_RANKED]
            ],
            "concerns": [self._concern(concern, draft) for concern in heard.concerns],
            "place": _place(heard.place, draft),
        }

    def _concern(self, concern: UnderstoodConcern, draft: ReportDraft) -> dict[str, Any]:
        decision = self.routing.decide(concern.category, draft)
        return {
            "category": concern.category.value,
            "confidence": round(concern.confidence, _DIGITS),
            "text": concern.text,
            "lead": decision.lead,
            "partners": list(decision.partners),
            "target_working_days": decision.target_working_days,
            "sensitive": decision.sensitive,
            "why": decision.why,
        }


def _place(finding: PlaceFinding | None, draft: ReportDraft) -> dict[str, Any] | None:
    """Where it is; of places that share a name, what they have in common."""
    if finding is None or (finding.hub_area is None and finding.council is None):
        return None
    name = draft.place.name if draft.place else finding.matched
    return {"name": name, "hub_area": finding.hub_area, "council": finding.council}
