"""An understanding that hears what a test scripted, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.categories import Category
from bot.domain.understanding import NextAction, Understanding, UnderstoodConcern
from bot.services.understanding import FindsPlaces


@dataclass(slots=True)
class FakeUnderstanding:
    """Unsure of everything but what a test scripted."""

    categories: dict[str, list[Category]] = field(default_factory=dict)
    """What is heard in a message; in any other nothing is."""
    intents: dict[str, tuple[str, float]] = field(default_factory=dict)
    """What else a message means, and how surely."""
    likely: tuple[Category, ...] = ()
    foreign: dict[str, str] = field(default_factory=dict)
    """Messages that only a person can read, with their languages."""
    places: FindsPlaces | None = None

    def understand(self, text: str, place_hint: str | None = None) -> Understanding:
        """What was scripted."""
        heard = self.categories.get(text, [])
        sure = (heard[0].report_intent, 0.9) if heard else ("out_of_scope", 0.1)
        intent, confidence = self.intents.get(text, sure)
        place = self.places.find(place_hint or text) if self.places else None
        return Understanding(
            danger=None,
            action=NextAction.ROUTE if heard else NextAction.CLARIFY,
            intent=intent,
            confidence=confidence,
            ranking=tuple((category.report_intent, 0.9) for category in heard),
            concerns=tuple(UnderstoodConcern(category, 0.9, text) for category in heard),
            place=place,
            likely=self.likely,
            is_unreadable=text in self.foreign,
            language=self.foreign.get(text, "en"),
        )
